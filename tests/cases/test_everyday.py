"""What the home gives and sees: a dose is ticked once, a mistake taken back, a note kept once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from auth.identifiers import new_id
from auth.models import rows
from consent.errors import AccessDenied
from portfolio import everyday, facts, first_screen, in_the_home
from portfolio.errors import InputRefused
from portfolio.important_now import Dose
from portfolio.models import DocumentRecord, VersionRecord
from tests.placing import MELATONIN, fact, place
from tests.world import World

TONIGHT = "2026-11-20T20:30"


def doses(world: World) -> Iterator[Dose]:
    shown = first_screen.open_for_home(world.actor(world.home), world.parts.vault, world.signe, world.at)
    yield from shown.important.medicines[0].doses


def tick(world: World, medicine: str, due: str = TONIGHT) -> None:
    given = {"medicine": medicine, "due": due}
    everyday.give_dose(world.actor(world.home), world.parts.vault, world.signe, given, world.at)


@pytest.fixture
def medicine(world: World) -> str:
    place(world, world.signe, world.home)
    return fact(world, world.signe, "medicine", MELATONIN)


def test_two_ticks_are_one_with_the_first_ones_time(world: World, medicine: str) -> None:
    tick(world, medicine)
    first = world.at
    world.moment.pass_(timedelta(minutes=5))
    tick(world, medicine)
    assert next(doses(world)).given_at == first
    assert rows(VersionRecord).count_documents({"child": world.signe, "kind": "dose_given"}) == 1


def test_two_adults_who_tick_at_the_same_moment_tick_once(world: World, medicine: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for ticked in [pool.submit(tick, world, medicine) for _ in range(4)]:
            ticked.result()
    assert rows(DocumentRecord).count_documents({"child": world.signe, "kind": "dose_given"}) == 1


def test_the_tick_says_when_and_by_whom(world: World, medicine: str) -> None:
    tick(world, medicine)
    shown = first_screen.open_for_home(world.actor(world.home), world.parts.vault, world.signe, world.at)
    dose = shown.important.medicines[0].doses[0]
    assert shown.givers[dose.given_by] == "Bo Demovall"


def test_a_tick_is_taken_back_and_set_again_and_every_step_is_kept(world: World, medicine: str) -> None:
    given = {"medicine": medicine, "due": TONIGHT}
    tick(world, medicine)
    everyday.take_back_dose(world.actor(world.home), world.parts.vault, world.signe, given, world.at)
    assert next(doses(world)).given_at is None
    tick(world, medicine)
    assert next(doses(world)).given_at == world.at
    assert rows(VersionRecord).count_documents({"child": world.signe, "kind": "dose_given"}) == 3


@pytest.mark.parametrize("due", ["2026-11-21T20:30", "2026-11-20T20:31", "2026-11-20", "", "x" * 5000])
def test_only_a_dose_that_is_due_can_be_ticked(world: World, medicine: str, due: str) -> None:
    with pytest.raises(InputRefused) as refused:
        tick(world, medicine, due)
    assert list(refused.value.fields) == ["due"]
    assert rows(DocumentRecord).count_documents({"child": world.signe, "kind": "dose_given"}) == 0


def test_a_medicine_without_a_time_is_ticked_once_a_day(world: World) -> None:
    place(world, world.signe, world.home)
    medicine = fact(world, world.signe, "medicine", {**MELATONIN, "times": []})
    assert next(doses(world)).due is None
    tick(world, medicine, "2026-11-20")
    assert next(doses(world)).given_at == world.at
    world.moment.pass_(timedelta(hours=3))
    assert next(doses(world)).given_at is None


def test_last_nights_dose_is_still_there_after_midnight(world: World) -> None:
    place(world, world.signe, world.home)
    medicine = fact(world, world.signe, "medicine", {**MELATONIN, "times": ["22:30"]})
    world.moment.pass_(timedelta(hours=3))
    tick(world, medicine, "2026-11-20T22:30")
    assert next(doses(world)).given_at == world.at


def test_another_childs_medicine_is_not_ticked_on_her_page(world: World) -> None:
    place(world, world.signe, world.home)
    place(world, world.roe, world.home)
    hers = fact(world, world.roe, "medicine", MELATONIN)
    with pytest.raises(AccessDenied):
        tick(world, hers)


def test_nothing_is_ticked_or_written_after_the_share_has_ended(world: World, medicine: str) -> None:
    world.moment.pass_(timedelta(days=4))
    with pytest.raises(AccessDenied):
        tick(world, medicine)
    with pytest.raises(AccessDenied):
        everyday.write_day_note(
            world.actor(world.home),
            world.parts.vault,
            world.signe,
            {"how": "good", "text": "x"},
            world.at,
            once=new_id(),
        )


def test_a_note_sent_twice_is_kept_once(world: World) -> None:
    place(world, world.signe, world.home)
    once = new_id()
    for _ in range(2):
        everyday.write_day_note(
            world.actor(world.home),
            world.parts.vault,
            world.signe,
            {"how": "so_so", "text": "Vaken till elva."},
            world.at,
            once=once,
        )
    more = in_the_home.open_more(world.actor(world.home), world.parts.vault, world.signe, world.at)
    assert [note.content["text"] for note in more.notes] == ["Vaken till elva."]
    assert list(more.writers.values()) == ["Bo Demovall"]


def test_what_has_ended_is_apart_from_what_holds(world: World, medicine: str) -> None:
    facts.end(world.actor(world.officer), world.signe, medicine, world.at)
    page = in_the_home.open_health(world.actor(world.home), world.parts.vault, world.signe, world.at)
    (shelf,) = page.shelves
    assert (shelf.current, [one.document for one in shelf.ended]) == ((), [medicine])
    shown = first_screen.open_for_home(world.actor(world.home), world.parts.vault, world.signe, world.at)
    assert "medicines" in shown.important.unknown
