"""What every blob store promises. A new store is a subclass with its own `store` fixture."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread

import pytest

from auth.identifiers import new_id
from storage.blobs import BlobStat, BlobStore
from storage.blobs.filesystem import FilesystemBlobStore
from storage.errors import BlobExists, BlobMissing, BlobNameRefused

NOT_IDS = [
    "",
    "a" * 31,
    "a" * 33,
    "A" * 32,
    "g" * 32,
    "å" * 32,
    "../" + "a" * 29,
    "a" * 32 + "\n",
    "a" * 32 + "\0",
]


class BlobStoreContract:
    @pytest.fixture
    def store(self, tmp_path: Path) -> BlobStore:
        raise NotImplementedError

    @pytest.mark.parametrize("chunks", [[], [b""], [b"a"], [b"abc", b"", b"def"], [bytes(300_000)] * 3])
    def test_what_was_put_is_what_is_got(self, store: BlobStore, chunks: list[bytes]) -> None:
        name, whole = new_id(), b"".join(chunks)
        assert store.put(name, chunks) == BlobStat(len(whole), sha256(whole).hexdigest())
        assert b"".join(store.get(name)) == whole

    def test_a_blob_is_never_overwritten(self, store: BlobStore) -> None:
        name = new_id()
        store.put(name, [b"first"])
        with pytest.raises(BlobExists):
            store.put(name, [b"second"])
        assert b"".join(store.get(name)) == b"first"

    def test_of_two_writers_of_one_name_one_wins_whole(self, store: BlobStore) -> None:
        name, barrier = new_id(), Barrier(4)
        won: list[bytes] = []

        def write(letter: bytes) -> None:
            def chunks() -> Iterator[bytes]:
                yield letter * 1000
                barrier.wait(10)
                yield letter * 1000

            try:
                store.put(name, chunks())
            except BlobExists:
                return
            won.append(letter)

        writers = [Thread(target=write, args=(letter,)) for letter in (b"a", b"b", b"c", b"d")]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join(10)
        assert len(won) == 1
        assert b"".join(store.get(name)) == won[0] * 2000

    def test_what_was_never_put_is_missing(self, store: BlobStore) -> None:
        assert not store.exists(new_id())
        with pytest.raises(BlobMissing):
            store.get(new_id())

    def test_a_put_that_broke_off_leaves_nothing_and_may_be_repeated(self, store: BlobStore) -> None:
        name = new_id()

        def broken() -> Iterator[bytes]:
            yield b"half"
            raise ConnectionResetError

        with pytest.raises(ConnectionResetError):
            store.put(name, broken())
        assert not store.exists(name)
        store.put(name, [b"whole"])
        assert b"".join(store.get(name)) == b"whole"

    def test_a_blob_is_not_there_before_it_is_whole(self, store: BlobStore) -> None:
        name = new_id()
        seen: list[bool] = []

        def watched() -> Iterator[bytes]:
            yield b"half"
            seen.append(store.exists(name))
            yield b"half"

        store.put(name, watched())
        assert seen == [False]
        assert store.exists(name)

    def test_a_deleted_blob_is_gone_and_deleting_again_is_no_fault(self, store: BlobStore) -> None:
        name, other = new_id(), new_id()
        store.put(name, [b"a"])
        store.put(other, [b"b"])
        store.delete(name)
        store.delete(name)
        assert not store.exists(name)
        with pytest.raises(BlobMissing):
            store.get(name)
        assert b"".join(store.get(other)) == b"b"

    def test_a_sweep_never_takes_what_was_acknowledged(self, store: BlobStore) -> None:
        name = new_id()
        store.put(name, [b"a"])
        assert store.sweep(datetime.now(UTC) + timedelta(days=1)) == 0
        assert b"".join(store.get(name)) == b"a"

    @pytest.mark.parametrize("name", NOT_IDS)
    def test_only_an_id_names_a_blob(self, store: BlobStore, name: str) -> None:
        with pytest.raises(BlobNameRefused):
            store.put(name, [b"a"])
        with pytest.raises(BlobNameRefused):
            store.get(name)
        with pytest.raises(BlobNameRefused):
            store.delete(name)
        with pytest.raises(BlobNameRefused):
            store.exists(name)


class TestFilesystemBlobStore(BlobStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> BlobStore:
        return FilesystemBlobStore(tmp_path / "blobs")
