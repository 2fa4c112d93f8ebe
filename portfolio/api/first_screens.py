"""The home's first screen."""

from flask.views import MethodView
from marshmallow import fields

from auth.guard import current_actor
from portfolio import first_screen
from portfolio.api.blueprint import ApiSchema, make_blueprint
from portfolio.pages.blueprint import now, parts

blueprint = make_blueprint("first_screens", "What a home needs tonight")


class HeadingSchema(ApiSchema):
    child = fields.String()
    name = fields.String()
    age = fields.Integer()
    animal = fields.String()
    colour = fields.String()
    on_call = fields.String(metadata={"description": "The number to ring at night"})


class DoseSchema(ApiSchema):
    medicine = fields.String()
    due = fields.AwareDateTime(allow_none=True, metadata={"description": "null where the time is not known"})
    day = fields.Date()
    given_at = fields.AwareDateTime(allow_none=True)
    given_by = fields.String()


class LineSchema(ApiSchema):
    document = fields.String()
    kind = fields.String()
    content = fields.Dict()
    at = fields.AwareDateTime()
    person = fields.String()
    doses = fields.List(fields.Nested(DoseSchema))


class ImportantNowSchema(ApiSchema):
    allergies = fields.List(fields.Nested(LineSchema))
    medicines = fields.List(fields.Nested(LineSchema))
    risks = fields.List(fields.Nested(LineSchema))
    plans = fields.List(fields.Nested(LineSchema))
    absences = fields.List(fields.Nested(LineSchema))
    not_known = fields.List(
        fields.String(), attribute="unknown", metadata={"description": "Areas about which nothing is recorded: ring"}
    )


class PictureSchema(ApiSchema):
    code = fields.String()
    word = fields.String()


class OwnWordsSchema(ApiSchema):
    question = fields.String(attribute="question.code")
    pictures = fields.List(fields.Nested(PictureSchema))
    words = fields.String()


class PartySchema(ApiSchema):
    id = fields.String()
    name = fields.String()
    phone = fields.String()


class FactSchema(ApiSchema):
    document = fields.String()
    kind = fields.String()
    at = fields.AwareDateTime()
    content = fields.Dict()


class FirstScreenSchema(ApiSchema):
    heading = fields.Nested(HeadingSchema)
    until = fields.AwareDateTime(allow_none=True)
    important = fields.Nested(ImportantNowSchema)
    tonight = fields.List(fields.Nested(OwnWordsSchema))
    more_words = fields.List(fields.Nested(OwnWordsSchema))
    school = fields.List(fields.Nested(FactSchema))
    contacts = fields.List(fields.Nested(FactSchema))
    officers = fields.List(fields.Nested(PartySchema))


@blueprint.route("/children/<child>/first-screen")
class FirstScreens(MethodView):
    @blueprint.response(200, FirstScreenSchema)
    @blueprint.alt_response(404, description="No such child living with you")
    def get(self, child: str) -> first_screen.FirstScreen:
        """Open the first screen, for the purpose of daily care."""
        return first_screen.open_for_home(current_actor(), parts().vault, child, now())
