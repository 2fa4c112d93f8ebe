"""A small world made through the service's own use cases: nothing is put into the database by hand.

Every world holds Roe, a second child in the same municipality, to prove that nothing leaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from auth.actors import Actor, Membership, Role
from auth.identifiers import new_id
from auth.models import rows
from auth.sessions import SessionKind
from consent import gate
from consent.actions import Action
from portfolio import children, office, signing_in
from portfolio.models import Child
from portfolio.wiring import Parts
from tests.moment import Moment

PASSWORD = "en lång mening som ingen gissar"


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of the world, and what they sign in with."""

    account: str
    person: str
    unit: str
    login: str
    totp_secret: str


class World:
    """Norrvik: an office with two officers, two homes, two schools, and the children Signe and Roe."""

    def __init__(self, parts: Parts, moment: Moment) -> None:
        self.parts = parts
        self.moment = moment
        self.mark = new_id()[:8]
        founded = office.found(
            parts.vault,
            parts.accounts,
            office.NewAuthority(
                "municipality",
                "Norrvik",
                "08-465 004 00",
                "Barn och unga",
                "Sanna Exempelsson",
                self.login("sanna"),
                PASSWORD,
            ),
            self.at,
        )
        self.authority = founded.authority
        self.officer = Someone(
            founded.officer.account,
            founded.officer.person,
            founded.unit,
            self.login("sanna"),
            founded.officer.totp_secret,
        )

    @property
    def at(self) -> datetime:
        return self.moment()

    def login(self, name: str) -> str:
        """A login name of this world's own."""
        return f"{name}.{self.mark}@norrvik.example"

    def actor(self, someone: Someone) -> Actor:
        """Somebody, signed in."""
        account = self.parts.accounts.find(someone.account)
        assert account is not None
        return account.actor("session")

    def signed_in(self, someone: Someone) -> str:
        """The secret of a working session, as after a sign-in."""
        account = self.parts.accounts.find(someone.account)
        assert account is not None
        return signing_in.begin(account, SessionKind.WORKING, self.at)

    def add_unit(self, kind: str, name: str) -> str:
        permit = gate.admit_office(self.actor(self.officer), Action.RUN_OFFICE, self.authority, self.at)
        return office.add_unit(permit, self.parts.vault, kind, name, "08-465 004 01", self.at)

    def add_someone(self, name: str, role: Role, unit: str) -> Someone:
        """A person with an account in a unit of this world."""
        permit = gate.admit_office(self.actor(self.officer), Action.RUN_OFFICE, self.authority, self.at)
        login = self.login(new_id()[:8])
        person = office.add_person(permit, self.parts.vault, name, "08-465 004 02", (unit,))
        opened = office.open_account(permit, self.parts.accounts, person, unit, (role,), login, PASSWORD, self.at)
        return Someone(opened.account, person, unit, login, opened.totp_secret)

    def add_child(self, name: str, *, born: str = "2017-03-10") -> str:
        """A child the officer answers for, with one guardian."""
        given = {
            "name": f"{name} Påhittberg",
            "called": name,
            "born": born,
            "guardians": [{"name": f"Gun Påhittberg {self.mark}", "phone": "08-465 004 03"}],
        }
        return children.register(self.actor(self.officer), self.parts.vault, self.authority, given, self.at)

    def child_as_someone(self, child: str) -> Someone:
        """The child herself, with an account of her own."""
        row = rows(Child).find_one({"_id": child})
        assert row is not None
        membership = Membership("", self.authority, Role.CHILD, self.at)
        account = self.parts.accounts.open_account(row["person"], (membership,), self.at)
        return Someone(account, row["person"], "", "", "")

    def child_as_actor(self, child: str) -> Actor:
        """The child herself, signed in to the account that she has."""
        row = rows(Child).find_one({"_id": child})
        assert row is not None
        account = self.parts.accounts.of_person(row["person"])
        assert account is not None
        return account.actor("session")

    @cached_property
    def home(self) -> Someone:
        return self.add_someone("Bo Demovall", Role.CARER, self.add_unit("home", "Björkbacken"))

    @cached_property
    def other_home(self) -> Someone:
        return self.add_someone("Eva Provström", Role.CARER, self.add_unit("home", "Granbacken"))

    @cached_property
    def school(self) -> Someone:
        return self.add_someone("Rut Exempelsson", Role.SCHOOL, self.add_unit("school", "Norrskolan"))

    @cached_property
    def other_school(self) -> Someone:
        return self.add_someone("Ulf Demovall", Role.SCHOOL, self.add_unit("school", "Åsgårdsskolan"))

    @cached_property
    def other_officer(self) -> Someone:
        return self.add_someone("Omar Provström", Role.OFFICER, self.officer.unit)

    @cached_property
    def signe(self) -> str:
        return self.add_child("Signe")

    @cached_property
    def roe(self) -> str:
        return self.add_child("Roe", born="2015-01-30")
