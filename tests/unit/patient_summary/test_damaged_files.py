"""The given files, damaged at random: refused by name, or every line that can be read is there and marked."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.patient_summary import Summary, SummaryRefused, read
from portfolio.patient_summary.reader import LINE_KINDS
from tests.unit.patient_summary import bundles

Path = tuple[str | int, ...]
WHOLE = {name: bundles.given(name) for name in bundles.NAMES}
JUNK = (None, 0, -1.5, True, "", "x", "\ud800\x00", "a" * 20_000, 10**30, [], {}, [[]], [None], {"$ne": None}, ["s"])
REMOVED = object()
NOT_SHOWN = {"text", "meta", "id", "implicitRules", "language", "identifier", "extension", "resourceType"}


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from paths(member, (*path, key))


PATHS = {name: list(paths(value))[1:] for name, value in WHOLE.items()}


def put(value: Any, path: Path, new: object) -> None:
    """Change the place if earlier damage has left it there."""
    try:
        for key in path[:-1]:
            value = value[key]
        if new is REMOVED:
            del value[path[-1]]
        else:
            value[path[-1]] = copy.deepcopy(new)
    except (KeyError, IndexError, TypeError):
        return


def lines_in(value: Any) -> set[str]:
    """The places of all resources that are lines by their type, told from the raw JSON."""
    entries = value.get("entry")
    entries = entries if isinstance(entries, list) else []
    found = set()
    for index, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") in LINE_KINDS:
            found.add(f"Bundle.entry[{index}].resource")
    return found


def told(summary: Summary) -> set[str]:
    parts = (*summary.lines, *summary.absences, *summary.left_out)
    return {part.place for part in parts}


def outcome(value: dict[str, Any]) -> Summary | SummaryRefused:
    try:
        return read(json.dumps(value).encode())
    except SummaryRefused as refused:
        return refused


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from(bundles.NAMES))
    value = copy.deepcopy(WHOLE[name])
    for _ in range(draw(st.integers(1, 5))):
        put(value, draw(st.sampled_from(PATHS[name])), draw(st.sampled_from((*JUNK, *[REMOVED] * 8))))
    return value


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_damage_refuses_by_name_or_loses_no_line(value: dict[str, Any]) -> None:
    summary = outcome(value)
    if isinstance(summary, SummaryRefused):
        assert summary.place
        return
    assert lines_in(value) <= told(summary)
    assert all(line.name for line in summary.lines)


@st.composite
def one_wrong_value(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """A file with one wrongly typed value somewhere in a line, and the place of that line."""
    name = draw(st.sampled_from(bundles.NAMES))
    candidates = [path for path in PATHS[name] if is_shown_in_a_line(WHOLE[name], path)]
    path = draw(st.sampled_from(candidates))
    value = copy.deepcopy(WHOLE[name])
    put(value, path, {"wrong": 1})
    return value, f"Bundle.entry[{path[1]}].resource"


def is_shown_in_a_line(value: Any, path: Path) -> bool:
    if len(path) < 4 or path[0] != "entry" or path[2] != "resource":
        return False
    resource = value["entry"][path[1]]["resource"]
    is_line = resource["resourceType"] in LINE_KINDS
    return is_line and path[3] not in NOT_SHOWN and not {"extension", "contained"} & set(path)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(one_wrong_value())
def test_a_wrong_value_in_a_line_is_never_silent(case: tuple[dict[str, Any], str]) -> None:
    value, place = case
    summary = outcome(value)
    if isinstance(summary, SummaryRefused):
        assert summary.place.startswith("Bundle.entry[")
        return
    marked = {part.place for part in (*summary.lines, *summary.absences) if part.partly_read}
    assert place in marked


@pytest.mark.parametrize("name", bundles.NAMES)
def test_a_file_cut_short_is_refused(name: str) -> None:
    raw = (bundles.FOLDER / name).read_bytes()
    for part in (1, 2, 3):
        with pytest.raises(SummaryRefused):
            read(raw[: len(raw) * part // 4])
