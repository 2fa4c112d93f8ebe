"""The network bundle: the people around the child."""

from consent.facts import Bundle
from portfolio.kinds.health import Sourced
from portfolio.kinds.kind import Kind
from portfolio.schemas.fields import Phone, Words
from portfolio.words import N_


class ContactSchema(Sourced):
    name = Words(required=True, metadata={"label": N_("Vem?"), "order": 1})
    relation = Words(required=True, metadata={"label": N_("Vem är personen för barnet?"), "order": 2})
    phone = Phone(required=True, metadata={"label": N_("Telefon"), "widget": "tel", "order": 3})
    when = Words(metadata={"label": N_("När och om vad ska man ringa?"), "order": 4})


KINDS = (
    Kind(
        "contact",
        Bundle.NETWORK,
        N_("Att ringa"),
        ContactSchema,
        typed_by_officer=True,
        reveals_location=None,
        add_label=N_("Lägg till någon att ringa"),
    ),
)
