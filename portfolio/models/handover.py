"""A handover: what was prepared for a school, when it was delivered, and who confirmed it."""

from typing import ClassVar

from mongoengine import DateTimeField, Document, EmbeddedDocumentField, ListField, StringField

from portfolio.models.sealed import SealedField

STEPS = ("delivered", "received", "recalled")


class Handover(Document):
    """One handover to one unit, resting on one grant."""

    id = StringField(primary_key=True)
    child = StringField(required=True)
    authority = StringField(required=True)
    unit = StringField(required=True)
    grant = StringField(required=True)
    step = StringField(required=True, choices=STEPS)
    consents = ListField(StringField())
    delivered_at = DateTimeField(required=True)
    delivered_by = StringField(required=True)
    received_at = DateTimeField()
    received_by = StringField()
    received_as = EmbeddedDocumentField(SealedField)

    meta: ClassVar = {
        "collection": "handovers",
        "strict": True,
        "auto_create_index": False,
        "indexes": ["child", ("unit", "step")],
    }
