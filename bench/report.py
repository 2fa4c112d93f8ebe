"""Write what a run found: `bench/results.json`, and under `docs/bench/` a table, a picture and the profile."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.cells import CELLS, Cell
from bench.picture import Bar, drawn
from bench.profiling import Profile
from bench.rounds import Measured
from bench.run import Figures, Plan
from bench.servers import ROOT, THREADS

RESULTS = ROOT / "bench" / "results.json"
PAGES = ROOT / "docs" / "bench"
NAMED = ("flask", "pymongo", "mongoengine", "cryptography", "granian")


def write(figures: Figures, length: str) -> str:
    """Write every file, and return the goals' table for whoever watches."""
    goals = _goals(figures.results)
    PAGES.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(figures.results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _write(PAGES / "table.md", _table(figures, goals, length))
    _write(PAGES / "profile.md", _profile(figures.profile))
    _write(PAGES / "picture.svg", drawn("Requests a second, median and range of the rounds", _bars(figures.cells)))
    return goals


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _goals(results: Iterable[dict[str, Any]]) -> str:
    rows = (
        (line["id"], _plain(line["value"]), line["unit"], _plain(line["goal"]), _met(line), line["note"])
        for line in results
    )
    return _aligned(("Figure", "Value", "Unit", "Goal", "Met", "What it is"), rows)


def _met(line: dict[str, Any]) -> str:
    if line["value"] is None or line["goal"] is None:
        return "–"
    return "yes" if line["met"] else "no"


def _table(figures: Figures, goals: str, length: str) -> str:
    rows = (_cell(cell, figures.cells[cell.name]) for cell in CELLS)
    heads = ("Cell", "Connections", "Requests/s", "least–most", "p50 ms", "p99 ms", "CPU ms a request", "Wrong answers")
    return f"""# What the service costs

Written by `make bench`; measured figures, not promises. Only ratios within one run mean anything elsewhere.

![Requests a second](picture.svg)

{goals}

## Cells

{_aligned(heads, rows)}

{_method(figures.plan, length)}
"""


def _cell(cell: Cell, measured: Measured) -> Sequence[str]:
    if not measured.rounds:
        return (cell.words, str(cell.connections), "not measured", "", "", "", "", measured.lacking[:60])
    rates = measured.rates
    return (
        cell.words,
        str(cell.connections),
        f"{measured.middle(lambda one: one.load.rate):,.0f}",
        f"{min(rates):,.0f}–{max(rates):,.0f}",
        f"{measured.middle(lambda one: one.load.p50):.2f}",
        f"{measured.middle(lambda one: one.load.p99):.2f}",
        f"{measured.middle(lambda one: one.cpu_ms):.3f}",
        str(measured.wrong),
    )


def _method(plan: Plan, length: str) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in NAMED)
    return f"""## How it was measured

{plan.rounds} rounds ({length}), every cell {plan.seconds:g} s in each, in turn; a ratio is taken within a round, and
its median told. Every application runs under the same server: granian, one process, {THREADS} blocking threads. The
database is a real mongod with one member, majority and journalled; database, application and loader share the
machine's {os.cpu_count()} processors. The main world holds {plan.offices * 100} children, each with a note whose answer
is about 4 KiB. The status and body of every answer is compared with what was stored. The plain read gives the same
bytes from the same mongod; *without encryption* reads a copy whose rows hold plaintext and looks up no key; *without
guard and entry* decides and writes nothing.

{platform.machine()}, Linux {platform.release()}, Python {platform.python_version()}, {versions}."""


def _profile(profile: Profile) -> str:
    known = sum(step.micros for step in profile.steps)
    steps = [(step.words, f"{step.micros:,.0f}", f"{step.micros / profile.whole:.0%}") for step in profile.steps]
    rest = profile.whole - known
    steps.append(("Flask, headers, JSON: the rest", f"{rest:,.0f}", f"{rest / profile.whole:.0%}"))
    steps.append(("the whole read", f"{profile.whole:,.0f}", "100%"))
    return f"""# What one read costs

Written by `make bench`. Reads of a 4 KiB note through the JSON face, one after another in one process without a
network, mean time of each step as it runs there. One reader alone waits for each commit; many at once share the
processor instead, which `table.md` shows.

{_aligned(("Step", "µs", "Share"), steps)}

## Functions by their own time

cProfile, which makes calls dearer than they are: read the order, not the figures.

```
{profile.functions}
```
"""


def _bars(cells: dict[str, Measured]) -> list[Bar]:
    return [
        Bar(cell.words, measured.middle(lambda one: one.load.rate), min(measured.rates), max(measured.rates))
        for cell, measured in ((cell, cells[cell.name]) for cell in CELLS)
        if measured.rounds
    ]


def _aligned(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
