"""Run the service: the embedded database in trial mode, the web server's processes, the demo world if asked for.

This process is no worker: it starts the database and the web server, watches them, and stops both in order.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from portfolio.settings import Settings, from_environment
from portfolio.wiring import RECORDS, Parts, assemble
from storage.database import build_indexes, close_database, open_database
from storage.mongod import EmbeddedMongod

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 20.0
START_SECONDS = 180.0
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Listening:
    """Where the web server listens, and with how many processes."""

    host: str
    port: int
    workers: int = 1


def parts_from_environment() -> Parts:
    """The parts of one worker process, connected as its environment says."""
    settings = from_environment()
    databases = open_database(
        settings.mongodb or "",
        keys_uri=settings.keys_mongodb,
        name=settings.database,
        keys_name=settings.keys_database,
    )
    return assemble(settings, databases)


def run(settings: Settings, listening: Listening, announce: Callable[[str], None]) -> int:
    """Serve until told to stop; the web server's exit code. Raises what the parts raise when one cannot start."""
    # Until the web server runs, being told to stop unwinds: whatever has been started is stopped.
    signal.signal(signal.SIGTERM, _unwind)
    with _environment(settings):
        _prepare(settings)
        return _serve(settings, listening, announce)


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """What the worker processes read; in a trial without a database of its own, one is started for it."""
    if settings.trial:
        os.environ["PORTFOLIO_TRIAL"] = "1"
        os.environ["PORTFOLIO_DEMO"] = "1" if settings.demo else "0"
    if settings.mongodb is not None:
        yield
        return
    with EmbeddedMongod(settings.data_folder / "mongod", binary=settings.mongod) as mongod:
        os.environ["PORTFOLIO_MONGODB"] = mongod.uri
        yield


def _prepare(settings: Settings) -> None:
    parts = parts_from_environment()
    try:
        build_indexes(RECORDS)
        if settings.demo:
            from portfolio.demo import seed

            seed.ensure(parts, size="s")
    finally:
        # The workers open their own: a connection does not survive into another process.
        close_database()


def _serve(settings: Settings, listening: Listening, announce: Callable[[str], None]) -> int:
    server = subprocess.Popen(_command(settings, listening))  # noqa: S603 - our own interpreter and constants

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if _answers(server, listening, next(iter(settings.hosts), listening.host)):
        announce(f"http://{listening.host}:{listening.port}")
    return _ended(server)


def _command(settings: Settings, listening: Listening) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error"),
        *("--host", listening.host, "--port", str(listening.port)),
        *("--workers", str(listening.workers), "--blocking-threads", str(settings.threads)),
        # A worker told to stop while it is still starting does not hear it.
        *("--workers-kill-timeout", "5", "--respawn-failed-workers", "wsgi:app"),
    ]


def _answers(server: subprocess.Popen[bytes], listening: Listening, name: str) -> bool:
    """Wait until the service says that it is well; False when it ended or took too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if _is_well(listening, name):
            return True
        time.sleep(_PAUSE)
    return False


def _is_well(listening: Listening, name: str) -> bool:
    """Asked by the name that people use: the service knows no other host."""
    connection = http.client.HTTPConnection(listening.host, listening.port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _ended(server: subprocess.Popen[bytes]) -> int:
    try:
        return max(0, server.wait())
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(STOP_SECONDS)


def _unwind(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)
