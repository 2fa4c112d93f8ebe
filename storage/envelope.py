"""Sealed bytes: Cobblestone-256, a committing, context-bound, streaming AES-256-GCM.

What is sealed here opens only with the same key and in the same place (its context). Nothing here reads a
clock, a disk or a setting. Formats are added, never changed: what a child saved at nine must open when she is
twenty-five.
The stream is the C2SP chunked-encryption format: c2sp.org/chunked-encryption@v1.
"""

import hmac
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from secrets import token_bytes
from typing import Final, Self, TypeAlias

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from auth.identifiers import is_id
from storage.errors import Unopenable

Chunk: TypeAlias = bytes | memoryview

SUITE: Final = 1
"""Cobblestone-256, bound in every context. The registry only grows, and only with key-committing suites."""

KEY_BYTES: Final = 32
BLIND_INDEX_BYTES: Final = 16
BLOB_HEADER_BYTES: Final = 24

_FORMAT: Final = b"\x01"
_BLOB_HEADER: Final = struct.Struct(">4sBBH16s")
_BLOB_MAGIC: Final = b"PFB1"
_BLOB_FORMAT: Final = 1
_DERIVE_LABEL: Final = "portfolio/v1/derive"


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """32 bytes that open something. It has no printable form, so no log line can carry it."""

    material: bytes

    def __post_init__(self) -> None:
        if len(self.material) != KEY_BYTES:
            raise ValueError("A key is 32 bytes.")

    @classmethod
    def random(cls) -> Self:
        return cls(token_bytes(KEY_BYTES))

    def __repr__(self) -> str:
        return "<key>"


def context(label: str, *fields: str | bytes | int) -> bytes:
    """The place something is sealed for: label, 00, then each field as two bytes of length and the field.

    A whole number takes four bytes, big-endian. A label has a fixed list of fields; an absent one is empty.
    Raises ValueError for what cannot be written so that it reads back in one way only.
    """
    return _label(label) + b"".join(_length_prefixed(field) for field in fields)


def _label(label: str) -> bytes:
    if not label or not label.isascii() or "\0" in label:
        raise ValueError("A label is ASCII without NUL.")
    return label.encode("ascii") + b"\0"


def _length_prefixed(field: str | bytes | int) -> bytes:
    octets = _octets(field)
    if len(octets) > 0xFFFF:
        raise ValueError("A context field is at most 65,535 bytes.")
    return len(octets).to_bytes(2, "big") + octets


def _octets(field: str | bytes | int) -> bytes:
    if isinstance(field, str):
        return field.encode()
    if isinstance(field, bytes):
        return field
    if not 0 <= field <= 0xFFFFFFFF:
        raise ValueError("A number in a context is between 0 and 2**32 - 1.")
    return field.to_bytes(4, "big")


def derive(key: Key, label: str) -> Key:
    """The key for one use of `key` (HKDF-Expand, SHA-512); `key` itself then seals nothing."""
    return Key(HKDFExpand(SHA512(), KEY_BYTES, context(_DERIVE_LABEL, label)).derive(key.material))


def blind_index(key: Key, label: str, text: str) -> bytes:
    """16 bytes that are equal for equal texts and say nothing without the key.

    The caller brings the text to its one canonical form first.
    """
    return hmac.digest(key.material, _label(label) + text.encode(), "sha256")[:BLIND_INDEX_BYTES]


def seal(key: Key, plaintext: bytes, context: bytes) -> bytes:
    """A format byte and the sealed stream: 73 bytes longer than the plaintext, and 16 more a full 16 KiB."""
    return _FORMAT + b"".join(seal_stream(key, (plaintext,), context))


def open_sealed(key: Key, sealed: bytes, context: bytes) -> bytes:
    """Raises Unopenable."""
    if sealed[:1] != _FORMAT:
        raise Unopenable
    return open_whole(key, (memoryview(sealed)[1:],), context)


def wrap(kek: Key, key: Key, context: bytes) -> bytes:
    """A key sealed under another key: 105 bytes."""
    return seal(kek, key.material, context)


def unwrap(kek: Key, wrapped: bytes, context: bytes) -> Key:
    """Raises Unopenable, also for something that opens but is no key."""
    material = open_sealed(kek, wrapped, context)
    if len(material) != KEY_BYTES:
        raise Unopenable
    return Key(material)


def seal_stream(key: Key, chunks: Iterable[Chunk], context: bytes) -> Iterator[bytes]:
    """The bare stream, held a chunk at a time. Its format is told by what surrounds it."""
    encryptor = Cobblestone256Encryptor(key.material, context)
    for chunk in chunks:
        if sealed := encryptor.update(chunk):
            yield sealed
    yield encryptor.finalize()


def open_whole(key: Key, chunks: Iterable[Chunk], context: bytes) -> bytes:
    """The plaintext of a bare stream, and nothing of it before its end is verified. Raises Unopenable."""
    decryptor = Cobblestone256Decryptor(key.material, context)
    opened = [_verified(decryptor.update, chunk) for chunk in chunks]
    opened.append(_verified(decryptor.finalize))
    return b"".join(opened)


def _verified(step: Callable[..., bytes], *chunk: Chunk) -> bytes:
    try:
        return step(*chunk)
    except InvalidTag:
        raise Unopenable from None


def blob_header(version_id: str) -> bytes:
    """The 24 bytes before a blob's stream: magic, format, suite, two zero bytes, the version's id."""
    if not is_id(version_id):
        raise ValueError("A version is named by an id.")
    return _BLOB_HEADER.pack(_BLOB_MAGIC, _BLOB_FORMAT, SUITE, 0, bytes.fromhex(version_id))


def seal_blob(key: Key, version_id: str, chunks: Iterable[Chunk], context: bytes) -> Iterator[bytes]:
    """What lies in a blob store: the header in clear, then the stream."""
    yield blob_header(version_id)
    yield from seal_stream(key, chunks, context)


def open_blob(key: Key, version_id: str, chunks: Iterable[bytes], context: bytes) -> bytes:
    """Raises Unopenable, also when the header is another version's."""
    return open_whole(key, _after_header(chunks, blob_header(version_id)), context)


def _after_header(chunks: Iterable[bytes], expected: bytes) -> Iterator[bytes]:
    remaining = iter(chunks)
    head = b""
    while len(head) < BLOB_HEADER_BYTES:
        chunk = next(remaining, None)
        if chunk is None:
            break
        head += chunk
    if head[:BLOB_HEADER_BYTES] != expected:
        raise Unopenable
    yield head[BLOB_HEADER_BYTES:]
    yield from remaining
