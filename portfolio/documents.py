"""List, read and save documents. Each writes or opens under a Permit that `admission` got; versions only add up."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from auth.identifiers import new_id
from auth.models import rows
from consent.permit import Permit
from portfolio.errors import VersionConflict
from portfolio.kinds.kind import Kind
from portfolio.models import DocumentRecord, VersionRecord
from storage.vault import JSON, Opening, Place, Sealed, new_version


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document as a page shows it: its content, who wrote it in which capacity, and when."""

    document: str
    kind: str
    key: str
    number: int
    content: dict[str, Any] = field(repr=False)
    person: str
    unit: str
    role: str
    at: datetime
    ended: datetime | None
    audience: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """One version that is no longer the newest."""

    number: int
    at: datetime
    content: dict[str, Any] = field(repr=False)
    audience: tuple[str, ...]


def opened(opening: Opening, row: Mapping[str, Any]) -> OpenedDocument:
    """Open a document's newest version. Raises AccessDenied when the Permit does not name the document."""
    head = row["head"]
    audience = row.get("audience")
    return OpenedDocument(
        document=row["_id"],
        kind=row["kind"],
        key=row.get("key", ""),
        number=head["number"],
        content=json.loads(raw(opening, row)),
        person=head["person"],
        unit=head.get("unit", ""),
        role=head["role"],
        at=head["at"],
        ended=row.get("ended"),
        audience=tuple(audience) if audience is not None else None,
    )


def raw(opening: Opening, row: Mapping[str, Any]) -> bytes:
    """The newest version's plaintext as it was kept: the bytes of its JSON, or of a file."""
    return _fetch(opening, row, row["head"], row["head"]["version"])


def opened_all(opening: Opening, rows: Iterable[Mapping[str, Any]]) -> tuple[OpenedDocument, ...]:
    """Open several structured documents, oldest first. Files are left out: they are opened one by one."""
    found = (opened(opening, row) for row in rows if row["head"]["media_type"] == JSON)
    return tuple(sorted(found, key=lambda document: (document.at, document.document)))


def add(
    permit: Permit,
    opening: Opening,
    kind: Kind,
    content: Mapping[str, Any],
    session: ClientSession,
    *,
    key: str = "",
    audience: Iterable[str] | None = None,
) -> str:
    """Add a document with its first version. Raises VersionConflict when one of that key is there already."""
    document = new_id()
    head = sealed_head(permit, opening, kind, document, 1, encoded(content), JSON)
    try:
        rows(DocumentRecord).insert_one(document_row(permit, kind, document, key, audience, head), session=session)
    except DuplicateKeyError:
        raise VersionConflict(1) from None
    _insert_version(permit, kind, document, head, audience, session)
    return document


def supersede(
    permit: Permit,
    opening: Opening,
    kind: Kind,
    row: Mapping[str, Any],
    content: bytes,
    session: ClientSession,
    *,
    based_on: int,
    audience: Iterable[str] | None = None,
) -> int:
    """Add a version after number `based_on` and return its number. Raises VersionConflict when that is not the newest.

    A document that had ended is current again: correcting it says that it holds.
    """
    if row["head"]["number"] != based_on:
        raise VersionConflict(row["head"]["number"])
    number = based_on + 1
    head = sealed_head(permit, opening, kind, row["_id"], number, content, row["head"]["media_type"])
    change: dict[str, Any] = {"$set": {"head": head}, "$unset": {"ended": ""}}
    if audience is not None:
        change["$set"]["audience"] = sorted(set(audience))
    found = rows(DocumentRecord).update_one(
        {"_id": row["_id"], "child": permit.child, "head.number": based_on}, change, session=session
    )
    if found.matched_count == 0:
        raise VersionConflict(based_on)
    _insert_version(permit, kind, row["_id"], head, row.get("audience") if audience is None else audience, session)
    return number


def end(permit: Permit, document: str, session: ClientSession) -> None:
    """Mark a document as ended now: what it says no longer holds. Its versions stay."""
    rows(DocumentRecord).update_one(
        {"_id": document, "child": permit.child, "ended": {"$exists": False}},
        {"$set": {"ended": permit.at}},
        session=session,
    )


def earlier(opening: Opening, row: Mapping[str, Any], *, limit: int) -> tuple[EarlierVersion, ...]:
    """What the child's own document said before, and whom she let read it then; newest first, at most `limit`."""
    query = {"document": row["_id"], "number": {"$lt": row["head"]["number"]}}
    found = rows(VersionRecord).find(query).sort("number", -1).limit(limit)
    return tuple(
        EarlierVersion(
            number=version["number"],
            at=version["at"],
            content=json.loads(_fetch(opening, row, version, version["_id"])),
            audience=tuple(version.get("audience") or ()),
        )
        for version in found
    )


def versions(row: Mapping[str, Any]) -> tuple[tuple[int, datetime], ...]:
    """Numbers and times of a document's versions, newest first. The row came with a Permit."""
    found = rows(VersionRecord).find({"document": row["_id"]}, {"number": 1, "at": 1}).sort("number", -1)
    return tuple((version["number"], version["at"]) for version in found)


def encoded(content: Mapping[str, Any]) -> bytes:
    """Content as the bytes that are sealed: JSON in UTF-8, dates as ISO text."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    if isoformat is None:
        raise TypeError(f"{type(value).__name__} has no place in a document")
    return str(isoformat())


def _fetch(opening: Opening, row: Mapping[str, Any], version: Mapping[str, Any], version_id: str) -> bytes:
    place = Place(row["child"], row["bundle"], row["_id"], version["number"], version_id, version["media_type"])
    body = version.get("body")
    sealed = Sealed(
        version["generation"],
        bytes(version["wrapped"]),
        bytes(body) if body is not None else None,
        version.get("blob"),
    )
    return opening.fetch(place, sealed)


def sealed_head(
    permit: Permit, opening: Opening, kind: Kind, document: str, number: int, content: bytes, media_type: str
) -> dict[str, Any]:
    """Seal one version and return the head that its document is to carry. A large one is in the blob store by then."""
    version = new_version()
    place = Place(permit.child, kind.bundle, document, number, version, media_type)
    sealed = opening.keep(place, content)
    head: dict[str, Any] = {
        "version": version,
        "number": number,
        "at": permit.at,
        "person": permit.actor.person,
        "unit": permit.unit,
        "role": permit.role,
        "media_type": media_type,
        "generation": sealed.generation,
        "wrapped": sealed.wrapped,
    }
    head.update({"body": sealed.body} if sealed.blob is None else {"blob": sealed.blob})
    return head


def document_row(
    permit: Permit, kind: Kind, document: str, key: str, audience: Iterable[str] | None, head: dict[str, Any]
) -> dict[str, Any]:
    """The record of a new document with its first version as head."""
    row: dict[str, Any] = {
        "_id": document,
        "child": permit.child,
        "bundle": kind.bundle,
        "kind": kind.code,
        "key": key,
        "head": head,
    }
    if audience is not None:
        row["audience"] = sorted(set(audience))
    return row


def version_row(
    permit: Permit, kind: Kind, document: str, head: dict[str, Any], audience: Iterable[str] | None
) -> dict[str, Any]:
    """The record of a version, from the head that is its copy."""
    version = {name: value for name, value in head.items() if name != "version"}
    if audience is not None:
        version["audience"] = sorted(set(audience))
    version.update(_id=head["version"], child=permit.child, document=document, bundle=kind.bundle, kind=kind.code)
    return version


def _insert_version(
    permit: Permit,
    kind: Kind,
    document: str,
    head: dict[str, Any],
    audience: Iterable[str] | None,
    session: ClientSession,
) -> None:
    rows(VersionRecord).insert_one(version_row(permit, kind, document, head, audience), session=session)
