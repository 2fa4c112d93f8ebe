"""Login names: how they are compared. They are never stored, only their keyed hash."""

from __future__ import annotations

import unicodedata

from auth.errors import LoginRefused

SHORTEST = 3
LONGEST = 254


def compared_form(login: str) -> str | None:
    """The form in which two spellings of one login name are equal; None if it can be nobody's."""
    if len(login) > LONGEST:
        return None
    form = unicodedata.normalize("NFKC", login).casefold().strip()
    return form if SHORTEST <= len(form) <= LONGEST and form.isprintable() else None


def acceptable_form(login: str) -> str:
    """The compared form of a new login name, or LoginRefused."""
    form = compared_form(login)
    if form is None:
        raise LoginRefused
    return form
