"""A sealed field: its ciphertext and which revision of it this is, since the revision is bound into the seal."""

from typing import ClassVar

from mongoengine import BinaryField, EmbeddedDocument, IntField


class SealedField(EmbeddedDocument):
    """One name, phone number, reference or note that only the right key opens, and only in this place."""

    revision = IntField(required=True, min_value=1)
    sealed = BinaryField(required=True)

    meta: ClassVar = {"strict": True}
