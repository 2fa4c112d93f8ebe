"""Authorities, units and persons. Their names are sealed under the installation's directory key."""

from typing import ClassVar

from mongoengine import (
    BinaryField,
    DateTimeField,
    Document,
    EmbeddedDocumentField,
    ListField,
    StringField,
)

from portfolio.models.sealed import SealedField

AUTHORITY_KINDS = ("municipality", "region", "school_owner", "care_giver")
UNIT_KINDS = ("office", "home", "school", "clinic")


class Authority(Document):
    """A municipality or other body that answers for children: the tenant."""

    id = StringField(primary_key=True)
    kind = StringField(required=True, choices=AUTHORITY_KINDS)
    name = EmbeddedDocumentField(SealedField, required=True)
    on_call = EmbeddedDocumentField(SealedField, required=True)
    founded = DateTimeField(required=True)

    meta: ClassVar = {"collection": "authorities", "strict": True, "auto_create_index": False}


class Unit(Document):
    """A district office, a home, a school or a clinic. A unit serves each authority it has said yes to."""

    id = StringField(primary_key=True)
    kind = StringField(required=True, choices=UNIT_KINDS)
    authority = StringField(required=True)
    serves = ListField(StringField(), required=True)
    name = EmbeddedDocumentField(SealedField, required=True)
    phone = EmbeddedDocumentField(SealedField)
    begins = DateTimeField(required=True)
    ends = DateTimeField()

    meta: ClassVar = {
        "collection": "units",
        "strict": True,
        "auto_create_index": False,
        "indexes": [("serves", "kind")],
    }


class Person(Document):
    """Somebody with a name: an adult with an account, a guardian, or a child as a person."""

    id = StringField(primary_key=True)
    authority = StringField(required=True)
    name = EmbeddedDocumentField(SealedField, required=True)
    phone = EmbeddedDocumentField(SealedField)
    units = ListField(StringField())

    meta: ClassVar = {
        "collection": "persons",
        "strict": True,
        "auto_create_index": False,
        "indexes": ["authority", "units"],
    }


class Invitation(Document):
    """An authority's question to a person: will you, for this unit? Found by the digest of its code only."""

    id = StringField(primary_key=True)
    code_sha256 = StringField(required=True)
    authority = StringField(required=True)
    unit = StringField(required=True)
    role = StringField(required=True)
    person = StringField(required=True)
    invited_by = StringField(required=True)
    invited_at = DateTimeField(required=True)
    ends = DateTimeField(required=True)
    accepted = DateTimeField()
    note = BinaryField()

    meta: ClassVar = {
        "collection": "invitations",
        "strict": True,
        "auto_create_index": False,
        "indexes": [{"fields": ("code_sha256",), "unique": True}, "authority"],
    }
