"""Begin somebody's session, in a browser or at the API. Every sign-in begins a new one."""

from datetime import datetime

from auth import sessions
from auth.accounts import Account
from auth.sessions import SessionKind, lifetime_for


def begin(account: Account, kind: SessionKind, at: datetime, *, instead_of: str | None = None) -> str:
    """A new session's secret, as long-lived as the person's roles allow; the one it stands `instead_of` ends."""
    if instead_of:
        sessions.end(instead_of)
    lifetime = lifetime_for(membership.role for membership in account.memberships)
    return sessions.begin(account.id, kind, at, idle=lifetime.idle, absolute=lifetime.absolute)
