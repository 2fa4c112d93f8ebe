"""Asking people to an office, a home or a school: what the use cases let through, and what they leave in the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth.one_time_codes import code_at
from consent import gate, ledger
from consent.errors import AccessDenied
from portfolio import cards, enrolments, invitations, office, office_people
from portfolio.errors import InputRefused
from portfolio.invitations import Issued
from tests.world import PASSWORD, World

ASKED = {"role": "carer", "person": "Mia Provström", "unit_name": "Solgården"}


def invited(world: World, **given: str) -> Issued:
    return invitations.invite(world.actor(world.officer), world.parts.vault, {**ASKED, **given}, world.at)


def answer(world: World, issued: Issued, login: str) -> dict[str, str]:
    offer = enrolments.offer(world.parts.forms, issued.invitation, world.at)
    return {
        "login": login,
        "password": PASSWORD,
        "password_again": PASSWORD,
        "totp": code_at(offer.secret, world.at),
        "enrolment": offer.sealed,
    }


def test_reading_an_invitation_leaves_an_entry_of_the_office(world: World) -> None:
    issued = invited(world)
    question = invitations.ask(None, world.parts.vault, issued.code, world.at)
    assert (question.authority.name, question.unit.name, question.person) == ("Norrvik", "Solgården", "Mia Provström")
    newest = ledger.read(f"office:{world.authority}")[0].line
    assert (newest.action, newest.reason, newest.person) == ("answer_invitation", "holds_an_invitation", "invited")
    assert newest.shown == (("invitation", issued.invitation),)


def test_one_code_makes_one_account(world: World) -> None:
    issued = invited(world)
    first = answer(world, issued, world.login("mia"))
    second = answer(world, issued, world.login("max"))
    account = invitations.accept_anew(world.parts, issued.code, first, world.at)
    with pytest.raises(AccessDenied):
        invitations.accept_anew(world.parts, issued.code, second, world.at)
    found = world.parts.accounts.find(account)
    assert found is not None
    assert [one.role.value for one in found.memberships] == ["carer"]


def test_an_offer_made_for_one_invitation_does_not_answer_another(world: World) -> None:
    first, second = invited(world), invited(world)
    with pytest.raises(InputRefused) as refused:
        invitations.accept_anew(world.parts, second.code, answer(world, first, world.login("mia")), world.at)
    assert "totp" in refused.value.fields


def test_an_invitation_ends_after_fourteen_days(world: World) -> None:
    issued = invited(world)
    world.moment.pass_(timedelta(days=14))
    with pytest.raises(AccessDenied):
        invitations.ask(None, world.parts.vault, issued.code, world.at)


def test_a_child_does_not_answer_invitations(world: World) -> None:
    child = world.actor(world.child_as_someone(world.signe))
    with pytest.raises(AccessDenied):
        invitations.accept(child, world.parts, invited(world).code, {}, world.at)


def test_one_account_joins_a_second_unit_and_keeps_the_first(world: World) -> None:
    issued = invited(world, role="officer", unit=world.officer.unit)
    invitations.accept(world.actor(world.home), world.parts, issued.code, {}, world.at)
    assert world.actor(world.home).units(world.at) == {world.home.unit, world.officer.unit}


def test_an_administrator_of_a_neighbour_withdraws_nothing(world: World) -> None:
    neighbour = World(world.parts, world.moment)
    issued = invited(world)
    with pytest.raises(AccessDenied):
        invitations.withdraw(neighbour.actor(neighbour.officer), issued.invitation, world.at)
    assert invitations.ask(None, world.parts.vault, issued.code, world.at).person == "Mia Provström"


def test_who_does_not_run_the_office_is_refused_and_that_is_written(world: World) -> None:
    with pytest.raises(AccessDenied):
        office_people.admit(world.actor(world.other_officer), world.at)
    newest = ledger.read(f"refused:{world.authority}")[0].line
    assert (newest.action, newest.person) == ("run_office", world.other_officer.person)


def test_a_permit_to_answer_adds_no_unit_and_no_person(world: World) -> None:
    issued = invited(world)
    invitations.ask(None, world.parts.vault, issued.code, world.at)
    permit = gate.admit_invited(invitations.INVITED, issued.invitation, world.authority, world.at)
    with pytest.raises(AccessDenied):
        office.add_unit(permit, world.parts.vault, "home", "Smyghem", "", world.at)
    with pytest.raises(AccessDenied):
        office.add_person(permit, world.parts.vault, "Ingen", "", ())


def test_a_trial_begins_once(world: World) -> None:
    with pytest.raises(AccessDenied):
        office.found_first(world.parts, {}, world.at)


def test_issuing_a_card_stands_in_the_childs_own_log(world: World) -> None:
    pictures = ("owl", "fox", "whale", "frog")
    card = cards.issue(
        world.actor(world.officer), world.parts.vault, world.parts.accounts, world.signe, pictures, world.at
    )
    newest = ledger.read(world.signe)[0].line
    assert (newest.action, newest.reason) == ("issue_card", "answers_for_the_child")
    proved = world.parts.credentials.prove_card(card.code, pictures, world.at, "192.0.2.11")
    assert [one.role.value for one in proved.memberships] == ["child"]


def test_a_card_is_not_made_by_somebody_else(world: World) -> None:
    with pytest.raises(AccessDenied):
        cards.issue(
            world.actor(world.other_officer), world.parts.vault, world.parts.accounts, world.signe, (), world.at
        )
