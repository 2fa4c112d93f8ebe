"""What is shared with whom, why and until when; stopping it; and the written decision for an oral one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from consent import grants, legal_bases
from consent.actions import Action
from consent.errors import AccessDenied
from consent.facts import GrantFact
from consent.grants import GrantRow
from consent.legal_bases import LegalBasis
from consent.permit import Permit
from consent.purposes import Purpose
from portfolio import admission, directory, subjects
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.first_screen import headed
from portfolio.placements import sealed_evidence
from portfolio.schemas.placement import WrittenDecisionSchema
from portfolio.schemas.reading import read
from storage.vault import FieldPlace, Opening, Vault

EVIDENCE_FIELDS = {"decision": "reference", "oral_decision": "decided_by"}


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
    names = _recipients(admitted.permit, vault, found)
    shares = tuple(_share(row, names, opening, admitted.child, at) for row in found)
    return Shares(
        heading=headed(opening, admitted.child, at),
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
        reference = sealed_evidence(vault.open(opened.permit), grant, "reference", text)
        grants.enter_written_decision(opened.permit, grant, reference, session)

    admission.change(lambda: admission.admit(actor, Action.SHARE, Purpose.CASEWORK, child, at), write)


def _must_be_hers(permit: Permit, grant: str) -> None:
    if all(row.fact.grant != grant for row in grants.of_child(permit)):
        raise AccessDenied


def _recipients(permit: Permit, vault: Vault, found: tuple[GrantRow, ...]) -> dict[str, str]:
    units = directory.units(permit, vault, [row.fact.unit or "" for row in found])
    people = directory.persons(permit, vault, [row.fact.person or "" for row in found])
    return {one: party.name for one, party in (units | people).items()}


def _share(row: GrantRow, names: Mapping[str, str], opening: Opening, child: Mapping[str, Any], at: datetime) -> Share:
    fact, ended = row.fact, _ended(row.fact, child)
    return Share(
        grant=fact.grant,
        recipient=names.get(fact.unit or fact.person or "", ""),
        template=row.template,
        basis=legal_bases.all_bases()[row.basis],
        evidence=row.evidence.kind,
        evidence_words=_evidence_words(row, opening),
        decided_at=row.evidence.decided_at,
        placement=fact.placement or "",
        begins=fact.period.begins,
        ends=fact.period.ends,
        ended=ended,
        runs=fact.period.covers(at) and (ended is None or at < ended),
    )


def _ended(fact: GrantFact, child: Mapping[str, Any]) -> datetime | None:
    placed = [
        subjects.placement_fact(one).period.ends
        for one in child.get("placements", ())
        if one["placement"] == fact.placement
    ]
    stops = [stop for stop in (fact.withdrawn, *placed) if stop is not None]
    return min(stops, default=None)


def _evidence_words(row: GrantRow, opening: Opening) -> str:
    name = EVIDENCE_FIELDS.get(row.evidence.kind)
    if name is None or row.evidence.reference is None:
        return ""
    return opening.open_field(FieldPlace("grants", row.fact.grant, name, 1), row.evidence.reference)
