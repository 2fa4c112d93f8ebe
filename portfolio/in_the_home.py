"""The home's other pages: which children live here, all about health, school, and the rest."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.actors import Actor
from consent import grants
from consent.actions import Action
from consent.purposes import Purpose
from consent.share_templates import HEALTH_HISTORY, IMPORTANT_NOW, OWN_WORDS, SCHOOL, WHO_TO_CALL
from portfolio import admission, children, directory, documents, first_screen
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.directory import Party
from portfolio.documents import OpenedDocument
from portfolio.first_screen import placed_until
from portfolio.important_now import important_now
from portfolio.told_answers import ToldAnswer, told_answers
from storage.vault import Vault

HEALTH_ORDER = ("allergy", "medicine", "risk", "emergency_plan", "condition", "immunisation", "known_none")
SCHOOL_ORDER = ("school_start", "classroom_help", "school_contact", "pickup")
NOTES_SHOWN = timedelta(days=60)
"""How far back a home reads its own notes on the page; older ones stay with the child."""


@dataclass(frozen=True, slots=True)
class Here:
    """A child who lives here, and until when."""

    heading: Heading
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One sort of document: what holds now, and what has ended."""

    kind: str
    current: tuple[OpenedDocument, ...]
    ended: tuple[OpenedDocument, ...]


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """All that the home may read of one area."""

    heading: Heading
    until: datetime | None
    shelves: tuple[Shelf, ...]
    unknown: tuple[str, ...] = ()
    """Areas of safety about which nothing is recorded."""


@dataclass(frozen=True, slots=True)
class MorePage:
    """Whom to ring, the child's own words, and what the home has written."""

    heading: Heading
    until: datetime | None
    contacts: tuple[OpenedDocument, ...]
    officers: tuple[Party, ...]
    words: tuple[ToldAnswer, ...]
    notes: tuple[OpenedDocument, ...]
    writers: dict[str, str]


@dataclass(frozen=True, slots=True)
class NotePage:
    """Whom a note is about."""

    heading: Heading
    until: datetime | None


def children_here(actor: Actor, vault: Vault, at: datetime) -> tuple[Here, ...]:
    """The children who live with the actor now, in Swedish order; names only."""
    candidates = grants.children_granted_to(actor, Action.LIST_CHILDREN)
    admitted = admission.admit_list(actor, Action.LIST_CHILDREN, Purpose.DAILY_CARE, candidates, at)
    openings, units = vault.open_list(admitted.permit), actor.units(at)
    here = [
        Here(
            children.heading(openings[row["_id"]], row, at),
            next((until for unit in units if (until := placed_until(row, unit, at))), None),
        )
        for row in admitted.children
    ]
    return tuple(sorted(here, key=lambda one: directory.swedish_key(one.heading.name)))


def open_health(actor: Actor, vault: Vault, child: str, at: datetime) -> ShelfPage:
    """All shared about health. Raises AccessDenied."""
    return _shelves(actor, vault, child, at, HEALTH_ORDER, IMPORTANT_NOW | HEALTH_HISTORY, names_unknown=True)


def open_school(actor: Actor, vault: Vault, child: str, at: datetime) -> ShelfPage:
    """All shared about school. Raises AccessDenied."""
    return _shelves(actor, vault, child, at, SCHOOL_ORDER, SCHOOL)


def open_more(actor: Actor, vault: Vault, child: str, at: datetime) -> MorePage:
    """Whom to ring, the child's own words, and the home's own notes. Raises AccessDenied."""
    admitted = _admit(actor, child, at, WHO_TO_CALL | OWN_WORDS | {"day_note"}, ended=False)
    opening = vault.open(admitted.permit)
    found = documents.opened_all(opening, admitted.documents)
    notes = tuple(reversed(first_screen.of_kinds(found, frozenset({"day_note"}))))
    writers = directory.persons(admitted.permit, vault, [note.person for note in notes])
    return MorePage(
        heading=children.heading_with_on_call(opening, admitted.child, at),
        until=_until(admitted),
        contacts=first_screen.of_kinds(found, WHO_TO_CALL),
        officers=children.responsible(admitted, vault),
        words=told_answers(found),
        notes=notes,
        writers={one: party.name for one, party in writers.items()},
    )


def open_note_form(actor: Actor, vault: Vault, child: str, at: datetime) -> NotePage:
    """The page on which somebody of the home writes how it went. Raises AccessDenied."""
    admitted = _admit(actor, child, at, frozenset(), ended=False)
    heading = children.heading_with_on_call(vault.open(admitted.permit), admitted.child, at)
    return NotePage(heading, _until(admitted))


def _shelves(
    actor: Actor,
    vault: Vault,
    child: str,
    at: datetime,
    order: tuple[str, ...],
    kinds: frozenset[str],
    *,
    names_unknown: bool = False,
) -> ShelfPage:
    admitted = _admit(actor, child, at, kinds, ended=None)
    opening = vault.open(admitted.permit)
    found = documents.opened_all(opening, admitted.documents)
    shelves = (_shelf(kind, found) for kind in order)
    return ShelfPage(
        heading=children.heading_with_on_call(opening, admitted.child, at),
        until=_until(admitted),
        shelves=tuple(shelf for shelf in shelves if shelf.current or shelf.ended),
        unknown=important_now(found, at).unknown if names_unknown else (),
    )


def _shelf(kind: str, found: tuple[OpenedDocument, ...]) -> Shelf:
    hers = [document for document in found if document.kind == kind]
    return Shelf(
        kind,
        tuple(document for document in hers if document.ended is None),
        tuple(document for document in hers if document.ended is not None),
    )


def _until(admitted: Admitted) -> datetime | None:
    return placed_until(admitted.child, admitted.permit.unit, admitted.permit.at)


def _admit(actor: Actor, child: str, at: datetime, kinds: frozenset[str], *, ended: bool | None) -> Admitted:
    return admission.admit(
        actor,
        Action.READ,
        Purpose.DAILY_CARE,
        child,
        at,
        kinds=kinds,
        ended=ended,
        everyday_since=at - NOTES_SHOWN,
    )
