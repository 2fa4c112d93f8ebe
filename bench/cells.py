"""The cells: which application is asked what, by how many connections, and what the answer must be."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from auth import sessions
from auth.models import rows
from auth.sessions import SessionKind
from bench import world as worlds
from bench.load import AtRandom, Call, Caller, ask, request
from bench.world import ALLERGY, QUESTION, Kid, World
from portfolio.clock import system_clock
from portfolio.models import DocumentRecord
from portfolio.wiring import Parts

CONNECTIONS = 16


class AnswerLacking(Exception):
    """The service does not answer what is to be measured."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing measured. `connections` 1 tells what one person waits who meets nobody else."""

    name: str
    server: str
    words: str
    connections: int = CONNECTIONS


CELLS: tuple[Cell, ...] = (
    Cell("hello", "hello", "bare Flask, five bytes"),
    Cell("plain", "plain", "PyMongo by id, unprotected, 4 KiB"),
    Cell("read", "ours", "the service, 4 KiB, random children"),
    Cell("read_hot", "ours", "the service, 4 KiB, one child"),
    Cell("read_unsealed", "without_encryption", "the same without encryption"),
    Cell("read_unlogged", "without_ledger", "the same without guard and entry"),
    Cell("list100", "ours", "an officer's page of 100 children"),
    Cell("save_cv", "ours", "a child saves an answer"),
    Cell("first_screen", "ours", "a home's first screen"),
    Cell("read_of_12", "twelve", "read, 12 children stored", 1),
    Cell("read_of_500", "five_hundred", "read, 500 children stored", 1),
)


class Signed:
    """The people of one world with fresh sessions: an access token lives five minutes, a run takes longer."""

    def __init__(self, parts: Parts, world: World) -> None:
        self._parts = parts
        self._at = system_clock()
        self.world = world
        self._known: dict[tuple[str, SessionKind], str] = {}

    def bearer(self, account: str) -> str:
        """An `Authorization` header's content."""
        secret = self._session(account, SessionKind.API)
        session = sessions.find(secret, SessionKind.API, self._at)
        if session is None:
            raise LookupError(account)
        return f"Bearer {self._parts.tokens.issue(account, session.id, self._at)}"

    def cookie(self, account: str) -> str:
        """A `Cookie` header's content."""
        return f"portfolio={self._session(account, SessionKind.WORKING)}"

    def _session(self, account: str, kind: SessionKind) -> str:
        if (account, kind) not in self._known:
            self._known[account, kind] = worlds.working_session(self._parts, account, kind, self._at)
        return self._known[account, kind]


class Saves:
    """One child who changes one answer again and again, each time based on the version before."""

    def __init__(self, bearer: str, number: int) -> None:
        self._bearer = bearer
        self._number = number

    def __next__(self) -> Call:
        words = f"fotboll och att rita, gång {self._number + 1}"
        body = json.dumps({"pictures": [], "words": words, "audience": ["home"]}).encode()
        sent = request(
            "PUT",
            f"/api/v1/me/words/{QUESTION}",
            body=body,
            authorization=self._bearer,
            content_type="application/json",
            if_match=f'"{self._number}"',
        )
        self._number += 1
        return Call(sent, pieces=(f'"number": {self._number}}}'.encode(),))


Bodies = Mapping[str, bytes]
"""What the service answers for each note, by the note's id."""


def callers(cell: Cell, signed: Signed, bodies: Bodies) -> list[Caller]:
    """What each of the cell's connections asks."""
    if cell.name == "save_cv":
        return [Saves(signed.bearer(kid.account), _saved(kid)) for kid in signed.world.placed[: cell.connections]]
    calls = CALLS[cell.name](signed, bodies)
    return [AtRandom(calls, seed) for seed in range(cell.connections)]


def read_once(port: int, signed: Signed) -> dict[str, bytes]:
    """Read every child's note once and compare it with what was written. Raises AnswerLacking."""
    bodies = {}
    bearers = {officer: signed.bearer(officer) for officer in signed.world.officers}
    asked = [_reading(kid, bearers[kid.officer]) for kid in signed.world.kids]
    for kid, (status, body) in zip(signed.world.kids, ask(port, asked), strict=True):
        if status != b"200" or json.loads(body)["content"]["text"] != worlds.text(kid.child):
            raise AnswerLacking(f"{status.decode()} {body[:200].decode(errors='replace')}")
        bodies[kid.note] = body
    return bodies


def _reading(kid: Kid, bearer: str) -> bytes:
    return request("GET", f"/api/v1/children/{kid.child}/documents/{kid.note}?purpose=casework", authorization=bearer)


def _hello(_signed: Signed, _bodies: Bodies) -> Sequence[Call]:
    return (Call(request("GET", "/"), whole=b"hello"),)


def _plain(signed: Signed, bodies: Bodies) -> Sequence[Call]:
    notes = (kid.note for kid in signed.world.kids)
    return tuple(Call(request("GET", f"/documents/{note}"), whole=bodies[note]) for note in notes)


def _reads(signed: Signed, bodies: Bodies) -> Sequence[Call]:
    bearers = {officer: signed.bearer(officer) for officer in signed.world.officers}
    return tuple(Call(_reading(kid, bearers[kid.officer]), whole=bodies[kid.note]) for kid in signed.world.kids)


def _reads_of_one(signed: Signed, bodies: Bodies) -> Sequence[Call]:
    kid = signed.world.kids[0]
    return (Call(_reading(kid, signed.bearer(kid.officer)), whole=bodies[kid.note]),)


def _lists(signed: Signed, _bodies: Bodies) -> Sequence[Call]:
    return tuple(
        Call(request("GET", "/children", cookie=signed.cookie(officer)), pieces=_links(signed.world, officer))
        for officer in signed.world.officers
    )


def _links(world: World, officer: str) -> tuple[bytes, ...]:
    return tuple(f"/children/{kid.child}".encode() for kid in world.of_officer(officer))


def _first_screens(signed: Signed, _bodies: Bodies) -> Sequence[Call]:
    return tuple(
        Call(request("GET", f"/home/{kid.child}", cookie=signed.cookie(kid.carer)), pieces=(ALLERGY.encode(),))
        for kid in signed.world.placed
    )


def _saved(kid: Kid) -> int:
    row = rows(DocumentRecord).find_one({"child": kid.child, "kind": "own_words", "key": QUESTION}, {"head.number": 1})
    return int(row["head"]["number"]) if row else 0


CALLS: dict[str, Callable[[Signed, Bodies], Sequence[Call]]] = {
    "hello": _hello,
    "plain": _plain,
    "read": _reads,
    "read_hot": _reads_of_one,
    "read_unsealed": _reads,
    "read_unlogged": _reads,
    "list100": _lists,
    "first_screen": _first_screens,
    "read_of_12": _reads,
    "read_of_500": _reads,
}
