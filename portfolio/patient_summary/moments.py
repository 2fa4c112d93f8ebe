"""Dates and times as FHIR writes them: a year, a month, a day, a time, or something else in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from portfolio.patient_summary.facts import When
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.texts import MAX_NAME, one_line

_SHAPE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d\S*)?)?)?", re.ASCII)
_PRECISIONS: Final = ("year", "month", "day", "time")


def moment(node: Node | None) -> When | None:
    """The point in time; an impossible one keeps its text, without a day, and is a flaw."""
    if node is None:
        return None
    text = node.own_text(MAX_NAME)
    if text is None:
        return None
    text = one_line(text)
    return _read(text) or _unreadable(node, text)


def onset(resource: Node, stem: str) -> When | None:
    """A choice such as onset[x]: a date, a period, an age, a range or words."""
    dated = moment(resource.one(f"{stem}DateTime") or resource.one(f"{stem}Date"))
    period = resource.object(f"{stem}Period")
    begun = moment(period.one("start") or period.one("end")) if period else None
    words = resource.text(f"{stem}String", MAX_NAME)
    if dated or begun:
        return dated or begun
    if words:
        return When(one_line(words), "text")
    return _age(resource.object(f"{stem}Age")) or _range(resource.object(f"{stem}Range"))


def period(node: Node | None) -> tuple[When | None, When | None]:
    return (None, None) if node is None else (moment(node.one("start")), moment(node.one("end")))


def _read(text: str) -> When | None:
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return None
    year, month, day, clock = shape.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        start = datetime.fromisoformat(text) if clock else datetime(first.year, first.month, first.day, tzinfo=UTC)
        # A time without a zone is read as UTC, only for ordering; the text stays as given.
        instant = (start if start.tzinfo else start.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return When(text, _PRECISIONS[sum(part is not None for part in (month, day, clock))], first, instant)


def _unreadable(node: Node, text: str) -> When:
    node.flag()
    return When(text, "text")


def _age(node: Node | None) -> When | None:
    if node is None:
        return None
    value, unit = node.number("value"), node.text("unit", 40) or node.text("code", 40)
    return When(f"{value} {unit or ''}".strip(), "text") if value else None


def _range(node: Node | None) -> When | None:
    ends = [_age(node.object(end)) for end in ("low", "high")] if node else []
    shown = [end.text for end in ends if end]
    return When("–".join(shown), "text") if shown else None
