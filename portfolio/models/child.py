"""The child, and everything a decision needs to know of who is tied to her, in one document."""

from typing import ClassVar

from mongoengine import (
    BinaryField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    StringField,
)

from portfolio.models.sealed import SealedField

PLACEMENT_FORMS = ("jourhem", "familjehem")
LAWS = ("SoL", "LVU_6", "LVU_11")
END_REASONS = ("planned", "moved", "returned_home", "breakdown", "shared_wrongly")


class TieRecord(EmbeddedDocument):
    """A person tied to the child, from a time and until one."""

    person = StringField(required=True)
    begins = DateTimeField(required=True)
    ends = DateTimeField()

    meta: ClassVar = {"strict": True}


class Placement(EmbeddedDocument):
    """This child in this home: form, legal basis, planned and actual time."""

    placement = StringField(required=True)
    unit = StringField(required=True)
    form = StringField(required=True, choices=PLACEMENT_FORMS)
    law = StringField(required=True, choices=LAWS)
    begins = DateTimeField(required=True)
    planned_end = DateTimeField(required=True)
    ends = DateTimeField()
    end_reason = StringField(choices=END_REASONS)
    begun_by = StringField(required=True)
    ended_by = StringField()

    meta: ClassVar = {"strict": True}


class Child(Document):
    """The person the portfolio is about and belongs to."""

    id = StringField(primary_key=True)
    authority = StringField(required=True)
    person = StringField(required=True)
    code_animal = StringField(required=True)
    code_colour = StringField(required=True)
    name = EmbeddedDocumentField(SealedField, required=True)
    called = EmbeddedDocumentField(SealedField, required=True)
    born = EmbeddedDocumentField(SealedField, required=True)
    personnummer = EmbeddedDocumentField(SealedField)
    on_call = EmbeddedDocumentField(SealedField, required=True)
    personnummer_index = BinaryField()
    officers = EmbeddedDocumentListField(TieRecord)
    guardians = EmbeddedDocumentListField(TieRecord)
    placements = EmbeddedDocumentListField(Placement)
    registered = DateTimeField(required=True)

    meta: ClassVar = {
        "collection": "children",
        "strict": True,
        "auto_create_index": False,
        "indexes": [
            "officers.person",
            "guardians.person",
            {"fields": ("person",), "unique": True},
            {
                "fields": ("authority", "personnummer_index"),
                "unique": True,
                "partialFilterExpression": {"personnummer_index": {"$exists": True}},
            },
        ],
    }
