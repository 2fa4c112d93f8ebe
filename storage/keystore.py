"""One random key per child, kept wrapped in a database of its own.

A child's key seals nothing itself: versions' keys are wrapped under one key derived from it, fields are
sealed under another.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mongoengine.errors import NotUniqueError

from auth.identifiers import is_id
from storage.envelope import Key, derive
from storage.errors import KeyExists, KeyMissing
from storage.keyring import Keyring, WrappedKey
from storage.models import ChildKey, child_keys

_FIRST_GENERATION: Final = 1


@dataclass(frozen=True, slots=True)
class ChildKeyMaterial:
    """What opens one child's things: `wrapping` for versions' keys, `fields` for names, titles and notes."""

    child: str
    authority: str
    generation: int
    wrapping: Key
    fields: Key


class KeyStore:
    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def begin_authority(self, authority: str) -> None:
        """Give a new authority keys of its own; one that has them keeps them."""
        self._keyring.add_authority(authority)

    def create(self, child: str, authority: str, at: datetime) -> ChildKeyMaterial:
        """Raises KeyExists, and KeyMissing when the authority has no key to wrap with."""
        key = Key.random()
        sealed = self._keyring.wrap_child_key(authority, child, _FIRST_GENERATION, key)
        row = ChildKey(
            id=child,
            authority=authority,
            generation=_FIRST_GENERATION,
            kek_generation=sealed.kek_generation,
            wrapped=sealed.wrapped,
            created=at,
        )
        try:
            row.save(force_insert=True)
        except NotUniqueError:
            raise KeyExists from None
        return _material(child, authority, _FIRST_GENERATION, key)

    def unwrap(self, child: str) -> ChildKeyMaterial:
        """Raises KeyMissing, and Unopenable when the row is not this child's own."""
        return self._unwrapped(child, _row(child))

    def unwrap_all(self, children: Collection[str]) -> dict[str, ChildKeyMaterial]:
        """Several children's keys in one query, for a list. Raises as `unwrap` does for any of them."""
        found = {row["_id"]: row for row in child_keys().find({"_id": {"$in": sorted(children)}})}
        if len(found) < len(children):
            raise KeyMissing
        return {child: self._unwrapped(child, row) for child, row in found.items()}

    def _unwrapped(self, child: str, row: Mapping[str, Any]) -> ChildKeyMaterial:
        sealed = WrappedKey(row["kek_generation"], bytes(row["wrapped"]))
        key = self._keyring.unwrap_child_key(row["authority"], child, row["generation"], sealed)
        return _material(child, row["authority"], row["generation"], key)


def _row(child: str) -> Mapping[str, Any]:
    if not is_id(child):
        raise KeyMissing
    row = child_keys().find_one({"_id": child})
    if row is None:
        raise KeyMissing
    return row


def _material(child: str, authority: str, generation: int, key: Key) -> ChildKeyMaterial:
    return ChildKeyMaterial(child, authority, generation, derive(key, "wrap"), derive(key, "field"))
