"""Rounds: every cell in turn, a little each time, so that a slow minute of the machine hits all alike."""

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from statistics import median

from bench.cells import CELLS, Bodies, Cell, Signed, callers
from bench.load import Caller, Load, drive
from bench.servers import Server
from bench.stage import Stage
from bench.world import World

WARM_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Round:
    """One cell's share of one round."""

    load: Load
    cpu_ms: float
    """What one answer cost the application's own process."""


@dataclass(slots=True)
class Measured:
    """A cell's rounds so far, in order; or why there are none."""

    rounds: list[Round] = field(default_factory=list)
    lacking: str = ""

    @property
    def rates(self) -> list[float]:
        return [one.load.rate for one in self.rounds]

    @property
    def wrong(self) -> int:
        return sum(one.load.wrong for one in self.rounds)

    @property
    def first_wrong(self) -> str:
        return next((one.load.first_wrong for one in self.rounds if one.load.wrong), "")

    def middle(self, of: Callable[[Round], float]) -> float:
        """The median over the rounds."""
        return median(of(one) for one in self.rounds)


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands ready: each server running, and which world each works on."""

    stage: Stage
    servers: Mapping[str, Server]
    worlds: Mapping[str, World]
    bodies: Bodies

    def callers_of(self, cell: Cell) -> list[Caller]:
        """The cell's callers, with sessions begun just now."""
        world = self.worlds[cell.server]
        with self.stage.parts(world.database) as parts:
            return callers(cell, Signed(parts, world), self.bodies)


def measure(ready: Scene, *, rounds: int, seconds: float, say: Callable[[str], None]) -> dict[str, Measured]:
    """Warm every cell up, then go round. A cell whose first answers are wrong is left out, and says why."""
    found = {cell.name: Measured() for cell in CELLS}
    # The loader has a process of its own, as the people who ask have machines of theirs.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as loader:

        def run(cell: Cell, for_seconds: float) -> Round:
            server = ready.servers[cell.server]
            asking = ready.callers_of(cell)
            before = server.cpu_seconds()
            seen = loader.submit(drive, server.port, asking, for_seconds).result()
            spent = server.cpu_seconds() - before
            return Round(seen, spent * 1000 / max(1, seen.answered))

        for cell in CELLS:
            warm = run(cell, WARM_SECONDS).load
            if warm.wrong:
                found[cell.name].lacking = warm.first_wrong
                say(f"{cell.name}: not measured: {warm.first_wrong}")
        measurable = [cell for cell in CELLS if not found[cell.name].lacking]
        for number in range(rounds):
            # Each round begins with another cell, so that none always follows the same one.
            first = number * len(measurable) // rounds
            for cell in (*measurable[first:], *measurable[:first]):
                found[cell.name].rounds.append(run(cell, seconds))
            say(f"round {number + 1} of {rounds}")
    return found
