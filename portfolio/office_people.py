"""What whoever runs an office sees and changes there: its units, who works in them, and their sign-ins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.accounts import Account, Accounts
from auth.actors import Actor, Membership, Role
from auth.identifiers import is_id, new_id
from auth.models import rows
from consent import gate
from consent.actions import Action
from consent.errors import AccessDenied
from consent.permit import OfficePermit
from portfolio import directory, office
from portfolio.directory import Party
from portfolio.errors import InputRefused
from portfolio.models import Unit
from portfolio.schemas.office import MemberSchema, NewUnitSchema
from portfolio.schemas.reading import read
from portfolio.words import N_
from storage.vault import Vault

WORKING_ROLES = frozenset(role for roles in office.ROLES.values() for role in roles)
"""The roles of people who work in units: what an office keeps. A child's or a guardian's account it does not."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in a unit, and as what."""

    party: Party
    unit: str
    roles: tuple[Role, ...]
    is_oneself: bool


@dataclass(frozen=True, slots=True)
class OfficeUnit:
    """A unit that serves the authority; `own` when the authority added it, and so keeps its people."""

    party: Party
    own: bool
    people: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """The whole office on one page."""

    authority: Party
    units: tuple[OfficeUnit, ...]


def admit(actor: Actor, at: datetime) -> OfficePermit:
    """Let whoever runs an office act there. Raises AccessDenied."""
    return gate.admit_office(actor, Action.RUN_OFFICE, _authority_of(actor, at), at)


def overview(permit: OfficePermit, vault: Vault, accounts: Accounts, at: datetime) -> Office:
    """The units that serve the authority, homes and schools too, and who works in those it has added."""
    found = list(rows(Unit).find({"serves": permit.authority, "ends": {"$exists": False}}))
    parties = directory.units(permit, vault, (row["_id"] for row in found))
    own = {row["_id"] for row in found if row["authority"] == permit.authority}
    units = [
        OfficeUnit(party, party.id in own, _people(permit, vault, accounts, party.id, at) if party.id in own else ())
        for party in directory.in_swedish_order(parties.values())
    ]
    return Office(directory.authority(permit, vault, permit.authority), tuple(sorted(units, key=_by_kind)))


def own_units(permit: OfficePermit, vault: Vault) -> tuple[Party, ...]:
    """The units that the authority has added and that serve it: those it may invite people to."""
    found = rows(Unit).find({"serves": permit.authority, "authority": permit.authority, "ends": {"$exists": False}})
    return directory.in_swedish_order(directory.units(permit, vault, (row["_id"] for row in found)).values())


def add_unit(actor: Actor, vault: Vault, given: Mapping[str, Any], at: datetime) -> str:
    """Add a unit from its form. Raises AccessDenied before InputRefused."""
    permit = admit(actor, at)
    form = read(NewUnitSchema(), given)
    return office.add_unit(permit, vault, form["kind"], form["name"], form["phone"], at)


def reset_totp(actor: Actor, accounts: Accounts, person: str, at: datetime) -> str:
    """A new secret for the person's one-time codes, to be shown once; every session of theirs ends."""
    permit = admit(actor, at)
    account = _kept(accounts, permit, person, at)
    # Somebody whom two authorities know signs in for both: only the first one's office answers for how.
    if account.memberships[0].authority != permit.authority:
        raise AccessDenied
    return accounts.reset_totp(account.id)


def end_membership(actor: Actor, accounts: Accounts, person: str, given: Mapping[str, Any], at: datetime) -> None:
    """The person no longer works in the unit: every role there ends now, felt by their next request."""
    permit = admit(actor, at)
    unit = read(MemberSchema(), given)["unit"]
    if person == actor.person:
        raise InputRefused({"": [N_("Du kan inte ta bort dig själv härifrån. Be någon annan som sköter kontoret.")]})
    account = _kept(accounts, permit, person, at)
    ending = [one for one in _working(account, permit, at) if one.unit == unit]
    if not ending:
        raise AccessDenied
    for membership in ending:
        accounts.end_membership(account.id, unit, membership.role, at)


def _authority_of(actor: Actor, at: datetime) -> str:
    for membership in actor.memberships:
        if membership.role is Role.ADMINISTRATOR and membership.active(at):
            return membership.authority
    # Refused by the gate, in the asker's own refusal chain.
    return new_id()


def _kept(accounts: Accounts, permit: OfficePermit, person: str, at: datetime) -> Account:
    """The account of somebody who works in a unit of the authority's own, or AccessDenied."""
    account = accounts.of_person(person) if is_id(person) else None
    if account is None or not _working(account, permit, at):
        raise AccessDenied
    return account


def _working(account: Account, permit: OfficePermit, at: datetime) -> tuple[Membership, ...]:
    return tuple(
        one
        for one in account.memberships
        if one.authority == permit.authority and one.role in WORKING_ROLES and one.active(at)
    )


def _people(permit: OfficePermit, vault: Vault, accounts: Accounts, unit: str, at: datetime) -> tuple[Colleague, ...]:
    working = accounts.in_unit(unit, at)
    names = directory.persons(permit, vault, (account.person for account in working))
    people = [
        Colleague(names[account.person], unit, _roles(account, unit, at), account.person == permit.actor.person)
        for account in working
        if account.person in names
    ]
    return tuple(sorted(people, key=lambda one: directory.swedish_key(one.party.name)))


def _roles(account: Account, unit: str, at: datetime) -> tuple[Role, ...]:
    return tuple(one.role for one in account.memberships if one.unit == unit and one.active(at))


def _by_kind(unit: OfficeUnit) -> int:
    return ("office", "home", "school", "clinic").index(unit.party.kind)
