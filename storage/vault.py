"""The one door to plaintext: keep, fetch, seal and open a field. Each asks for a Permit and for nothing less.

A version's content is sealed under a key of its own, wrapped under the child's. Small ciphertext stays in its row,
so that a page of facts is one query; larger goes to the blob store (docs/adr/0003). No wrapped key lies in a blob.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from auth.identifiers import new_id
from consent.actions import Action
from consent.errors import AccessDenied
from consent.permit import AnyPermit, ListPermit, OfficePermit, Permit
from storage import envelope
from storage.blobs import BlobStore
from storage.envelope import Key
from storage.keystore import ChildKeyMaterial, KeyStore

INLINE_LIMIT: Final = 16 * 1024
"""Plaintext up to this many bytes keeps its ciphertext in the row; one sealed chunk."""

JSON: Final = "application/json"

WRITES: Final = frozenset(
    {
        Action.RECORD_FACT,
        Action.IMPORT_SUMMARY,
        Action.WRITE_EVERYDAY,
        Action.SAVE_OWN_WORDS,
        Action.APPOINT,
        Action.START_PLACEMENT,
        Action.END_PLACEMENT,
        Action.SHARE,
        Action.RECORD_CONSENT,
        Action.CONFIRM_RECEIPT,
    }
)
"""The acts that may seal something new."""

LISTED_FIELDS: Final = frozenset({"name", "called", "born"})
"""What a list Permit opens of a child: the names a list shows, and nothing else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version belongs. It opens nowhere else: every part is bound into the seal (security.md 1.3)."""

    child: str
    bundle: str
    document: str
    number: int
    version: str
    media_type: str = JSON


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a sealed field belongs: collection, row, name, and which revision of it."""

    collection: str
    row: str
    name: str
    revision: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed version as its row keeps it: the wrapped key, and the ciphertext or the blob's name."""

    generation: int
    wrapped: bytes = field(repr=False)
    body: bytes | None = field(default=None, repr=False)
    blob: str | None = None


class Opening:
    """One child's things, opened under one Permit for one page. It holds key material: never store one."""

    def __init__(self, permit: Permit | OfficePermit | ListPermit, keys: ChildKeyMaterial, blobs: BlobStore) -> None:
        self._permit = permit
        self._keys = keys
        self._blobs = blobs

    def fetch(self, place: Place, sealed: Sealed) -> bytes:
        """The plaintext of a version that the Permit names. Raises AccessDenied, and Unopenable when altered."""
        if not isinstance(self._permit, Permit) or place.document not in self._permit.documents:
            raise AccessDenied
        self._must_be_hers(place.child)
        key = envelope.unwrap(self._keys.wrapping, sealed.wrapped, self._key_context(place, sealed.generation))
        if sealed.blob is None:
            return envelope.open_sealed(key, sealed.body or b"", self._content_context(place))
        chunks = self._blobs.get(sealed.blob)
        return envelope.open_blob(key, place.version, chunks, self._content_context(place))

    def keep(self, place: Place, content: bytes) -> Sealed:
        """Seal a new version. A blob is durable when this returns; it is nothing until its row is committed."""
        if not isinstance(self._permit, Permit) or self._permit.action not in WRITES:
            raise AccessDenied
        self._must_be_hers(place.child)
        key = Key.random()
        wrapped = envelope.wrap(self._keys.wrapping, key, self._key_context(place, self._keys.generation))
        if len(content) <= INLINE_LIMIT:
            body = envelope.seal(key, content, self._content_context(place))
            return Sealed(self._keys.generation, wrapped, body=body)
        sealed = envelope.seal_blob(key, place.version, (content,), self._content_context(place))
        self._blobs.put(place.version, sealed)
        return Sealed(self._keys.generation, wrapped, blob=place.version)

    def seal_field(self, place: FieldPlace, text: str) -> bytes:
        """Seal a name, a note or a reference of this child's. Only a Permit to write, or to register her, may."""
        permit = self._permit
        allowed = WRITES if isinstance(permit, Permit) else frozenset({Action.REGISTER_CHILD})
        if isinstance(permit, ListPermit) or permit.action not in allowed:
            raise AccessDenied
        return envelope.seal(self._keys.fields, text.encode(), self._field_context(place))

    def open_field(self, place: FieldPlace, sealed: bytes) -> str:
        """Open a field of this child's; a list Permit opens her name and no more."""
        if isinstance(self._permit, ListPermit) and place.name not in LISTED_FIELDS:
            raise AccessDenied
        return envelope.open_sealed(self._keys.fields, bytes(sealed), self._field_context(place)).decode()

    def _must_be_hers(self, child: str) -> None:
        if child != self._keys.child:
            raise AccessDenied

    def _key_context(self, place: Place, generation: int) -> bytes:
        keys = self._keys
        return envelope.context(
            "portfolio/v1/dk",
            envelope.SUITE,
            keys.authority,
            keys.child,
            place.bundle,
            place.document,
            place.number,
            place.version,
            generation,
        )

    def _content_context(self, place: Place) -> bytes:
        keys = self._keys
        return envelope.context(
            "portfolio/v1/blob",
            envelope.SUITE,
            keys.authority,
            keys.child,
            place.bundle,
            place.document,
            place.number,
            place.version,
            place.media_type,
        )

    def _field_context(self, place: FieldPlace) -> bytes:
        keys = self._keys
        return envelope.context(
            "portfolio/v1/field",
            envelope.SUITE,
            keys.authority,
            keys.child,
            place.collection,
            place.row,
            place.name,
            place.revision,
        )


class Directory:
    """Names of persons, units and authorities, under the installation's directory key."""

    def __init__(self, key: Key) -> None:
        self._key = key

    def seal(self, permit: AnyPermit, place: FieldPlace, text: str) -> bytes:
        """Seal a name for the directory. `permit` is whatever act gave rise to it."""
        _must_be_permit(permit)
        return envelope.seal(self._key, text.encode(), _directory_context(place))

    def open(self, permit: AnyPermit, place: FieldPlace, sealed: bytes) -> str:
        """Open a name of the directory for somebody admitted to a page that shows it."""
        _must_be_permit(permit)
        return envelope.open_sealed(self._key, bytes(sealed), _directory_context(place)).decode()


class Vault:
    """Keys, blobs and the directory behind one door."""

    def __init__(
        self, keystore: KeyStore, blobs: BlobStore, directory_key: Key, index_key: Callable[[str], Key]
    ) -> None:
        self._keystore = keystore
        self._blobs = blobs
        self._index_key = index_key
        self.directory = Directory(directory_key)

    def open(self, permit: Permit) -> Opening:
        """Open one child's things for as long as a page takes to make."""
        _must_be_permit(permit)
        return Opening(permit, self._keystore.unwrap(permit.child), self._blobs)

    def open_list(self, permit: ListPermit) -> dict[str, Opening]:
        """Open the names of every child on a list, by child."""
        _must_be_permit(permit)
        keys = self._keystore.unwrap_all(permit.children)
        return {child: Opening(permit, material, self._blobs) for child, material in keys.items()}

    def begin_authority(self, permit: OfficePermit) -> None:
        """Make keys for the authority that the permit begins."""
        _must_be_permit(permit)
        self._keystore.begin_authority(permit.authority)

    def begin(self, permit: OfficePermit, child: str, at: datetime) -> Opening:
        """Make a key for a child that is being registered."""
        if permit.action is not Action.REGISTER_CHILD:
            raise AccessDenied
        return Opening(permit, self._keystore.create(child, permit.authority, at), self._blobs)

    def blind_index(self, permit: Permit | OfficePermit, label: str, text: str) -> bytes:
        """What finds this text again within the permit's authority, and says nothing without its key."""
        _must_be_permit(permit)
        return envelope.blind_index(self._index_key(permit.authority), label, text)


def new_version() -> str:
    """An id for a version about to be kept; also its blob's name."""
    return new_id()


def _must_be_permit(permit: object) -> None:
    if not isinstance(permit, Permit | ListPermit | OfficePermit):
        raise AccessDenied


def _directory_context(place: FieldPlace) -> bytes:
    return envelope.context(
        "portfolio/v1/directory", envelope.SUITE, place.collection, place.row, place.name, place.revision
    )
