"""An authority's office: how it begins, and how it gets units, people and accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth.accounts import Accounts
from auth.actors import Actor, Membership, Role
from auth.identifiers import new_id
from auth.models import rows
from consent import gate
from consent.actions import Action
from consent.errors import AccessDenied
from consent.permit import OfficePermit
from portfolio import enrolments
from portfolio.models import Authority, Person, Unit
from portfolio.schemas.office import BeginSchema
from portfolio.schemas.reading import read
from portfolio.sealed_fields import listed
from portfolio.wiring import Parts
from storage.vault import Vault

FOUNDER = Actor("founder", "founder", (), "")
"""Whoever starts an installation: no account, no membership, no right to anything that exists."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new account and, shown once, the secret for its one-time codes."""

    account: str
    person: str
    totp_secret: str = field(repr=False)


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
    password: str = field(repr=False)
    officer_phone: str = ""


ROLES: dict[str, tuple[Role, ...]] = {
    "carer": (Role.CARER,),
    "school": (Role.SCHOOL,),
    "officer": (Role.OFFICER,),
    "administrator": (Role.OFFICER, Role.ADMINISTRATOR),
}
"""What somebody is in a unit, by the word it is asked with. In a small office one person does everything."""


def is_empty() -> bool:
    """Whether no authority has begun here yet."""
    return rows(Authority).find_one({}, {"_id": 1}) is None


def found_first(parts: Parts, given: Mapping[str, Any], at: datetime) -> str:
    """Begin the first authority of a trial, from its form; the account of its officer. Raises as check does.

    Raises AccessDenied in production and once any authority has begun: the operator begins them with `portfolio init`.
    """
    if not parts.settings.trial or not is_empty():
        raise AccessDenied
    form = read(BeginSchema(), given)
    proof = enrolments.check(parts.accounts, parts.forms, BEGIN, form, at)
    names = {
        name: form[name]
        for name in ("kind", "name", "on_call", "unit", "officer", "login", "password", "officer_phone")
    }
    authority, unit, permit = _begin(parts.vault, NewAuthority(**names), at)
    del authority
    person = add_person(permit, parts.vault, form["officer"], form["officer_phone"], (unit,))
    memberships = [Membership(unit, permit.authority, role, at) for role in ROLES["administrator"]]
    account = parts.accounts.open_account(person, memberships, at)
    enrolments.equip(parts.accounts, account, form["login"], form["password"], proof, at)
    return account


BEGIN = "begin"
"""Whom the form for the first authority belongs to: nobody has an account yet."""


def found(vault: Vault, accounts: Accounts, new: NewAuthority, at: datetime) -> Founded:
    """Begin an authority with a unit and an officer who also runs the office (Pajala: one person does it all).

    Raises LoginRefused, LoginTaken and PasswordRefused before anything is written.
    """
    accounts.check_new(new.login, new.password)
    authority, unit, permit = _begin(vault, new, at)
    person = add_person(permit, vault, new.officer, new.officer_phone, (unit,))
    officer = open_account(permit, accounts, person, unit, ROLES["administrator"], new.login, new.password, at)
    return Founded(authority, unit, officer)


def _begin(vault: Vault, new: NewAuthority, at: datetime) -> tuple[str, str, OfficePermit]:
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
    return authority, add_unit(permit, vault, "office", new.unit, "", at), permit


def add_unit(
    permit: OfficePermit, vault: Vault, kind: str, name: str, phone: str, at: datetime, *, asked: bool = False
) -> str:
    """Add a unit of a kind, serving the authority it was added by; one only `asked` serves nobody until its yes."""
    _must_run_the_office(permit)
    unit = new_id()
    row: dict[str, Any] = {
        "_id": unit,
        "kind": kind,
        "authority": permit.authority,
        "serves": [] if asked else [permit.authority],
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
    _must_run_the_office(permit)
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


def _must_run_the_office(permit: OfficePermit) -> None:
    if permit.action is not Action.RUN_OFFICE:
        raise AccessDenied
