"""Sessions end by rest, by age, by sign-out and by change, on a real mongod."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth import models, sessions
from auth.actors import Role
from auth.identifiers import new_id
from auth.sessions import HOME, OFFICE, Lifetime, SessionKind, lifetime_for
from storage.database import Databases, build_indexes
from tests.unit.auth.factories import NOW

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
WORKING = SessionKind.WORKING


pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _indexes() -> None:
    build_indexes(models.DOCUMENTS)


def begin(lifetime: Lifetime = OFFICE, account: str | None = None, kind: SessionKind = WORKING) -> str:
    return sessions.begin(account or new_id(), kind, NOW, idle=lifetime.idle, absolute=lifetime.absolute)


def test_a_secret_finds_its_session_and_its_account() -> None:
    account = new_id()
    found = sessions.find(begin(account=account), WORKING, NOW)
    assert found is not None
    assert (found.account, found.begun, found.proved_at, found.seen) == (account, NOW, NOW, NOW)
    assert found.ends == NOW + OFFICE.absolute


def test_secrets_have_256_bits_and_never_repeat() -> None:
    account = new_id()
    made = {begin(account=account) for _ in range(50)}
    assert len(made) == 50
    assert {len(secret) for secret in made} == {43}


@pytest.mark.parametrize("lifetime", [OFFICE, HOME])
def test_a_session_dies_by_rest(lifetime: Lifetime) -> None:
    rested, worn = begin(lifetime), begin(lifetime)
    assert sessions.find(rested, WORKING, NOW + lifetime.idle - SECOND) is not None
    assert sessions.find(worn, WORKING, NOW + lifetime.idle) is None
    assert sessions.find(worn, WORKING, NOW) is None


@pytest.mark.parametrize("lifetime", [OFFICE, HOME])
def test_a_session_in_constant_use_dies_at_its_last_hour(lifetime: Lifetime) -> None:
    secret, at = begin(lifetime), NOW
    while at < NOW + lifetime.absolute - 10 * MINUTE:
        at += 10 * MINUTE
        if at < NOW + lifetime.absolute:
            assert sessions.find(secret, WORKING, at) is not None
    assert sessions.find(secret, WORKING, NOW + lifetime.absolute - SECOND) is not None
    assert sessions.find(secret, WORKING, NOW + lifetime.absolute) is None


def test_being_seen_is_written_at_most_once_a_minute() -> None:
    secret = begin()
    sessions.find(secret, WORKING, NOW + 59 * SECOND)
    unmoved = sessions.find(secret, WORKING, NOW + 59 * SECOND)
    assert unmoved is not None
    assert unmoved.seen == NOW
    sessions.find(secret, WORKING, NOW + MINUTE)
    moved = sessions.find(secret, WORKING, NOW + MINUTE)
    assert moved is not None
    assert moved.seen == NOW + MINUTE


def test_a_late_answer_never_moves_the_last_sight_back() -> None:
    secret = begin()
    sessions.find(secret, WORKING, NOW + 5 * MINUTE)
    sessions.find(secret, WORKING, NOW + 2 * MINUTE)
    found = sessions.find(secret, WORKING, NOW + 5 * MINUTE)
    assert found is not None
    assert found.seen == NOW + 5 * MINUTE


def test_a_cookies_session_opens_no_api_and_the_other_way_round() -> None:
    cookie, program = begin(), begin(kind=SessionKind.API)
    assert sessions.find(cookie, SessionKind.API, NOW) is None
    assert sessions.find(program, WORKING, NOW) is None
    assert sessions.find(cookie, WORKING, NOW) is not None
    found = sessions.find(program, SessionKind.API, NOW)
    assert found is not None
    assert sessions.find_by_hash(found.id, SessionKind.API, NOW) is not None


def test_signing_out_ends_this_session_and_leaves_the_others() -> None:
    account = new_id()
    here, there = begin(account=account), begin(account=account)
    sessions.end(here)
    assert sessions.find(here, WORKING, NOW) is None
    assert sessions.find(there, WORKING, NOW) is not None
    sessions.end_all(account)
    assert sessions.find(there, WORKING, NOW) is None


def test_a_session_can_be_ended_by_its_hash() -> None:
    secret = begin()
    found = sessions.find(secret, WORKING, NOW)
    assert found is not None
    sessions.end_by_hash(found.id)
    assert sessions.find(secret, WORKING, NOW) is None


@pytest.mark.parametrize("secret", ["", "x", "A" * 43, "A" * 42 + "=", "A" * 100_000, "\ud800" * 43, "{'$ne': null}"])
def test_a_made_up_secret_finds_nothing(secret: str) -> None:
    assert sessions.find(secret, WORKING, NOW) is None
    sessions.end(secret)


def test_a_printed_session_does_not_show_its_hash() -> None:
    found = sessions.find(begin(), WORKING, NOW)
    assert found is not None
    assert found.id not in repr(found)


def test_one_role_that_reaches_many_children_makes_the_session_short() -> None:
    assert lifetime_for({Role.CARER}) == HOME
    assert lifetime_for({Role.CHILD}) == HOME
    assert lifetime_for({Role.CARER, Role.OFFICER}) == OFFICE
    assert lifetime_for({Role.ADMINISTRATOR}) == OFFICE


def test_the_database_itself_removes_sessions_after_their_last_hour(database: Databases) -> None:
    indexes = database.main["sessions"].index_information()
    assert indexes["ends_1"]["expireAfterSeconds"] == 0
    assert database.main["sign_in_tries"].index_information()["forgotten_at_1"]["expireAfterSeconds"] == 0
