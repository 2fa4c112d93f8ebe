"""Limits on guessing, kept in the database so that they hold across workers and restarts.

A login name is counted whether it exists or not: a lock tells nobody who is here. A try is counted before
it is looked at, so that a hundred guesses at once are still five guesses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from pymongo import ReturnDocument

from auth.models import TriesRecord, rows

REMEMBERED = timedelta(hours=24)
"""How long after the last try a row, and with it the growth of its locks, is forgotten."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`tries` within `window` lock for `lock`; each lock in a row doubles the next, up to `longest`."""

    tries: int
    window: timedelta
    lock: timedelta
    longest: timedelta


PER_LOGIN = Limit(5, timedelta(minutes=15), timedelta(minutes=15), timedelta(hours=4))
PER_ADDRESS = Limit(30, timedelta(minutes=15), timedelta(minutes=15), timedelta(minutes=15))


def count(key: str, limit: Limit, at: datetime) -> bool:
    """Count one try; False when the key is locked, and then nothing is counted."""
    row = rows(TriesRecord).find_one_and_update(
        {"_id": key}, _counting(limit, at), upsert=True, return_document=ReturnDocument.AFTER
    )
    return row is not None and bool(row["counted"])


def is_locked(key: str, at: datetime) -> bool:
    return rows(TriesRecord).find_one({"_id": key, "locked_until": {"$gt": at}}, {"_id": 1}) is not None


def forget(key: str) -> None:
    """After a sign-in that matched: earlier slips no longer count."""
    rows(TriesRecord).delete_one({"_id": key})


def network_of(address: str) -> str:
    """The address whose tries belong together: one IPv4 address, or the /64 that one IPv6 household has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed.packed[:8] + bytes(8), 64)))
    return str(parsed)


def _counting(limit: Limit, at: datetime) -> list[dict[str, Any]]:
    """One atomic change: open a new window if the old is over, count, and lock on the last try allowed."""
    in_window = {"$gt": ["$begun", at - limit.window]}
    full = {"$and": ["$counted", {"$gte": ["$tries", limit.tries]}]}
    locks = {"$ifNull": ["$locks", 0]}
    lock_ms = {"$min": [_ms(limit.longest), {"$multiply": [_ms(limit.lock), {"$pow": [2, {"$min": [locks, 30]}]}]}]}
    return [
        {
            "$set": {
                "counted": {"$not": [{"$gt": ["$locked_until", at]}]},
                "tries": {"$cond": [in_window, "$tries", 0]},
                "begun": {"$cond": [in_window, "$begun", at]},
                "locks": locks,
                "forgotten_at": at + REMEMBERED,
            }
        },
        {"$set": {"tries": {"$cond": ["$counted", {"$add": ["$tries", 1]}, "$tries"]}}},
        {
            "$set": {
                "locked_until": {"$cond": [full, {"$add": [at, lock_ms]}, "$locked_until"]},
                "locks": {"$cond": [full, {"$add": [locks, 1]}, "$locks"]},
                "tries": {"$cond": [full, 0, "$tries"]},
            }
        },
    ]


def _ms(length: timedelta) -> int:
    return int(length.total_seconds() * 1000)
