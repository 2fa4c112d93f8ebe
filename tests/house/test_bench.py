"""The bench reports the figures that were promised, each whole, against the goals that the design sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.goals import IDS, measured_goals
from bench.load import Load
from bench.rounds import Measured, Round

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "bench" / "results.json"
FIELDS = {"id", "value", "unit", "goal", "met", "note"}

PROMISED = (
    "read_vs_hello",
    "read_vs_plain",
    "read_cpu_vs_plain",
    "encryption_cost",
    "ledger_cost",
    "list100_vs_hello",
    "save_cv_vs_hello",
    "first_screen_vs_hello",
    "growth_12_to_500",
    "rss_per_worker_mib",
    "import_ms",
)
GOALS = {
    "read_vs_hello": 0.10,
    "read_vs_plain": 0.50,
    "encryption_cost": 0.10,
    "growth_12_to_500": 1.1,
    "rss_per_worker_mib": 110,
    "import_ms": 400,
}


@pytest.fixture(scope="module")
def results() -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return lines


def test_the_bench_makes_every_promised_figure_and_no_other() -> None:
    assert IDS == PROMISED


def test_the_goals_are_those_of_the_design() -> None:
    assert {goal.id: goal.bound for goal in measured_goals(0, 0) if goal.bound is not None} == GOALS


def test_the_kept_results_hold_one_whole_line_a_figure(results: list[dict[str, Any]]) -> None:
    assert tuple(line["id"] for line in results) == PROMISED
    for line in results:
        assert set(line) == FIELDS
        assert isinstance(line["value"], int | float), line["note"]
        assert line["goal"] == GOALS.get(line["id"])
        assert isinstance(line["met"], bool)
        assert line["unit"]
        assert line["note"]


def test_a_figure_without_a_goal_is_met_and_one_with_a_goal_is_met_when_its_value_keeps_it(
    results: list[dict[str, Any]],
) -> None:
    at_most = {"encryption_cost", "growth_12_to_500", "rss_per_worker_mib", "import_ms"}
    for line in results:
        goal, value = line["goal"], line["value"]
        kept = goal is None or (value <= goal if line["id"] in at_most else value >= goal)
        assert line["met"] == kept, line["id"]


def test_the_lower_of_random_children_and_one_hot_child_counts() -> None:
    cells = {"hello": cell(1000), "read": cell(300), "read_hot": cell(200)}
    line = next(goal for goal in measured_goals(0, 0) if goal.id == "read_vs_hello").result(cells)
    assert (line["value"], line["met"]) == (0.2, True)


def test_a_cell_with_one_wrong_answer_gives_no_figure() -> None:
    cells = {"hello": cell(1000), "read": cell(300, wrong=1), "read_hot": cell(200)}
    line = next(goal for goal in measured_goals(0, 0) if goal.id == "read_vs_hello").result(cells)
    assert (line["value"], line["met"]) == (None, False)


def cell(rate: float, *, wrong: int = 0) -> Measured:
    """A cell measured in two rounds at that rate."""
    seen = Load(rate, p50=1.0, p99=2.0, answered=10, wrong=wrong, first_wrong="404" if wrong else "")
    return Measured([Round(seen, cpu_ms=0.5), Round(seen, cpu_ms=0.5)])
