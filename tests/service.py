"""The product's own command, run as a person runs it: its own process, its own folder, nothing shared."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.mongod_process import read_record

COMMAND = Path(sys.executable).with_name("portfolio")
START_SECONDS = 60.0
STOP_SECONDS = 30.0


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a trial installation in `home`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
    return {**own, "PORTFOLIO_TRIAL": "1", "PORTFOLIO_HOME": str(home), **more}


def portfolio(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `portfolio …` to its end."""
    return subprocess.run(
        [str(COMMAND), *words], env=environment(home, **more), capture_output=True, text=True, timeout=120, check=False
    )


@dataclass(frozen=True, slots=True)
class Service:
    """A running `portfolio serve` with its embedded database."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home / "serve.log"

    @property
    def mongod_pid(self) -> int:
        """The database's process as its supervisor has written it down; 0 where there is none."""
        record = read_record(self.home / "data" / "mongod" / "mongod.json")
        return record.pid if record else 0

    def is_answering(self) -> bool:
        """Whether `/health` says that it can answer and save."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def answers_within(self, seconds: float) -> bool:
        """Ask until it answers, ends, or the time is up."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.is_answering():
                return True
            try:
                self.process.wait(timeout=0.05)
            except subprocess.TimeoutExpired:
                continue
            return False
        return False

    def stop(self) -> int:
        """End it as a person does, with one SIGTERM; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait(timeout=STOP_SECONDS)


@contextmanager
def serving(home: Path, *words: str, **more: str) -> Iterator[Service]:
    """`portfolio serve` on a free port, answering; stopped at the end."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with (home / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [str(COMMAND), "serve", "--port", str(port), *words],
            env=environment(home, **more),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    service = Service(process, home, port)
    try:
        if not service.answers_within(START_SECONDS):
            raise AssertionError(f"portfolio serve did not start:\n{service.log.read_text(errors='replace')[-4000:]}")
        yield service
    finally:
        service.stop()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
