"""`python -m bench`: seed, start the servers, measure, write `bench/results.json` and `docs/bench/`."""

import argparse
import signal
import sys
import time
from dataclasses import dataclass

from bench.report import write
from bench.run import Plan, run

QUICK = Plan(rounds=2, seconds=1.0, offices=3, growth_facts=0)
USUAL = Plan(rounds=5, seconds=3.0, offices=10, growth_facts=8)
DEEP = Plan(rounds=15, seconds=5.0, offices=10, growth_facts=8)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says."""

    plan: Plan
    words: str


def _asked() -> Asked:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_true", help="two short rounds on a smaller world")
    length.add_argument("--deep", action="store_true", help="fifteen long rounds")
    given = parser.parse_args()
    if given.quick:
        return Asked(QUICK, "quick")
    return Asked(DEEP, "deep") if given.deep else Asked(USUAL, "usual")


def main() -> int:
    """0 when every figure was measured, whether or not it met its goal."""
    asked = _asked()
    # Whoever ends the run this way leaves no server and no database behind either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    begun = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {words}", flush=True)

    figures = run(asked.plan, say)
    table = write(figures, asked.words)
    print(table)
    return 0 if all(line["value"] is not None for line in figures.results) else 1


if __name__ == "__main__":
    sys.exit(main())
