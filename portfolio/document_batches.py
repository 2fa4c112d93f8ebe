"""Many changes to a child's documents: all sealed first, then written with a few commands in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from auth.identifiers import new_id
from auth.models import rows
from consent.permit import Permit
from portfolio import documents
from portfolio.errors import VersionConflict
from portfolio.kinds.kind import Kind
from portfolio.models import DocumentRecord, VersionRecord
from storage.vault import JSON, Opening


@dataclass(frozen=True, slots=True)
class Addition:
    """A document to add with its first version; `ended` when what it says no longer held as it came."""

    kind: Kind
    key: str
    content: bytes = field(repr=False)
    media_type: str = JSON
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A version to add after the newest one of the document in `row`."""

    kind: Kind
    row: dict[str, Any] = field(repr=False)
    content: bytes = field(repr=False)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Sealed changes, ready to be written."""

    documents: tuple[dict[str, Any], ...] = field(repr=False)
    versions: tuple[dict[str, Any], ...] = field(repr=False)
    updates: tuple[UpdateOne, ...] = field(repr=False)


def seal(
    permit: Permit,
    opening: Opening,
    additions: Iterable[Addition],
    revisions: Iterable[Revision],
    ends: Iterable[dict[str, Any]],
) -> Batch:
    """Seal every addition and revision; `ends` are the rows of documents that end now."""
    added = [_added(permit, opening, addition) for addition in additions]
    revised = [_revised(permit, opening, revision) for revision in revisions]
    ended = [_update(row, permit, {"$set": {"ended": permit.at}}) for row in ends]
    return Batch(
        documents=tuple(row for row, _ in added),
        versions=(*(version for _, version in added), *(version for _, version in revised)),
        updates=(*(update for update, _ in revised), *ended),
    )


def write(batch: Batch, session: ClientSession) -> None:
    """Write a sealed batch. Raises VersionConflict when a document it changes is not as it was read."""
    if batch.documents:
        rows(DocumentRecord).insert_many(batch.documents, session=session)
    if batch.versions:
        rows(VersionRecord).insert_many(batch.versions, session=session)
    if batch.updates:
        done = rows(DocumentRecord).bulk_write(list(batch.updates), session=session)
        if done.matched_count != len(batch.updates):
            raise VersionConflict(0)


def _added(permit: Permit, opening: Opening, addition: Addition) -> tuple[dict[str, Any], dict[str, Any]]:
    document = new_id()
    head = documents.sealed_head(permit, opening, addition.kind, document, 1, addition.content, addition.media_type)
    row = documents.document_row(permit, addition.kind, document, addition.key, None, head)
    if addition.ended:
        row["ended"] = permit.at
    return row, documents.version_row(permit, addition.kind, document, head, None)


def _revised(permit: Permit, opening: Opening, revision: Revision) -> tuple[UpdateOne, dict[str, Any]]:
    before = revision.row["head"]
    head = documents.sealed_head(
        permit,
        opening,
        revision.kind,
        revision.row["_id"],
        before["number"] + 1,
        revision.content,
        before["media_type"],
    )
    change: dict[str, Any] = {"$set": {"head": head}}
    if revision.ended:
        change["$set"]["ended"] = revision.row.get("ended", permit.at)
    else:
        change["$unset"] = {"ended": ""}
    version = documents.version_row(permit, revision.kind, revision.row["_id"], head, None)
    return _update(revision.row, permit, change), version


def _update(row: dict[str, Any], permit: Permit, change: dict[str, Any]) -> UpdateOne:
    asked = {"_id": row["_id"], "child": permit.child, "head.number": row["head"]["number"]}
    return UpdateOne(asked, change)
