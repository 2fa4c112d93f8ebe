"""Start and stop the web server for each application: one process, 32 blocking threads, all on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from bench.load import LOOPBACK

ROOT = Path(__file__).parents[1]
THREADS = 32
START_SECONDS = 30.0
STOP_SECONDS = 10.0
MIB = 1024 * 1024


class ServerFailed(Exception):
    """The server did not answer in time; the log it names says why."""


class Server:
    """One application (`module:factory`) under granian, as a context manager."""

    def __init__(self, application: str, environment: Mapping[str, str], log: Path) -> None:
        self.port = _free_port()
        self._application = application
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(ROOT)}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._worker: psutil.Process | None = None

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"]
        command += ["--host", LOOPBACK, "--port", str(self.port), "--workers", "1", "--factory"]
        command += ["--blocking-threads", str(THREADS), "--no-access-log", "--log-level", "warning"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, self._application], cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )
        try:
            self._await()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop the processes started here, and wait until they have ended."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for child in psutil.Process(self._process.pid).children(recursive=True):
                child.kill()
            self._process.kill()
            self._process.wait()
        self._process = None

    def cpu_seconds(self) -> float:
        """What the worker has used of the processor so far, in user and kernel."""
        return cpu_seconds(self._running())

    def memory_mib(self) -> float:
        """What of the worker lies in memory now."""
        return float(self._running().memory_info().rss) / MIB

    def _running(self) -> psutil.Process:
        if self._worker is None:
            raise ServerFailed(f"{self._application} does not run")
        return self._worker

    def _await(self) -> None:
        process = self._process
        deadline = time.monotonic() + START_SECONDS
        while process is not None and process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection((LOOPBACK, self.port), timeout=0.2).close()
            except OSError:
                time.sleep(0.05)
                continue
            (self._worker,) = psutil.Process(process.pid).children()
            return
        raise ServerFailed(f"{self._application}: see {self._log}\n{self._log.read_text(errors='replace')[-2000:]}")


def cpu_seconds(process: psutil.Process) -> float:
    """User and kernel time of a process so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
