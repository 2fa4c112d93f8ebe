"""One document."""

from typing import Any

from flask import Response, json, make_response, request
from flask.views import MethodView
from marshmallow import fields

from auth.guard import current_actor
from consent.purposes import Purpose
from portfolio import reading
from portfolio.api.blueprint import ApiSchema, PurposeQuery, make_blueprint
from portfolio.pages.blueprint import now, parts

blueprint = make_blueprint("documents", "A child's documents")


class DocumentSchema(ApiSchema):
    id = fields.String()
    kind = fields.String()
    number = fields.Integer(metadata={"description": "The version's number; also the ETag"})
    at = fields.AwareDateTime()
    ended = fields.AwareDateTime(allow_none=True)
    content = fields.Dict()


@blueprint.route("/children/<child>/documents/<document>")
class Documents(MethodView):
    @blueprint.arguments(PurposeQuery, location="query")
    @blueprint.response(200, DocumentSchema)
    @blueprint.alt_response(404, description="No such document that you may see")
    def get(self, query: dict[str, str], child: str, document: str) -> Response:
        """Open one document for a purpose."""
        found = reading.read(
            current_actor(), parts().vault, child, document, purpose=Purpose(query["purpose"]), at=now()
        ).document
        body: dict[str, Any] = {
            "id": found.document,
            "kind": found.kind,
            "number": found.number,
            "at": found.at.isoformat(),
            "ended": found.ended.isoformat() if found.ended else None,
            "content": found.content,
        }
        response = make_response(json.dumps(body, ensure_ascii=False))
        response.mimetype = "application/json"
        response.set_etag(str(found.number))
        response.make_conditional(request)
        return response
