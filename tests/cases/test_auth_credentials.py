"""Signing in: what matches, what is refused, and that every refusal looks the same; on a real mongod."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_bytes
from typing import Literal, ParamSpec

import pytest
from argon2 import PasswordHasher

from auth import cards, models, tries
from auth.accounts import Accounts
from auth.actors import Role
from auth.credentials import Credentials
from auth.errors import SignInRefused
from auth.identifiers import new_id
from storage.database import Databases, build_indexes
from tests.unit.auth.factories import (
    NOW,
    PASSWORD,
    QUICK,
    Enrolled,
    credentials_of,
    enrolled,
    membership,
    new_accounts,
    new_address,
)

MINUTE = timedelta(minutes=1)
STEP = timedelta(seconds=30)
Typed = ParamSpec("Typed")
WRONG = "igelkotten bor i häcken"


pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _indexes() -> None:
    build_indexes(models.DOCUMENTS)


class CountingHasher(PasswordHasher):
    """The real hasher, which also remembers how often it worked."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.worked = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.worked += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        self.worked += 1
        return super().verify(hash, password)


@dataclass(frozen=True, slots=True)
class Desk:
    """One officer and one child with a card, at the door of the same service."""

    accounts: Accounts = field(default_factory=new_accounts)

    @property
    def credentials(self) -> Credentials:
        return credentials_of(self.accounts)

    def officer(self) -> Enrolled:
        return enrolled(self.accounts)

    def child(self) -> tuple[str, str, tuple[str, ...]]:
        account = self.accounts.open_account(new_id(), [membership(Role.CHILD)], NOW)
        pictures = cards.new_picture_code()
        self.accounts.set_picture_code(account, pictures)
        return account, self.accounts.issue_card(account, NOW).card_code, pictures


def refused(attempt: Callable[Typed, object], *typed: Typed.args, **more: Typed.kwargs) -> str | None:
    """What the refusal says, or None if the attempt signed somebody in."""
    try:
        attempt(*typed, **more)
    except SignInRefused as refusal:
        return repr(refusal)
    return None


def other_pictures(pictures: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reversed(pictures))


def test_the_right_password_and_code_give_the_account() -> None:
    desk = Desk()
    officer = desk.officer()
    found = desk.credentials.prove_password(officer.login.upper(), PASSWORD, officer.code(NOW), NOW, new_address())
    assert found.id == officer.account
    assert found.actor("5" * 64).holds(Role.OFFICER, NOW)


def test_the_right_card_and_pictures_give_the_account() -> None:
    desk = Desk()
    account, code, pictures = desk.child()
    found = desk.credentials.prove_card(code.lower().replace("-", " "), pictures, NOW, new_address())
    assert found.id == account


def test_every_refusal_looks_the_same_and_costs_one_hash() -> None:
    hasher = CountingHasher()
    desk = Desk(new_accounts(hasher))
    door, officer, (_, card, pictures) = desk.credentials, desk.officer(), desk.child()
    half = desk.accounts.open_account(new_id(), [], NOW)
    half_login = new_id()
    desk.accounts.set_login(half, half_login)
    code = officer.code(NOW)
    attempts = [
        lambda: door.prove_password(new_id(), PASSWORD, code, NOW, new_address()),
        lambda: door.prove_password(half_login, PASSWORD, code, NOW, new_address()),
        lambda: door.prove_password(officer.login, WRONG, code, NOW, new_address()),
        lambda: door.prove_password(officer.login, PASSWORD, "000000x", NOW, new_address()),
        lambda: door.prove_password(officer.login, PASSWORD, officer.code(NOW + 10 * STEP), NOW, new_address()),
        lambda: door.prove_password(officer.login, PASSWORD + "a" * 1000, code, NOW, new_address()),
        lambda: door.prove_card(cards.new_card_code(), pictures, NOW, new_address()),
        lambda: door.prove_card(card, other_pictures(pictures), NOW, new_address()),
        lambda: door.prove_card(card, ["fox", "fox"], NOW, new_address()),
        lambda: door.prove_card("no card at all", pictures, NOW, new_address()),
    ]
    answers = set()
    for attempt in attempts:
        before = hasher.worked
        answers.add(refused(attempt))
        assert hasher.worked == before + 1
    assert answers == {"SignInRefused('sign-in refused')"}


def test_a_wrong_password_does_not_use_up_the_code() -> None:
    desk = Desk()
    officer = desk.officer()
    code = officer.code(NOW)
    assert refused(desk.credentials.prove_password, officer.login, WRONG, code, NOW, new_address())
    assert desk.credentials.prove_password(officer.login, PASSWORD, code, NOW, new_address()).id == officer.account


def test_a_one_time_code_is_never_accepted_twice() -> None:
    desk = Desk()
    officer, door = desk.officer(), desk.credentials
    code = officer.code(NOW)
    door.prove_password(officer.login, PASSWORD, code, NOW, new_address())
    assert refused(door.prove_password, officer.login, PASSWORD, code, NOW, new_address())
    assert refused(door.prove_password, officer.login, PASSWORD, code, NOW + STEP, new_address())
    earlier = officer.code(NOW - STEP)
    assert refused(door.prove_password, officer.login, PASSWORD, earlier, NOW, new_address())
    later = officer.code(NOW + STEP)
    assert door.prove_password(officer.login, PASSWORD, later, NOW + STEP, new_address()).id == officer.account


def test_one_code_in_many_requests_at_once_is_one_sign_in() -> None:
    desk = Desk()
    officer, door = desk.officer(), desk.credentials
    code = officer.code(NOW)

    def attempt(_: int) -> str | None:
        return refused(door.prove_password, officer.login, PASSWORD, code, NOW, new_address())

    # Four: more would lock the login name, and then it would be the lock that is shown to hold.
    with ThreadPoolExecutor(4) as together:
        answers = list(together.map(attempt, range(4)))
    assert answers.count(None) == 1


def test_five_wrong_passwords_lock_the_login_for_a_quarter_of_an_hour() -> None:
    desk = Desk()
    officer, door = desk.officer(), desk.credentials
    for _ in range(5):
        assert refused(door.prove_password, officer.login, WRONG, "000000", NOW, new_address())

    def right_at(minutes: float) -> str | None:
        at = NOW + minutes * MINUTE
        return refused(door.prove_password, officer.login, PASSWORD, officer.code(at), at, new_address())

    assert right_at(0)
    assert right_at(14.9)
    assert right_at(15) is None


def test_slips_are_forgotten_after_a_sign_in_and_after_a_quarter_of_an_hour() -> None:
    desk = Desk()
    officer, door = desk.officer(), desk.credentials

    def slip(count: int, minutes: int) -> None:
        for _ in range(count):
            at = NOW + minutes * MINUTE
            assert refused(door.prove_password, officer.login, WRONG, "0", at, new_address())

    def right(minutes: int) -> str | None:
        at = NOW + minutes * MINUTE
        return refused(door.prove_password, officer.login, PASSWORD, officer.code(at), at, new_address())

    slip(4, 0)
    assert right(1) is None
    assert right(2) is None
    slip(4, 2)
    slip(4, 17)
    assert right(18) is None


def test_each_lock_in_a_row_is_twice_as_long_up_to_four_hours() -> None:
    key, at, lengths = new_id(), NOW, []
    for _ in range(7):
        for _ in range(5):
            assert tries.count(key, tries.PER_LOGIN, at)
        assert not tries.count(key, tries.PER_LOGIN, at)
        minutes = 0
        while tries.is_locked(key, at + minutes * MINUTE):
            minutes += 15
        lengths.append(minutes)
        at += minutes * MINUTE
    assert lengths == [15, 30, 60, 120, 240, 240, 240]


def test_a_lock_shorter_than_its_window_gives_all_tries_back() -> None:
    key, limit = new_id(), tries.Limit(3, 15 * MINUTE, MINUTE, MINUTE)
    assert [tries.count(key, limit, NOW) for _ in range(4)] == [True, True, True, False]
    assert [tries.count(key, limit, NOW + MINUTE) for _ in range(4)] == [True, True, True, False]


def test_a_lock_holds_when_the_service_has_started_anew(database: Databases) -> None:
    index_key = token_bytes(32)
    first = new_accounts(index_key=index_key)
    officer = enrolled(first)
    for _ in range(5):
        refused(credentials_of(first).prove_password, officer.login, WRONG, "0", NOW, new_address())
    database.client.admin.command("ping")
    again = credentials_of(new_accounts(index_key=index_key))
    assert refused(again.prove_password, officer.login, PASSWORD, officer.code(NOW), NOW, new_address())
    assert database.main["sign_in_tries"].count_documents({"locked_until": {"$gt": NOW}}) >= 1


def test_a_hundred_guesses_at_once_are_five_guesses() -> None:
    key = new_id()
    with ThreadPoolExecutor(16) as together:
        counted = list(together.map(lambda _: tries.count(key, tries.PER_LOGIN, NOW), range(100)))
    assert counted.count(True) == 5


def test_an_unknown_login_name_is_locked_like_a_known_one() -> None:
    hasher = CountingHasher()
    desk = Desk(new_accounts(hasher))
    known, unknown = desk.officer().login, new_id()
    work: dict[str, list[int]] = {known: [], unknown: []}
    for login, seen in work.items():
        for _ in range(7):
            before = hasher.worked
            assert refused(desk.credentials.prove_password, login, WRONG, "000000", NOW, new_address())
            seen.append(hasher.worked - before)
    assert work[known] == work[unknown] == [1, 1, 1, 1, 1, 0, 0]


def test_an_administrators_reset_opens_a_locked_login() -> None:
    desk = Desk()
    officer, door = desk.officer(), desk.credentials
    for _ in range(5):
        refused(door.prove_password, officer.login, WRONG, "0", NOW, new_address())
    secret = desk.accounts.reset_totp(officer.account)
    fresh = Enrolled(officer.account, officer.login, secret)
    assert refused(door.prove_password, officer.login, PASSWORD, officer.code(NOW), NOW, new_address())
    assert door.prove_password(officer.login, PASSWORD, fresh.code(NOW), NOW, new_address()).id == officer.account


def test_thirty_failures_from_one_address_close_the_door_for_it_and_for_nobody_else() -> None:
    hasher = CountingHasher()
    desk = Desk(new_accounts(hasher))
    officer, door, address = desk.officer(), desk.credentials, new_address()
    for _ in range(30):
        assert refused(door.prove_password, new_id(), WRONG, "000000", NOW, address)
    before = hasher.worked
    assert refused(door.prove_password, officer.login, PASSWORD, officer.code(NOW), NOW, address)
    assert hasher.worked == before
    assert door.prove_password(officer.login, PASSWORD, officer.code(NOW), NOW, new_address()).id == officer.account
    later = NOW + 15 * MINUTE
    assert door.prove_password(officer.login, PASSWORD, officer.code(later), later, address).id == officer.account


def test_signing_in_does_not_wipe_out_an_addresss_failures() -> None:
    desk = Desk()
    officer, door, address = desk.officer(), desk.credentials, new_address()
    for _ in range(29):
        refused(door.prove_card, cards.new_card_code(), cards.new_picture_code(), NOW, address)
    assert door.prove_password(officer.login, PASSWORD, officer.code(NOW), NOW, address).id == officer.account
    refused(door.prove_card, cards.new_card_code(), cards.new_picture_code(), NOW, address)
    at = NOW + STEP
    assert refused(door.prove_password, officer.login, PASSWORD, officer.code(at), at, address)


def test_five_wrong_picture_codes_kill_the_card_until_an_adult_issues_a_new_one() -> None:
    desk = Desk()
    account, code, pictures = desk.child()
    door = desk.credentials
    for _ in range(5):
        assert refused(door.prove_card, code, other_pictures(pictures), NOW, new_address())
    much_later = NOW + timedelta(days=30)
    assert refused(door.prove_card, code, pictures, much_later, new_address())
    locked = desk.accounts.find(account)
    assert locked is not None
    assert locked.card_locked
    fresh = desk.accounts.issue_card(account, much_later)
    assert refused(door.prove_card, code, pictures, much_later, new_address())
    assert door.prove_card(fresh.card_code, pictures, much_later, new_address()).card_locked is False


def test_four_wrong_picture_codes_and_the_right_one_start_the_count_anew() -> None:
    desk = Desk()
    account, code, pictures = desk.child()
    door = desk.credentials
    for _ in range(2):
        for _ in range(4):
            assert refused(door.prove_card, code, other_pictures(pictures), NOW, new_address())
        assert door.prove_card(code, pictures, NOW, new_address()).id == account


def test_fifty_picture_codes_at_once_are_five_tries() -> None:
    hasher = CountingHasher()
    desk = Desk(new_accounts(hasher))
    account, code, pictures = desk.child()

    def attempt(_: int) -> str | None:
        return refused(desk.credentials.prove_card, code, other_pictures(pictures), NOW, new_address())

    with ThreadPoolExecutor(8) as together:
        assert None not in list(together.map(attempt, range(50)))
    row = models.rows(models.AccountRecord).find_one({"_id": account})
    assert row is not None
    assert row["card_failures"] == 5


def test_a_card_without_pictures_signs_nobody_in() -> None:
    desk = Desk()
    account = desk.accounts.open_account(new_id(), [membership(Role.CHILD)], NOW)
    card = desk.accounts.issue_card(account, NOW)
    for pictures in ((), cards.new_picture_code()):
        assert refused(desk.credentials.prove_card, card.card_code, pictures, NOW, new_address())


def test_an_outdated_hash_is_renewed_at_the_next_sign_in() -> None:
    index_key = token_bytes(32)
    desk = Desk(new_accounts(QUICK, index_key))
    account, code, pictures = desk.child()
    stronger = new_accounts(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1), index_key)
    for _ in range(2):
        credentials_of(stronger).prove_card(code, pictures, NOW, new_address())
        row = models.rows(models.AccountRecord).find_one({"_id": account})
        assert row is not None
        assert "m=16,t=2,p=1" in row["picture_hash"]


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "{'$ne': null}", "\u202e" * 50, "a" * 100_000])
def test_no_text_is_too_odd_to_refuse(odd: str) -> None:
    desk = Desk()
    officer, (_, card, _) = desk.officer(), desk.child()
    door = desk.credentials
    assert refused(door.prove_password, odd, odd, odd, NOW, odd[:40])
    assert refused(door.prove_password, officer.login, odd, odd, NOW, new_address())
    assert refused(door.prove_card, odd, [odd] * 4, NOW, new_address())
    assert refused(door.prove_card, card, [odd], NOW, new_address())
