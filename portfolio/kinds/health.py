"""The health bundle: what can hurt, what is taken, what to do (needs-2 2b, D16-D18)."""

from marshmallow import ValidationError, fields, validates_schema

from consent.facts import Bundle
from portfolio.kinds.kind import Kind
from portfolio.schemas.fields import LONG, Choice, ClockTime, Dose, PlainDate, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_

SEVERITIES = ("life_threatening", "severe", "mild", "unknown")
UNITS = ("mg", "ml", "g", "mikrog", "tablett", "droppar", "puffar", "enheter", "plåster", "dos")
AREAS = ("allergies", "food_allergies", "drug_allergies", "medicines", "risks", "conditions", "immunisations")

SOURCE_LABEL = N_("Vem säger det?")
SOURCE_HINT = N_("Till exempel: mamma, vårdcentralen, journalen, barnet själv.")


class Sourced(InputSchema):
    """Every fact says who said so, and of which day it is."""

    source = Words(required=True, metadata={"label": SOURCE_LABEL, "hint": SOURCE_HINT, "order": 90})
    as_of = PlainDate(metadata={"label": N_("Från vilken dag är uppgiften?"), "order": 91})


class AllergySchema(Sourced):
    substance = Words(required=True, metadata={"label": N_("Vad tål barnet inte?"), "order": 1})
    severity = Choice(
        SEVERITIES,
        required=True,
        metadata={
            "label": N_("Hur farligt är det?"),
            "order": 2,
            "options": {
                "life_threatening": N_("Kan bli livsfarligt"),
                "severe": N_("Allvarligt"),
                "mild": N_("Lindrigt"),
                "unknown": N_("Vi vet inte"),
            },
        },
    )
    reaction = Words(metadata={"label": N_("Vad händer?"), "order": 3})
    what_to_do = Words(
        longest=LONG,
        lines=True,
        metadata={"label": N_("Vad ska den vuxna göra?"), "widget": "textarea", "order": 4},
    )


class MedicineSchema(Sourced):
    name = Words(required=True, metadata={"label": N_("Vilket läkemedel?"), "order": 1})
    dose = Dose(required=True, metadata={"label": N_("Hur mycket?"), "hint": N_("Bara siffror."), "order": 2})
    unit = Choice(
        UNITS,
        required=True,
        metadata={
            "label": N_("Av vad?"),
            "order": 3,
            "options": {
                "mg": N_("mg"),
                "ml": N_("ml"),
                "g": N_("g"),
                "mikrog": N_("mikrogram"),
                "tablett": N_("tablett"),
                "droppar": N_("droppar"),
                "puffar": N_("puffar"),
                "enheter": N_("enheter"),
                "plåster": N_("plåster"),
                "dos": N_("dos"),
            },
        },
    )
    times = fields.List(
        ClockTime(),
        validate=lambda times: _at_most(times, 8),
        metadata={
            "label": N_("Vilka klockslag?"),
            "hint": N_("Lämna tomt om du inte vet. Då ser hemmet ”tid okänd”."),
            "widget": "times",
            "order": 4,
        },
    )
    as_needed = fields.Boolean(
        truthy={"yes", True}, falsy={"no", False}, metadata={"label": N_("Ges bara vid behov"), "order": 5}
    )
    reason = Words(metadata={"label": N_("Varför?"), "order": 6})
    how = Words(longest=LONG, lines=True, metadata={"label": N_("Hur ska den ges?"), "widget": "textarea", "order": 7})
    runs_out = PlainDate(metadata={"label": N_("När tar den slut?"), "order": 8})


class ConditionSchema(Sourced):
    name = Words(required=True, metadata={"label": N_("Vad har barnet?"), "order": 1})
    meaning = Words(
        longest=LONG,
        lines=True,
        metadata={"label": N_("Vad betyder det i vardagen?"), "widget": "textarea", "order": 2},
    )


class ImmunisationSchema(Sourced):
    name = Words(required=True, metadata={"label": N_("Vilken vaccination?"), "order": 1})
    given_on = PlainDate(metadata={"label": N_("När gavs den?"), "order": 2})


class RiskSchema(Sourced):
    what = Words(required=True, metadata={"label": N_("Vad kan hända?"), "order": 1})
    what_to_do = Words(
        required=True,
        longest=LONG,
        lines=True,
        metadata={"label": N_("Vad ska den vuxna göra?"), "widget": "textarea", "order": 2},
    )


class EmergencyPlanSchema(Sourced):
    when = Words(required=True, metadata={"label": N_("När gäller planen?"), "order": 1})
    what_to_do = Words(
        required=True,
        longest=LONG,
        lines=True,
        metadata={"label": N_("Vad ska den vuxna göra, steg för steg?"), "widget": "textarea", "order": 2},
    )
    where = Words(metadata={"label": N_("Var finns medicinen eller utrustningen?"), "order": 3})


class KnownNoneSchema(Sourced):
    area = Choice(
        AREAS,
        required=True,
        metadata={
            "label": N_("Vad vet man att barnet inte har?"),
            "order": 1,
            "options": {
                "allergies": N_("Allergier"),
                "food_allergies": N_("Matallergier"),
                "drug_allergies": N_("Läkemedelsallergier"),
                "medicines": N_("Läkemedel"),
                "risks": N_("Risker"),
                "conditions": N_("Sjukdomar och diagnoser"),
                "immunisations": N_("Vaccinationer"),
            },
        },
    )


class PatientSummarySchema(InputSchema):
    """The imported file itself is kept as it came; this schema takes nothing from a form."""

    @validates_schema
    def takes_nothing(self, _data: object, **_kwargs: object) -> None:
        raise ValidationError(N_("Filen läses in, den skrivs inte för hand."))


def _at_most(times: list[str], most: int) -> None:
    if len(times) > most:
        raise ValidationError(N_("Det är för många klockslag."))


KINDS = (
    Kind(
        "allergy",
        Bundle.HEALTH,
        N_("Allergi"),
        AllergySchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Lägg till allergi"),
        read_back=True,
    ),
    Kind(
        "medicine",
        Bundle.HEALTH,
        N_("Läkemedel"),
        MedicineSchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Lägg till läkemedel"),
        read_back=True,
    ),
    Kind(
        "risk",
        Bundle.HEALTH,
        N_("Risk"),
        RiskSchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Lägg till risk"),
    ),
    Kind(
        "emergency_plan",
        Bundle.HEALTH,
        N_("Akutplan"),
        EmergencyPlanSchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Lägg till akutplan"),
    ),
    Kind(
        "known_none",
        Bundle.HEALTH,
        N_("Inget känt"),
        KnownNoneSchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Skriv att inget är känt"),
    ),
    Kind(
        "condition",
        Bundle.HEALTH,
        N_("Diagnos"),
        ConditionSchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Lägg till diagnos"),
    ),
    Kind(
        "immunisation",
        Bundle.HEALTH,
        N_("Vaccination"),
        ImmunisationSchema,
        typed_by_officer=True,
        reveals_location=False,
        add_label=N_("Lägg till vaccination"),
    ),
    Kind("patient_summary", Bundle.HEALTH, N_("Patientöversikt"), PatientSummarySchema),
)
