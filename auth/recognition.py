"""From what a request carries to the Actor it speaks for, read anew at every request."""

from __future__ import annotations

from datetime import datetime

from auth import sessions
from auth.accounts import Accounts
from auth.actors import Actor
from auth.errors import TokenRefused
from auth.sessions import SessionKind
from auth.tokens import Tokens


def by_cookie(accounts: Accounts, secret: str, at: datetime) -> Actor | None:
    session = sessions.find(secret, SessionKind.WORKING, at)
    return None if session is None else accounts.actor(session)


def by_token(accounts: Accounts, tokens: Tokens, token: str, at: datetime) -> Actor | None:
    """None as soon as the session behind the token has ended, however fresh the token is."""
    try:
        claims = tokens.verify(token, at)
    except TokenRefused:
        return None
    session = sessions.find_by_hash(claims.session, SessionKind.API, at)
    if session is None or session.account != claims.account:
        return None
    return accounts.actor(session)


def renewed_token(tokens: Tokens, secret: str, at: datetime) -> str | None:
    """A fresh access token for the secret of a living API session."""
    session = sessions.find(secret, SessionKind.API, at)
    return None if session is None else tokens.issue(session.account, session.id, at)
