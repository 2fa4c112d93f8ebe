"""*Viktigt nu*: what can hurt, what is taken tonight and tomorrow, what may happen and what to do. Pure.

Known none, nothing known and a value are three different things (design.md 4): an absence never hides a value, and
an area about which nothing is recorded is a line of its own, "Vi vet inte – ring".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from portfolio.clock import STOCKHOLM, in_stockholm
from portfolio.documents import OpenedDocument

AREAS: dict[str, str] = {
    "allergies": "allergy",
    "medicines": "medicine",
    "risks": "risk",
    "emergency": "emergency_plan",
}
"""The areas that are always spoken of, each with the kind whose documents fill it."""

ABSENT_IN: dict[str, str] = {
    "allergies": "allergies",
    "food_allergies": "allergies",
    "drug_allergies": "allergies",
    "environmental_allergies": "allergies",
    "medicines": "medicines",
    "risks": "risks",
}
"""Which area an absence belongs to; *no known food allergy* does not answer for allergies as a whole."""

ANSWERS_FOR: frozenset[str] = frozenset({"allergies", "medicines", "risks"})
"""Absences that leave nothing unknown in their area."""

_ORDER = {"life_threatening": 0, "severe": 1, "unknown": 2, "mild": 3}
LATE = timedelta(hours=3)
"""A dose is shown as tonight's for this long after its time, past midnight too."""

EARLY = timedelta(hours=3)
"""Tomorrow's dose can be ticked from this long before its time."""


@dataclass(frozen=True, slots=True)
class Dose:
    """One time at which a medicine is due, and whether somebody has ticked it as given."""

    medicine: str
    due: datetime | None
    """None where the time is not known (*tid okänd*)."""
    day: date
    is_near: bool
    """Whether it can be ticked: today's, or the next night's close ahead."""
    given_at: datetime | None = None
    given_by: str = ""
    given_in: str = ""
    """The unit whose member ticked it."""

    @property
    def code(self) -> str:
        """What a tick says it is for: the local time, or the day alone."""
        return in_stockholm(self.due).strftime("%Y-%m-%dT%H:%M") if self.due else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Line:
    """One fact with its source, its age and what the reader should know of how it was read."""

    document: str
    kind: str
    content: Mapping[str, Any] = field(repr=False)
    at: datetime
    person: str
    doses: tuple[Dose, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportantNow:
    """Every line in the order it is read: what can hurt, medicines, risks, what to do; then what is not known."""

    allergies: tuple[Line, ...]
    medicines: tuple[Line, ...]
    risks: tuple[Line, ...]
    plans: tuple[Line, ...]
    absences: tuple[Line, ...]
    unknown: tuple[str, ...]
    """Areas about which nothing is recorded."""

    def absences_of(self, area: str) -> tuple[Line, ...]:
        """What is said not to be there in one area, shown beside what is."""
        return tuple(line for line in self.absences if ABSENT_IN[line.content["area"]] == area)


def important_now(documents: Iterable[OpenedDocument], at: datetime) -> ImportantNow:
    """Compose *Viktigt nu* from a child's current documents; what has ended is left out."""
    current = [document for document in documents if document.ended is None]
    ticks = {_tick(document): document for document in current if document.kind == "dose_given"}
    found = {kind: _lines(current, kind) for kind in (*AREAS.values(), "known_none")}
    medicines = tuple(_with_doses(line, ticks, at) for line in found["medicine"])
    return ImportantNow(
        allergies=tuple(sorted(found["allergy"], key=lambda line: _ORDER.get(line.content.get("severity", ""), 2))),
        medicines=tuple(sorted(medicines, key=_next_dose)),
        risks=found["risk"],
        plans=found["emergency_plan"],
        absences=tuple(line for line in found["known_none"] if line.content["area"] in ABSENT_IN),
        unknown=_unknown(found),
    )


def _unknown(found: Mapping[str, tuple[Line, ...]]) -> tuple[str, ...]:
    answered = {
        ABSENT_IN[line.content["area"]]
        for line in found["known_none"]
        if line.content["area"] in ANSWERS_FOR and line.content.get("absence", "known_none") == "known_none"
    }
    return tuple(area for area, kind in AREAS.items() if not found[kind] and area not in answered)


def _lines(documents: Iterable[OpenedDocument], kind: str) -> tuple[Line, ...]:
    return tuple(
        Line(document.document, document.kind, document.content, document.at, document.person)
        for document in documents
        if document.kind == kind
    )


def _with_doses(line: Line, ticks: Mapping[tuple[str, str], OpenedDocument], at: datetime) -> Line:
    doses = tuple(_ticked(dose, ticks) for dose in due_doses(line.document, line.content, at))
    return Line(line.document, line.kind, line.content, line.at, line.person, doses)


def due_doses(medicine: str, content: Mapping[str, Any], at: datetime) -> tuple[Dose, ...]:
    """Tonight's and tomorrow's doses, in Stockholm's time; one without a time a day where none is known.

    A medicine taken only when needed is due at no time.
    """
    if content.get("as_needed"):
        return ()
    today = in_stockholm(at).date()
    times = [time.fromisoformat(one) for one in content.get("times", ())]
    if not times:
        return (Dose(medicine, None, today, is_near=True),)
    days = (today - timedelta(days=1), today, today + timedelta(days=1))
    due = (datetime.combine(day, one, STOCKHOLM) for day in days for one in sorted(times))
    return tuple(
        Dose(medicine, one, one.date(), is_near=one.date() <= today or one - at <= EARLY)
        for one in due
        if one >= at - LATE
    )


def _ticked(dose: Dose, ticks: Mapping[tuple[str, str], OpenedDocument]) -> Dose:
    tick = ticks.get((dose.medicine, dose.code))
    if tick is None or not tick.content.get("given", True):
        return dose
    return replace(dose, given_at=tick.at, given_by=tick.person, given_in=tick.unit)


def _tick(document: OpenedDocument) -> tuple[str, str]:
    return document.content["medicine"], document.content["due"]


def _next_dose(line: Line) -> tuple[bool, str]:
    """Medicines stand by their next time, whether given or not: a tick moves nothing."""
    times = [dose.code for dose in line.doses if dose.due]
    return (not times, min(times, default=""))
