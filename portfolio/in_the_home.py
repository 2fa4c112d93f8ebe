"""The home's other pages: which children live here, all about health, school, and the rest."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.actors import Actor
from consent import gate, grants
from consent.actions import Action
from consent.purposes import Purpose
from consent.share_templates import HEALTH_HISTORY, IMPORTANT_NOW, OWN_WORDS, SCHOOL, WHO_TO_CALL
from portfolio import admission, children, directory, documents, first_screen, subjects
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.directory import Party
from portfolio.documents import OpenedDocument
from portfolio.first_screen import Answer, placed_until
from portfolio.important_now import important_now
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
    words: tuple[Answer, ...]
    notes: tuple[OpenedDocument, ...]
    writers: dict[str, str]


@dataclass(frozen=True, slots=True)
class NotePage:
    """Whom a note is about."""

    heading: Heading
    until: datetime | None


def children_here(actor: Actor, vault: Vault, at: datetime) -> tuple[Here, ...]:
    """The children who live with the actor now, in Swedish order; names only."""
    loaded = subjects.of_children(grants.children_granted_to(actor, Action.LIST_CHILDREN))
    asked = [one.subject for one in loaded if one.subject]
    permit = gate.admit_list(actor, Action.LIST_CHILDREN, Purpose.DAILY_CARE, asked, at)
    units = actor.units(at)
    here = [
        Here(
            children.heading(vault.open_listed(permit, one.child["_id"]), one.child, at),
            next((until for unit in units if (until := placed_until(one.child, unit, at))), None),
        )
        for one in loaded
        if one.child["_id"] in permit.children
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
        heading=first_screen.headed(opening, admitted.child, at),
        until=_until(admitted),
        contacts=first_screen.of_kinds(found, WHO_TO_CALL),
        officers=first_screen.responsible(admitted, vault),
        words=first_screen.answers(found),
        notes=notes,
        writers={one: party.name for one, party in writers.items()},
    )


def open_note_form(actor: Actor, vault: Vault, child: str, at: datetime) -> NotePage:
    """The page on which somebody of the home writes how it went. Raises AccessDenied."""
    admitted = _admit(actor, child, at, frozenset(), ended=False)
    return NotePage(first_screen.headed(vault.open(admitted.permit), admitted.child, at), _until(admitted))


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
        heading=first_screen.headed(opening, admitted.child, at),
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
