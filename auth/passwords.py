"""What a new password must be. Length counts most; rules about signs and digits are left out on purpose."""

from __future__ import annotations

import unicodedata

from auth.common_passwords import COMMON
from auth.errors import PasswordFault, PasswordRefused

SHORTEST = 12
LONGEST = 256
FEWEST_DIFFERENT = 5


def readable_form(password: str) -> bytes:
    """The bytes to hash: the same for one password from every keyboard, and never an encoding error."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def check_strength(password: str) -> None:
    """Raise PasswordRefused for what guessing programs try first."""
    if len(password) < SHORTEST:
        raise PasswordRefused(PasswordFault.TOO_SHORT)
    if len(password) > LONGEST:
        raise PasswordRefused(PasswordFault.TOO_LONG)
    plain = unicodedata.normalize("NFKC", password).casefold()
    if plain in COMMON:
        raise PasswordRefused(PasswordFault.COMMON)
    if len(set(plain)) < FEWEST_DIFFERENT:
        raise PasswordRefused(PasswordFault.MONOTONOUS)
