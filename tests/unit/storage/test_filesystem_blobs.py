"""What is particular to blobs in a folder: modes, the order of the write, faults and sudden ends."""

import errno
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from auth.identifiers import new_id
from storage.blobs.filesystem import FilesystemBlobStore
from storage.errors import BlobExists, BlobUnwritten


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "blobs"


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_folders_and_files_are_the_owners_alone(root: Path) -> None:
    root.mkdir(mode=0o755)
    FilesystemBlobStore(root).put(new_id(), [b"a"])
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [root, *root.rglob("*")]}
    assert all(mode == (0o600 if path.is_file() else 0o700) for path, mode in modes.items())


def test_blobs_lie_two_folders_deep(root: Path) -> None:
    name = new_id()
    FilesystemBlobStore(root).put(name, [b"a"])
    assert _files(root) == [root / name[:2] / name[2:4] / name]


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_put_that_the_disk_refuses_keeps_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, failing: int
) -> None:
    """The first fsync is the file's; the others are the folders', up to the one that publishes."""
    store, name, real, seen = FilesystemBlobStore(root), new_id(), getattr(os, call), [0]

    def refusing(*given: object) -> object:
        seen[0] += 1
        if seen[0] == failing:
            raise OSError(errno.EIO, "Input/output error")
        return real(*given)

    with monkeypatch.context() as broken:
        broken.setattr(os, call, refusing)
        with pytest.raises(BlobUnwritten):
            store.put(name, [b"a", b"b", b"c", b"d"])
    assert seen[0] == failing, "nothing is tried again after a fault"
    assert _files(root) == []
    store.put(name, [b"whole"])
    assert b"".join(store.get(name)) == b"whole"


def test_a_full_disk_is_refused_by_name_with_its_cause(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = FilesystemBlobStore(root)
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", full)
        with pytest.raises(BlobUnwritten) as refusal:
            store.put(new_id(), [b"a"])
    assert isinstance(refusal.value.__cause__, OSError)
    assert _files(root) == []


def test_a_write_that_is_cut_short_is_carried_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, name = os.write, new_id()
    store = FilesystemBlobStore(root)
    monkeypatch.setattr(os, "write", lambda descriptor, octets: real(descriptor, octets[:3]))
    store.put(name, [b"a longer text"])
    assert b"".join(store.get(name)) == b"a longer text"


def test_a_second_put_of_a_name_does_not_touch_the_first(root: Path) -> None:
    store, name = FilesystemBlobStore(root), new_id()
    store.put(name, [b"first"])
    before = (root / name[:2] / name[2:4] / name).stat()
    with pytest.raises(BlobExists):
        store.put(name, [b"second"])
    after = (root / name[:2] / name[2:4] / name).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(_files(root)) == 1


def test_the_sweep_removes_old_abandoned_writes_and_no_young_ones(root: Path) -> None:
    store, at = FilesystemBlobStore(root), datetime.now(UTC)
    old, young = (root / "incoming" / f"{new_id()}.0" for _ in range(2))
    for path, age in ((old, timedelta(hours=25)), (young, timedelta(hours=23))):
        path.write_bytes(b"half")
        os.utime(path, (at.timestamp(), (at - age).timestamp()))
    assert store.sweep(at - timedelta(hours=24)) == 1
    assert (old.exists(), young.exists()) == (False, True)


WRITER = """
import sys
from pathlib import Path
from auth.identifiers import new_id
from storage.blobs.filesystem import FilesystemBlobStore
store = FilesystemBlobStore(Path(sys.argv[1]))
while True:
    name = new_id()
    print(name, store.put(name, [name.encode() * 500] * 20).sha256, flush=True)
"""


def test_a_writer_that_is_killed_loses_nothing_acknowledged_and_publishes_nothing_half(root: Path) -> None:
    acknowledged: dict[str, str] = {}
    for enough in (1, 7, 20):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
        ) as writer:
            assert writer.stdout is not None
            for _ in range(enough):
                name, digest = writer.stdout.readline().split()
                acknowledged[name] = digest
            writer.kill()
            for line in writer.stdout:
                if line.endswith("\n"):
                    name, digest = line.split()
                    acknowledged[name] = digest
    store = FilesystemBlobStore(root)
    for name, digest in acknowledged.items():
        assert sha256(b"".join(store.get(name))).hexdigest() == digest
    published = [path for path in _files(root) if path.parent.name != "incoming"]
    assert all(path.read_bytes() == path.name.encode() * 10_000 for path in published)
    store.sweep(datetime.now(UTC) + timedelta(days=1))
    assert sorted(_files(root)) == sorted(published)
