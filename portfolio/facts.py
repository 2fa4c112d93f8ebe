"""Facts by hand: the officer adds, corrects and ends what is known, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, documents
from portfolio.admission import Admitted
from portfolio.kinds import recorded_by_officers
from portfolio.kinds.kind import Kind
from portfolio.schemas.reading import read
from storage.vault import Vault

TYPED = frozenset(kind.code for kind in recorded_by_officers())


@dataclass(frozen=True, slots=True)
class OpenedFact:
    """One fact on its own page, with its earlier versions' numbers and times."""

    admitted: Admitted
    fact: documents.OpenedDocument
    versions: tuple[tuple[int, datetime], ...]


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
    """Correct a fact: a new version that says so. Raises AccessDenied, InputRefused, VersionConflict."""

    def write(opened: Admitted, session: ClientSession) -> int:
        row = _only(opened, kind)
        content = documents.encoded(read(kind.schema(), given))
        return documents.supersede(
            opened.permit, vault.open(opened.permit), kind, row, content, session, based_on=based_on
        )

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
    return OpenedFact(admitted, documents.opened(opening, row), documents.versions(row))


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
