"""Patient summaries taken in."""

from flask import request
from flask.views import MethodView
from marshmallow import fields
from werkzeug.exceptions import RequestEntityTooLarge

from auth.guard import current_actor
from portfolio.api.blueprint import ApiSchema, make_blueprint
from portfolio.pages.blueprint import now, parts
from portfolio.schemas.fields import Words
from portfolio.summary_import import import_summary
from portfolio.summary_report import ImportReport

SUMMARY_LIMIT = 10 * 1024 * 1024
"""Bytes a summary may have."""

blueprint = make_blueprint(
    "patient_summaries", "International Patient Summaries (FHIR R4) taken into the health bundle"
)


class ImportQuery(ApiSchema):
    despite_mismatch = Words(
        metadata={"description": "Why a summary whose patient differs from the child is hers all the same"}
    )


class ReportSchema(ApiSchema):
    outcome = fields.String(metadata={"description": "imported, unchanged or older"})
    allergies = fields.Integer()
    medicines = fields.Integer()
    conditions = fields.Integer()
    immunisations = fields.Integer()
    absences = fields.Integer()
    ended = fields.Integer()
    partly_read = fields.Integer()
    left_out = fields.Integer()


@blueprint.route("/children/<child>/patient-summaries")
class PatientSummaries(MethodView):
    @blueprint.arguments(ImportQuery, location="query")
    @blueprint.response(200, ReportSchema)
    @blueprint.alt_response(404, description="No such child whom you answer for")
    @blueprint.alt_response(422, description="The file cannot be read, or is about somebody else")
    def post(self, query: dict[str, str], child: str) -> ImportReport:
        """Import one summary: the body is the Bundle, `application/fhir+json`."""
        return import_summary(
            current_actor(), parts().vault, child, _body(), now(), despite_mismatch=query.get("despite_mismatch")
        )


def _body() -> bytes:
    request.max_content_length = SUMMARY_LIMIT
    body = request.stream.read(SUMMARY_LIMIT + 1)
    if len(body) > SUMMARY_LIMIT:
        raise RequestEntityTooLarge
    return body
