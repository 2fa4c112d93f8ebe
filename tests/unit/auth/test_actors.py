from __future__ import annotations

from datetime import timedelta

import pytest

from auth.actors import Actor, Membership, Role
from auth.identifiers import is_id, new_id
from tests.unit.auth.factories import NOW, membership

HOUR = timedelta(hours=1)


def actor(*memberships: Membership) -> Actor:
    return Actor(new_id(), new_id(), memberships, session="0" * 64)


def test_a_membership_counts_from_its_first_moment_until_just_before_its_end() -> None:
    limited = membership(begins=NOW, ends=NOW + HOUR)
    assert not limited.active(NOW - timedelta(microseconds=1))
    assert limited.active(NOW)
    assert limited.active(NOW + HOUR - timedelta(microseconds=1))
    assert not limited.active(NOW + HOUR)


def test_an_actor_is_only_what_her_active_memberships_make_her() -> None:
    past = membership(Role.ADMINISTRATOR, begins=NOW - HOUR, ends=NOW)
    present = membership(Role.CARER)
    asker = actor(past, present)
    assert asker.roles(NOW) == {Role.CARER}
    assert asker.units(NOW) == {present.unit}
    assert asker.authorities(NOW) == {present.authority}
    assert asker.holds(Role.CARER, NOW)
    assert not asker.holds(Role.ADMINISTRATOR, NOW)
    assert asker.in_unit(present.unit, NOW)
    assert not asker.in_unit(past.unit, NOW)


def test_a_printed_actor_does_not_show_her_session() -> None:
    assert "0" * 64 not in repr(actor())


def test_ids_are_random_and_of_one_form() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(is_id(one) for one in made)


@pytest.mark.parametrize("other", ["", "A" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n", "٠" * 32, None, 7, ["0" * 32]])
def test_nothing_else_is_an_id(other: object) -> None:
    assert not is_id(other)
