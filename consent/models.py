"""Records of consent: opaque ids and codes only. What a person wrote arrives here already sealed."""

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


class Guard(Document):
    """One per child: the epoch of the child's facts, and the head of the child's chain in the ledger."""

    id = StringField(primary_key=True)
    authority = StringField(required=True)
    epoch = IntField(required=True, min_value=0)
    seq = IntField(required=True, min_value=0)
    head = StringField(required=True)

    meta: ClassVar = {"collection": "guards", "strict": True, "auto_create_index": False}


class Chain(Document):
    """Head of a chain that is not a child's: lists, refusals and office acts of one authority."""

    id = StringField(primary_key=True)
    seq = IntField(required=True, min_value=0)
    head = StringField(required=True)

    meta: ClassVar = {"collection": "chains", "strict": True, "auto_create_index": False}


class Entry(Document):
    """One line of the ledger; `hash` covers every other field, `prev` among them."""

    id = StringField(primary_key=True)
    v = IntField(required=True)
    chain = StringField(required=True)
    seq = IntField(required=True, min_value=1)
    prev = StringField(required=True)
    at = StringField(required=True)
    account = StringField(required=True)
    person = StringField(required=True)
    unit = StringField(default="")
    role = StringField(default="")
    action = StringField(required=True)
    purpose = StringField(default="")
    outcome = StringField(required=True, choices=("allowed", "refused"))
    reason = StringField(required=True)
    grant = StringField(default="")
    child = StringField(default="")
    shown = ListField(ListField(StringField()))
    hash = StringField(required=True)

    meta: ClassVar = {
        "collection": "entries",
        "strict": True,
        "auto_create_index": False,
        "indexes": [
            {"fields": ("chain", "seq"), "unique": True},
            # Refusals alone: an opening pays nothing for it.
            {"fields": ("chain", "child", "seq"), "partialFilterExpression": {"outcome": "refused"}},
        ],
    }


class Evidence(EmbeddedDocument):
    """What a grant rests on: a decision (reference sealed, or oral until written) or consent records."""

    kind = StringField(required=True, choices=("decision", "oral_decision", "consent"))
    reference = BinaryField()
    decided_at = DateTimeField()
    consents = ListField(StringField())

    meta: ClassVar = {"strict": True}


class Grant(Document):
    """Immutable but for its withdrawal and for the written decision that confirms an oral one (I26)."""

    id = StringField(primary_key=True)
    child = StringField(required=True)
    authority = StringField(required=True)
    template = StringField(required=True)
    side = StringField(required=True)
    unit = StringField()
    person = StringField()
    actions = ListField(StringField(), required=True)
    purposes = ListField(StringField(), required=True)
    kinds = ListField(StringField(), required=True)
    documents = ListField(StringField(), null=True, default=None)
    begins = DateTimeField(required=True)
    ends = DateTimeField(required=True)
    placement = StringField()
    basis = StringField(required=True)
    basis_version = IntField(required=True)
    evidence = EmbeddedDocumentField(Evidence, required=True)
    issued_by = StringField(required=True)
    issued_at = DateTimeField(required=True)
    withdrawn = DateTimeField()
    withdrawn_by = StringField()

    meta: ClassVar = {
        "collection": "grants",
        "strict": True,
        "auto_create_index": False,
        "indexes": [("child", "unit"), ("unit", "child"), ("person", "child")],
    }


class ConsentRecord(Document):
    """Who said yes or no, in which capacity, how identified, to which exact text. Kept apart from grants."""

    id = StringField(primary_key=True)
    child = StringField(required=True)
    matter = StringField(required=True)
    recipient = StringField(required=True)
    giver = StringField(required=True)
    capacity = StringField(required=True)
    identified_by = StringField(required=True)
    answer = StringField(required=True, choices=("yes", "no"))
    text_version = StringField(required=True)
    text_sha256 = StringField(required=True)
    language = StringField(required=True)
    child_view = StringField(required=True)
    words = BinaryField()
    given_at = DateTimeField(required=True)
    recorded_by = StringField(required=True)
    recorded_at = DateTimeField(required=True)
    withdrawn = DateTimeField()

    meta: ClassVar = {
        "collection": "consents",
        "strict": True,
        "auto_create_index": False,
        "indexes": [("child", "matter", "recipient")],
    }


RECORDS: tuple[type[Document], ...] = (Guard, Chain, Entry, Grant, ConsentRecord)
