"""The child's own answers."""

from typing import Any

from flask import Response, json, make_response
from flask.views import MethodView
from marshmallow import fields

from auth.guard import current_actor
from portfolio import own_words
from portfolio.api.blueprint import ApiSchema, based_on, make_blueprint
from portfolio.kinds.own_words import AUDIENCES
from portfolio.pages.blueprint import now, parts

blueprint = make_blueprint("own_words", "The child's own words; she alone writes them")


class AnswerSchema(ApiSchema):
    """Read again, strictly, by the use case once it has admitted."""

    pictures = fields.List(fields.String(), required=True, metadata={"description": "Codes of the question's pictures"})
    words = fields.String(required=True)
    audience = fields.List(
        fields.String(),
        required=True,
        metadata={"description": f"Who may read it: {', '.join(AUDIENCES)}; none means only the child"},
    )


class SavedSchema(ApiSchema):
    number = fields.Integer(metadata={"description": "The newest version's number; also the ETag"})


@blueprint.route("/me/words/<question>")
class OwnWords(MethodView):
    @blueprint.arguments(AnswerSchema)
    @blueprint.response(200, SavedSchema)
    @blueprint.alt_response(404, description="The one who asks is no child with a page of her own")
    @blueprint.alt_response(412, description="There is a newer version than `If-Match` says")
    @blueprint.alt_response(428, description="`If-Match` is missing")
    def put(self, given: dict[str, Any], question: str) -> Response:
        """Save an answer based on the version named in `If-Match` ("0" for a question not answered yet)."""
        number = own_words.save(
            current_actor(), parts().vault, {**given, "question": question}, now(), based_on=based_on()
        )
        response = make_response(json.dumps({"number": number}))
        response.mimetype = "application/json"
        response.set_etag(str(number))
        return response
