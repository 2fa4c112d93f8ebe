"""The records of auth: accounts, sessions and counted tries. Ids and keyed hashes only, never a name."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from mongoengine import (
    BinaryField,
    BooleanField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    StringField,
)
from pymongo.collection import Collection


class MembershipRecord(EmbeddedDocument):
    meta: ClassVar[dict[str, Any]] = {"strict": True}

    unit: str = StringField(required=True)
    authority: str = StringField(required=True)
    role: str = StringField(required=True)
    begins: datetime = DateTimeField(required=True)
    ends: datetime | None = DateTimeField()


class AccountRecord(Document):
    """`totp_step` is the last time step that signed somebody in; no step at or before it counts again."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "accounts",
        "strict": True,
        "auto_create_index": False,
        "indexes": [
            {"fields": ["person"]},
            {"fields": ["login_index"], "unique": True, "sparse": True},
            {"fields": ["card_index"], "unique": True, "sparse": True},
            {"fields": ["memberships.unit"]},
        ],
    }

    id: str = StringField(primary_key=True)
    person: str = StringField(required=True)
    memberships: list[MembershipRecord] = EmbeddedDocumentListField(MembershipRecord)
    opened: datetime = DateTimeField(required=True)
    closed_at: datetime | None = DateTimeField()

    login_index: bytes | None = BinaryField()
    password_hash: str | None = StringField()
    password_set_at: datetime | None = DateTimeField()
    totp: bytes | None = BinaryField()
    totp_step: int = IntField(default=0)

    card_index: bytes | None = BinaryField()
    card_issued_at: datetime | None = DateTimeField()
    card_failures: int = IntField(default=0)
    picture_hash: str | None = StringField()


class SessionRecord(Document):
    """`id` is the SHA-256 of the session's secret: reading the database gives nobody a session."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "sessions",
        "strict": True,
        "auto_create_index": False,
        "indexes": [{"fields": ["account"]}, {"fields": ["ends"], "expireAfterSeconds": 0}],
    }

    id: str = StringField(primary_key=True)
    account: str = StringField(required=True)
    kind: str = StringField(required=True)
    begun: datetime = DateTimeField(required=True)
    proved_at: datetime = DateTimeField(required=True)
    seen: datetime = DateTimeField(required=True)
    ends: datetime = DateTimeField(required=True)
    idle_seconds: int = IntField(required=True)


class TriesRecord(Document):
    """Failed sign-ins by the keyed hash of a login name or an address, known to us or not."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "sign_in_tries",
        "strict": True,
        "auto_create_index": False,
        "indexes": [{"fields": ["forgotten_at"], "expireAfterSeconds": 0}],
    }

    id: str = StringField(primary_key=True)
    counted: bool = BooleanField()
    tries: int = IntField()
    begun: datetime = DateTimeField()
    locks: int = IntField()
    locked_until: datetime | None = DateTimeField()
    forgotten_at: datetime = DateTimeField()


DOCUMENTS: tuple[type[Document], ...] = (AccountRecord, SessionRecord, TriesRecord)


def rows(record: type[Document]) -> Collection[dict[str, Any]]:
    """The bare collection: for changes that mongoengine cannot say, and for reads on every request."""
    collection: Collection[dict[str, Any]] = record._get_collection()  # noqa: SLF001 - its only way out
    return collection
