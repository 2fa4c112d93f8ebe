"""A school's handover: what goes along, what the guardian and the child said, and who received it."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from portfolio.schemas.fields import LONG, Choice, Id, PlainDate, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_

UNTIL = ("term", "month", "longest", "date")

ANSWERS = {"yes": N_("Ja"), "no": N_("Nej")}
IDENTIFIED_BY = {
    "meeting": N_("Vi sågs på ett möte"),
    "phone": N_("Vi pratade i telefon"),
    "letter": N_("Ett underskrivet brev"),
    "bankid": N_("BankID"),
}
LANGUAGES = {"sv": N_("Svenska"), "en": N_("Engelska"), "interpreter": N_("Ett annat språk, med tolk")}
CHILD_VIEWS = {
    "wants": N_("Barnet vill"),
    "does_not_want": N_("Barnet vill inte"),
    "not_asked": N_("Barnet har inte fått frågan"),
}


class HandoverSchema(InputSchema):
    """A handover to deliver. `health` is *Viktigt nu*, whole or not at all."""

    school = Id(required=True)
    documents = fields.List(Id(), load_default=list)
    health = fields.Boolean(truthy={"yes", True}, falsy={"no", False}, load_default=False)
    until = Choice(UNTIL, required=True)
    until_on = PlainDate(load_default=None)
    no_start = Words(load_default="")

    @validates_schema
    def names_a_day(self, given: dict[str, Any], **_kwargs: Any) -> None:
        if given.get("until") == "date" and given.get("until_on") is None:
            raise ValidationError({"until_on": [N_("Skriv till och med vilken dag.")]})


class ConsentSchema(InputSchema):
    """What one guardian answered, and what the child thinks."""

    school = Id(required=True)
    guardian = Id(required=True)
    answer = Choice(tuple(ANSWERS), required=True)
    identified_by = Choice(tuple(IDENTIFIED_BY), required=True)
    given_on = PlainDate(required=True)
    language = Choice(tuple(LANGUAGES), required=True)
    child_view = Choice(tuple(CHILD_VIEWS), required=True)
    child_words = Words(longest=LONG, lines=True, load_default="")

    @validates_schema
    def says_why_not_asked(self, given: dict[str, Any], **_kwargs: Any) -> None:
        if given.get("child_view") == "not_asked" and not given.get("child_words"):
            raise ValidationError({"child_words": [N_("Skriv varför barnet inte har fått frågan.")]})


class ReceiptSchema(InputSchema):
    """Who confirms is known; in which role they say themselves."""

    role = Words(required=True)
