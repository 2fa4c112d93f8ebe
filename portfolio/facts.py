"""Facts by hand: the officer adds, corrects and ends what is known, each with its source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.identifiers import is_id
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, children, directory, documents
from portfolio.admission import Admitted
from portfolio.errors import VersionConflict
from portfolio.kinds import KINDS, recorded_by_officers
from portfolio.kinds.kind import Kind
from portfolio.schemas.reading import read
from storage.vault import Vault

TYPED = frozenset(kind.code for kind in recorded_by_officers())


@dataclass(frozen=True, slots=True)
class OpenedFact:
    """One fact on its own page, with its earlier versions' numbers and times."""

    admitted: Admitted
    heading: children.Heading
    fact: documents.OpenedDocument
    versions: tuple[tuple[int, datetime], ...]
    author: str


@dataclass(frozen=True, slots=True)
class CheckedFact:
    """What was typed, found to hold and not saved yet: to be read back."""

    heading: children.Heading
    content: dict[str, Any] = field(repr=False)
    at: datetime


def typed_kind(code: str) -> Kind:
    """A kind that an officer types in. Raises AccessDenied for any other, as for what does not exist."""
    if code not in TYPED:
        raise AccessDenied
    return KINDS[code]


def about(actor: Actor, vault: Vault, child: str, at: datetime) -> children.Heading:
    """Whom a fact about to be typed is about. Raises AccessDenied."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    return children.heading(vault.open(admitted.permit), admitted.child, at)


def checked(actor: Actor, vault: Vault, child: str, kind: Kind, given: Mapping[str, Any], at: datetime) -> CheckedFact:
    """Check a fact without saving it. Raises AccessDenied before InputRefused."""
    admitted = _admit(actor, child, kind, at)
    heading = children.heading(vault.open(admitted.permit), admitted.child, at)
    content: dict[str, Any] = json.loads(documents.encoded(read(kind.schema(), given)))
    return CheckedFact(heading, content, at)


def add_once(
    actor: Actor, vault: Vault, child: str, kind: Kind, given: Mapping[str, Any], at: datetime, *, once: str
) -> None:
    """Add a fact from a form that may be sent twice: the second time changes nothing."""
    try:
        add(actor, vault, child, kind, given, at, key=once if is_id(once) else "")
    except VersionConflict:
        return


def add(
    actor: Actor,
    vault: Vault,
    child: str,
    kind: Kind,
    given: Mapping[str, Any],
    at: datetime,
    *,
    key: str = "",
) -> str:
    """Add a fact and return its document's id. Raises AccessDenied before InputRefused.

    A `key` makes adding the same fact twice (a form sent twice) a VersionConflict instead of two facts.
    """

    def write(opened: Admitted, session: ClientSession) -> str:
        content = read(kind.schema(), given)
        return documents.add(opened.permit, vault.open(opened.permit), kind, content, session, key=key)

    return admission.change(lambda: _admit(actor, child, kind, at), write)


def correct(
    actor: Actor,
    vault: Vault,
    child: str,
    document: str,
    kind: Kind,
    given: Mapping[str, Any],
    at: datetime,
    *,
    based_on: int,
) -> int:
    """Correct a fact: a new version that says so. The same form sent again changes nothing.

    Raises AccessDenied, InputRefused, VersionConflict.
    """

    def write(opened: Admitted, session: ClientSession) -> int:
        row = _only(opened, kind)
        content = documents.encoded(read(kind.schema(), given))
        opening = vault.open(opened.permit)
        if row["head"]["number"] == based_on + 1 and documents.raw(opening, row) == content:
            return based_on + 1
        return documents.supersede(opened.permit, opening, kind, row, content, session, based_on=based_on)

    return admission.change(lambda: _admit_one(actor, child, document, at), write)


def end(actor: Actor, child: str, document: str, at: datetime) -> None:
    """Mark a fact as ended: it no longer holds, and is kept apart from what does."""

    def write(opened: Admitted, session: ClientSession) -> None:
        if opened.documents[0]["kind"] not in TYPED:
            raise AccessDenied
        documents.end(opened.permit, document, session)

    admission.change(lambda: _admit_one(actor, child, document, at), write)


def open_one(actor: Actor, vault: Vault, child: str, document: str, at: datetime) -> OpenedFact:
    """Open one fact for whoever answers for the child."""
    admitted = admission.admit_document(actor, Action.READ, Purpose.CASEWORK, child, document, at)
    row = admitted.documents[0]
    if row["kind"] not in TYPED:
        raise AccessDenied
    opening = vault.open(admitted.permit)
    fact = documents.opened(opening, row)
    people = directory.persons(admitted.permit, vault, (fact.person,))
    return OpenedFact(
        admitted=admitted,
        heading=children.heading(opening, admitted.child, at),
        fact=fact,
        versions=documents.versions(row),
        author=directory.name_of(people, fact.person),
    )


def _admit(actor: Actor, child: str, kind: Kind, at: datetime) -> Admitted:
    if kind.code not in TYPED:
        raise AccessDenied
    return admission.admit(actor, Action.RECORD_FACT, Purpose.CASEWORK, child, at)


def _admit_one(actor: Actor, child: str, document: str, at: datetime) -> Admitted:
    return admission.admit_document(actor, Action.RECORD_FACT, Purpose.CASEWORK, child, document, at)


def _only(opened: Admitted, kind: Kind) -> dict[str, Any]:
    row = opened.documents[0]
    if row["kind"] != kind.code:
        raise AccessDenied
    return row
