"""Working sessions on the server: the asker holds a secret, the store keeps only its hash.

A session ends by rest, by its last hour, by signing out, or because the account's credentials changed; the
very next request feels it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from auth.actors import Role
from auth.models import SessionRecord, rows

TOUCH_EVERY = timedelta(minutes=1)
"""How far `seen` may lag behind, so that reading does not mean writing."""

_SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{43}")
_WATCHED_ROLES = frozenset({Role.OFFICER, Role.ADMINISTRATOR, Role.REVIEWER, Role.OPERATOR})


class SessionKind(StrEnum):
    WORKING = "working"
    """A browser with a cookie."""
    API = "api"
    """A program that renews its access tokens."""


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is the stored hash; `proved_at` is when a credential was last proved, for deeds that ask again."""

    id: str = field(repr=False)
    account: str
    kind: SessionKind
    begun: datetime
    proved_at: datetime
    seen: datetime
    ends: datetime
    idle: timedelta

    def alive(self, at: datetime) -> bool:
        return at < self.ends and at - self.seen < self.idle


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session survives rest, and how long it lives at all."""

    idle: timedelta
    absolute: timedelta


OFFICE = Lifetime(idle=timedelta(minutes=15), absolute=timedelta(hours=8))
HOME = Lifetime(idle=timedelta(minutes=30), absolute=timedelta(hours=12))


def lifetime_for(roles: Iterable[Role]) -> Lifetime:
    """The stricter lifetime as soon as one role reaches many children."""
    return HOME if _WATCHED_ROLES.isdisjoint(roles) else OFFICE


_ACCOUNT = {
    "$lookup": {
        "from": "accounts",
        "localField": "account",
        "foreignField": "_id",
        "pipeline": [{"$match": {"closed_at": None}}, {"$project": {"person": 1, "memberships": 1}}],
        "as": "open_account",
    }
}


def begin(account: str, kind: SessionKind, at: datetime, *, idle: timedelta, absolute: timedelta) -> str:
    """Store a new session and return its secret: 256 random bits, known from now on to the asker only."""
    secret = secrets.token_urlsafe(32)
    SessionRecord(
        id=_hash(secret),
        account=account,
        kind=kind.value,
        begun=at,
        proved_at=at,
        seen=at,
        ends=at + absolute,
        idle_seconds=int(idle.total_seconds()),
    ).save(force_insert=True)
    return secret


def find(secret: str, kind: SessionKind, at: datetime) -> Session | None:
    """The living session of a secret; noted as seen, at most once a minute."""
    return find_by_hash(_hash(secret), kind, at) if _SECRET_FORM.fullmatch(secret) else None


def find_by_hash(session: str, kind: SessionKind, at: datetime) -> Session | None:
    """The living session with this stored hash: what an access token points to."""
    return _living(rows(SessionRecord).find_one({"_id": session, "kind": kind.value}), at)


def find_with_account(
    session: str, kind: SessionKind, at: datetime, *, rests: bool = False
) -> tuple[Session, dict[str, Any] | None] | None:
    """The living session with this stored hash and its account's open record: one query, asked at every request.

    A session that `rests` is not noted as seen.
    """
    found = list(rows(SessionRecord).aggregate([{"$match": {"_id": session, "kind": kind.value}}, _ACCOUNT]))
    living = _living(found[0], at, rests=rests) if found else None
    return (living, next(iter(found[0]["open_account"]), None)) if living else None


def stored_form(secret: str) -> str | None:
    """The hash that a secret is stored by; None for what can be no secret of ours."""
    return _hash(secret) if _SECRET_FORM.fullmatch(secret) else None


def _living(row: dict[str, Any] | None, at: datetime, *, rests: bool = False) -> Session | None:
    if row is None:
        return None
    session = row["_id"]
    found = _facts(row)
    if not found.alive(at):
        rows(SessionRecord).delete_one({"_id": session})
        return None
    if not rests and at - found.seen >= TOUCH_EVERY:
        rows(SessionRecord).update_one({"_id": session}, {"$max": {"seen": at}})
    return found


def end(secret: str) -> None:
    rows(SessionRecord).delete_one({"_id": _hash(secret)})


def end_by_hash(session: str) -> None:
    rows(SessionRecord).delete_one({"_id": session})


def end_all(account: str) -> None:
    rows(SessionRecord).delete_many({"account": account})


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _facts(row: dict[str, Any]) -> Session:
    return Session(
        id=row["_id"],
        account=row["account"],
        kind=SessionKind(row["kind"]),
        begun=row["begun"],
        proved_at=row["proved_at"],
        seen=row["seen"],
        ends=row["ends"],
        idle=timedelta(seconds=row["idle_seconds"]),
    )
