"""Consent records: who said yes or no, to which exact text, and what the child herself thought.

A record is not a grant: a grant may rest on one, and a record may stand without any grant (security.md 2.2).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.models import rows
from consent.models import ConsentRecord
from consent.permit import Permit


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """One answer by one person. `child_view` is kept even where it does not decide; `words` are sealed."""

    consent: str
    matter: str
    recipient: str
    giver: str
    capacity: str
    identified_by: str
    answer: str
    text: str
    text_version: str
    language: str
    child_view: str
    words: bytes | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One answer as read back. The exact text is kept by its digest and version."""

    consent: str
    matter: str
    recipient: str
    giver: str
    capacity: str
    identified_by: str
    answer: str
    text_version: str
    child_view: str
    words: bytes | None
    given_at: datetime
    recorded_by: str
    withdrawn: datetime | None


def record(permit: Permit, given: ConsentGiven, session: ClientSession) -> None:
    """Keep one answer, yes or no."""
    row = ConsentRecord(
        id=given.consent,
        child=permit.child,
        matter=given.matter,
        recipient=given.recipient,
        giver=given.giver,
        capacity=given.capacity,
        identified_by=given.identified_by,
        answer=given.answer,
        text_version=given.text_version,
        text_sha256=hashlib.sha256(given.text.encode()).hexdigest(),
        language=given.language,
        child_view=given.child_view,
        words=given.words,
        given_at=given.given_at,
        recorded_by=permit.actor.person,
        recorded_at=permit.at,
    )
    row.validate()
    rows(ConsentRecord).insert_one(row.to_mongo().to_dict(), session=session)


def withdraw(permit: Permit, consent: str, session: ClientSession) -> bool:
    """Withdraw a yes. False when this child has no such consent standing."""
    found = rows(ConsentRecord).update_one(
        {"_id": consent, "child": permit.child, "withdrawn": {"$exists": False}},
        {"$set": {"withdrawn": permit.at}},
        session=session,
    )
    return found.matched_count == 1


def of_child(permit: Permit, *, matter: str | None = None, recipient: str | None = None) -> tuple[ConsentRow, ...]:
    """The child's consent records, newest first, those to one recipient in one matter if given."""
    query: dict[str, Any] = {"child": permit.child}
    if matter is not None:
        query["matter"] = matter
    if recipient is not None:
        query["recipient"] = recipient
    found = rows(ConsentRecord).find(query).sort("given_at", -1)
    return tuple(_row(row) for row in found)


def _row(row: dict[str, Any]) -> ConsentRow:
    return ConsentRow(
        consent=row["_id"],
        matter=row["matter"],
        recipient=row["recipient"],
        giver=row["giver"],
        capacity=row["capacity"],
        identified_by=row["identified_by"],
        answer=row["answer"],
        text_version=row["text_version"],
        child_view=row["child_view"],
        words=row.get("words"),
        given_at=row["given_at"],
        recorded_by=row["recorded_by"],
        withdrawn=row.get("withdrawn"),
    )
