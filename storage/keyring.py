"""The keys above the children's keys, and the door through which a key service can come instead of a file.

The file keyring holds one random root for the installation, from which a key per purpose is derived, and for
each authority an index key and its generations of wrapping keys. It is never part of a backup of the content.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol, Self

from storage import keyring_file
from storage.envelope import SUITE, Key, context, derive, unwrap, wrap
from storage.errors import KeyMissing, KeyringRefused

_FORMAT: Final = 1
_CHILD_KEY_LABEL: Final = "portfolio/v1/ck"


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A child's key under the authority's wrapping key of that generation."""

    kek_generation: int
    wrapped: bytes


class Keyring(Protocol):
    """What the rest of the package asks of a keyring, be it a file or a key service.

    Each method raises KeyMissing for an authority or a generation that it does not hold.
    """

    def installation_key(self, purpose: str) -> Key: ...

    def token_seed(self) -> bytes:
        """32 bytes for an Ed25519 signing key."""

    def add_authority(self, authority: str) -> None:
        """Makes the authority's keys; an authority that has them keeps them."""

    def index_key(self, authority: str) -> Key:
        """For blind indexes; it stays the same when wrapping keys are rotated."""

    def wrap_child_key(self, authority: str, child: str, generation: int, key: Key) -> WrappedKey: ...

    def unwrap_child_key(self, authority: str, child: str, generation: int, sealed: WrappedKey) -> Key:
        """Raises Unopenable for another authority's, child's or generation's key."""


class State(StrEnum):
    ACTIVE = "active"
    DECRYPT_ONLY = "decrypt-only"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Generation:
    """One wrapping key; a destroyed one is remembered by its number alone."""

    number: int
    state: State
    key: Key | None


@dataclass(frozen=True, slots=True)
class AuthorityKeys:
    index: Key
    generations: tuple[Generation, ...]

    @classmethod
    def random(cls) -> Self:
        return cls(Key.random(), (Generation(1, State.ACTIVE, Key.random()),))

    def active(self) -> Generation:
        return self._first(lambda generation: generation.state is State.ACTIVE)

    def numbered(self, number: int) -> Generation:
        return self._first(lambda generation: generation.number == number)

    def _first(self, fits: Callable[[Generation], bool]) -> Generation:
        for generation in self.generations:
            if fits(generation):
                return generation
        raise KeyMissing


@dataclass(frozen=True, slots=True)
class Keys:
    """All that the file holds."""

    root: Key
    authorities: Mapping[str, AuthorityKeys]

    def of(self, authority: str) -> AuthorityKeys:
        try:
            return self.authorities[authority]
        except KeyError:
            raise KeyMissing from None

    def joined_by(self, authority: str) -> Self:
        return replace(self, authorities={**self.authorities, authority: AuthorityKeys.random()})


class FileKeyring:
    """A keyring in a folder of its own (0700), as one file (0600) that is replaced whole.

    The file is read again when it has changed: a key that another process made or destroyed is known at once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[keyring_file.Stamp, Keys] | None = None

    @classmethod
    def create(cls, folder: Path, data_folder: Path | None = None) -> Self:
        """Raises KeyringExists; of two processes that create, one does."""
        keyring_file.refuse_among(folder, data_folder)
        keyring_file.create(folder, _written(Keys(Key.random(), {})))
        return cls.open(folder, data_folder)

    @classmethod
    def open(cls, folder: Path, data_folder: Path | None = None) -> Self:
        """Raises KeyringMissing, and KeyringRefused when it lies open to others or under the data folder."""
        keyring_file.refuse_among(folder, data_folder)
        keyring = cls(folder)
        keyring._keys()
        return keyring

    def installation_key(self, purpose: str) -> Key:
        return derive(self._keys().root, f"installation/{purpose}")

    def token_seed(self) -> bytes:
        return derive(self._keys().root, "token-seed").material

    def add_authority(self, authority: str) -> None:
        with keyring_file.locked(self._folder):
            keys = self._keys()
            if authority not in keys.authorities:
                keyring_file.replace(self._folder, _written(keys.joined_by(authority)))

    def authority_key(self, authority: str, generation: int | None = None) -> tuple[int, Key]:
        """The active wrapping key, or the one of that generation as long as it is not destroyed."""
        held = self._keys().of(authority)
        chosen = held.active() if generation is None else held.numbered(generation)
        if chosen.key is None:
            raise KeyMissing
        return chosen.number, chosen.key

    def index_key(self, authority: str) -> Key:
        return self._keys().of(authority).index

    def wrap_child_key(self, authority: str, child: str, generation: int, key: Key) -> WrappedKey:
        number, kek = self.authority_key(authority)
        return WrappedKey(number, wrap(kek, key, _child_key_context(authority, child, generation, number)))

    def unwrap_child_key(self, authority: str, child: str, generation: int, sealed: WrappedKey) -> Key:
        number, kek = self.authority_key(authority, sealed.kek_generation)
        return unwrap(kek, sealed.wrapped, _child_key_context(authority, child, generation, number))

    def _keys(self) -> Keys:
        stamp = keyring_file.stamp(self._folder)
        if self._seen is None or self._seen[0] != stamp:
            stamp, text = keyring_file.read(self._folder)
            self._seen = (stamp, _read(text))
        return self._seen[1]


def _child_key_context(authority: str, child: str, generation: int, kek_generation: int) -> bytes:
    return context(_CHILD_KEY_LABEL, SUITE, authority, child, generation, kek_generation)


def _written(keys: Keys) -> str:
    authorities = {
        authority: {
            "index": held.index.material.hex(),
            "generations": [
                {"number": one.number, "state": one.state, "key": one.key and one.key.material.hex()}
                for one in held.generations
            ],
        }
        for authority, held in keys.authorities.items()
    }
    whole = {"format": _FORMAT, "root": keys.root.material.hex(), "authorities": authorities}
    return json.dumps(whole, indent=1)


def _read(text: str) -> Keys:
    try:
        content = json.loads(text)
        if content["format"] != _FORMAT:
            raise KeyringRefused("The keyring has a format that this version does not know.")
        authorities = {authority: _authority(held) for authority, held in content["authorities"].items()}
        return Keys(_key(content["root"]), MappingProxyType(authorities))
    except (ValueError, KeyError, TypeError, AttributeError):
        # Without the cause: it may quote the file.
        raise KeyringRefused("The keyring cannot be read.") from None


def _authority(held: Mapping[str, Any]) -> AuthorityKeys:
    return AuthorityKeys(_key(held["index"]), tuple(_generation(one) for one in held["generations"]))


def _generation(one: Mapping[str, Any]) -> Generation:
    state = State(one["state"])
    return Generation(int(one["number"]), state, None if state is State.DESTROYED else _key(one["key"]))


def _key(text: str) -> Key:
    return Key(bytes.fromhex(text))
