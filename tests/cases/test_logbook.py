"""Who has looked: in plain words to the child, with names to her officers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth.identifiers import new_id
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import everyday, facts, first_screen, kinds, logbook, own_words, placements
from portfolio.logbook import Who
from tests.cases.shared import answer, move_in
from tests.world import Someone, World


def look(world: World, home: Someone) -> None:
    first_screen.open_for_home(world.actor(home), world.parts.vault, world.signe, world.at)


def own(world: World) -> list[logbook.OwnLine]:
    return list(logbook.of_own(world.actor(world.child_as_someone(world.signe)), world.at).lines)


def of_child(world: World) -> logbook.ChildLog:
    return logbook.of_child(world.actor(world.officer), world.parts.vault, world.signe, world.at)


def test_the_child_reads_who_looked_at_what_and_why(world: World) -> None:
    child = world.child_as_someone(world.signe)
    move_in(world, world.signe, world.home)
    answer(world, child, "Med dörren öppen.", audience=["home"])
    answer(world, child, "Bara jag.", question="sad")
    look(world, world.home)
    line = logbook.of_own(world.actor(child), world.at).lines[0]
    assert (line.who, line.purpose, line.at) == (Who.HOME, Purpose.DAILY_CARE, world.at)
    assert line.topics == ("own_words",)
    assert line.questions == ("sleep",), "an answer that was not shown is not told as read"


def test_what_she_does_herself_is_left_out(world: World) -> None:
    child = world.child_as_someone(world.signe)
    answer(world, child, "Hej.")
    own_words.open_one(world.actor(child), world.parts.vault, "sleep", world.at)
    assert own(world) == []


def test_what_others_write_is_told_too(world: World) -> None:
    move_in(world, world.signe, world.home)
    note = {"how": "good", "text": "Hon somnade gott."}
    actor = world.actor(world.home)
    everyday.write_day_note(actor, world.parts.vault, world.signe, note, world.at, once=new_id())
    assert [(line.who, line.action) for line in own(world)][:1] == [(Who.HOME, "write_everyday")]


def test_looking_three_times_in_an_hour_is_told_once(world: World) -> None:
    move_in(world, world.signe, world.home)
    for _ in range(3):
        look(world, world.home)
        world.moment.pass_(timedelta(minutes=20))
    world.moment.pass_(timedelta(hours=2))
    look(world, world.home)
    assert [line.times for line in own(world) if line.who is Who.HOME] == [1, 3]


def test_the_home_she_left_is_no_longer_called_hers(world: World) -> None:
    placement = move_in(world, world.signe, world.home)
    look(world, world.home)
    world.moment.pass_(timedelta(days=3))
    placements.end(world.actor(world.officer), world.signe, placement, {"reason": "moved"}, world.at)
    move_in(world, world.signe, world.other_home)
    look(world, world.other_home)
    homes = [line.who for line in own(world) if line.who in {Who.HOME, Who.FORMER_HOME, Who.SOME_HOME}]
    assert homes == [Who.HOME, Who.FORMER_HOME]


def test_a_home_that_was_shown_her_by_mistake_is_not_called_hers(world: World) -> None:
    placement = move_in(world, world.signe, world.home)
    look(world, world.home)
    placements.undo(world.actor(world.officer), world.signe, placement, world.at)
    assert Who.SOME_HOME in {line.who for line in own(world)}


def test_the_log_goes_back_page_by_page_without_missing_or_repeating(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logbook, "PAGE", 3)
    child = world.actor(world.child_as_someone(world.signe))
    move_in(world, world.signe, world.home)
    for _ in range(6):
        look(world, world.home)
        world.moment.pass_(timedelta(hours=2))
        own_words.open_one(child, world.parts.vault, "sleep", world.at)
    first = logbook.of_own(child, world.at)
    second = logbook.of_own(child, world.at, before=first.older)
    third = logbook.of_own(child, world.at, before=second.older)
    times = [line.at for page in (first, second, third) for line in page.lines]
    assert len(times) == 7
    assert times == sorted(times, reverse=True)
    assert third.older is None


def test_an_officer_reads_names_and_units(world: World) -> None:
    move_in(world, world.signe, world.home)
    look(world, world.home)
    line = next(line for line in of_child(world).lines if line.role == "carer")
    assert (line.name, line.unit, line.purpose) == ("Bo Demovall", "Björkbacken", Purpose.DAILY_CARE)


def test_an_officer_reads_who_was_refused_this_child_and_not_who_was_refused_another(world: World) -> None:
    for child in (world.signe, world.roe):
        for someone in (world.other_officer, world.home)[: 1 if child == world.signe else 2]:
            with pytest.raises(AccessDenied):
                facts.add(world.actor(someone), world.parts.vault, child, kinds.KINDS["note"], {}, world.at)
    assert [line.name for line in of_child(world).refused] == ["Omar Provström"]


def test_an_officer_does_not_read_what_the_child_does_on_her_own_pages(world: World) -> None:
    child = world.child_as_someone(world.signe)
    answer(world, child, "Hej.", question="sad")
    own_words.open_one(world.actor(child), world.parts.vault, "sad", world.at)
    hers = [line for line in of_child(world).lines if line.role == "child"]
    assert [(line.kinds, line.action, line.times) for line in hers] == [((), "save_own_words", 2)]


def test_nobody_else_reads_the_log(world: World) -> None:
    move_in(world, world.signe, world.home)
    for someone in (world.home, world.other_officer, world.child_as_someone(world.roe)):
        with pytest.raises(AccessDenied):
            logbook.of_child(world.actor(someone), world.parts.vault, world.signe, world.at)
    for someone in (world.home, world.officer):
        with pytest.raises(AccessDenied):
            logbook.of_own(world.actor(someone), world.at)
