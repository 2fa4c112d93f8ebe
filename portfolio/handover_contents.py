"""What a school reads: one composition for the school's page and for the preview the officer sees before. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portfolio.directory import Party, name_of
from portfolio.documents import OpenedDocument
from portfolio.important_now import ImportantNow, important_now
from portfolio.told_answers import ToldAnswer, told_answers


@dataclass(frozen=True, slots=True)
class Told:
    """One fact with its source, its age and who wrote it down."""

    kind: str
    content: Mapping[str, Any] = field(repr=False)
    at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Health:
    """*Viktigt nu*, whole: what is known, and the areas in which nothing was written."""

    lines: tuple[Told, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SchoolContents:
    """The school's page in the order it is read. `health` None: it was not handed over."""

    starts: tuple[Told, ...]
    no_start: str
    classroom: tuple[Told, ...]
    answers: tuple[ToldAnswer, ...]
    health: Health | None
    contacts: tuple[Told, ...]
    may_fetch: tuple[Told, ...]
    may_not_fetch: tuple[Told, ...]
    office: tuple[Party, ...]
    """Whom to ring at the social services."""


def school_contents(
    documents: Iterable[OpenedDocument],
    authors: Mapping[str, Party],
    at: datetime,
    *,
    health: bool,
    no_start: str = "",
    office: tuple[Party, ...] = (),
) -> SchoolContents:
    """Compose the page from the documents that the reader was admitted to."""
    found = tuple(documents)

    def told(kind: str) -> tuple[Told, ...]:
        return tuple(_told(document, authors) for document in found if document.kind == kind)

    fetching = told("pickup")
    return SchoolContents(
        starts=told("school_start"),
        no_start=no_start,
        classroom=told("classroom_help"),
        answers=told_answers(found),
        health=_health(important_now(found, at), authors) if health else None,
        contacts=told("school_contact"),
        may_fetch=tuple(one for one in fetching if one.content["may"]),
        may_not_fetch=tuple(one for one in fetching if not one.content["may"]),
        office=office,
    )


def _told(document: OpenedDocument, authors: Mapping[str, Party]) -> Told:
    return Told(document.kind, document.content, document.at, name_of(authors, document.person))


def _health(now: ImportantNow, authors: Mapping[str, Party]) -> Health:
    lines = (*now.allergies, *now.medicines, *now.risks, *now.plans, *now.absences)
    told = tuple(Told(line.kind, line.content, line.at, name_of(authors, line.person)) for line in lines)
    return Health(told, now.unknown)
