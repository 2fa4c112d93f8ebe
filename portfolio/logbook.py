"""Who has looked: the child's chain of the ledger, told to her in plain terms, and to her officers with names.

The child's telling holds no name and no place: who somebody is to her, never where they are. An officer's telling
does not say what the child does on her own pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from auth.actors import Actor, Role
from auth.models import rows
from consent import ledger
from consent.actions import Action
from consent.ledger import Entered, Line
from consent.purposes import Purpose
from consent.share_templates import EVERYDAY, HEALTH_HISTORY, IMPORTANT_NOW, OWN_WORDS, SCHOOL, WHO_TO_CALL
from portfolio import admission, children, directory, own_words
from portfolio.kinds.own_words import QUESTIONS
from portfolio.models import DocumentRecord, VersionRecord
from portfolio.subjects import current_ties, running_placements
from storage.vault import Vault

PAGE = 50
"""Entries a page goes back."""

TOGETHER = timedelta(hours=1)
"""The same thing done again within this time is told once, with how many times."""

TOPICS: dict[str, frozenset[str]] = {
    "important_now": IMPORTANT_NOW,
    "own_words": OWN_WORDS,
    "who_to_call": WHO_TO_CALL,
    "everyday": EVERYDAY,
    "school": SCHOOL,
    "health": HEALTH_HISTORY | {"patient_summary"},
}
"""The kinds that belong together in the words of the pages; any other kind is `other`."""


class Who(StrEnum):
    """What somebody is to the child."""

    HOME = "home"
    FORMER_HOME = "former_home"
    SOME_HOME = "some_home"
    NEW_SCHOOL = "new_school"
    SCHOOL = "school"
    OFFICER = "officer"
    OTHER_OFFICER = "other_officer"
    GUARDIAN = "guardian"
    CARE = "care"
    SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One thing somebody did, as the child reads it."""

    at: datetime
    who: Who
    action: str
    purpose: str
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    """Which of her own answers were read, by question."""
    times: int = 1


@dataclass(frozen=True, slots=True)
class OwnLog:
    """A page of her log; `older` is where the next page begins, None at the end."""

    lines: tuple[OwnLine, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One thing somebody did or was refused, as an officer reads it."""

    at: datetime
    name: str
    unit: str
    role: str
    action: str
    purpose: str
    kinds: tuple[str, ...]
    times: int = 1


@dataclass(frozen=True, slots=True)
class ChildLog:
    """A page of a child's log for whoever answers for her, with the newest refusals beside it."""

    heading: children.Heading
    lines: tuple[NamedLine, ...]
    refused: tuple[NamedLine, ...]
    older: int | None


def of_own(actor: Actor, at: datetime, *, before: int | None = None) -> OwnLog:
    """*Vem har tittat?* for the child herself; what she did is left out. Raises AccessDenied."""
    child = own_words.child_of(actor)
    admitted = admission.admit(actor, Action.READ_LOG, Purpose.OWN_STORY, child, at)
    entered = ledger.read(child, before=before, limit=PAGE, leave_out=actor.person)
    questions = _questions(child, entered)
    lines = [_own_line(one, admitted.child, questions, at) for one in entered]
    return OwnLog(_folded(lines), _older(entered))


def of_child(actor: Actor, vault: Vault, child: str, at: datetime, *, before: int | None = None) -> ChildLog:
    """The log of a child for whoever answers for her, refusals to anybody included. Raises AccessDenied."""
    admitted = admission.admit(actor, Action.READ_LOG, Purpose.CASEWORK, child, at)
    entered = ledger.read(child, before=before, limit=PAGE)
    refused = ledger.refusals(admitted.permit.authority, child, limit=PAGE)
    people = directory.persons(admitted.permit, vault, (one.line.person for one in (*entered, *refused)))
    units = directory.units(admitted.permit, vault, (one.line.unit for one in entered))

    def named(one: Entered) -> NamedLine:
        if one.line.person == admitted.child["person"]:
            return NamedLine(one.at, "", "", Role.CHILD, Action.SAVE_OWN_WORDS, Purpose.OWN_STORY, ())
        line = one.line
        return NamedLine(
            one.at,
            directory.name_of(people, line.person),
            directory.name_of(units, line.unit),
            line.role,
            line.action,
            line.purpose,
            tuple(dict.fromkeys(kind for kind, _ in line.shown)),
        )

    return ChildLog(
        heading=children.heading(vault.open(admitted.permit), admitted.child, at),
        lines=_folded(named(one) for one in entered),
        refused=_folded(named(one) for one in refused),
        older=_older(entered),
    )


def _own_line(one: Entered, child: Mapping[str, Any], questions: Mapping[str, str], at: datetime) -> OwnLine:
    line = one.line
    asked = {questions[version] for kind, version in line.shown if kind in OWN_WORDS and version in questions}
    return OwnLine(
        at=one.at,
        who=_who(line, child, at),
        action=line.action,
        purpose=line.purpose,
        topics=_topics(line),
        questions=tuple(question.code for question in QUESTIONS if question.code in asked),
    )


def _topics(line: Line) -> tuple[str, ...]:
    kinds = {kind for kind, _ in line.shown}
    found = tuple(topic for topic, members in TOPICS.items() if kinds & members)
    known = frozenset[str]().union(*TOPICS.values())
    return found if kinds <= known else (*found, "other")


def _who(line: Line, child: Mapping[str, Any], at: datetime) -> Who:
    if line.role == Role.CARER:
        return _home(line.unit, child, at)
    if line.role == Role.OFFICER:
        answers = line.person in current_ties(child.get("officers", ()), at)
        return Who.OFFICER if answers else Who.OTHER_OFFICER
    if line.role == Role.SCHOOL:
        return Who.NEW_SCHOOL if line.purpose == Purpose.SCHOOL_START else Who.SCHOOL
    return {Role.GUARDIAN.value: Who.GUARDIAN, Role.CLINICIAN.value: Who.CARE}.get(line.role, Who.SOMEBODY)


def _home(unit: str, child: Mapping[str, Any], at: datetime) -> Who:
    if any(one["unit"] == unit for one in running_placements(child, at)):
        return Who.HOME
    there = [one for one in child.get("placements", ()) if one["unit"] == unit]
    lived = any(one["begins"] <= at and one.get("end_reason") != "shared_wrongly" for one in there)
    return Who.FORMER_HOME if lived else Who.SOME_HOME


def _questions(child: str, entered: Iterable[Entered]) -> dict[str, str]:
    """Which question each shown version of her own words answered. Codes only: nothing is opened."""
    versions = sorted({version for one in entered for kind, version in one.line.shown if kind in OWN_WORDS})
    found = list(rows(VersionRecord).find({"_id": {"$in": versions}, "child": child}, {"document": 1}))
    documents = sorted({row["document"] for row in found})
    keys = {row["_id"]: row["key"] for row in rows(DocumentRecord).find({"_id": {"$in": documents}}, {"key": 1})}
    return {row["_id"]: keys[row["document"]] for row in found if row["document"] in keys}


L = TypeVar("L", OwnLine, NamedLine)


def _folded(lines: Iterable[L]) -> tuple[L, ...]:
    """Neighbours that say the same within `TOGETHER` become one, told at the newest's time. Newest come first."""
    told: list[L] = []
    for line in lines:
        if (
            told
            and told[-1].at - line.at <= TOGETHER
            and replace(line, at=told[-1].at, times=told[-1].times) == told[-1]
        ):
            told[-1] = replace(told[-1], times=told[-1].times + 1)
        else:
            told.append(line)
    return tuple(told)


def _older(entered: list[Entered]) -> int | None:
    return entered[-1].seq if len(entered) == PAGE else None
