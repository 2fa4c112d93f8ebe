"""From what a request carries to the Actor it speaks for, read anew at every request."""

from __future__ import annotations

from datetime import datetime

from auth import sessions
from auth.accounts import memberships_of
from auth.actors import Actor
from auth.errors import TokenRefused
from auth.sessions import SessionKind
from auth.tokens import Tokens


def by_cookie(secret: str, at: datetime, *, rests: bool = False) -> Actor | None:
    """`rests`: the browser asks by itself, which does not keep a session alive that its holder has left."""
    session = sessions.stored_form(secret)
    return None if session is None else _actor(session, SessionKind.WORKING, at, rests=rests)


def by_token(tokens: Tokens, token: str, at: datetime) -> Actor | None:
    """None as soon as the session behind the token has ended, however fresh the token is."""
    try:
        claims = tokens.verify(token, at)
    except TokenRefused:
        return None
    actor = _actor(claims.session, SessionKind.API, at)
    return actor if actor is not None and actor.account == claims.account else None


def _actor(session: str, kind: SessionKind, at: datetime, *, rests: bool = False) -> Actor | None:
    """None, too, once the account is closed."""
    found = sessions.find_with_account(session, kind, at, rests=rests)
    living, account = found or (None, None)
    if living is None or account is None:
        return None
    return Actor(account["_id"], account["person"], memberships_of(account), living.id)


def renewed_token(tokens: Tokens, secret: str, at: datetime) -> str | None:
    """A fresh access token for the secret of a living API session."""
    session = sessions.find(secret, SessionKind.API, at)
    return None if session is None else tokens.issue(session.account, session.id, at)
