"""Give, find and withdraw grants. A grant without a basis in force, its evidence and an end cannot be saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.models import rows
from consent import legal_bases
from consent.actions import Action
from consent.errors import GrantRefused
from consent.facts import Bundle, GrantFact, Period, Side
from consent.models import Evidence, Grant
from consent.permit import ListPermit, Permit
from consent.purposes import Purpose

PROJECTION = {"evidence": 0}


@dataclass(frozen=True, slots=True)
class EvidenceFor:
    """What a grant rests on. `reference` is already sealed; an oral decision has its time in `decided_at`."""

    kind: str
    reference: bytes | None = None
    decided_at: datetime | None = None
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant as an officer's list shows it: the fact, and what only a list needs."""

    fact: GrantFact
    template: str
    basis: str
    evidence: EvidenceFor
    issued_by: str
    issued_at: datetime


def check(fact: GrantFact, bundles: frozenset[Bundle], basis_code: str, evidence: EvidenceFor) -> None:
    """Refuse a grant that its legal basis does not carry (I8). Raises GrantRefused naming the field."""
    basis = legal_bases.in_force(basis_code)
    if fact.side not in basis.sides:
        raise GrantRefused("recipient", "basis_not_for_recipient")
    if not bundles <= basis.bundles:
        raise GrantRefused("scope", "basis_not_for_bundle")
    if fact.period.ends is None or fact.period.ends <= fact.period.begins:
        raise GrantRefused("until", "ends_before_it_begins")
    if fact.period.ends - fact.period.begins > basis.longest:
        raise GrantRefused("until", "longer_than_basis")
    _check_evidence(basis, evidence)


def _check_evidence(basis: legal_bases.LegalBasis, evidence: EvidenceFor) -> None:
    if evidence.kind not in basis.evidence:
        raise GrantRefused("evidence", "not_for_basis")
    if evidence.kind == "consent" and not evidence.consents:
        raise GrantRefused("evidence", "consent_lacking")
    if evidence.kind == "decision" and not evidence.reference:
        raise GrantRefused("evidence", "reference_lacking")
    if evidence.kind == "oral_decision" and (evidence.decided_at is None or not evidence.reference):
        raise GrantRefused("evidence", "name_and_time_lacking")


def give(
    permit: Permit,
    fact: GrantFact,
    *,
    template: str,
    bundles: frozenset[Bundle],
    basis: str,
    evidence: EvidenceFor,
    session: ClientSession,
) -> None:
    """Save a grant within the transaction that bumps the child's epoch. Raises GrantRefused."""
    check(fact, bundles, basis, evidence)
    record = Grant(
        id=fact.grant,
        child=permit.child,
        authority=permit.authority,
        template=template,
        side=fact.side,
        unit=fact.unit,
        person=fact.person,
        actions=sorted(fact.actions),
        purposes=sorted(fact.purposes),
        kinds=sorted(fact.kinds),
        documents=sorted(fact.documents) if fact.documents is not None else None,
        begins=fact.period.begins,
        ends=fact.period.ends,
        placement=fact.placement,
        basis=basis,
        basis_version=legal_bases.in_force(basis).version,
        evidence=Evidence(
            kind=evidence.kind,
            reference=evidence.reference,
            decided_at=evidence.decided_at,
            consents=list(evidence.consents),
        ),
        issued_by=permit.actor.person,
        issued_at=permit.at,
    )
    record.validate()
    rows(Grant).insert_one(record.to_mongo().to_dict(), session=session)


def withdraw(permit: Permit, grant: str, session: ClientSession) -> bool:
    """End a grant now. False when this child has no such grant in force."""
    found = rows(Grant).update_one(
        {"_id": grant, "child": permit.child, "withdrawn": {"$exists": False}},
        {"$set": {"withdrawn": permit.at, "withdrawn_by": permit.actor.person}},
        session=session,
    )
    return found.matched_count == 1


def enter_written_decision(permit: Permit, grant: str, reference: bytes, session: ClientSession) -> bool:
    """Put the written decision where an oral one stood. The scope and period stay as they were."""
    found = rows(Grant).update_one(
        {"_id": grant, "child": permit.child, "evidence.kind": "oral_decision"},
        {"$set": {"evidence.kind": "decision", "evidence.reference": reference}},
        session=session,
    )
    return found.matched_count == 1


def standing(child: str, actor: Actor) -> tuple[GrantFact, ...]:
    """This child's grants to this actor's units or person; ended ones too, `policy` leaves them out."""
    return standing_among((child,), actor).get(child, ())


def standing_among(children: Iterable[str], actor: Actor) -> dict[str, tuple[GrantFact, ...]]:
    """Several children's grants to this actor's units or person, in one query, for a list."""
    units = sorted({membership.unit for membership in actor.memberships})
    query: dict[str, Any] = {
        "child": {"$in": sorted(children)},
        "$or": [{"unit": {"$in": units}}, {"person": actor.person}],
    }
    found: dict[str, tuple[GrantFact, ...]] = {}
    for row in rows(Grant).find(query, PROJECTION):
        found[row["child"]] = (*found.get(row["child"], ()), _fact(row))
    return found


def children_granted_to(actor: Actor, action: Action) -> tuple[str, ...]:
    """Children with a grant to this actor for that action: candidates for a list, never an answer by itself."""
    units = sorted({membership.unit for membership in actor.memberships})
    query: dict[str, Any] = {"$or": [{"unit": {"$in": units}}, {"person": actor.person}], "actions": action}
    return tuple(rows(Grant).distinct("child", query))


def of_child(permit: Permit) -> tuple[GrantRow, ...]:
    """Every grant of the child, newest first, for whoever answers for her."""
    found = rows(Grant).find({"child": permit.child}).sort("issued_at", -1)
    return tuple(_row(row) for row in found)


def awaiting_written_decision(permit: ListPermit) -> frozenset[str]:
    """Which of the listed children have a grant in force that still rests on an oral decision."""
    query = {
        "child": {"$in": sorted(permit.children)},
        "evidence.kind": "oral_decision",
        "withdrawn": {"$exists": False},
        "ends": {"$gt": permit.at},
    }
    return frozenset(rows(Grant).distinct("child", query))


def _row(row: dict[str, Any]) -> GrantRow:
    evidence = row["evidence"]
    return GrantRow(
        fact=_fact(row),
        template=row["template"],
        basis=row["basis"],
        evidence=EvidenceFor(
            kind=evidence["kind"],
            reference=evidence.get("reference"),
            decided_at=evidence.get("decided_at"),
            consents=tuple(evidence.get("consents", ())),
        ),
        issued_by=row["issued_by"],
        issued_at=row["issued_at"],
    )


def _fact(row: dict[str, Any]) -> GrantFact:
    documents = row.get("documents")
    return GrantFact(
        grant=row["_id"],
        child=row["child"],
        side=Side(row["side"]),
        unit=row.get("unit"),
        person=row.get("person"),
        actions=frozenset(Action(action) for action in row["actions"]),
        purposes=frozenset(Purpose(purpose) for purpose in row["purposes"]),
        kinds=frozenset(row["kinds"]),
        documents=frozenset(documents) if documents is not None else None,
        period=Period(row["begins"], row["ends"]),
        placement=row.get("placement"),
        withdrawn=row.get("withdrawn"),
    )
