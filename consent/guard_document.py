"""The guard document of a child: whoever opens touches it, whoever changes her facts bumps its epoch.

MongoDB's snapshot transactions allow write skew (security.md F5); this one extra write is what makes an opening
and a withdrawal collide, so that nothing is opened after the right to it was withdrawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.client_session import ClientSession

from auth.models import rows
from consent.ledger import GENESIS, Head
from consent.models import Guard


@dataclass(frozen=True, slots=True)
class GuardState:
    """The child's authority and epoch, and where her chain stands."""

    authority: str
    epoch: int
    chain: Head


def begin(child: str, authority: str, session: ClientSession) -> None:
    """Begin guarding a child that is being registered."""
    row = {"_id": child, "authority": authority, "epoch": 0, "seq": 0, "head": GENESIS}
    rows(Guard).insert_one(row, session=session)


def read(child: str, session: ClientSession | None = None) -> GuardState | None:
    """Read the guard; read it before the facts, never after."""
    row = rows(Guard).find_one({"_id": child}, session=session)
    if row is None:
        return None
    return GuardState(row["authority"], row["epoch"], Head(row["seq"], row["head"]))


@dataclass(frozen=True, slots=True)
class GuardAndMore:
    """A guard, and what was looked up after it."""

    guard: GuardState
    looked_up: dict[str, Any]


def read_with(child: str, lookups: Sequence[dict[str, Any]]) -> GuardAndMore | None:
    """Read the guard and then, in the same query, what `$lookup` stages join to it: never older than its epoch."""
    found = next(rows(Guard).aggregate([{"$match": {"_id": child}}, *lookups]), None)
    if found is None:
        return None
    return GuardAndMore(GuardState(found["authority"], found["epoch"], Head(found["seq"], found["head"])), found)


def read_all(children: Iterable[str], session: ClientSession | None = None) -> dict[str, GuardState]:
    """Read the guards of several children in one query; unknown ids are left out."""
    found = rows(Guard).find({"_id": {"$in": sorted(children)}}, session=session)
    return {row["_id"]: GuardState(row["authority"], row["epoch"], Head(row["seq"], row["head"])) for row in found}


def bump(child: str, epoch: int, session: ClientSession) -> bool:
    """Make every decision taken on this epoch's facts stale, if the epoch is still this one."""
    found = rows(Guard).update_one({"_id": child, "epoch": epoch}, {"$inc": {"epoch": 1}}, session=session)
    return found.matched_count == 1
