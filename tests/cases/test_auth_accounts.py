"""Accounts, their credentials and what a stolen database shows, on a real mongod."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from auth import models, recognition, sessions
from auth.accounts import Account
from auth.actors import Role
from auth.cards import new_picture_code
from auth.errors import (
    LoginRefused,
    LoginTaken,
    NoSuchAccount,
    PasswordFault,
    PasswordRefused,
    PicturesRefused,
    SignInRefused,
)
from auth.identifiers import new_id
from auth.sessions import OFFICE, SessionKind
from storage.database import Databases, build_indexes
from tests.unit.auth.factories import (
    NOW,
    PASSWORD,
    credentials_of,
    enrolled,
    membership,
    new_accounts,
    new_address,
)

MINUTE = timedelta(minutes=1)


pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _indexes() -> None:
    build_indexes(models.DOCUMENTS)


def signed_in(account: str) -> str:
    return sessions.begin(account, SessionKind.WORKING, NOW, idle=OFFICE.idle, absolute=OFFICE.absolute)


def credentials_in_place(account: Account) -> list[str]:
    names = ("has_login", "has_password", "has_totp", "has_pictures")
    return [name for name in names if getattr(account, name)]


def leaves(stored: Any) -> Iterator[Any]:
    """Every value in a row, however deep."""
    inner = stored.values() if isinstance(stored, dict) else stored if isinstance(stored, list) else None
    if inner is None:
        yield stored
    else:
        for one in inner:
            yield from leaves(one)


def still_signed_in(secret: str) -> bool:
    return sessions.find(secret, SessionKind.WORKING, NOW) is not None


def test_an_account_is_found_by_its_id_its_person_and_its_unit() -> None:
    accounts, person, carer = new_accounts(), new_id(), membership(Role.CARER)
    account = accounts.open_account(person, [carer], NOW)
    found = accounts.find(account)
    assert found is not None
    assert (found.id, found.person, found.memberships, found.opened) == (account, person, (carer,), NOW)
    assert accounts.of_person(person) == found
    assert accounts.in_unit(carer.unit, NOW) == (found,)
    assert accounts.find(new_id()) is None


def test_a_new_account_has_no_credential_until_it_is_given_one() -> None:
    accounts = new_accounts()
    account = accounts.open_account(new_id(), [], NOW)
    bare = accounts.find(account)
    assert bare is not None
    assert credentials_in_place(bare) == []
    assert bare.card_issued_at is None
    accounts.issue_card(account, NOW)
    accounts.set_picture_code(account, new_picture_code())
    equipped = accounts.find(account)
    assert equipped is not None
    assert equipped.has_pictures
    assert equipped.card_issued_at == NOW


def test_a_login_name_belongs_to_one_account_however_it_is_spelled() -> None:
    accounts = new_accounts()
    first, second = accounts.open_account(new_id(), [], NOW), accounts.open_account(new_id(), [], NOW)
    login = f"{new_id()}@kommun.example"
    accounts.set_login(first, login)
    accounts.set_login(first, login)
    with pytest.raises(LoginTaken):
        accounts.set_login(second, f" {login.upper()} ")
    with pytest.raises(LoginRefused):
        accounts.set_login(second, "a")


def test_a_password_equal_to_the_login_name_is_refused() -> None:
    accounts = new_accounts()
    account = accounts.open_account(new_id(), [], NOW)
    accounts.set_login(account, "Socialsekreterare-Demovall")
    with pytest.raises(PasswordRefused) as refused:
        accounts.set_password(account, "socialsekreterare-demovall", NOW)
    assert refused.value.reason is PasswordFault.IS_LOGIN


def test_a_membership_ends_at_once_and_only_that_one() -> None:
    accounts = new_accounts()
    carer, officer = membership(Role.CARER), membership(Role.OFFICER)
    future = membership(Role.SCHOOL, begins=NOW + MINUTE)
    account = accounts.open_account(new_id(), [carer, officer], NOW)
    accounts.add_membership(account, future)
    accounts.end_membership(account, carer.unit, Role.CARER, NOW)
    accounts.end_membership(account, officer.unit, Role.CARER, NOW)
    accounts.end_membership(account, future.unit, Role.SCHOOL, NOW)
    found = accounts.find(account)
    assert found is not None
    asker = found.actor("5" * 64)
    assert asker.roles(NOW) == {Role.OFFICER}
    assert asker.roles(NOW + 2 * MINUTE) == {Role.OFFICER}
    assert asker.holds(Role.CARER, NOW - MINUTE) is False
    assert accounts.in_unit(carer.unit, NOW) == ()


def test_a_membership_that_ended_before_keeps_its_day() -> None:
    accounts = new_accounts()
    past = membership(Role.CARER, begins=NOW - 3 * MINUTE, ends=NOW - 2 * MINUTE)
    account = accounts.open_account(new_id(), [past], NOW)
    accounts.end_membership(account, past.unit, Role.CARER, NOW)
    found = accounts.find(account)
    assert found is not None
    assert found.memberships == (past,)


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts, account: accounts.set_password(account, PASSWORD, NOW),
        lambda accounts, account: accounts.reset_totp(account),
        lambda accounts, account: accounts.issue_card(account, NOW),
        lambda accounts, account: accounts.set_picture_code(account, new_picture_code()),
        lambda accounts, account: accounts.close(account, NOW),
    ],
    ids=["password", "totp", "card", "pictures", "close"],
)
def test_whoever_changes_a_credential_ends_that_accounts_sessions_and_no_other(
    change: Callable[..., object],
) -> None:
    accounts = new_accounts()
    mine, other = enrolled(accounts), enrolled(accounts)
    my_session, other_session = signed_in(mine.account), signed_in(other.account)
    change(accounts, mine.account)
    assert not still_signed_in(my_session)
    assert still_signed_in(other_session)


def test_a_refused_credential_changes_nothing() -> None:
    accounts = new_accounts()
    somebody = enrolled(accounts)
    secret = signed_in(somebody.account)
    with pytest.raises(PasswordRefused):
        accounts.set_password(somebody.account, "kort", NOW)
    with pytest.raises(PicturesRefused):
        accounts.set_picture_code(somebody.account, ["fox"] * 4)
    assert still_signed_in(secret)
    credentials_of(accounts).prove_password(somebody.login, PASSWORD, somebody.code(NOW), NOW, new_address())


def test_a_closed_account_speaks_for_nobody_and_frees_its_login_name() -> None:
    accounts = new_accounts()
    somebody = enrolled(accounts)
    secret = signed_in(somebody.account)
    assert recognition.by_cookie(secret, NOW) is not None
    accounts.close(somebody.account, NOW)
    assert recognition.by_cookie(secret, NOW) is None
    with pytest.raises(SignInRefused):
        credentials_of(accounts).prove_password(somebody.login, PASSWORD, somebody.code(NOW), NOW, new_address())
    found = accounts.find(somebody.account)
    assert found is not None
    assert found.closed_at == NOW
    assert credentials_in_place(found) == []
    accounts.set_login(accounts.open_account(new_id(), [], NOW), somebody.login)


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts, account: accounts.add_membership(account, membership()),
        lambda accounts, account: accounts.end_membership(account, new_id(), Role.OFFICER, NOW),
        lambda accounts, account: accounts.set_login(account, new_id()),
        lambda accounts, account: accounts.set_password(account, PASSWORD, NOW),
        lambda accounts, account: accounts.reset_totp(account),
        lambda accounts, account: accounts.issue_card(account, NOW),
        lambda accounts, account: accounts.set_picture_code(account, new_picture_code()),
        lambda accounts, account: accounts.close(account, NOW),
    ],
)
def test_nothing_changes_on_an_account_that_is_closed_or_never_was(change: Callable[..., object]) -> None:
    accounts = new_accounts()
    closed = accounts.open_account(new_id(), [], NOW)
    accounts.close(closed, NOW)
    for account in (closed, new_id()):
        with pytest.raises(NoSuchAccount):
            change(accounts, account)


def test_a_stolen_database_shows_no_login_card_session_code_or_secret(database: Databases) -> None:
    accounts = new_accounts()
    somebody = enrolled(accounts)
    card = accounts.issue_card(somebody.account, NOW)
    pictures = new_picture_code()
    accounts.set_picture_code(somebody.account, pictures)
    secret = signed_in(somebody.account)
    address = "198.51.100.77"
    with pytest.raises(SignInRefused):
        credentials_of(accounts).prove_password(somebody.login, "fel lösenord här", "000000", NOW, address)
    values = [
        value
        for name in ("accounts", "sessions", "sign_in_tries")
        for row in database.main[name].find({})
        for value in leaves(row)
    ]
    text = "\n".join(map(repr, values))
    assert somebody.account in text
    marks = [somebody.login, PASSWORD, somebody.totp, secret, address, card.card_code]
    assert [mark for mark in [*marks, card.card_code.replace("-", "")] if mark in text] == []
    # A picture's name is so short that it turns up inside a hash by chance; as a value it must not.
    assert [value for value in values if value in pictures] == []
    assert [glue for glue in (" ", ",", "-", "", ":") if glue.join(pictures) in text] == []


def test_what_a_stolen_database_shows_signs_nobody_in(database: Databases) -> None:
    accounts = new_accounts()
    somebody = enrolled(accounts)
    card = accounts.issue_card(somebody.account, NOW)
    pictures = new_picture_code()
    accounts.set_picture_code(somebody.account, pictures)
    signed_in(somebody.account)
    for row in database.main["sessions"].find({"account": somebody.account}):
        assert sessions.find(row["_id"], SessionKind.WORKING, NOW) is None
    # The same rows under a key that was not stolen: neither the login name nor the card leads anywhere.
    thief = credentials_of(new_accounts())
    with pytest.raises(SignInRefused):
        thief.prove_password(somebody.login, PASSWORD, somebody.code(NOW), NOW, new_address())
    with pytest.raises(SignInRefused):
        thief.prove_card(card.card_code, pictures, NOW, new_address())
