"""One run from an empty folder to the figures; everything that was started is stopped again."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.cells import Signed, read_once
from bench.goals import measured_goals
from bench.profiling import Profile, profiled
from bench.rounds import Measured, Scene, measure
from bench.servers import ROOT, Server
from bench.stage import Stage
from bench.world import Size, World
from storage.mongod import EmbeddedMongod

Say = Callable[[str], None]

IMPORTS = 5
CHILDREN_OF_AN_OFFICER = 100
PLACED = 6
_IMPORT = """
import time
begun = time.perf_counter()
import portfolio.app, portfolio.serving
print((time.perf_counter() - begun) * 1000)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how large."""

    rounds: int
    seconds: float
    """Of each cell in each round."""
    offices: int
    growth_facts: int
    """How many of each office's children have facts beside their note, in the worlds of 12 and 500."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run found."""

    results: list[dict[str, Any]]
    cells: dict[str, Measured]
    profile: Profile
    plan: Plan


def run(plan: Plan, say: Say) -> Figures:
    """Measure everything. Raises AnswerLacking when not even a note can be read."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as running:
        folder = Path(name)
        mongod = running.enter_context(EmbeddedMongod(folder / "mongod"))
        stage = Stage(folder, mongod.uri)
        ready = running.enter_context(_ready(stage, folder, plan, say))
        cells = measure(ready, rounds=plan.rounds, seconds=plan.seconds, say=say)
        memory = ready.servers["ours"].memory_mib()
        say("profiling one read")
        with stage.parts(ready.worlds["ours"].database) as parts:
            profile = profiled(parts, ready.worlds["ours"])
    say("timing the import")
    goals = measured_goals(memory, _import_ms())
    return Figures([goal.result(cells) for goal in goals], cells, profile, plan)


@contextmanager
def _ready(stage: Stage, folder: Path, plan: Plan, say: Say) -> Iterator[Scene]:
    main = _seeded(stage, "bench", Size(plan.offices, CHILDREN_OF_AN_OFFICER, PLACED, PLACED), say)
    twelve = _seeded(stage, "bench_12", Size(1, 12, plan.growth_facts, 0), say)
    hundreds = _seeded(stage, "bench_500", Size(5, CHILDREN_OF_AN_OFFICER, plan.growth_facts, 0), say)
    worlds = {"ours": main, "without_ledger": main, "hello": main, "plain": main}
    worlds |= {"twelve": twelve, "five_hundred": hundreds}
    with ExitStack() as running:

        def start(name: str, application: str) -> Server:
            environment = stage.environment(worlds[name].database)
            return running.enter_context(Server(f"bench.apps:{application}", environment, folder / f"{name}.log"))

        servers = {name: start(name, "ours") for name in ("ours", "twelve", "five_hundred")}
        bodies: dict[str, bytes] = {}
        for name, server in servers.items():
            with stage.parts(worlds[name].database) as parts:
                bodies |= read_once(server.port, Signed(parts, worlds[name]))
        of_main = {kid.note: bodies[kid.note] for kid in main.kids}
        say(f"read {len(bodies)} notes, each as it was written, about {_mean(of_main)} bytes an answer")
        stage.keep_plain(of_main)
        worlds["without_encryption"] = stage.unsealed(main, "bench_unsealed", of_main)
        for name in ("hello", "plain", "without_encryption", "without_ledger"):
            servers[name] = start(name, name)
        yield Scene(stage, servers, worlds, bodies)


def _seeded(stage: Stage, database: str, size: Size, say: Say) -> World:
    world = stage.seed(database, size)
    say(f"{database}: {len(world.kids)} children, {len(world.placed)} of them in a home")
    return world


def _mean(bodies: dict[str, bytes]) -> int:
    return sum(len(body) for body in bodies.values()) // len(bodies)


def _import_ms() -> float:
    def once() -> float:
        ran = subprocess.run([sys.executable, "-c", _IMPORT], cwd=ROOT, capture_output=True, text=True, check=True)
        return float(ran.stdout)

    return median(once() for _ in range(IMPORTS))
