"""The school bundle: what a school needs on the first day (needs-2 2d, AS-07)."""

from marshmallow import fields

from consent.facts import Bundle
from portfolio.kinds.health import Sourced
from portfolio.kinds.kind import Kind
from portfolio.schemas.fields import LONG, Phone, PlainDate, Words
from portfolio.words import N_


class SchoolStartSchema(Sourced):
    starts_on = PlainDate(required=True, metadata={"label": N_("Vilken dag börjar barnet?"), "order": 1})
    school = Words(required=True, metadata={"label": N_("Vilken skola?"), "order": 2})
    school_class = Words(metadata={"label": N_("Vilken klass?"), "order": 3})
    bring = Words(metadata={"label": N_("Vad ska barnet ha med sig?"), "order": 4})


class ClassroomHelpSchema(Sourced):
    helps = Words(
        required=True,
        longest=LONG,
        lines=True,
        metadata={"label": N_("Vad hjälper i klassrummet?"), "widget": "textarea", "order": 1},
    )
    disturbs = Words(longest=LONG, lines=True, metadata={"label": N_("Vad stör?"), "widget": "textarea", "order": 2})


class SchoolContactSchema(Sourced):
    name = Words(required=True, metadata={"label": N_("Vem?"), "order": 1})
    role = Words(metadata={"label": N_("Vad gör personen?"), "order": 2})
    phone = Phone(metadata={"label": N_("Telefon"), "widget": "tel", "order": 3})


class PickupSchema(Sourced):
    name = Words(required=True, metadata={"label": N_("Vem?"), "order": 1})
    may = fields.Boolean(
        required=True,
        truthy={"yes", True},
        falsy={"no", False},
        metadata={
            "label": N_("Får personen hämta?"),
            "order": 2,
            "options": {"yes": N_("Ja, får hämta"), "no": N_("Nej, får inte hämta")},
        },
    )
    relation = Words(metadata={"label": N_("Vem är personen för barnet?"), "order": 3})
    phone = Phone(metadata={"label": N_("Telefon"), "widget": "tel", "order": 4})


KINDS = (
    Kind(
        "school_start",
        Bundle.SCHOOL,
        N_("Skolstart"),
        SchoolStartSchema,
        typed_by_officer=True,
        reveals_location=True,
        add_label=N_("Lägg till skolstart"),
    ),
    Kind(
        "classroom_help",
        Bundle.SCHOOL,
        N_("Så här hjälper ni mig"),
        ClassroomHelpSchema,
        typed_by_officer=True,
        reveals_location=None,
        add_label=N_("Lägg till vad som hjälper"),
    ),
    Kind(
        "school_contact",
        Bundle.SCHOOL,
        N_("Kontakt för skolan"),
        SchoolContactSchema,
        typed_by_officer=True,
        reveals_location=True,
        add_label=N_("Lägg till kontakt för skolan"),
    ),
    Kind(
        "pickup",
        Bundle.SCHOOL,
        N_("Får hämta"),
        PickupSchema,
        typed_by_officer=True,
        reveals_location=True,
        add_label=N_("Lägg till vem som får hämta"),
    ),
)
