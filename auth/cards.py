"""The child's card: a code to scan or type, and four pictures to remember."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auth.errors import PicturesRefused

PICTURES = (
    "fox",
    "bear",
    "cat",
    "dog",
    "owl",
    "rabbit",
    "hedgehog",
    "frog",
    "turtle",
    "whale",
    "butterfly",
    "ladybug",
)
PICTURES_IN_A_CODE = 4
TRIES = 5
"""Wrong picture codes after which the card is dead until an adult issues a new one."""

# Crockford's alphabet: no I, L, O or U, so that a code read aloud or typed by a child comes out right.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_LENGTH = 12
_GROUP = 4


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """What is printed on the card; shown once, then only its keyed hash remains."""

    account: str
    card_code: str = field(repr=False)
    issued_at: datetime


def new_card_code() -> str:
    """60 random bits in three groups of four characters."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def compared_form(card_code: str) -> str | None:
    """The form in which a typed and a printed code are equal; None if it can be no card's."""
    if len(card_code) > 4 * _LENGTH:
        return None
    form = card_code.upper().translate(_LOOKALIKES)
    return form if len(form) == _LENGTH and set(form) <= set(_ALPHABET) else None


def new_picture_code() -> tuple[str, ...]:
    return tuple(secrets.SystemRandom().sample(PICTURES, PICTURES_IN_A_CODE))


def check_pictures(pictures: Sequence[str]) -> tuple[str, ...]:
    """The pictures as a code, or PicturesRefused."""
    code = tuple(pictures)
    if len(code) != PICTURES_IN_A_CODE or len(set(code)) != len(code) or not set(code) <= set(PICTURES):
        raise PicturesRefused
    return code
