"""A handover: what was given to a school, when it was delivered, and who confirmed it."""

from typing import ClassVar

from mongoengine import BooleanField, DateTimeField, Document, EmbeddedDocumentField, ListField, StringField

from portfolio.models.sealed import SealedField

DELIVERED = "delivered"
RECEIVED = "received"
RECALLED = "recalled"
REPLACED = "replaced"

STEPS: dict[str, tuple[str, ...]] = {
    DELIVERED: (RECEIVED, RECALLED, REPLACED),
    RECEIVED: (RECALLED, REPLACED),
    RECALLED: (),
    REPLACED: (),
}
"""Each step with those that may follow it."""


def steps_before(step: str) -> list[str]:
    """The steps from which one may come to `step`."""
    return [before for before, following in STEPS.items() if step in following]


class Handover(Document):
    """One handover to one unit, resting on one grant."""

    id = StringField(primary_key=True)
    child = StringField(required=True)
    authority = StringField(required=True)
    unit = StringField(required=True)
    grant = StringField(required=True)
    step = StringField(required=True, choices=tuple(STEPS))
    health = BooleanField(required=True)
    """Whether *Viktigt nu* was handed over, which is whole or not at all."""
    no_start = EmbeddedDocumentField(SealedField)
    """Why no start date was handed over."""
    consents = ListField(StringField())
    delivered_at = DateTimeField(required=True)
    delivered_by = StringField(required=True)
    received_at = DateTimeField()
    received_by = StringField()
    received_as = EmbeddedDocumentField(SealedField)
    """In which role somebody confirmed, in their own words."""
    closed_at = DateTimeField()
    closed_by = StringField()

    meta: ClassVar = {
        "collection": "handovers",
        "strict": True,
        "auto_create_index": False,
        "indexes": ["child", ("unit", "step")],
    }
