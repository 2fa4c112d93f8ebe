"""The everyday bundle: what the home gives and sees. It stays with the child when the placement ends (P-08)."""

from marshmallow import fields

from consent.facts import Bundle
from portfolio.kinds.kind import Kind
from portfolio.schemas.fields import LONG, Choice, Id, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_

HOW_IT_WENT = ("good", "so_so", "hard")


class DoseGivenSchema(InputSchema):
    """A dose ticked as given: of which medicine, and for which time of which day. A tick taken back says no."""

    medicine = Id(required=True)
    due = fields.String(required=True)
    given = fields.Boolean(load_default=True)


class DayNoteSchema(InputSchema):
    how = Choice(
        HOW_IT_WENT,
        required=True,
        metadata={
            "label": N_("Hur gick det?"),
            "options": {"good": N_("Bra"), "so_so": N_("Sådär"), "hard": N_("Svårt")},
        },
    )
    text = Words(required=True, longest=LONG, lines=True, metadata={"label": N_("Berätta kort."), "widget": "textarea"})


KINDS = (
    Kind("dose_given", Bundle.EVERYDAY, N_("Given dos"), DoseGivenSchema),
    Kind("day_note", Bundle.EVERYDAY, N_("Hur det gick"), DayNoteSchema),
)
