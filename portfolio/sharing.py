"""What is shared with whom, why and until when; stopping it; and the written decision for an oral one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from consent import grants, legal_bases
from consent.actions import Action
from consent.errors import AccessDenied
from consent.facts import GrantFact, PlacementFact
from consent.grants import GrantRow
from consent.legal_bases import LegalBasis
from consent.permit import Permit
from consent.purposes import Purpose
from portfolio import admission, directory, evidence, subjects
from portfolio.admission import Admitted
from portfolio.children import Heading, heading_with_on_call
from portfolio.directory import Party
from portfolio.schemas.placement import WrittenDecisionSchema
from portfolio.schemas.reading import read
from storage.vault import Opening, Vault


@dataclass(frozen=True, slots=True)
class Share:
    """One share as the officer's list shows it."""

    grant: str
    recipient: str
    template: str
    basis: LegalBasis
    evidence: str
    """`decision`, `oral_decision` or `consent`."""
    evidence_words: str
    """The decision's reference, or who decided orally."""
    decided_at: datetime | None
    placement: str
    begins: datetime
    ends: datetime | None
    ended: datetime | None
    """When it stopped for another reason than its time: withdrawn, or its placement ended."""
    runs: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """What is shared now, and what has been, newest first."""

    heading: Heading
    current: tuple[Share, ...]
    earlier: tuple[Share, ...]


def open_shares(actor: Actor, vault: Vault, child: str, at: datetime) -> Shares:
    """Open the list for whoever answers for the child. Raises AccessDenied."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    opening = vault.open(admitted.permit)
    found = grants.of_child(admitted.permit)
    parties = _recipients(admitted.permit, vault, found)
    shares = tuple(_share(row, parties, opening, admitted.child, at) for row in found)
    return Shares(
        heading=heading_with_on_call(opening, admitted.child, at),
        current=tuple(share for share in shares if share.runs),
        earlier=tuple(share for share in shares if not share.runs),
    )


def stop(actor: Actor, child: str, grant: str, at: datetime) -> None:
    """Stop a share now: the very next request does not see it. Stopping twice stops once."""

    def write(opened: Admitted, session: ClientSession) -> None:
        _must_be_hers(opened.permit, grant)
        grants.withdraw(opened.permit, grant, session)

    admission.change(lambda: admission.admit(actor, Action.STOP_SHARING, Purpose.CASEWORK, child, at), write)


def enter_written_decision(
    actor: Actor, vault: Vault, child: str, grant: str, given: Mapping[str, Any], at: datetime
) -> None:
    """Put the written decision's reference where the oral one stood. Raises AccessDenied before InputRefused."""

    def write(opened: Admitted, session: ClientSession) -> None:
        _must_be_hers(opened.permit, grant)
        text = read(WrittenDecisionSchema(), given)["reference"]
        reference = evidence.sealed(vault.open(opened.permit), grant, evidence.REFERENCE, text)
        grants.enter_written_decision(opened.permit, grant, reference, session)

    admission.change(lambda: admission.admit(actor, Action.SHARE, Purpose.CASEWORK, child, at), write)


def _must_be_hers(permit: Permit, grant: str) -> None:
    if all(row.fact.grant != grant for row in grants.of_child(permit)):
        raise AccessDenied


def _recipients(permit: Permit, vault: Vault, found: tuple[GrantRow, ...]) -> dict[str, Party]:
    units = directory.units(permit, vault, [row.fact.unit or "" for row in found])
    people = directory.persons(permit, vault, [row.fact.person or "" for row in found])
    return units | people


def _share(
    row: GrantRow, parties: Mapping[str, Party], opening: Opening, child: Mapping[str, Any], at: datetime
) -> Share:
    fact, placements = row.fact, subjects.placement_facts(child)
    return Share(
        grant=fact.grant,
        recipient=directory.name_of(parties, fact.unit or fact.person),
        template=row.template,
        basis=legal_bases.all_bases()[row.basis],
        evidence=row.evidence.kind,
        evidence_words=evidence.words(opening, row),
        decided_at=row.evidence.decided_at,
        placement=fact.placement or "",
        begins=fact.period.begins,
        ends=fact.period.ends,
        ended=_ended(fact, placements),
        runs=fact.in_force(placements, at),
    )


def _ended(fact: GrantFact, placements: Iterable[PlacementFact]) -> datetime | None:
    placed = [one.period.ends for one in placements if one.placement == fact.placement]
    stops = [stop for stop in (fact.withdrawn, *placed) if stop is not None]
    return min(stops, default=None)
