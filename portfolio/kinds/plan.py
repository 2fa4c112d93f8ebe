"""The plan bundle: the officer's notes and, later, plans."""

from consent.facts import Bundle
from portfolio.kinds.kind import Kind
from portfolio.schemas.fields import Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_


class NoteSchema(InputSchema):
    title = Words(required=True, metadata={"label": N_("Rubrik"), "order": 1})
    text = Words(
        required=True,
        longest=20_000,
        lines=True,
        metadata={"label": N_("Text"), "widget": "textarea", "order": 2},
    )


KINDS = (
    Kind(
        "note",
        Bundle.PLAN,
        N_("Anteckning"),
        NoteSchema,
        typed_by_officer=True,
        reveals_location=None,
        add_label=N_("Skriv en anteckning"),
    ),
)
