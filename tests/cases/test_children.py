"""Registering a child, the officer's list of children, and several officers for one child."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from auth.identifiers import new_id
from auth.models import rows
from consent.errors import AccessDenied
from portfolio import caseload, child_overview, children, everyday, facts
from portfolio.errors import InputRefused
from portfolio.kinds import KINDS
from portfolio.models import Child, Person
from tests.cases.shared import answer, move_in
from tests.placing import MELATONIN
from tests.world import World

A_CHILD = {"name": "Åke Påhittberg", "born": "2016-05-01"}


def register(world: World, *, once: str = "", **given: Any) -> str:
    return children.register(
        world.actor(world.officer), world.parts.vault, world.authority, A_CHILD | given, world.at, once=once
    )


def mine(world: World) -> tuple[caseload.Listed, ...]:
    return caseload.mine(world.actor(world.officer), world.parts.vault, world.at)


def overview(world: World, child: str) -> child_overview.ChildOverview:
    return child_overview.open_for_officer(world.actor(world.officer), world.parts.vault, child, world.at)


def test_the_same_form_sent_twice_registers_one_child(world: World) -> None:
    once = new_id()
    assert register(world, once=once) == register(world, once=once)
    assert [one.heading.name for one in mine(world)] == ["Åke"]


def test_two_officers_who_send_the_same_mark_register_a_child_each(world: World) -> None:
    once = new_id()
    other = children.register(
        world.actor(world.other_officer), world.parts.vault, world.authority, A_CHILD, world.at, once=once
    )
    assert register(world, once=once) != other


def test_a_forms_mark_never_makes_the_child_somebody_who_exists(world: World) -> None:
    child = register(world, once=world.home.person)
    row = rows(Child).find_one({"_id": child})
    assert row is not None
    assert row["person"] != world.home.person


def test_a_personnummer_is_registered_once_for_each_authority(world: World) -> None:
    register(world, born="1940-05-21", personnummer="19400521 9128")
    with pytest.raises(InputRefused) as refusal:
        register(world, born="1940-05-21", personnummer="194005219128")
    assert set(refusal.value.fields) == {"personnummer"}


def test_only_people_of_the_authoritys_offices_answer_for_a_child(world: World) -> None:
    child = register(world, guardians=[{"name": "Gun Påhittberg"}])
    guardian = overview(world, child).card.guardians[0].id
    for person in (guardian, world.home.person, new_id()):
        with pytest.raises(InputRefused) as refusal:
            register(world, officers=[person])
        assert set(refusal.value.fields) == {"officers"}
        with pytest.raises(InputRefused):
            children.appoint(world.actor(world.officer), child, {"officer": person}, world.at)


def test_an_officer_who_is_appointed_answers_for_the_child_at_the_very_next_request(world: World) -> None:
    other, vault = world.actor(world.other_officer), world.parts.vault
    with pytest.raises(AccessDenied):
        child_overview.open_for_officer(other, vault, world.signe, world.at)
    given = {"officer": world.other_officer.person}
    children.appoint(world.actor(world.officer), world.signe, given, world.at)
    children.appoint(world.actor(world.officer), world.signe, given, world.at)
    card = child_overview.open_for_officer(other, vault, world.signe, world.at).card
    assert [one.name for one in card.officers] == ["Sanna Exempelsson", "Omar Provström"]
    assert world.other_officer.person not in {one.id for one in card.colleagues}
    with pytest.raises(AccessDenied):
        child_overview.open_for_officer(other, vault, world.roe, world.at)


def test_nobody_appoints_themselves(world: World) -> None:
    with pytest.raises(AccessDenied):
        children.appoint(
            world.actor(world.other_officer), world.signe, {"officer": world.other_officer.person}, world.at
        )


def test_a_refused_registration_leaves_neither_child_nor_guardian(world: World) -> None:
    before = rows(Person).count_documents({"authority": world.authority})
    with pytest.raises(InputRefused):
        register(world, born="2016-02-30", guardians=[{"name": "Gun Påhittberg"}])
    assert mine(world) == ()
    assert rows(Person).count_documents({"authority": world.authority}) == before


def test_my_children_come_in_swedish_order_and_those_that_need_me_first(world: World) -> None:
    for name in ("Örjan", "Åke", "Zara", "Ärla"):
        world.add_child(name)
    signe = world.signe
    assert [one.heading.name for one in mine(world)] == ["Signe", "Zara", "Åke", "Ärla", "Örjan"]
    zara = next(one.heading.child for one in mine(world) if one.heading.name == "Zara")
    move_in(world, zara, world.home, days=20)
    move_in(world, signe, world.home, days=20)
    assert not any(one.needs_attention for one in mine(world))
    world.moment.pass_(timedelta(days=14))
    assert [(one.heading.name, one.ends_soon) for one in mine(world)][:2] == [("Signe", True), ("Zara", True)]
    world.moment.pass_(timedelta(days=8))
    assert [(one.has_passed, one.ends_soon, one.home) for one in mine(world)][:1] == [(True, False, "Björkbacken")]


def test_a_list_asks_the_database_as_often_for_many_children_as_for_few(world: World) -> None:
    def questions() -> int:
        status = world.parts.databases.main.client.admin.command("serverStatus")
        return int(status["opcounters"]["query"])

    def asked() -> int:
        before = questions()
        mine(world)
        return questions() - before

    world.add_child("Ett")
    few = asked()
    for number in range(10):
        world.add_child(f"Barn{number}")
    assert asked() == few
    assert len(mine(world)) == 11


def test_children_of_one_officer_have_code_names_of_their_own(world: World) -> None:
    for number in range(12):
        world.add_child(f"Barn{number}")
    names = [(one.heading.animal, one.heading.colour) for one in mine(world)]
    assert len(set(names)) == len(names)


def test_the_officers_page_shows_only_the_words_the_child_shares_with_her_social_worker(world: World) -> None:
    child = world.child_as_someone(world.signe)
    answer(world, child, "Med lampan tänd.", question="sleep", audience=("officer",))
    answer(world, child, "Jag går undan.", question="angry", audience=("home",))
    answer(world, child, "Katter.", question="likes")
    assert [one.words for one in overview(world, world.signe).own_words] == ["Med lampan tänd."]


def test_what_the_home_wrote_stays_with_the_child_and_the_officer_reads_it(world: World) -> None:
    officer, vault, home = world.actor(world.officer), world.parts.vault, world.actor(world.home)
    medicine = facts.add(officer, vault, world.signe, KINDS["medicine"], MELATONIN, world.at)
    move_in(world, world.signe, world.home, days=1)
    everyday.give_dose(home, vault, world.signe, {"medicine": medicine, "due": "2026-11-20T20:30"}, world.at)
    note = {"how": "good", "text": "Somnade vid nio."}
    everyday.write_day_note(home, vault, world.signe, note, world.at, once=new_id())
    world.moment.pass_(timedelta(days=2))
    shown = overview(world, world.signe)
    assert [one.content["text"] for one in shown.current["day_note"]] == ["Somnade vid nio."]
    assert [(one.medicine["name"], shown.names[one.person]) for one in shown.doses] == [("Melatonin", "Bo Demovall")]


def test_the_officers_page_shows_placements_shares_and_what_is_awaited(world: World) -> None:
    move_in(world, world.signe, world.home)
    shown = overview(world, world.signe)
    assert [(one.home, one.is_running) for one in shown.placements] == [("Björkbacken", True)]
    assert [(one.recipient, one.rests_on_oral_decision) for one in shown.shares] == [("Björkbacken", False)]
    world.moment.pass_(timedelta(days=8))
    assert overview(world, world.signe).shares == ()
