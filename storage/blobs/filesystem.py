"""Blobs in a folder: written aside, made durable, then published under their name in one step.

An fsync error is final: the kernel may have dropped the pages it failed to write, so a second fsync that
succeeds proves nothing. The write is given up and its file removed.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Final

from auth.identifiers import is_id
from storage.blobs import BlobStat
from storage.errors import BlobExists, BlobMissing, BlobNameRefused, BlobUnwritten

_READ_BYTES: Final = 256 * 1024


class FilesystemBlobStore:
    """Two levels of folders named by the first characters of the blob's name, so that none grows large."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._durable_folders: set[Path] = set()
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
        self._incoming.mkdir(mode=0o700, exist_ok=True)

    def put(self, name: str, chunks: Iterable[bytes]) -> BlobStat:
        final = self._place(name)
        temporary = self._incoming / f"{name}.{token_hex(8)}"
        try:
            stat = _write_aside(temporary, chunks)
            with _own_calls():
                self._make_durable(final.parent)
                self._publish(temporary, final)
        finally:
            # What cannot be removed now is left for the sweep.
            with suppress(OSError):
                temporary.unlink()
        return stat

    def get(self, name: str) -> Iterator[bytes]:
        place = self._place(name)
        if not place.exists():
            raise BlobMissing
        return _read(place)

    def delete(self, name: str) -> None:
        place = self._place(name)
        with suppress(FileNotFoundError):
            place.unlink()
            _sync_folder(place.parent)

    def exists(self, name: str) -> bool:
        return self._place(name).exists()

    def sweep(self, older_than: datetime) -> int:
        abandoned = [path for path in self._incoming.iterdir() if _written_before(path, older_than)]
        for path in abandoned:
            path.unlink(missing_ok=True)
        return len(abandoned)

    def _place(self, name: str) -> Path:
        if not is_id(name):
            raise BlobNameRefused
        return self._root / name[:2] / name[2:4] / name

    def _make_durable(self, folder: Path) -> None:
        """Sync each folder once in each process: the one that made it may not have come to that yet."""
        for level in (folder.parent, folder):
            if level not in self._durable_folders:
                level.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(level.parent)
                self._durable_folders.add(level)

    def _publish(self, temporary: Path, final: Path) -> None:
        try:
            final.hardlink_to(temporary)
        except FileExistsError:
            raise BlobExists from None
        try:
            temporary.unlink()
            _sync_folder(final.parent)
        except OSError:
            with suppress(OSError):
                final.unlink()
            raise


def _write_aside(temporary: Path, chunks: Iterable[bytes]) -> BlobStat:
    digest, size = sha256(), 0
    with _own_calls():
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        for chunk in chunks:
            with _own_calls():
                _write(descriptor, chunk)
            digest.update(chunk)
            size += len(chunk)
        with _own_calls():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return BlobStat(size, digest.hexdigest())


def _write(descriptor: int, chunk: bytes) -> None:
    remaining = memoryview(chunk)
    while remaining:
        remaining = remaining[os.write(descriptor, remaining) :]


def _read(place: Path) -> Iterator[bytes]:
    try:
        with place.open("rb", buffering=0) as blob:
            while chunk := blob.read(_READ_BYTES):
                yield chunk
    except FileNotFoundError:
        raise BlobMissing from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written_before(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


@contextmanager
def _own_calls() -> Iterator[None]:
    """The store's own file calls; an OSError from the writer's source is not ours and passes as it is."""
    try:
        yield
    except OSError as error:
        raise BlobUnwritten from error
