"""Records of this package. They lie in the key store's own database, never beside the documents they open."""

from datetime import datetime
from typing import Any, ClassVar

from mongoengine import BinaryField, DateTimeField, Document, IntField, StringField
from pymongo.collection import Collection


class ChildKey(Document):
    """One child's key, wrapped; `id` is the child's. Destroying this row is what erases the child."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "child_keys",
        "db_alias": "keys",
        "strict": True,
        "auto_create_index": False,
        "indexes": [{"fields": ["authority", "kek_generation"]}],
    }

    id: str = StringField(primary_key=True)
    authority: str = StringField(required=True)
    generation: int = IntField(required=True, min_value=1)
    kek_generation: int = IntField(required=True, min_value=1)
    wrapped: bytes = BinaryField(required=True)
    created: datetime = DateTimeField(required=True)


def child_keys() -> Collection[dict[str, Any]]:
    """The bare collection: every read of a document passes here, and mongoengine would double its cost."""
    collection: Collection[dict[str, Any]] = ChildKey._get_collection()  # noqa: SLF001 - its only way out
    return collection


DOCUMENTS: tuple[type[Document], ...] = (ChildKey,)
