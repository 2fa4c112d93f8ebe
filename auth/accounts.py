"""Open, equip and close accounts. An account is a person's id, memberships and credentials; it has no name.

Whoever changes a credential ends the account's sessions: what a thief holds dies with what he stole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from mongoengine import NotUniqueError

from auth import cards, hashing, one_time_codes, passwords, sessions, tries
from auth.actors import Actor, Membership, Role
from auth.blind_indexes import BlindIndexes, login_tries
from auth.errors import LoginTaken, NoSuchAccount, PasswordFault, PasswordRefused
from auth.identifiers import new_id
from auth.models import AccountRecord, MembershipRecord, rows


@dataclass(frozen=True, slots=True)
class Account:
    """What others may know of an account: whose it is, and which credentials are in place."""

    id: str
    person: str
    memberships: tuple[Membership, ...]
    has_login: bool
    has_password: bool
    has_totp: bool
    has_pictures: bool
    card_issued_at: datetime | None
    card_locked: bool
    opened: datetime
    closed_at: datetime | None

    def actor(self, session: str) -> Actor:
        return Actor(self.id, self.person, self.memberships, session)


class Accounts:
    """`seal` and `unseal` take the account's id as the place that the sealed bytes belong to."""

    def __init__(
        self,
        index: Callable[[str], bytes],
        seal: Callable[[str, bytes], bytes],
        unseal: Callable[[str, bytes], bytes],
        hasher: PasswordHasher,
    ) -> None:
        self.indexes = BlindIndexes(index)
        self.unseal = unseal
        self.hasher = hasher
        self._seal = seal

    def open_account(self, person: str, memberships: Iterable[Membership], at: datetime) -> str:
        """The new account's id. Nobody can sign in to it until it has credentials."""
        account = new_id()
        AccountRecord(
            id=account, person=person, memberships=[_membership_record(one) for one in memberships], opened=at
        ).save(force_insert=True)
        return account

    def find(self, account: str) -> Account | None:
        """Closed accounts are found too."""
        row = rows(AccountRecord).find_one({"_id": account})
        return None if row is None else account_of(row)

    def of_person(self, person: str) -> Account | None:
        row = rows(AccountRecord).find_one({"person": person, "closed_at": None})
        return None if row is None else account_of(row)

    def in_unit(self, unit: str, at: datetime) -> tuple[Account, ...]:
        """The open accounts with an active membership of the unit, for the page that keeps its people."""
        found = rows(AccountRecord).find({"memberships.unit": unit, "closed_at": None}).sort("_id")
        accounts = (account_of(row) for row in found)
        return tuple(one for one in accounts if any(m.unit == unit and m.active(at) for m in one.memberships))

    def add_membership(self, account: str, membership: Membership) -> None:
        self._change(account, push__memberships=_membership_record(membership))

    def end_membership(self, account: str, unit: str, role: Role, at: datetime) -> None:
        """The role in the unit is over at once, and a future one never begins."""
        changed = rows(AccountRecord).update_one(
            {"_id": account, "closed_at": None},
            {"$set": {"memberships.$[one].ends": at}},
            array_filters=[
                {
                    "one.unit": unit,
                    "one.role": role.value,
                    "$or": [{"one.ends": None}, {"one.ends": {"$gt": at}}],
                }
            ],
        )
        if changed.matched_count == 0:
            raise NoSuchAccount

    def check_new(self, login: str, password: str) -> None:
        """Whether a new account could have these, before anything is written.

        Raises LoginRefused, LoginTaken and PasswordRefused as setting them would.
        """
        login_index = self.indexes.new_login(login)
        if rows(AccountRecord).find_one({"login_index": login_index}, {"_id": 1}) is not None:
            raise LoginTaken
        passwords.check_strength(password)
        if self.indexes.login(password) == login_index:
            raise PasswordRefused(PasswordFault.IS_LOGIN)

    def set_login(self, account: str, login: str) -> None:
        """Raise LoginRefused for an unusable name and LoginTaken for another's."""
        try:
            self._change(account, set__login_index=self.indexes.new_login(login))
        except NotUniqueError as taken:
            raise LoginTaken from taken

    def set_password(self, account: str, password: str, at: datetime) -> None:
        """Replace the password and end every session; PasswordRefused leaves all as it was."""
        passwords.check_strength(password)
        login_index = self._login_index(account)
        if login_index is not None and self.indexes.login(password) == login_index:
            raise PasswordRefused(PasswordFault.IS_LOGIN)
        with hashing.turn(self.hasher) as turn:
            hashed = turn.seal(passwords.readable_form(password))
        self._change(account, set__password_hash=hashed, set__password_set_at=at)
        self._start_afresh(account, login_index)

    def reset_totp(self, account: str) -> str:
        """Give the account a new TOTP secret, end every session, and return the secret to show once."""
        login_index = self._login_index(account)
        secret = one_time_codes.new_secret()
        self._change(account, set__totp=self._seal(account, secret.encode()), set__totp_step=0)
        self._start_afresh(account, login_index)
        return secret

    def set_totp(self, account: str, secret: str, step: int) -> None:
        """Take a secret that its holder has just proved with the code of that time step, which is used up by it."""
        login_index = self._login_index(account)
        self._change(account, set__totp=self._seal(account, secret.encode()), set__totp_step=step)
        self._start_afresh(account, login_index)

    def issue_card(self, account: str, at: datetime) -> cards.IssuedCard:
        """A new card; the old one and every session end. The picture code stays the child's own."""
        code = cards.new_card_code()
        self._change(account, set__card_index=self.indexes.card(code), set__card_issued_at=at, set__card_failures=0)
        sessions.end_all(account)
        return cards.IssuedCard(account, code, at)

    def set_picture_code(self, account: str, pictures: Sequence[str]) -> None:
        """Four different pictures in order, or PicturesRefused. A locked card stays locked."""
        code = cards.check_pictures(pictures)
        with hashing.turn(self.hasher) as turn:
            hashed = turn.seal(self.indexes.pictures(account, code))
        self._change(account, set__picture_hash=hashed)
        sessions.end_all(account)

    def close(self, account: str, at: datetime) -> None:
        """For good: credentials are erased and sessions end; what the account was remains for the ledger."""
        self._change(
            account,
            set__closed_at=at,
            unset__login_index=True,
            unset__password_hash=True,
            unset__password_set_at=True,
            unset__totp=True,
            unset__card_index=True,
            unset__picture_hash=True,
        )
        sessions.end_all(account)

    def _login_index(self, account: str) -> bytes | None:
        row = rows(AccountRecord).find_one({"_id": account, "closed_at": None}, {"login_index": 1})
        if row is None:
            raise NoSuchAccount
        login_index: bytes | None = row.get("login_index")
        return login_index

    def _start_afresh(self, account: str, login_index: bytes | None) -> None:
        if login_index is not None:
            tries.forget(login_tries(login_index))
        sessions.end_all(account)

    def _change(self, account: str, **changes: object) -> None:
        if AccountRecord.objects(id=account, closed_at=None).update_one(**changes) == 0:
            raise NoSuchAccount


def account_of(row: dict[str, Any]) -> Account:
    return Account(
        id=row["_id"],
        person=row["person"],
        memberships=memberships_of(row),
        has_login="login_index" in row,
        has_password="password_hash" in row,
        has_totp="totp" in row,
        has_pictures="picture_hash" in row,
        card_issued_at=row.get("card_issued_at"),
        card_locked=row.get("card_failures", 0) >= cards.TRIES,
        opened=row["opened"],
        closed_at=row.get("closed_at"),
    )


def memberships_of(row: dict[str, Any]) -> tuple[Membership, ...]:
    """The memberships of an account's stored record."""
    return tuple(
        Membership(one["unit"], one["authority"], Role(one["role"]), one["begins"], one.get("ends"))
        for one in row.get("memberships", ())
    )


def _membership_record(membership: Membership) -> MembershipRecord:
    return MembershipRecord(
        unit=membership.unit,
        authority=membership.authority,
        role=membership.role.value,
        begins=membership.begins,
        ends=membership.ends,
    )
