"""Ask the gate with fresh facts: read the child's records, admit, and try again when they moved meanwhile.

This is the only module of the portfolio that asks `consent.gate` about a child or a list of children.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pymongo.client_session import ClientSession

from auth.actors import Actor
from consent import gate
from consent.actions import Action
from consent.errors import FactsMoved
from consent.facts import GrantFact
from consent.permit import ListPermit, Permit
from consent.purposes import Purpose
from portfolio import subjects
from portfolio.errors import TooBusy

T = TypeVar("T")

ATTEMPTS = 8
"""How often facts may move under one request before it is asked to come back."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A Permit, with the child's record and those document records that the Permit may show."""

    permit: Permit
    child: dict[str, Any]
    documents: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class AdmittedList:
    """A Permit for names, with the records of those children that it names."""

    permit: ListPermit
    children: tuple[dict[str, Any], ...]


def admit(
    actor: Actor,
    action: Action,
    purpose: Purpose,
    child: str,
    at: datetime,
    *,
    kinds: Collection[str] = (),
    ended: bool | None = None,
    everyday_since: datetime | None = None,
) -> Admitted:
    """Admit to a page about one child with her documents of those kinds.

    `ended` None brings both, else only what has or has not ended; `everyday_since` leaves out what a home wrote
    before. Raises AccessDenied and TooBusy.
    """

    def attempt() -> Admitted:
        loaded = subjects.load(child, kinds=kinds, ended=ended, everyday_since=everyday_since)
        permit = gate.admit(actor, action, purpose, loaded.subject, at)
        return _admitted(permit, loaded)

    return _with_fresh_facts(attempt)


def admit_document(actor: Actor, action: Action, purpose: Purpose, child: str, document: str, at: datetime) -> Admitted:
    """Admit to one document of one child. Raises AccessDenied, alike for every reason."""

    def attempt() -> Admitted:
        loaded = subjects.load_document(child, document)
        permit = gate.admit_document(actor, action, purpose, loaded.subject, document, at)
        return _admitted(permit, loaded)

    return _with_fresh_facts(attempt)


def admit_preview(actor: Actor, child: str, draft: GrantFact, at: datetime) -> Admitted:
    """Admit an officer to what a grant would show. Raises AccessDenied."""

    def attempt() -> Admitted:
        loaded = subjects.load_for_draft(child, draft)
        return _admitted(gate.admit_preview(actor, loaded.subject, draft, at), loaded)

    return _with_fresh_facts(attempt)


def admit_list(actor: Actor, action: Action, purpose: Purpose, children: Iterable[str], at: datetime) -> AdmittedList:
    """Admit to the names of those of the children to whom the actor has standing; nobody is refused an empty list."""
    loaded = subjects.of_children(children)
    permit = gate.admit_list(actor, action, purpose, [one.subject for one in loaded if one.subject], at)
    return AdmittedList(permit, tuple(one.child for one in loaded if one.child["_id"] in permit.children))


def change(admitted: Callable[[], Admitted], write: Callable[[Admitted, ClientSession], T]) -> T:
    """Admit and write in one go; when the facts moved in between, admit again and write again.

    `write` seals and inserts; whatever it does, it does within one transaction that bumps the child's epoch.
    """

    def attempt() -> T:
        opened = admitted()
        return gate.change(opened.permit, lambda session: write(opened, session))

    return _with_fresh_facts(attempt)


def change_prepared(
    admitted: Callable[[], Admitted],
    prepare: Callable[[Admitted], tuple[T, Callable[[ClientSession], None] | None]],
) -> T:
    """As `change`, for writes that are many or large: `prepare` reads and seals before the transaction begins.

    It returns the answer and the write; None writes nothing and leaves the child's epoch as it is.
    """

    def attempt() -> T:
        opened = admitted()
        answer, write = prepare(opened)
        if write is not None:
            gate.change(opened.permit, write)
        return answer

    return _with_fresh_facts(attempt)


def _with_fresh_facts(attempt: Callable[[], T]) -> T:
    for _ in range(ATTEMPTS):
        try:
            return attempt()
        except FactsMoved:
            continue
    raise TooBusy


def _admitted(permit: Permit, loaded: subjects.Loaded) -> Admitted:
    shown = tuple(row for row in loaded.documents if row["_id"] in permit.documents)
    return Admitted(permit, loaded.child, shown)
