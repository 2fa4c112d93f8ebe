"""The embedded database is killed, orphaned and crowded out, and comes back with all it acknowledged."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from consent.transactions import transaction
from storage import replica_set
from storage.database import Databases, is_answering
from storage.mongod import EmbeddedMongod, FolderInUse, running_uri
from storage.mongod_binary import MongodMissing, find_binary

RETURN_SECONDS = 10.0
ANSWER_SECONDS = 4.0  # The deadline of 3 s, and the time to notice it on a busy machine.

# A supervisor that dies without a word and leaves its mongod behind.
LEAVE_AN_ORPHAN = """
import os, sys
from pathlib import Path
from pymongo import MongoClient
from storage.mongod import EmbeddedMongod

left = EmbeddedMongod(Path(sys.argv[1]))
with MongoClient(left.start()) as client:
    client.trial.notes.insert_one({"_id": "kept"})
print(left.pid, left.uri, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def orphan(tmp_path: Path) -> tuple[Path, int, str]:
    """Leave a mongod without a supervisor; its folder, its process id and its URI."""
    folder = tmp_path / "orphaned"
    left = subprocess.run(
        [sys.executable, "-c", LEAVE_AN_ORPHAN, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert left.returncode == -signal.SIGKILL, left.stderr
    pid, uri = left.stdout.split()
    return folder, int(pid), uri


def answered_within(seconds: float, ask: Callable[[], object]) -> float:
    """Ask until there is an answer; how long that took. Each refusal paces the next question."""
    begun = time.monotonic()
    while True:
        try:
            ask()
        except PyMongoError:
            if time.monotonic() - begun > seconds:
                raise
        else:
            return time.monotonic() - begun


def test_a_killed_mongod_returns_at_its_port_with_every_acknowledged_write(
    mongod: EmbeddedMongod, database: Databases
) -> None:
    notes, uri = database.main.killed_notes, mongod.uri
    acknowledged: list[int] = []
    for number in range(3):
        killed = mongod.pid
        os.kill(killed, signal.SIGKILL)

        def write(number: int = number) -> None:
            notes.update_one({"_id": number}, {"$set": {"text": "x"}}, upsert=True)
            acknowledged.append(number)

        assert answered_within(RETURN_SECONDS, write) < RETURN_SECONDS
        assert mongod.pid not in {0, killed}
    assert mongod.uri == uri
    assert sorted(note["_id"] for note in notes.find()) == acknowledged == list(range(3))


def test_a_transaction_cut_by_a_kill_is_whole_or_absent(mongod: EmbeddedMongod, database: Databases) -> None:
    pairs = database.main.cut_pairs
    pairs.insert_one({"_id": "first"})
    born = mongod.pid

    def write_both(session: Any) -> None:
        pairs.insert_one({"_id": "left"}, session=session)
        if mongod.pid == born:
            os.kill(born, signal.SIGKILL)
        pairs.insert_one({"_id": "right"}, session=session)

    begun = time.monotonic()
    outcomes = [{"first", "left", "right"}]
    try:
        transaction(write_both)
    except PyMongoError:
        outcomes.append({"first"})
    assert time.monotonic() - begun < ANSWER_SECONDS
    answered_within(RETURN_SECONDS, pairs.find_one)
    assert {pair["_id"] for pair in pairs.find()} in outcomes


def test_a_database_that_hangs_is_noticed_in_three_seconds(mongod: EmbeddedMongod, database: Databases) -> None:
    assert is_answering(database)
    os.kill(mongod.pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert not is_answering(database)
        assert time.monotonic() - begun < ANSWER_SECONDS
        begun = time.monotonic()
        with pytest.raises(PyMongoError):
            transaction(lambda session: database.main.hung_notes.insert_one({}, session=session))
        assert time.monotonic() - begun < ANSWER_SECONDS
    finally:
        os.kill(mongod.pid, signal.SIGCONT)
    answered_within(RETURN_SECONDS, database.main.hung_notes.find_one)
    assert is_answering(database)


def test_the_callers_own_error_leaves_nothing_behind(database: Databases) -> None:
    def write_then_refuse(session: Any) -> None:
        database.main.undone.insert_one({"_id": 1}, session=session)
        raise LookupError("changed my mind")

    with pytest.raises(LookupError):
        transaction(write_then_refuse)
    assert database.main.undone.find_one() is None


def test_two_writers_of_one_record_both_get_through(database: Databases) -> None:
    counters = database.main.counters
    counters.insert_one({"_id": "both", "count": 0})
    attempts = []

    def count(session: Any) -> None:
        attempts.append(1)
        seen = counters.find_one({"_id": "both"}, session=session)
        assert seen is not None
        if len(attempts) == 1:
            counters.update_one({"_id": "both"}, {"$inc": {"count": 1}})
        counters.update_one({"_id": "both"}, {"$set": {"count": seen["count"] + 1}}, session=session)

    transaction(count)
    assert counters.find_one() == {"_id": "both", "count": 2}
    assert len(attempts) == 2


def test_an_orphan_is_taken_over_at_its_port_and_not_doubled(orphan: tuple[Path, int, str]) -> None:
    folder, pid, uri = orphan
    assert running_uri(folder) == uri
    with EmbeddedMongod(folder) as running:
        assert (running.pid, running.uri) == (pid, uri)
        with MongoClient[dict[str, Any]](uri) as client:
            assert client.trial.notes.find_one({"_id": "kept"})
            os.kill(pid, signal.SIGKILL)
            answered_within(RETURN_SECONDS, lambda: client.trial.notes.insert_one({"_id": "later"}))
            assert client.trial.notes.count_documents({}) == 2
        assert running.pid != pid
    assert running_uri(folder) is None


def test_an_orphan_is_known_even_if_no_record_of_it_was_written(orphan: tuple[Path, int, str]) -> None:
    folder, pid, uri = orphan
    (folder / "mongod.json").unlink()
    with EmbeddedMongod(folder) as running:
        assert (running.pid, running.uri) == (pid, uri)


def test_a_record_that_names_a_stranger_is_not_believed(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    folder.mkdir(mode=0o700)
    (folder / "mongod.json").write_text(f'{{"pid": {os.getpid()}, "started": 1, "port": 20001}}')
    assert running_uri(folder) is None
    with EmbeddedMongod(folder) as running:
        assert running.pid != os.getpid()


def test_a_folder_has_one_supervisor_and_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTFOLIO_SECRET", "not for the database")
    folder = tmp_path / "trial"
    with EmbeddedMongod(folder) as running:
        pid = running.pid
        with pytest.raises(FolderInUse):
            EmbeddedMongod(folder).start()
        assert (running_uri(folder), running.pid) == (running.uri, pid)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert b"PORTFOLIO_" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_the_port_is_kept_over_orderly_stops_and_given_up_only_to_another(tmp_path: Path) -> None:
    folder = tmp_path / "trial"
    with EmbeddedMongod(folder) as running, MongoClient[dict[str, Any]](running.uri) as client:
        first = running.uri
        client.trial.notes.insert_one({"_id": "kept"})
        port = client.address[1] if client.address else 0
    running.stop()
    assert running.pid == 0
    assert running.start() == first
    running.stop()
    with socket.socket() as occupant:
        occupant.bind((replica_set.LOOPBACK, port))
        with EmbeddedMongod(folder) as running, MongoClient[dict[str, Any]](running.uri) as client:
            assert running.uri != first
            assert client.trial.notes.find_one({"_id": "kept"})


def test_a_program_that_does_not_run_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(MongodMissing):
        find_binary(tmp_path / "absent")
    with pytest.raises(MongodMissing, match="libcurl4"):
        find_binary(Path("/bin/false"))
    with pytest.raises(MongodMissing):
        EmbeddedMongod(tmp_path / "trial", binary=tmp_path / "absent").start()
    assert running_uri(tmp_path / "trial") is None
