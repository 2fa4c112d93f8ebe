"""A form posted after its sign-in has ended: what was written is kept for the one who wrote it, and nobody else.

It is sealed to the account whose form it was and waits in the sign-in page itself. Whoever signs in as somebody
else cannot open it. Where the account is not known, nothing is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from portfolio.local_paths import is_local
from portfolio.sealed_forms import SealedForms

USE = "resume"
OWN_FIELDS = frozenset({"csrf_token", "old_password", "password", "password_again", "totp"})
"""The form's own token, and secrets: those are typed again, never carried."""


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was sent: where to, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)


def keep(forms: SealedForms, account: str, path: str, fields: Iterable[tuple[str, str]], at: datetime) -> str:
    """Seal a form to the account whose form it was."""
    kept = [[name, text] for name, text in fields if name not in OWN_FIELDS]
    return forms.close(USE, account, {"path": path, "fields": kept}, at)


def open_for(forms: SealedForms, account: str, kept: str, at: datetime) -> Written | None:
    """The form that this account had sent; None for another's, an older than an hour, or an altered one."""
    content = forms.reopen(USE, account, kept, at) if kept else None
    if content is None or not is_local(content["path"]):
        return None
    return Written(content["path"], tuple((name, text) for name, text in content["fields"]))
