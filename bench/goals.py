"""The figures that are reported, each with what design.md 10 asks of it. Goals are reached for, never gates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import ge, le
from statistics import median
from typing import Any

from bench.rounds import Measured, Round

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its spread and what to know of it."""

    value: float
    note: str


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure: how it is made from the cells, and the bound it should keep, if any."""

    id: str
    unit: str
    figure: Callable[[Mapping[str, Measured]], Figure]
    bound: float | None = None
    keeps: Callable[[float, float], bool] = ge

    def result(self, cells: Mapping[str, Measured]) -> dict[str, Any]:
        """One line of `results.json`. What could not be measured has no value and has met nothing."""
        line: dict[str, Any] = {"id": self.id, "value": None, "unit": self.unit, "goal": self.bound, "met": False}
        try:
            figure = self.figure(cells)
        except NotMeasured as lacking:
            return {**line, "note": f"not measured: {lacking}"}
        value = round(figure.value, DIGITS)
        met = self.bound is None or bool(self.keeps(value, self.bound))
        return {**line, "value": value, "met": met, "note": self._bound_words() + figure.note}

    def _bound_words(self) -> str:
        if self.bound is None:
            return ""
        return f"goal: at {'least' if self.keeps is ge else 'most'} {self.bound:g}; "


class NotMeasured(Exception):
    """A cell that the figure needs gave no right answers."""


def _rate(one: Round) -> float:
    return one.load.rate


def _p50(one: Round) -> float:
    return one.load.p50


def _cpu(one: Round) -> float:
    return one.cpu_ms


def _pairs(
    cells: Mapping[str, Measured], over: str, under: str, of: Callable[[Round], float]
) -> tuple[float, float, float]:
    """Median, least and greatest of the ratio within each round."""
    pairs = zip(_rounds(cells, over), _rounds(cells, under), strict=True)
    ratios = [of(one) / of(other) for one, other in pairs]
    return median(ratios), min(ratios), max(ratios)


def _rounds(cells: Mapping[str, Measured], name: str) -> list[Round]:
    cell = cells[name]
    if cell.lacking or cell.wrong or not cell.rounds:
        raise NotMeasured(f"{name}: {cell.lacking or cell.first_wrong or 'not run'}")
    if not all(cell.rates):
        raise NotMeasured(f"{name}: no answer in time")
    return cell.rounds


def _ratio(over: str, under: str, of: Callable[[Round], float], words: str) -> Callable[..., Figure]:
    def figure(cells: Mapping[str, Measured]) -> Figure:
        middle, least, most = _pairs(cells, over, under, of)
        return Figure(middle, f"{words}; {least:.3f} to {most:.3f} over the rounds")

    return figure


def _worse_of_spread_and_hot(under: str) -> Callable[..., Figure]:
    def figure(cells: Mapping[str, Measured]) -> Figure:
        spread, least, most = _pairs(cells, "read", under, _rate)
        hot, hot_least, hot_most = _pairs(cells, "read_hot", under, _rate)
        note = f"requests a second; random children {spread:.3f} ({least:.3f} to {most:.3f}), one hot child "
        return Figure(min(spread, hot), f"{note}{hot:.3f} ({hot_least:.3f} to {hot_most:.3f}); the lower one counts")

    return figure


def _cost(without: str, words: str) -> Callable[..., Figure]:
    def figure(cells: Mapping[str, Measured]) -> Figure:
        middle, least, most = _pairs(cells, "read", without, _rate)
        return Figure(1 - middle, f"1 - with / without, requests a second; {words}; {1 - most:.3f} to {1 - least:.3f}")

    return figure


def measured_goals(rss_mib: float, import_ms: float) -> tuple[Goal, ...]:
    """Every figure, in the order reported."""
    hello = "requests a second"
    return (
        Goal("read_vs_hello", "ratio", _worse_of_spread_and_hot("hello"), 0.10),
        Goal("read_vs_plain", "ratio", _worse_of_spread_and_hot("plain"), 0.50),
        Goal("read_cpu_vs_plain", "ratio", _ratio("read", "plain", _cpu, "processor time a request, the worker's own")),
        Goal(
            "encryption_cost",
            "share",
            _cost("read_unsealed", "without: rows in the clear and no key looked up"),
            0.10,
            le,
        ),
        Goal("ledger_cost", "share", _cost("read_unlogged", "without: no guard touched, no entry written")),
        Goal("list100_vs_hello", "ratio", _ratio("list100", "hello", _rate, f"{hello}; the officer's HTML page")),
        Goal("save_cv_vs_hello", "ratio", _ratio("save_cv", "hello", _rate, f"{hello}; a new version each time")),
        Goal("first_screen_vs_hello", "ratio", _ratio("first_screen", "hello", _rate, f"{hello}; the HTML page")),
        Goal("growth_12_to_500", "ratio", _ratio("read_of_500", "read_of_12", _p50, "p50 of one connection"), 1.1, le),
        Goal("rss_per_worker_mib", "MiB", lambda _: Figure(rss_mib, "the worker after every round"), 110, le),
        Goal("import_ms", "ms", lambda _: Figure(import_ms, "what `wsgi.py` imports; median of fresh starts"), 400, le),
    )


IDS: tuple[str, ...] = tuple(goal.id for goal in measured_goals(0, 0))
