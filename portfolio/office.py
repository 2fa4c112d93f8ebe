"""An authority's office: it begins, gets units and people, and invites homes and schools (starting from nothing)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.accounts import Accounts
from auth.actors import Actor, Membership, Role
from auth.identifiers import new_id
from auth.models import rows
from consent import gate
from consent.permit import OfficePermit
from portfolio.models import Authority, Person, Unit
from portfolio.sealed_fields import listed
from storage.vault import Vault

FOUNDER = Actor("founder", "founder", (), "")
"""Whoever starts an installation: no account, no membership, no right to anything that exists."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account and, shown once, the secret for its one-time codes."""

    account: str
    person: str
    totp_secret: str


@dataclass(frozen=True, slots=True)
class Founded:
    """A new authority with its first unit and its first officer."""

    authority: str
    unit: str
    officer: Opened


@dataclass(frozen=True, slots=True)
class NewAuthority:
    """What an authority begins with."""

    kind: str
    name: str
    on_call: str
    unit: str
    officer: str
    login: str
    password: str


def found(vault: Vault, accounts: Accounts, new: NewAuthority, at: datetime) -> Founded:
    """Begin an authority with a unit and an officer who also runs the office (Pajala: one person does it all)."""
    authority = new_id()
    permit = gate.found_authority(FOUNDER, authority, at)
    vault.begin_authority(permit)
    rows(Authority).insert_one(
        {
            "_id": authority,
            "kind": new.kind,
            "name": listed(vault.directory, permit, "authorities", authority, "name", new.name),
            "on_call": listed(vault.directory, permit, "authorities", authority, "on_call", new.on_call),
            "founded": at,
        }
    )
    unit = add_unit(permit, vault, "office", new.unit, "", at)
    roles = (Role.OFFICER, Role.ADMINISTRATOR)
    person = add_person(permit, vault, new.officer, "", (unit,))
    officer = open_account(permit, accounts, person, unit, roles, new.login, new.password, at)
    return Founded(authority, unit, officer)


def add_unit(permit: OfficePermit, vault: Vault, kind: str, name: str, phone: str, at: datetime) -> str:
    """Add a unit of a kind, serving the authority it was added by."""
    unit = new_id()
    row: dict[str, Any] = {
        "_id": unit,
        "kind": kind,
        "authority": permit.authority,
        "serves": [permit.authority],
        "name": listed(vault.directory, permit, "units", unit, "name", name),
        "begins": at,
    }
    if phone:
        row["phone"] = listed(vault.directory, permit, "units", unit, "phone", phone)
    rows(Unit).insert_one(row)
    return unit


def add_person(
    permit: OfficePermit,
    vault: Vault,
    name: str,
    phone: str,
    units: Sequence[str],
    *,
    authority: str | None = None,
) -> str:
    """Add a person to the directory, in those units."""
    person = new_id()
    row: dict[str, Any] = {
        "_id": person,
        "authority": authority or permit.authority,
        "name": listed(vault.directory, permit, "persons", person, "name", name),
        "units": list(units),
    }
    if phone:
        row["phone"] = listed(vault.directory, permit, "persons", person, "phone", phone)
    rows(Person).insert_one(row)
    return person


def open_account(
    permit: OfficePermit,
    accounts: Accounts,
    person: str,
    unit: str,
    roles: Sequence[Role],
    login: str,
    password: str,
    at: datetime,
) -> Opened:
    """Give a person an account with a login, a password and one-time codes."""
    memberships = [Membership(unit, permit.authority, role, at) for role in roles]
    account = accounts.open_account(person, memberships, at)
    accounts.set_login(account, login)
    accounts.set_password(account, password, at)
    return Opened(account, person, accounts.reset_totp(account))
