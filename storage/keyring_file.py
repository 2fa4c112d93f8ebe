"""The file under a keyring: closed to others, one writer at a time, replaced whole or not at all."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from storage.errors import KeyringExists, KeyringMissing, KeyringRefused

_NAME: Final = "keyring.json"
_NEXT: Final = "keyring.json.next"
_LOCK: Final = "keyring.lock"
_OTHERS: Final = 0o077

Stamp: TypeAlias = tuple[int, int, int]
"""Changes whenever the file is replaced: inode, change time, size."""


def refuse_among(folder: Path, data_folder: Path | None) -> None:
    """Raises KeyringRefused when the keys would be copied along with what they open."""
    if data_folder is not None and folder.resolve().is_relative_to(data_folder.resolve()):
        raise KeyringRefused("The keyring lies under the data folder.")


def create(folder: Path, text: str) -> None:
    """Raises KeyringExists and KeyringRefused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(folder):
        if (folder / _NAME).exists():
            raise KeyringExists
        replace(folder, text)
        _sync(folder.parent)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer at a time, in this process or another. Raises KeyringMissing and KeyringRefused."""
    _refuse_open_to_others(folder, folder)
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace(folder: Path, text: str) -> None:
    """Call it while locked: a half-written text that a crash left behind is thrown away here."""
    aside = folder / _NEXT
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    aside.replace(folder / _NAME)
    _sync(folder)


def stamp(folder: Path) -> Stamp:
    """Raises KeyringMissing."""
    try:
        return _stamp((folder / _NAME).stat())
    except FileNotFoundError:
        raise KeyringMissing from None


def read(folder: Path) -> tuple[Stamp, str]:
    """The text and the stamp of the very file it was read from. Raises KeyringMissing and KeyringRefused."""
    _refuse_open_to_others(folder, folder)
    path = folder / _NAME
    _refuse_open_to_others(folder, path)
    with path.open(encoding="utf-8") as file:
        return _stamp(os.fstat(file.fileno())), file.read()


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_ctime_ns, found.st_size


def _refuse_open_to_others(folder: Path, path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise KeyringMissing from None
    if mode & _OTHERS:
        raise KeyringRefused(f"Others may read the keyring: chmod go-rwx {path.relative_to(folder.parent)}")


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
