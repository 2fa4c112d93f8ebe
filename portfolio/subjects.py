"""Turn a child's records into the frozen facts that `consent` decides on. The epoch is read first, always."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from auth.identifiers import is_id
from auth.models import rows
from consent import guard_document
from consent.facts import Bundle, DocumentFact, GrantFact, Period, PlacementFact, Side, Subject, Tie
from portfolio.models import Child, DocumentRecord

RECENT = timedelta(days=2)
"""How far back a page about now needs what a home wrote: last night's doses, and no more."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A child's facts and the records they were made from; `subject` None when there is no such child."""

    subject: Subject | None
    child: dict[str, Any] = field(default_factory=dict, repr=False)
    documents: tuple[dict[str, Any], ...] = field(default=(), repr=False)


JOINED = 500
"""So many documents come along in one query; with more the answer could grow past the database's 16 MiB."""

_HER_RECORD = {"$lookup": {"from": "children", "localField": "_id", "foreignField": "_id", "as": "record"}}


def load(
    child: str, *, kinds: Collection[str] = (), ended: bool | None = None, everyday_since: datetime | None = None
) -> Loaded:
    """A child with her documents of those kinds; none asked for brings none.

    `everyday_since` leaves out older everyday documents, which grow by several a day.
    """
    query: dict[str, Any] | None = None
    if kinds:
        query = {"child": child, "kind": {"$in": sorted(kinds)}}
        if ended is not None:
            query["ended"] = {"$exists": ended}
        if everyday_since is not None:
            query["$or"] = [{"bundle": {"$ne": Bundle.EVERYDAY}}, {"head.at": {"$gte": everyday_since}}]
    return _load(child, query)


def load_document(child: str, document: str) -> Loaded:
    """A child with one of her documents, if it is hers."""
    return _load(child, {"_id": document, "child": child} if is_id(document) else None)


def load_for_draft(child: str, draft: GrantFact) -> Loaded:
    """A child with the documents that a grant not yet given could cover, and its placement as if begun."""
    loaded = load(child, kinds=draft.kinds, ended=False, everyday_since=draft.period.begins - RECENT)
    if loaded.subject is None or draft.placement is None:
        return loaded
    begun = PlacementFact(draft.placement, draft.unit or "", draft.period)
    subject = replace(loaded.subject, placements=(*loaded.subject.placements, begun))
    return replace(loaded, subject=subject)


def of_children(children: Iterable[str]) -> tuple[Loaded, ...]:
    """Several children's facts without documents, for a list: two queries. Those that are gone are left out."""
    guards = guard_document.read_all(child for child in children if is_id(child))
    found = rows(Child).find({"_id": {"$in": sorted(guards)}})
    return tuple(Loaded(_subject(guards[row["_id"]].epoch, row, ()), row) for row in found)


def _load(child: str, query: dict[str, Any] | None) -> Loaded:
    if not is_id(child):
        return Loaded(None)
    found = guard_document.read_with(child, [_HER_RECORD, *([_her_documents(query)] if query else [])])
    if found is None or not found.looked_up["record"]:
        return Loaded(None)
    row, documents = found.looked_up["record"][0], tuple(found.looked_up.get("documents", ()))
    if query and len(documents) > JOINED:
        documents = tuple(rows(DocumentRecord).find(query))
    return Loaded(_subject(found.guard.epoch, row, documents), row, documents)


def _her_documents(query: dict[str, Any]) -> dict[str, Any]:
    steps = [{"$match": query}, {"$limit": JOINED + 1}]
    wanted = {"from": "documents", "localField": "_id", "foreignField": "child", "pipeline": steps}
    return {"$lookup": {**wanted, "as": "documents"}}


def _subject(epoch: int, row: dict[str, Any], documents: Iterable[dict[str, Any]]) -> Subject:
    return Subject(
        child=row["_id"],
        authority=row["authority"],
        person=row["person"],
        epoch=epoch,
        officers=_ties(row.get("officers", ())),
        guardians=_ties(row.get("guardians", ())),
        placements=placement_facts(row),
        documents=tuple(_document_fact(document) for document in documents),
    )


def placement_facts(row: Mapping[str, Any]) -> tuple[PlacementFact, ...]:
    """The placements of a child's record as decisions see them, oldest first."""
    return tuple(PlacementFact(one["placement"], one["unit"], _period(one)) for one in row.get("placements", ()))


def running_placements(row: Mapping[str, Any], at: datetime) -> tuple[Mapping[str, Any], ...]:
    """The placements of a child's record that run at that moment, the newest last."""
    return tuple(one for one in row.get("placements", ()) if _period(one).covers(at))


def current_ties(ties: Iterable[Mapping[str, Any]], at: datetime) -> tuple[str, ...]:
    """The persons of those ties of a child's record that hold at that moment."""
    return tuple(tie["person"] for tie in ties if _period(tie).covers(at))


def _ties(rows: Iterable[Mapping[str, Any]]) -> tuple[Tie, ...]:
    return tuple(Tie(row["person"], _period(row)) for row in rows)


def _period(row: Mapping[str, Any]) -> Period:
    return Period(row["begins"], row.get("ends"))


def _document_fact(row: dict[str, Any]) -> DocumentFact:
    audience = row.get("audience")
    return DocumentFact(
        document=row["_id"],
        version=row["head"]["version"],
        bundle=Bundle(row["bundle"]),
        kind=row["kind"],
        audience=frozenset(Side(side) for side in audience) if audience is not None else None,
        unit=row["head"].get("unit", ""),
    )
