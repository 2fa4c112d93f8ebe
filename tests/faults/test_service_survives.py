"""The running service loses its database five times with writes in flight, and nothing it acknowledged."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
import pytest

from auth.identifiers import new_id
from tests.plain_client import PlainClient
from tests.service import Service, portfolio, serving

KILLS = 5
RETURN_SECONDS = 10.0
WRITERS = 3
BETWEEN = 4
"""Writes acknowledged between two kills, so that each kill meets a service at work."""

LOGIN = "sanna@norrvik.example"
PASSWORD = "en lång mening som ingen gissar"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service of this test's own: it is the one that is hurt."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def officer(service: Service) -> PlainClient:
    """The first officer, signed in."""
    password = service.home / "password"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    names = ("--name", "Norrvik", "--on-call", "08-465 004 00", "--unit", "Barn och unga")
    whose = ("--officer", "Sanna Exempelsson", "--login", LOGIN, "--password-file", str(password))
    begun = portfolio(service.home, "init", *names, *whose)
    assert begun.returncode == 0, begun.stderr
    secret = begun.stdout.partition("secret for one-time codes: ")[2].split()[0]
    client = PlainClient(service.port)
    client.get("/sign-in")
    signed_in = client.post("/sign-in", login=LOGIN, password=PASSWORD, totp=pyotp.TOTP(secret).now(), next="/")
    assert signed_in[0] == 303, signed_in
    return client


@dataclass
class Record:
    """What was sent and what was acknowledged, kept outside the processes that are killed."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    in_flight: set[str] = field(default_factory=set)
    refused: int = 0
    ended: bool = False

    @property
    def total(self) -> int:
        return sum(len(texts) for texts in self.acknowledged.values())


def register(officer: PlainClient) -> str:
    """A child to write about; the address of her page."""
    officer.get("/children/new")
    born = {"born-day": "10", "born-month": "3", "born-year": "2017"}
    status, child = officer.post("/children/new", once=new_id(), name="Signe Påhittberg", called="Signe", **born)
    assert status == 303, status
    return child


def write(client: PlainClient, child: str, record: Record) -> None:
    """One risk after another, until told to end; each counts from when the service has said yes."""
    while not record.ended:
        text = f"Risk {new_id()}"
        with record.changed:
            record.in_flight.add(text)
            record.changed.notify_all()
        try:
            fields = {"once": new_id(), "what": text, "what_to_do": "Gå bredvid.", "source": "mamma"}
            status, _ = client.post(f"{child}/facts/risk/new", **fields)
        except (OSError, http.client.HTTPException):
            status = 0
        with record.changed:
            record.in_flight.discard(text)
            if status == http.HTTPStatus.SEE_OTHER:
                record.acknowledged[child].append(text)
            else:
                record.refused += 1
            record.changed.notify_all()


def wait_for_writes(record: Record, more: int) -> float:
    """Until so many more writes are acknowledged and another is on its way; the seconds until the first of them."""
    begun, before, first = time.monotonic(), record.total, 0.0
    with record.changed:
        while record.total < before + more or not record.in_flight:
            left = begun + 2 * RETURN_SECONDS - time.monotonic()
            assert left > 0, "the service does not come back"
            record.changed.wait(left)
            first = first or (time.monotonic() - begun if record.total > before else 0.0)
    return first


def test_five_kills_of_mongod_with_writes_in_flight_lose_nothing_acknowledged(
    service: Service, officer: PlainClient
) -> None:
    record = Record(acknowledged={register(officer): [] for _ in range(WRITERS)})
    writers = [threading.Thread(target=write, args=(officer.another(), child, record)) for child in record.acknowledged]
    for writer in writers:
        writer.start()
    returned = []
    try:
        wait_for_writes(record, BETWEEN)
        for _ in range(KILLS):
            killed = service.mongod_pid
            os.kill(killed, signal.SIGKILL)
            returned.append(wait_for_writes(record, BETWEEN))
            assert service.mongod_pid not in {0, killed}
    finally:
        record.ended = True
        for writer in writers:
            writer.join()
    assert max(returned) < RETURN_SECONDS, returned

    for child, texts in record.acknowledged.items():
        status, page = officer.get(child)
        assert status == 200
        assert [text for text in texts if text not in page] == []
    verified = portfolio(service.home, "ledger", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
