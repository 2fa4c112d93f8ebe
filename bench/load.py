"""The load: keep-alive connections from one process of its own; every answer's status and body is looked at."""

import random
import re
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

LOOPBACK = "127.0.0.1"
PATIENCE = 30.0
"""Seconds to wait for one answer before the run is given up."""

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Call:
    """One request ready to send, and what its answer must be: these bytes, or a body that holds these pieces."""

    request: bytes = field(repr=False)
    whole: bytes | None = field(default=None, repr=False)
    pieces: tuple[bytes, ...] = field(default=(), repr=False)
    status: bytes = b"200"

    def fits(self, status: bytes, body: bytes) -> bool:
        if status != self.status:
            return False
        return body == self.whole if self.whole is not None else all(piece in body for piece in self.pieces)


class Caller(Protocol):
    """What one connection asks, call after call."""

    def __next__(self) -> Call: ...


class AtRandom:
    """Any of the calls, in an order that the seed decides."""

    def __init__(self, calls: Sequence[Call], seed: int) -> None:
        self._calls = calls
        self._random = random.Random(seed)

    def __next__(self) -> Call:
        return self._random.choice(self._calls)


@dataclass(frozen=True, slots=True)
class Load:
    """What one run saw; `answered` counts wrong answers too."""

    rate: float
    """Right answers a second."""
    p50: float
    p99: float
    """Milliseconds."""
    answered: int
    wrong: int
    first_wrong: str = ""


def request(method: str, path: str, *, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of one HTTP/1.1 request; a header's underscores are dashes."""
    lines = [f"{method} {path} HTTP/1.1", "host: localhost"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"content-length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def ask(port: int, sent: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Status and body of each request in turn, on one connection."""
    connection = _Connection(port, iter([Call(one) for one in sent]))
    try:
        for _ in sent:
            connection.send()
            while not connection.receive():
                pass
            yield connection.status, connection.body
    finally:
        connection.close()


def drive(port: int, callers: Sequence[Caller], seconds: float) -> Load:
    """Keep every caller's connection busy for that long, and wait for the answers still owed."""
    connections = [_Connection(port, caller) for caller in callers]
    try:
        return _driven(connections, seconds)
    finally:
        for connection in connections:
            connection.close()


def _driven(connections: Sequence["_Connection"], seconds: float) -> Load:
    seen = _Seen()
    begun = time.perf_counter()
    end = begun + seconds
    with selectors.DefaultSelector() as waiting:
        for connection in connections:
            waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        while waiting.get_map():
            ready = waiting.select(PATIENCE)
            if not ready:
                raise TimeoutError(f"no answer within {PATIENCE:.0f} s")
            for key, _ in ready:
                connection = key.data
                if not connection.receive():
                    continue
                now = time.perf_counter()
                seen.note(connection, now)
                if now < end:
                    connection.send()
                else:
                    waiting.unregister(connection.socket)
    # The last answers, which nobody asks on after, count too: the server is as busy with them as before.
    return seen.load(time.perf_counter() - begun)


@dataclass(slots=True)
class _Seen:
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note(self, connection: "_Connection", now: float) -> None:
        if connection.is_right:
            self.took.append(now - connection.sent_at)
        else:
            self.wrong.append(connection.told)

    def load(self, seconds: float) -> Load:
        self.took.sort()
        return Load(
            rate=len(self.took) / seconds,
            p50=_percentile(self.took, 0.50),
            p99=_percentile(self.took, 0.99),
            answered=len(self.took) + len(self.wrong),
            wrong=len(self.wrong),
            first_wrong=self.wrong[0] if self.wrong else "",
        )


def _percentile(took: Sequence[float], share: float) -> float:
    return took[min(len(took) - 1, int(len(took) * share))] * 1000 if took else 0.0


class _Connection:
    def __init__(self, port: int, calls: Caller | Iterator[Call]) -> None:
        self.socket = socket.create_connection((LOOPBACK, port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self.status = b""
        self.body = b""
        self._calls = calls
        self._call = Call(b"")
        self._got = bytearray()
        self._whole = 0
        self._head = 0

    def send(self) -> None:
        self._call = next(self._calls)
        self._got.clear()
        self._whole = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(self._call.request)

    def receive(self) -> bool:
        """Read what has come; whether the answer is whole now."""
        came = self.socket.recv(1 << 18)
        if not came:
            raise ConnectionError("the server hung up")
        self._got += came
        if not self._whole and not self._read_head():
            return False
        if len(self._got) < self._whole:
            return False
        self.status, self.body = bytes(self._got[9:12]), bytes(self._got[self._head : self._whole])
        return True

    @property
    def is_right(self) -> bool:
        return self._call.fits(self.status, self.body)

    @property
    def told(self) -> str:
        return f"{self.status.decode('ascii', 'replace')} {self.body[:_SHOWN].decode('utf-8', 'replace')}"

    def close(self) -> None:
        self.socket.close()

    def _read_head(self) -> bool:
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return False
        self._head = end + 4
        length = _LENGTH.search(self._got, 0, self._head)
        # An answer without a length has no body (204, 304); none of ours is chunked.
        self._whole = self._head + (int(length[1]) if length else 0)
        return True
