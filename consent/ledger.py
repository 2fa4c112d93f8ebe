"""The ledger: entries in chains, each hash covering the one before. Ids and codes only, never a name.

A child's chain has its head in the guard document; lists, refusals and office acts have chains per authority.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785
from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession

from auth.identifiers import new_id
from auth.models import rows
from consent.actions import Action
from consent.models import Chain, Entry, Guard

GENESIS = "0" * 64
VERSION = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What an entry says: who, in which capacity, what, why, on which ground, and the versions shown."""

    account: str
    person: str
    unit: str
    role: str
    action: str
    purpose: str
    outcome: str
    reason: str
    grant: str
    child: str
    shown: tuple[tuple[str, str], ...]
    """Pairs of kind and version id."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: how many entries, and the last one's hash."""

    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class Entered:
    """One entry as read back."""

    entry: str
    seq: int
    at: datetime
    line: Line


def sealed_entry(chain: str, after: Head, line: Line, at: datetime, entry: str) -> dict[str, Any]:
    """The record of one entry at its place in the chain, hash included. Pure."""
    record: dict[str, Any] = {
        "_id": entry,
        "v": VERSION,
        "chain": chain,
        "seq": after.seq + 1,
        "prev": after.head,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        **asdict(line),
        "shown": [list(pair) for pair in line.shown],
    }
    record["hash"] = entry_hash(record)
    return record


def entry_hash(record: Mapping[str, Any]) -> str:
    """SHA-256 over the RFC 8785 canonical form of everything but the hash itself."""
    body = {name: value for name, value in record.items() if name != "hash"}
    return hashlib.sha256(rfc8785.dumps(body)).hexdigest()


def append(chain: str, line: Line, at: datetime, session: ClientSession) -> str:
    """Append to a chain that is not a child's, creating it at need. Returns the entry's id."""
    chains = rows(Chain)
    before = chains.find_one({"_id": chain}, session=session)
    after = Head(before["seq"], before["head"]) if before else Head(0, GENESIS)
    record = sealed_entry(chain, after, line, at, new_id())
    if before is None:
        chains.insert_one({"_id": chain, "seq": 1, "head": record["hash"]}, session=session)
    else:
        chains.update_one(
            {"_id": chain, "seq": after.seq},
            {"$set": {"seq": record["seq"], "head": record["hash"]}},
            session=session,
        )
    rows(Entry).insert_one(record, session=session)
    return str(record["_id"])


def exists(chain: str, session: ClientSession) -> bool:
    """Whether a chain that is not a child's has begun."""
    return rows(Chain).find_one({"_id": chain}, session=session) is not None


def read(chain: str, *, before: int | None = None, limit: int = 50, leave_out: str | None = None) -> list[Entered]:
    """The newest entries of a chain, at most `limit`, older than sequence number `before` if given.

    Those of the person `leave_out` are passed over.
    """
    query: dict[str, Any] = {"chain": chain}
    if leave_out is not None:
        query["person"] = {"$ne": leave_out}
    if before is not None:
        query["seq"] = {"$lt": before}
    found = rows(Entry).find(query).sort("seq", DESCENDING).limit(limit)
    return [_entered(row) for row in found]


def refusals(authority: str, child: str, *, limit: int = 50) -> list[Entered]:
    """The newest refusals to anybody who asked for this child, from her authority's refusal chain."""
    query = {"chain": f"refused:{authority}", "child": child, "outcome": "refused"}
    found = rows(Entry).find(query).sort("seq", DESCENDING).limit(limit)
    return [_entered(row) for row in found]


def first_read(chain: str, grant: str) -> datetime | None:
    """When somebody first read a child's things under a grant; None while nobody has."""
    query = {"chain": chain, "grant": grant, "action": Action.READ, "outcome": "allowed"}
    row = rows(Entry).find_one(query, sort=[("seq", ASCENDING)])
    return datetime.fromisoformat(row["at"]) if row else None


def _entered(row: Mapping[str, Any]) -> Entered:
    names = Line.__dataclass_fields__
    fields = {name: row[name] for name in names if name != "shown"}
    shown = tuple((pair[0], pair[1]) for pair in row["shown"])
    return Entered(row["_id"], row["seq"], datetime.fromisoformat(row["at"]), Line(**fields, shown=shown))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how many entries and chains hold, or the first that does not."""

    chains: int
    entries: int
    broken: str | None = None
    """Chain, sequence number and what is wrong with the first bad entry; None when everything holds."""


def verify() -> Verdict:
    """Recompute every chain from its first entry to its head. Stops at the first entry that does not hold.

    The service may go on writing meanwhile: what is entered after a head was read is left to the next time.
    """
    entries = 0
    heads = dict(_heads())
    for chain, head in heads.items():
        fault = chain_fault(chain, head, chain_rows(chain, until=head.seq)) or _fault_beyond(chain)
        if fault is not None:
            return Verdict(len(heads), entries, fault)
        entries += head.seq
    return Verdict(len(heads), entries, _stray(heads))


def chain_rows(chain: str, *, until: int | None = None) -> Iterable[Mapping[str, Any]]:
    """A chain's entries as they are stored, from its first, up to the sequence number `until` if given."""
    query: dict[str, Any] = {"chain": chain} if until is None else {"chain": chain, "seq": {"$lte": until}}
    return rows(Entry).find(query).sort("seq", ASCENDING)


def _fault_beyond(chain: str) -> str | None:
    # The entry first, its head after: they are committed together, so an honest head is never behind.
    newest = rows(Entry).find_one({"chain": chain}, {"seq": 1}, sort=[("seq", DESCENDING)])
    head = _head(chain)
    if newest is None or (head is not None and newest["seq"] <= head.seq):
        return None
    return f"{chain} {newest['seq']}: the chain does not end where its head says"


def _stray(heads: Iterable[str]) -> str | None:
    known = set(heads)
    while (stray := rows(Entry).find_one({"chain": {"$nin": list(known)}}, {"chain": 1, "seq": 1})) is not None:
        if _head(stray["chain"]) is None:
            return f"{stray['chain']} {stray['seq']}: entry of a chain without a head"
        known.add(stray["chain"])
    return None


def chain_fault(chain: str, head: Head, entries: Iterable[Mapping[str, Any]]) -> str | None:
    """What is wrong with the first bad entry of a chain, or None. Pure."""
    last = Head(0, GENESIS)
    for row in entries:
        place = f"{chain} {last.seq + 1}"
        if row["seq"] != last.seq + 1:
            return f"{place}: entry missing"
        if row["prev"] != last.head:
            return f"{place}: does not follow the entry before it"
        if row["hash"] != entry_hash(row):
            return f"{place}: altered"
        last = Head(row["seq"], row["hash"])
    if last != head:
        return f"{chain} {min(last.seq, head.seq) + 1}: the chain does not end where its head says"
    return None


def _heads() -> Iterator[tuple[str, Head]]:
    for collection in (rows(Guard), rows(Chain)):
        for row in collection.find({}, {"seq": 1, "head": 1}):
            yield row["_id"], Head(row["seq"], row["head"])


def _head(chain: str) -> Head | None:
    row = rows(Guard).find_one({"_id": chain}) or rows(Chain).find_one({"_id": chain})
    return Head(row["seq"], row["head"]) if row else None
