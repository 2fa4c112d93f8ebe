"""Where one read spends its time: by step, as it runs in the service, and by function, from cProfile."""

import cProfile
import io
import pstats
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean
from types import ModuleType
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from auth import recognition
from bench.cells import Signed
from bench.world import World
from consent import gate, grants, policy
from portfolio import documents, subjects
from portfolio.app import create_app
from portfolio.wiring import Parts
from storage.vault import Vault

READS = 200
SHOWN = 25

STEPS: tuple[tuple[str, ModuleType | type, str], ...] = (
    ("token, session, account", recognition, "by_token"),
    ("facts and the document's row", subjects, "load_document"),
    ("grants", grants, "standing"),
    ("decide", policy, "decide"),
    ("guard and ledger entry (commit)", gate, "_enter"),
    ("child's key (look up, unwrap)", Vault, "open"),
    ("version's key (unwrap) and content (open)", documents, "raw"),
)
"""Disjoint functions on the way of one read; what is left is Flask, headers and JSON."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step's time: mean microseconds a read."""

    words: str
    micros: float


@dataclass(frozen=True, slots=True)
class Profile:
    """The steps in their order, the whole read, and cProfile's own table."""

    steps: tuple[Step, ...]
    whole: float
    functions: str


def profiled(parts: Parts, world: World) -> Profile:
    """Read notes in this process, one after another, without a network between."""
    app = create_app(parts)
    asked = _asked(Signed(parts, world), world)
    _read(app, asked[:50])
    took: dict[str, list[float]] = {words: [] for words, _, _ in STEPS}
    whole = []
    with _timed(took) as begin:
        for environ in asked:
            begin()
            started = time.perf_counter()
            _read(app, (environ,))
            whole.append(time.perf_counter() - started)
    steps = tuple(Step(words, fmean(times) * 1e6) for words, times in took.items())
    return Profile(steps, fmean(whole) * 1e6, _functions(app, asked))


def _asked(signed: Signed, world: World) -> list[dict[str, Any]]:
    bearers = {officer: signed.bearer(officer) for officer in world.officers}
    environs = []
    for number in range(READS):
        kid = world.kids[number % len(world.kids)]
        path = f"/api/v1/children/{kid.child}/documents/{kid.note}?purpose=casework"
        headers = {"Authorization": bearers[kid.officer]}
        environs.append(EnvironBuilder(path, headers=Headers(headers)).get_environ())
    return environs


def _read(app: Flask, environs: Iterable[dict[str, Any]]) -> None:
    for environ in environs:
        _, status, _ = run_wsgi_app(app.wsgi_app, dict(environ))
        if not status.startswith("200"):
            raise RuntimeError(status)


@contextmanager
def _timed(took: dict[str, list[float]]) -> Iterator[Callable[[], None]]:
    """Wrap every step with a clock; the callable given begins a read, in which a step's calls add up."""
    kept = [(owner, name, getattr(owner, name)) for _, owner, name in STEPS]

    def clocked(words: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                took[words][-1] += time.perf_counter() - started

        return run

    def begin() -> None:
        for times in took.values():
            times.append(0.0)

    for words, owner, name in STEPS:
        setattr(owner, name, clocked(words, getattr(owner, name)))
    try:
        yield begin
    finally:
        for owner, name, function in kept:
            setattr(owner, name, function)


def _functions(app: Flask, asked: list[dict[str, Any]]) -> str:
    watched = cProfile.Profile()
    watched.enable()
    _read(app, asked)
    watched.disable()
    table = io.StringIO()
    pstats.Stats(watched, stream=table).strip_dirs().sort_stats("tottime").print_stats(SHOWN)
    lines = table.getvalue().strip().splitlines()
    return "\n".join(line.rstrip() for line in lines if line.strip())
