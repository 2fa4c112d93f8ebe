"""One running mongod, held by a file descriptor of the kernel's.

A process id alone may belong to somebody else a moment later. A pidfd names one process for ever, tells when
it ends and carries signals to nobody else, for our own children and for orphans alike.
"""

from __future__ import annotations

import json
import os
import select
import signal
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

_STARTED_FIELD = 21  # Field 22 of /proc/<pid>/stat, counted from 0: see proc_pid_stat(5).


@dataclass(frozen=True, slots=True)
class Record:
    """What the next supervisor of a folder must know; `started` in clock ticks since the machine started."""

    pid: int
    started: int
    port: int

    def write(self, path: Path) -> None:
        """Replace the file at `path` whole, so that a reader never sees half a record."""
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self)), encoding="ascii")
        draft.replace(path)


def read_record(path: Path) -> Record | None:
    """Return the record, or None where there is none that can be read."""
    try:
        fields = json.loads(path.read_text(encoding="ascii"))
        return Record(pid=int(fields["pid"]), started=int(fields["started"]), port=int(fields["port"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@dataclass(slots=True)
class HeldProcess:
    """A process that cannot be mistaken for another."""

    pid: int
    pidfd: int = field(repr=False)

    @classmethod
    def hold(cls, pid: int) -> HeldProcess | None:
        """Hold the process with this id; None if there is none."""
        try:
            return cls(pid, os.pidfd_open(pid))
        except OSError:
            return None

    @property
    def started(self) -> int:
        """Clock ticks between the machine's start and the process's; 0 once it has gone."""
        try:
            stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return 0
        # The second field is a name in parentheses and may hold blanks.
        return int(stat.rpartition(")")[2].split()[_STARTED_FIELD - 2])

    def arguments(self) -> list[str]:
        """Return the command line; empty once the process has ended."""
        try:
            return os.fsdecode(Path(f"/proc/{self.pid}/cmdline").read_bytes()).split("\0")
        except OSError:
            return []

    def ended_within(self, seconds: float, *, or_wakes: int | None = None) -> bool:
        """Wait until the process ends, the time is up, or the descriptor `or_wakes` becomes readable."""
        poll = select.poll()
        poll.register(self.pidfd, select.POLLIN)
        if or_wakes is not None:
            poll.register(or_wakes, select.POLLIN)
        return any(descriptor == self.pidfd for descriptor, _ in poll.poll(max(0.0, seconds) * 1000))

    def send(self, number: signal.Signals) -> None:
        """Send a signal; one that comes too late is no error."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, number)

    def release(self) -> None:
        """Let go of the descriptor, and reap the process if it is ours and has ended."""
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        os.close(self.pidfd)


def option(arguments: list[str], name: str) -> str | None:
    """Return what follows the option `name` on a command line."""
    with suppress(ValueError, IndexError):
        return arguments[arguments.index(name) + 1]
    return None


def find_orphan(folder: Path, record: Record | None) -> tuple[HeldProcess, int] | None:
    """Return the mongod that keeps its files in `folder`, and its port; None if none runs.

    It is known by our record (id and start time) or, where we were killed before writing one, by mongod's own
    lock file; in both cases its command line must name this very folder.
    """
    candidates = [] if record is None else [record.pid]
    with suppress(OSError, ValueError):
        candidates.append(int((folder / "mongod.lock").read_text(encoding="ascii")))
    for pid in candidates:
        held = HeldProcess.hold(pid)
        if held is None:
            continue
        arguments = held.arguments()
        port = option(arguments, "--port")
        recorded = record is not None and record.pid == pid
        same_start = not recorded or (record is not None and record.started == held.started)
        if option(arguments, "--dbpath") == str(folder) and port is not None and same_start:
            return held, int(port)
        held.release()
    return None
