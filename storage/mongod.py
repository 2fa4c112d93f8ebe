"""A real mongod for trials and tests: found, started, watched, restarted and stopped by us.

Nothing here serves an installation in earnest, which names its own servers by URI.
"""

from __future__ import annotations

import fcntl
import logging
import math
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from storage import replica_set
from storage.mongod_binary import find_binary
from storage.mongod_process import HeldProcess, Record, find_orphan, read_record

log = logging.getLogger(__name__)

START_SECONDS = 60.0
STOP_SECONDS = 30.0
_LONGEST_PAUSE = 2.0
_PORTS = range(20_000, 32_000)  # Below Linux's ephemeral ports, so that no outgoing connection takes ours.
_OPTIONS = (
    *("--bind_ip", replica_set.LOOPBACK, "--nounixsocket", "--replSet", replica_set.NAME),
    *("--wiredTigerCacheSizeGB", "0.25", "--oplogSize", "64", "--quiet", "--logappend"),
    # A set of one has nobody to hand over to; the default waits for somebody at every stop.
    *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
    *("--setParameter", "diagnosticDataCollectionEnabled=false"),
)


class MongodFailed(Exception):
    """The database did not become writable in time; the log it names says why."""


class FolderInUse(Exception):
    """Another living supervisor answers for this folder."""


def running_uri(folder: Path) -> str | None:
    """Return the URI of the mongod that serves `folder` now; None if none does."""
    files = folder.resolve()
    found = find_orphan(files / "data", read_record(files / "mongod.json"))
    if found is None:
        return None
    held, port = found
    held.release()
    return replica_set.uri(port)


class EmbeddedMongod:
    """Keep one mongod alive on its own folder, at a port that outlives restarts.

    Use it as a context manager, in a process that forks no workers: whoever has inherited the folder's lock
    still holds the folder.
    """

    def __init__(self, folder: Path, *, binary: Path | None = None, extra: Sequence[str] = ()) -> None:
        self._folder = folder.resolve()
        self._files = self._folder / "data"
        self._record = self._folder / "mongod.json"
        self._log = self._folder / "mongod.log"
        self._binary = binary
        self._extra = tuple(extra)
        self._port = 0
        self._held: HeldProcess | None = None
        self._lock: int | None = None
        self._stopping = threading.Event()
        self._wake: tuple[int, int] = (-1, -1)
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def uri(self) -> str:
        """Where clients connect; the same over restarts."""
        return replica_set.uri(self._port)

    @property
    def pid(self) -> int:
        """The process now running; 0 where none is."""
        return self._held.pid if self._held else 0

    def start(self) -> str:
        """Take over an orphan or start a mongod, wait until it can be written to, watch it; return its URI.

        Raises FolderInUse, MongodMissing, MongodFailed.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._files.mkdir(mode=0o700, exist_ok=True)
        self._lock = _lock(self._folder / "supervisor.lock")
        self._stopping.clear()
        self._wake = os.pipe()
        try:
            self._binary = find_binary(self._binary)
            self._start_within(START_SECONDS)
        except BaseException:
            self.stop()
            raise
        self._watcher = threading.Thread(target=self._watch, name="mongod-watcher", daemon=True)
        self._watcher.start()
        return self.uri

    def stop(self) -> None:
        """Stop the mongod and wait until it has ended; stopping twice is no error."""
        if self._lock is None:
            return
        self._stopping.set()
        os.write(self._wake[1], b".")
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None
        self._end_process()
        for descriptor in (*self._wake, self._lock):
            os.close(descriptor)
        self._lock = None

    def _start_within(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            # A port or a folder may be taken in the moment between looking and starting: look again.
            self._port = _choose_port(read_record(self._record))
            if self._bring_up(deadline):
                return
        raise MongodFailed(f"see {self._log}")

    def _watch(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            if self._held is not None and not self._held.ended_within(3600, or_wakes=self._wake[0]):
                continue
            log.warning("mongod has ended; starting it again on port %d", self._port)
            # Recovery after a crash takes the time it takes: no deadline.
            returned = self._bring_up(math.inf)
            pause = 0.0 if returned else min(_LONGEST_PAUSE, pause * 2 or 0.1)

    def _bring_up(self, deadline: float) -> bool:
        """Adopt or spawn one, and wait until it can be written to; whether it can."""
        self._let_go()
        found = find_orphan(self._files, read_record(self._record))
        if found is not None:
            self._held, self._port = found
        else:
            self._held = self._spawn()
        if self._held is None:
            return False
        held = self._held
        Record(held.pid, held.started, self._port).write(self._record)

        def given_up() -> bool:
            return self._stopping.is_set() or held.ended_within(0.02)

        if replica_set.becomes_writable(self._port, deadline=deadline, given_up=given_up):
            return True
        self._end_process()
        return False

    def _spawn(self) -> HeldProcess | None:
        command = [str(self._binary), "--dbpath", str(self._files), "--port", str(self._port)]
        command += [*_OPTIONS, "--logpath", str(self._log), *self._extra]
        nothing = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
        # Our settings hold secrets that are none of its business.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
        # Its own session: Ctrl-C in a terminal must reach us, who then stop it in order.
        return HeldProcess.hold(os.posix_spawn(command[0], command, environment, file_actions=nothing, setsid=True))

    def _end_process(self) -> None:
        if self._held is None:
            return
        self._held.send(signal.SIGTERM)
        if not self._held.ended_within(STOP_SECONDS):
            self._held.send(signal.SIGKILL)
            self._held.ended_within(STOP_SECONDS)
        self._let_go()

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.release()
            self._held = None


def _lock(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        os.close(descriptor)
        raise FolderInUse(str(path.parent)) from held
    return descriptor


def _choose_port(record: Record | None) -> int:
    if record is not None and _is_free(record.port):
        return record.port
    return next(port for port in random.sample(_PORTS, len(_PORTS)) if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind((replica_set.LOOPBACK, port))
            return True
    return False
