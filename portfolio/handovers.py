"""Deliver a school's handover, follow it to its receipt, and take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.identifiers import is_id, new_id
from auth.models import rows
from consent import grants, ledger, legal_bases
from consent.actions import Action
from consent.errors import AccessDenied, GrantRefused
from consent.facts import GrantFact
from consent.grants import EvidenceFor, GrantRow
from consent.legal_bases import LegalBasis
from consent.permit import Permit
from consent.purposes import Purpose
from portfolio import (
    admission,
    children,
    directory,
    handover_consents,
    handover_drafts,
    handover_periods,
    handover_steps,
)
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.directory import Party
from portfolio.errors import InputRefused
from portfolio.handover_consents import GuardianAnswer
from portfolio.kinds import bundles_of
from portfolio.models import DocumentRecord, Handover
from portfolio.models.handover import RECALLED, REPLACED
from portfolio.sealed_fields import opened, sealed
from portfolio.words import N_
from storage.vault import Opening, Vault


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who confirmed, in which role as they wrote it, and when."""

    name: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentLine:
    """To which school, when, and how far it has come."""

    handover: str
    school: str
    step: str
    delivered_at: datetime
    in_force: bool
    """Whether the school can read now: taken back, replaced and run out all say no."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One handover as the officer follows it."""

    heading: Heading
    line: SentLine
    delivered_by: str
    parts: tuple[str, ...]
    """What was handed over, in words for the catalogues."""
    basis: LegalBasis
    last_day: date
    first_read_at: datetime | None
    receipt: Receipt | None
    closed_at: datetime | None
    answers: tuple[GuardianAnswer, ...] = field(repr=False)
    added_since: int = 0
    """How many facts for school or health came later, and so were never handed over."""


def deliver(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime, *, once: str = "") -> str:
    """Hand over; returns the handover's id. Raises AccessDenied before InputRefused.

    `once` becomes its id, so that a form sent twice delivers once. An earlier handover to the same school is replaced.
    """
    handover = once if is_id(once) else new_id()

    def write(admitted: Admitted, session: ClientSession) -> str:
        if _is_delivered(admitted.permit, handover, session):
            return handover
        draft = handover_drafts.checked(admitted, vault, given, at)
        for earlier in handover_steps.open_to(admitted.permit, draft.fact.unit or "", session):
            handover_steps.close(admitted.permit, earlier, REPLACED, session)
        _give(admitted.permit, draft.fact, draft.consents, session)
        rows(Handover).insert_one(_row(admitted, vault, handover, draft), session=session)
        return handover

    return admission.change(lambda: admission.admit(actor, Action.SHARE, Purpose.CASEWORK, child, at), write)


def recall(actor: Actor, child: str, handover: str, at: datetime) -> None:
    """Take a handover back, before or after its receipt: the school reads nothing from now on. Twice is once."""

    def write(admitted: Admitted, session: ClientSession) -> None:
        handover_steps.close(admitted.permit, _of_child(child, handover), RECALLED, session)

    admission.change(lambda: admission.admit(actor, Action.STOP_SHARING, Purpose.CASEWORK, child, at), write)


def sent(actor: Actor, vault: Vault, child: str, handover: str, at: datetime) -> Sent:
    """One handover with its receipt, for whoever answers for the child. Raises AccessDenied."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    row = _of_child(child, handover)
    permit, opening = admitted.permit, vault.open(admitted.permit)
    people = directory.persons(permit, vault, (row["delivered_by"], row.get("received_by", "")))
    grant = _grants(permit)[row["grant"]]
    return Sent(
        heading=children.heading(opening, admitted.child, at),
        line=_line(permit, vault, row, grant),
        delivered_by=directory.name_of(people, row["delivered_by"]),
        parts=handover_drafts.parts(_kinds(grant), health=row["health"]),
        basis=legal_bases.in_force(grant.basis),
        last_day=handover_periods.last_day(grant.fact.period),
        first_read_at=ledger.first_read(child, row["grant"]),
        receipt=receipt(opening, row, people),
        closed_at=row.get("closed_at"),
        answers=handover_consents.answers(permit, vault, opening, admitted.child, row["unit"], at),
        added_since=_added_since(grant),
    )


def receipt(opening: Opening, row: Mapping[str, Any], people: Mapping[str, Party]) -> Receipt | None:
    """The receipt that a handover's record holds; None until somebody has confirmed."""
    if row.get("received_at") is None:
        return None
    name = directory.name_of(people, row["received_by"])
    return Receipt(name, opened(opening, "handovers", row, "received_as"), row["received_at"])


def _line(permit: Permit, vault: Vault, row: Mapping[str, Any], grant: GrantRow) -> SentLine:
    schools = directory.units(permit, vault, (row["unit"],))
    return SentLine(
        handover=row["_id"],
        school=directory.name_of(schools, row["unit"]),
        step=row["step"],
        delivered_at=row["delivered_at"],
        in_force=grant.fact.in_force((), permit.at),
    )


def _grants(permit: Permit) -> dict[str, GrantRow]:
    return {row.fact.grant: row for row in grants.of_child(permit)}


def _of_child(child: str, handover: str) -> dict[str, Any]:
    row = rows(Handover).find_one({"_id": handover, "child": child}) if is_id(handover) else None
    if row is None:
        raise AccessDenied
    found: dict[str, Any] = row
    return found


def _is_delivered(permit: Permit, handover: str, session: ClientSession) -> bool:
    row = rows(Handover).find_one({"_id": handover}, session=session)
    if row is not None and row["child"] != permit.child:
        raise AccessDenied
    return row is not None


def _give(permit: Permit, fact: GrantFact, consents: tuple[str, ...], session: ClientSession) -> None:
    template = handover_drafts.TEMPLATE
    evidence = EvidenceFor("consent", consents=consents)
    try:
        grants.give(
            permit,
            fact,
            template=template.code,
            bundles=bundles_of(fact.kinds),
            basis=template.basis,
            evidence=evidence,
            session=session,
        )
    except GrantRefused as refused:
        raise InputRefused({refused.field: [N_("Det går inte att lämna över så. Gå tillbaka och ändra.")]}) from None


def _row(admitted: Admitted, vault: Vault, handover: str, draft: handover_drafts.Draft) -> dict[str, Any]:
    permit = admitted.permit
    row: dict[str, Any] = {
        "_id": handover,
        "child": permit.child,
        "authority": permit.authority,
        "unit": draft.fact.unit,
        "grant": draft.fact.grant,
        "step": "delivered",
        "health": draft.health,
        "consents": list(draft.consents),
        "delivered_at": permit.at,
        "delivered_by": permit.actor.person,
    }
    if draft.no_start:
        row["no_start"] = sealed(vault.open(permit), "handovers", handover, "no_start", draft.no_start)
    return row


def _kinds(grant: GrantRow) -> frozenset[str]:
    query = {"_id": {"$in": sorted(grant.fact.documents or ())}, "child": grant.fact.child}
    return frozenset(rows(DocumentRecord).distinct("kind", query))


def _added_since(grant: GrantRow) -> int:
    kinds = sorted(grant.fact.kinds & handover_drafts.FACTS)
    query = {
        "child": grant.fact.child,
        "kind": {"$in": kinds},
        "_id": {"$nin": sorted(grant.fact.documents or ())},
        "ended": {"$exists": False},
    }
    return int(rows(DocumentRecord).count_documents(query))
