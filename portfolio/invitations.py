"""An authority asks somebody to work with it, in an office, a home or a school; the answer is that person's own.

A unit can serve several authorities. It is never found by search: whoever works there says yes to the invitation,
with the account they already have.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from auth.actors import Actor, Membership, Role
from auth.identifiers import is_id, new_id
from auth.models import rows
from consent import gate
from consent.errors import AccessDenied
from consent.permit import OfficePermit
from portfolio import directory, enrolments, office, office_people
from portfolio.directory import Party
from portfolio.errors import InputRefused
from portfolio.models import Invitation, Person, Unit
from portfolio.schemas.office import AnswerSchema, InviteSchema
from portfolio.schemas.reading import read
from portfolio.schemas.sign_in import EnrolmentSchema
from portfolio.wiring import Parts
from portfolio.words import N_
from storage.vault import Vault

LASTS = timedelta(days=14)

KINDS = {"carer": "home", "school": "school", "officer": "office", "administrator": "office"}
"""In which kind of unit somebody has a role."""

INVITED = Actor("invited", "invited", (), "")
"""Whoever holds an invitation's code and has not signed in: no account, no right but to answer."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation; its code is shown once and kept as a digest."""

    invitation: str
    code: str = field(repr=False)
    ends: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """An invitation that waits for its answer."""

    invitation: str
    person: str
    unit: str
    ends: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What an invitation asks: who asks whom, for which unit, and the units the asked one already works in."""

    invitation: str
    authority: Party
    unit: Party
    person: str
    role: str
    ends: datetime
    own_units: tuple[Party, ...]


def invite(actor: Actor, vault: Vault, given: Mapping[str, Any], at: datetime) -> Issued:
    """Ask somebody. Raises AccessDenied before InputRefused."""
    permit = office_people.admit(actor, at)
    form = read(InviteSchema(), given)
    unit = _unit_to_serve_in(permit, vault, form, at)
    person = office.add_person(permit, vault, form["person"], form["phone"], ())
    issued = Issued(new_id(), new_id(), at + LASTS)
    rows(Invitation).insert_one(
        {
            "_id": issued.invitation,
            "code_sha256": _digest(issued.code),
            "authority": permit.authority,
            "unit": unit,
            "role": form["role"],
            "person": person,
            "invited_by": actor.person,
            "invited_at": at,
            "ends": issued.ends,
        }
    )
    return issued


def pending(permit: OfficePermit, vault: Vault, at: datetime) -> tuple[Pending, ...]:
    """The authority's invitations that nobody has answered yet, oldest first."""
    query = {"authority": permit.authority, "accepted": {"$exists": False}, "ends": {"$gt": at}}
    found = list(rows(Invitation).find(query).sort("invited_at"))
    people = directory.persons(permit, vault, (row["person"] for row in found))
    units = directory.units(permit, vault, (row["unit"] for row in found))
    return tuple(
        Pending(row["_id"], people[row["person"]].name, units[row["unit"]].name, row["ends"])
        for row in found
        if row["person"] in people and row["unit"] in units
    )


def withdraw(actor: Actor, invitation: str, at: datetime) -> None:
    """Take an invitation back before it is answered. Raises AccessDenied."""
    permit = office_people.admit(actor, at)
    query = {"_id": invitation, "authority": permit.authority, "accepted": {"$exists": False}, "ends": {"$gt": at}}
    row = rows(Invitation).find_one_and_update(query, {"$set": {"ends": at}})
    if row is None:
        raise AccessDenied
    rows(Unit).delete_one({"_id": row["unit"], "serves": []})
    rows(Person).delete_one({"_id": row["person"]})


def ask(actor: Actor | None, vault: Vault, code: str, at: datetime) -> Question:
    """What the invitation with this code asks. AccessDenied, alike for unknown, answered and expired."""
    row = _standing(actor, code, at)
    permit = gate.admit_invited(actor or INVITED, row["_id"], row["authority"], at)
    unit = directory.units(permit, vault, (row["unit"],))[row["unit"]]
    own = _own_units(actor, row, at) if actor else ()
    return Question(
        invitation=row["_id"],
        authority=directory.authority(permit, vault, row["authority"]),
        unit=unit,
        person=directory.persons(permit, vault, (row["person"],))[row["person"]].name,
        role=row["role"],
        ends=row["ends"],
        own_units=directory.in_swedish_order(directory.units(permit, vault, own).values()),
    )


def accept_anew(parts: Parts, code: str, given: Mapping[str, Any], at: datetime) -> str:
    """Yes from somebody without an account; the id of the one they get. Raises AccessDenied, then InputRefused."""
    row = _standing(None, code, at)
    gate.admit_invited(INVITED, row["_id"], row["authority"], at)
    form = read(EnrolmentSchema(), given)
    proof = enrolments.check(parts.accounts, parts.forms, row["_id"], form, at)
    _claim(row, at)
    account = parts.accounts.open_account(row["person"], _memberships(row, at), at)
    try:
        enrolments.equip(parts.accounts, account, form["login"], form["password"], proof, at)
    except InputRefused:
        rows(Invitation).update_one({"_id": row["_id"]}, {"$unset": {"accepted": True}})
        raise
    _join(row, row["person"])
    return account


def accept(actor: Actor, parts: Parts, code: str, given: Mapping[str, Any], at: datetime) -> None:
    """Yes from somebody signed in: for a unit they already work in, or for the one on the invitation."""
    row = _standing(actor, code, at)
    gate.admit_invited(actor, row["_id"], row["authority"], at)
    own = read(AnswerSchema(), given)["unit"]
    if own and own not in _own_units(actor, row, at):
        raise InputRefused({"unit": [N_("Välj i listan.")]})
    _claim(row, at)
    rows(Person).delete_one({"_id": row["person"]})
    if own:
        rows(Unit).delete_one({"_id": row["unit"], "serves": []})
        rows(Unit).update_one({"_id": own}, {"$addToSet": {"serves": row["authority"]}})
        return
    for membership in _memberships(row, at):
        if not any(_same(membership, held) and held.active(at) for held in actor.memberships):
            parts.accounts.add_membership(actor.account, membership)
    _join(row, actor.person)


def _unit_to_serve_in(permit: OfficePermit, vault: Vault, form: Mapping[str, str], at: datetime) -> str:
    kind = KINDS[form["role"]]
    if not form["unit"]:
        if kind == "office":
            raise InputRefused({"unit": [N_("Välj det kontor som personen ska arbeta på.")]})
        if not form["unit_name"]:
            raise InputRefused({"unit_name": [N_("Skriv vad hemmet eller skolan heter.")]})
        return office.add_unit(permit, vault, kind, form["unit_name"], form["phone"], at, asked=True)
    # Only whoever added a unit asks people to it: another authority's children may live there too.
    own = {party.id: party.kind for party in office_people.own_units(permit, vault)}
    if own.get(form["unit"]) != kind:
        raise InputRefused({"unit": [N_("Välj en enhet som passar det personen ska göra.")]})
    return form["unit"]


def _standing(actor: Actor | None, code: str, at: datetime) -> dict[str, Any]:
    query = {"code_sha256": _digest(code), "accepted": {"$exists": False}, "ends": {"$gt": at}}
    row = rows(Invitation).find_one(query) if is_id(code) else None
    if row is None or (actor is not None and actor.holds(Role.CHILD, at)):
        raise AccessDenied
    return row


def _claim(row: Mapping[str, Any], at: datetime) -> None:
    """Of two answers with one code, one counts."""
    claimed = rows(Invitation).update_one(
        {"_id": row["_id"], "accepted": {"$exists": False}, "ends": {"$gt": at}}, {"$set": {"accepted": at}}
    )
    if claimed.matched_count == 0:
        raise AccessDenied


def _join(row: Mapping[str, Any], person: str) -> None:
    rows(Person).update_one({"_id": person}, {"$addToSet": {"units": row["unit"]}})
    rows(Unit).update_one({"_id": row["unit"]}, {"$addToSet": {"serves": row["authority"]}})


def _memberships(row: Mapping[str, Any], at: datetime) -> tuple[Membership, ...]:
    return tuple(Membership(row["unit"], row["authority"], role, at) for role in office.ROLES[row["role"]])


def _own_units(actor: Actor, row: Mapping[str, Any], at: datetime) -> tuple[str, ...]:
    """The units of the invited kind that the actor works in and that do not serve the authority yet."""
    invited = rows(Unit).find_one({"_id": row["unit"]}, {"kind": 1, "serves": 1})
    if invited is None or invited["serves"] or KINDS[row["role"]] == "office":
        return ()
    role = office.ROLES[row["role"]][0]
    held = [one.unit for one in actor.memberships if one.role is role and one.active(at)]
    found = rows(Unit).find({"_id": {"$in": held}, "kind": invited["kind"], "serves": {"$ne": row["authority"]}})
    return tuple(unit["_id"] for unit in found)


def _same(one: Membership, other: Membership) -> bool:
    return (one.unit, one.role) == (other.unit, other.role)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
