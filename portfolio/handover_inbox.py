"""What a school does with a handover: sees that it came, reads it, and confirms that it was received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor, Role
from auth.identifiers import is_id
from auth.models import rows
from consent import grants, ledger
from consent.actions import Action
from consent.errors import AccessDenied
from consent.legal_bases import LegalBasis
from consent.purposes import Purpose
from portfolio import admission, children, directory, handover_drafts, handover_periods, handover_steps, school_page
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.handover_contents import SchoolContents
from portfolio.handovers import Receipt, receipt
from portfolio.models import Handover
from portfolio.models.handover import RECEIVED, REPLACED, steps_before
from portfolio.schemas.handover import ReceiptSchema
from portfolio.schemas.reading import read
from portfolio.sealed_fields import opened, sealed
from storage.vault import Vault

NEW = "new"
READ = "read"
CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One handover in a school's inbox: a name, who sent it, and how far the school has come with it."""

    handover: str
    heading: Heading
    sender: str
    delivered_at: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Received:
    """One handover as the school reads it."""

    handover: str
    heading: Heading
    contents: SchoolContents = field(repr=False)
    sender: str
    basis: LegalBasis
    delivered_at: datetime
    last_day: date
    reader: str
    """The name of whoever reads, as it will stand on the receipt."""
    receipt: Receipt | None


def inbox(actor: Actor, vault: Vault, at: datetime) -> tuple[InboxLine, ...]:
    """The handovers to the actor's school, those not confirmed first. Names only."""
    candidates = grants.children_granted_to(actor, Action.LIST_HANDOVERS)
    admitted = admission.admit_list(actor, Action.LIST_HANDOVERS, Purpose.SCHOOL_START, candidates, at)
    permit, openings = admitted.permit, vault.open_list(admitted.permit)
    named = {child["_id"]: child for child in admitted.children}
    found = rows(Handover).find(
        {"child": {"$in": sorted(named)}, "unit": {"$in": _schools(actor, at)}, "step": {"$in": steps_before(REPLACED)}}
    )
    lines = (
        InboxLine(
            handover=row["_id"],
            heading=children.heading(openings[row["child"]], named[row["child"]], at),
            sender=directory.authority(permit, vault, row["authority"]).name,
            delivered_at=row["delivered_at"],
            status=_status(row),
        )
        for row in found
    )
    return tuple(sorted(lines, key=lambda line: (line.status == CONFIRMED, -line.delivered_at.timestamp())))


def open_one(actor: Actor, vault: Vault, handover: str, at: datetime) -> Received:
    """Read one handover. Raises AccessDenied, alike for what is unknown, another school's, taken back or run out."""
    row = _row(handover)
    admitted = _admit(actor, Action.READ, row, at, kinds=handover_drafts.TEMPLATE.kinds)
    permit, opening = admitted.permit, vault.open(admitted.permit)
    people = directory.persons(permit, vault, (actor.person, row.get("received_by", "")))
    fact = next(one for one in grants.standing(permit.child, actor) if one.grant == permit.grant)
    return Received(
        handover=handover,
        heading=children.heading(opening, admitted.child, at),
        contents=school_page.opened(
            admitted,
            vault,
            health=row["health"],
            no_start=opened(opening, "handovers", row, "no_start"),
            officer=row["delivered_by"],
        ),
        sender=directory.authority(permit, vault, row["authority"]).name,
        basis=handover_drafts.BASIS,
        delivered_at=row["delivered_at"],
        last_day=handover_periods.last_day(fact.period),
        reader=directory.name_of(people, actor.person),
        receipt=receipt(opening, row, people),
    )


def may_still_open(actor: Actor, handover: str, at: datetime) -> bool:
    """Whether an open page may stay open: asked once a minute, so it is entered as a list and not as a reading."""
    row = _row(handover)
    asked = (row["child"],) if _is_theirs(actor, row, at) else ()
    return bool(admission.admit_list(actor, Action.LIST_HANDOVERS, Purpose.SCHOOL_START, asked, at).children)


def confirm(actor: Actor, vault: Vault, handover: str, given: Mapping[str, Any], at: datetime) -> None:
    """Confirm that the handover was received. Confirming twice is once. Raises AccessDenied before InputRefused."""
    row = _row(handover)

    def write(admitted: Admitted, session: ClientSession) -> None:
        role = read(ReceiptSchema(), given)["role"]
        as_whom = sealed(vault.open(admitted.permit), "handovers", handover, "received_as", role)
        handover_steps.receive(admitted.permit, handover, as_whom, session)

    admission.change(lambda: _admit(actor, Action.CONFIRM_RECEIPT, row, at), write)


def _admit(
    actor: Actor, action: Action, row: Mapping[str, Any], at: datetime, *, kinds: frozenset[str] = frozenset()
) -> Admitted:
    """Admit to a handover. One that has ended or is another school's shows nothing, whatever else they may read."""
    theirs = _is_theirs(actor, row, at)
    admitted = admission.admit(
        actor,
        action,
        Purpose.SCHOOL_START,
        row.get("child", ""),
        at,
        kinds=kinds if theirs else frozenset(),
        ended=False,
    )
    if not theirs:
        raise AccessDenied
    return admitted


def _is_theirs(actor: Actor, row: Mapping[str, Any], at: datetime) -> bool:
    return row.get("unit") in _schools(actor, at) and row.get("step") in steps_before(REPLACED)


def _row(handover: str) -> dict[str, Any]:
    """The handover's row; empty when there is none, which nobody is admitted to."""
    row = rows(Handover).find_one({"_id": handover}) if is_id(handover) else None
    return dict(row or {})


def _schools(actor: Actor, at: datetime) -> list[str]:
    return sorted(one.unit for one in actor.memberships if one.role is Role.SCHOOL and one.active(at))


def _status(row: Mapping[str, Any]) -> str:
    if row["step"] == RECEIVED:
        return CONFIRMED
    return READ if ledger.first_read(row["child"], row["grant"]) else NEW
