"""Beginning and ending a placement."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from portfolio.clock import STOCKHOLM
from portfolio.models.child import LAWS
from portfolio.schemas.fields import Choice, ClockTime, Id, PlainDate, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_

HOME_TEMPLATES = ("jourhem_natt", "familjehem")
END_WORDS = {
    "planned": N_("Det var bestämt så"),
    "moved": N_("Barnet flyttar till ett annat hem"),
    "returned_home": N_("Barnet flyttar hem"),
    "breakdown": N_("Det gick inte i hemmet"),
    "shared_wrongly": N_("Det blev delat fel"),
}


class StockholmMinute(fields.Field[datetime]):
    """A minute on the clock in Stockholm, `2026-11-24T12:00`; read as that moment in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        del attr, data, kwargs
        try:
            local = datetime.strptime(str(value), "%Y-%m-%dT%H:%M").replace(tzinfo=STOCKHOLM)
        except ValueError:
            raise ValidationError(N_("Välj hur länge det ska delas.")) from None
        if not 1900 <= local.year <= 2200:
            raise ValidationError(N_("Välj hur länge det ska delas."))
        return local.astimezone(UTC)


class DecisionSchema(InputSchema):
    """What the placement rests on: a decision's reference, or who decided orally and when."""

    law = Choice(LAWS, load_default="")
    reference = Words(load_default="")
    decided_by = Words(load_default="")
    decided_at = ClockTime(load_default="")

    @validates_schema
    def rests_on_one_decision(self, decision: dict[str, Any], **_kwargs: Any) -> None:
        lacking: dict[str, list[str]] = {}
        if not decision.get("law"):
            lacking["law"] = [N_("Välj enligt vilken lag.")]
        written, oral = decision.get("reference"), decision.get("decided_by")
        if written and oral:
            lacking["reference"] = [
                N_("Skriv antingen beslutets beteckning eller vem som beslutade muntligt, inte båda.")
            ]
        if not written and not oral:
            lacking["reference"] = [N_("Skriv beslutets beteckning, eller vem som beslutade muntligt.")]
        if lacking:
            raise ValidationError(lacking)


class NewPlacementSchema(DecisionSchema):
    unit = Id(required=True)
    template = Choice(HOME_TEMPLATES, required=True)
    until = StockholmMinute(required=True)


class UntilDateSchema(InputSchema):
    """A day typed instead of one of the buttons; it ends at noon."""

    date = PlainDate(required=True)


class EndPlacementSchema(InputSchema):
    reason = Choice(tuple(END_WORDS), load_default="")

    @validates_schema
    def says_why(self, ending: dict[str, Any], **_kwargs: Any) -> None:
        if not ending.get("reason"):
            raise ValidationError({"reason": [N_("Välj varför placeringen slutar.")]})


class WrittenDecisionSchema(InputSchema):
    reference = Words(required=True)
