"""Documents and their versions. A version is never changed; the document's head is a copy of its newest one."""

from typing import ClassVar

from mongoengine import (
    BinaryField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    IntField,
    ListField,
    StringField,
)


class Head(EmbeddedDocument):
    """The newest version: who wrote it, in which capacity, when, and the sealed content."""

    version = StringField(required=True)
    number = IntField(required=True, min_value=1)
    at = DateTimeField(required=True)
    person = StringField(required=True)
    unit = StringField(default="")
    role = StringField(required=True)
    media_type = StringField(required=True)
    generation = IntField(required=True)
    wrapped = BinaryField(required=True)
    body = BinaryField()
    blob = StringField()

    meta: ClassVar = {"strict": True}


class DocumentRecord(Document):
    """One thing over time: an allergy, an answer, a night's note."""

    id = StringField(primary_key=True)
    child = StringField(required=True)
    bundle = StringField(required=True)
    kind = StringField(required=True)
    key = StringField(default="")
    audience = ListField(StringField(), null=True, default=None)
    head = EmbeddedDocumentField(Head, required=True)
    ended = DateTimeField()

    meta: ClassVar = {
        "collection": "documents",
        "strict": True,
        "auto_create_index": False,
        "indexes": [
            ("child", "kind"),
            {
                "fields": ("child", "kind", "key"),
                "unique": True,
                "partialFilterExpression": {"key": {"$gt": ""}},
            },
        ],
    }


class VersionRecord(Document):
    """One numbered, unchangeable text of a document."""

    id = StringField(primary_key=True)
    child = StringField(required=True)
    document = StringField(required=True)
    bundle = StringField(required=True)
    kind = StringField(required=True)
    audience = ListField(StringField(), null=True, default=None)
    number = IntField(required=True, min_value=1)
    at = DateTimeField(required=True)
    person = StringField(required=True)
    unit = StringField(default="")
    role = StringField(required=True)
    media_type = StringField(required=True)
    generation = IntField(required=True)
    wrapped = BinaryField(required=True)
    body = BinaryField()
    blob = StringField()

    meta: ClassVar = {
        "collection": "versions",
        "strict": True,
        "auto_create_index": False,
        "indexes": [{"fields": ("document", "number"), "unique": True}],
    }
