"""What one International Patient Summary says, as plain facts without behaviour.

A value, "known none" and "no information" are three different things here: values are lines,
the two others are `Absence`. Nothing in a shown text is an id or a bare code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeAlias

NAME_MISSING: Final = "name-missing"
"""Stands where the file has a code but no words; shown as *namn saknas i filen*."""


class Standing(StrEnum):
    """Whether a line holds now. NOT_DONE: a vaccine not given, or an order not to give a medicine."""

    CURRENT = "current"
    ENDED = "ended"
    UNKNOWN = "unknown"
    NOT_DONE = "not_done"


class AbsenceKind(StrEnum):
    KNOWN_NONE = "known_none"
    NO_INFORMATION = "no_information"


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as the file gives it.

    `precision` is year, month, day, time or text (an age, a free text or an impossible date).
    `day` is the first day it can mean, as written; `instant` its first moment in UTC, for ordering.
    """

    text: str
    precision: str
    day: date | None = None
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class Code:
    system: str
    code: str
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What every line has. `partly_read` lists the places of its flaws; empty means wholly read."""

    place: str
    name: str
    codes: tuple[Code, ...] = ()
    standing: Standing = Standing.UNKNOWN
    certainty: str | None = None
    source: str | None = None
    recorded: When | None = None
    notes: tuple[str, ...] = ()
    partly_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    manifestations: tuple[str, ...] = ()
    severity: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allergy(Line):
    """`criticality` is low, high or unable-to-assess; `severity` the worst of its reactions."""

    kind: str | None = None
    categories: tuple[str, ...] = ()
    criticality: str | None = None
    severity: str | None = None
    reactions: tuple[Reaction, ...] = ()
    onset: When | None = None
    last_occurrence: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosage:
    """One dose instruction.

    `amount` is decimal digits, or "low–high"; `when` and `schedule` are codes
    (`words` has their Swedish); `times` are clock times "HH:MM"; `days` are mon to sun, none
    named is every day; `period_unit` is s, min, h, d, wk, mo or a.
    """

    text: str | None = None
    for_the_patient: str | None = None
    amount: str | None = None
    unit: str | None = None
    times: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    schedule: tuple[str, ...] = ()
    schedule_text: str | None = None
    frequency: str | None = None
    period: str | None = None
    period_unit: str | None = None
    as_needed: bool | None = None
    as_needed_for: str | None = None
    route: str | None = None
    route_code: str | None = None
    starts: When | None = None
    ends: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicine(Line):
    """`origin` is the kind of record: statement, request, administration or dispense."""

    origin: str
    ingredients: tuple[str, ...] = ()
    dosages: tuple[Dosage, ...] = ()
    reasons: tuple[str, ...] = ()
    starts: When | None = None
    ends: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Line):
    severity: str | None = None
    body_sites: tuple[str, ...] = ()
    onset: When | None = None
    abatement: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Immunisation(Line):
    occurred: When | None = None
    dose_number: str | None = None
    diseases: tuple[str, ...] = ()
    lot: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """`area` is allergies, food_allergies, medicines, conditions, immunisations …; see `absences`."""

    place: str
    area: str
    kind: AbsenceKind
    text: str | None = None
    codes: tuple[Code, ...] = ()
    standing: Standing = Standing.CURRENT
    source: str | None = None
    recorded: When | None = None
    partly_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceIdentity:
    """Which summary this is. The patient is part of it: files of two patients never share an identity."""

    system: str
    value: str
    patient_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """`names` are (given, family) texts; `personnummer` is 12 digits, or 10 where the century is unknown."""

    names: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    birth_date: date | None = field(default=None, repr=False)
    birth_date_text: str | None = field(default=None, repr=False)
    identifiers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    personnummer: str | None = field(default=None, repr=False)
    partly_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A place whose content is not among the lines, and why (see `LeftOutReason`)."""

    place: str
    reason: LeftOutReason


class LeftOutReason(StrEnum):
    ENTERED_IN_ERROR = "entered_in_error"
    OTHER_PATIENT = "other_patient"
    UNREADABLE_ENTRY = "unreadable_entry"
    UNRESOLVED_REFERENCE = "unresolved_reference"
    NARRATIVE_ONLY = "narrative_only"


AnyLine: TypeAlias = Allergy | Medicine | Condition | Immunisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    identity: SourceIdentity
    fingerprint: str
    composed: When | None
    source: str | None
    patient: Patient
    allergies: tuple[Allergy, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    conditions: tuple[Condition, ...] = ()
    immunisations: tuple[Immunisation, ...] = ()
    absences: tuple[Absence, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    partly_read: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[AnyLine, ...]:
        return (*self.allergies, *self.medicines, *self.conditions, *self.immunisations)
