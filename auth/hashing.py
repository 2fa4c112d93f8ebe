"""Slow hashes of what people remember: argon2id, at most two at a time in one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auth.errors import SignInBusy

PATIENCE_SECONDS = 5.0
"""How long a sign-in waits for its turn before it is told to come back."""

# Each hash takes 64 MiB and a core; without a limit a flood of sign-ins would stop every reader.
_turns = BoundedSemaphore(2)

# Who waits holds a thread of the web server's: half of them at most, the other half keeps answering readers.
_places = BoundedSemaphore(16)


def production_hasher() -> PasswordHasher:
    """64 MiB, three passes, one lane: well above the least that OWASP advises (19 MiB, two passes)."""
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


class Turn:
    """One sign-in's permission to use the processor. Every check costs one hash, found or not."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher

    def seal(self, secret: bytes) -> str:
        return self._hasher.hash(secret)

    def matches(self, stored: str | None, secret: bytes) -> bool:
        if stored is None:
            self._hasher.hash(secret)  # the same work as for somebody who exists
            return False
        try:
            return self._hasher.verify(stored, secret)
        except (VerificationError, InvalidHashError):
            return False

    def renewed(self, stored: str, secret: bytes) -> str | None:
        """A new hash of a secret that has just matched, if the stored one has outdated costs."""
        return self._hasher.hash(secret) if self._hasher.check_needs_rehash(stored) else None


@contextmanager
def turn(hasher: PasswordHasher, patience: float = PATIENCE_SECONDS) -> Iterator[Turn]:
    """Wait for one of the two turns; SignInBusy when `patience` seconds were not enough, or too many wait already."""
    if not _places.acquire(blocking=False):
        raise SignInBusy
    try:
        if not _turns.acquire(timeout=patience):
            raise SignInBusy
        try:
            yield Turn(hasher)
        finally:
            _turns.release()
    finally:
        _places.release()
