"""A placement shares at once, and nothing outlives it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from auth.actors import Membership, Role
from auth.identifiers import new_id
from auth.models import rows
from consent import ledger
from consent.errors import AccessDenied
from consent.models import Grant
from portfolio import everyday, facts, first_screen, in_the_home, placement_draft, placements, sharing
from portfolio.errors import InputRefused, StepNotAllowed
from portfolio.first_screen import FirstScreen
from portfolio.models import Child, DocumentRecord
from tests.placing import MELATONIN, ORAL, PEANUT, answer, fact, minute, place
from tests.world import Someone, World

MOMENT = timedelta(milliseconds=1)


def screen(world: World, someone: Someone, child: str) -> FirstScreen:
    return first_screen.open_for_home(world.actor(someone), world.parts.vault, child, world.at)


def is_unknown(world: World, someone: Someone, child: str) -> bool:
    try:
        screen(world, someone, child)
    except AccessDenied:
        here = in_the_home.children_here(world.actor(someone), world.parts.vault, world.at)
        return child not in {one.heading.child for one in here}
    return False


def a_day_note(world: World, text: str, home: Someone | None = None) -> None:
    everyday.write_day_note(
        world.actor(home or world.home),
        world.parts.vault,
        world.signe,
        {"how": "good", "text": text},
        world.at,
        once=new_id(),
    )


def test_the_home_reads_from_the_moment_of_sharing_and_not_before(world: World) -> None:
    fact(world, world.signe, "allergy", PEANUT)
    assert is_unknown(world, world.home, world.signe)
    place(world, world.signe, world.home)
    shown = screen(world, world.home, world.signe)
    assert [line.content["substance"] for line in shown.important.allergies] == ["Jordnötter"]
    assert shown.heading.name == "Signe"
    assert shown.heading.on_call == "08-465 004 00"
    assert [
        one.heading.child for one in in_the_home.children_here(world.actor(world.home), world.parts.vault, world.at)
    ] == [world.signe]


def test_the_preview_shows_exactly_the_versions_that_the_home_then_gets(world: World) -> None:
    fact(world, world.signe, "allergy", PEANUT)
    fact(world, world.signe, "medicine", MELATONIN)
    fact(world, world.signe, "condition", {"name": "ADHD", "source": "BUP"})
    fact(world, world.signe, "note", {"title": "Utredning", "text": "Bara för oss."})
    answer(world, world.signe, "sleep", "Dörren på glänt.", ("home",))
    answer(world, world.signe, "sad", "Bara mitt.", ())
    given = {"unit": world.home.unit, "template": "jourhem_natt", "until": minute(world.at + timedelta(days=3)), **ORAL}
    checked = placement_draft.check(world.actor(world.officer), world.parts.vault, world.signe, given, world.at)
    previewed = ledger.read(world.signe)[0].line
    place(world, world.signe, world.home)
    shown = screen(world, world.home, world.signe)
    assert ledger.read(world.signe)[0].line.shown == previewed.shown
    assert (previewed.action, len(previewed.shown)) == ("preview", 3)
    assert shown == checked.screen
    assert [answer.words for answer in shown.tonight] == ["Dörren på glänt."]


def test_nothing_is_read_from_the_instant_that_the_placement_ends(world: World) -> None:
    placement = place(world, world.signe, world.home)
    world.moment.pass_(timedelta(hours=5))
    screen(world, world.home, world.signe)
    ending = world.moment.pass_(MOMENT)
    placements.end(world.actor(world.officer), world.signe, placement, {"reason": "planned"}, ending)
    assert is_unknown(world, world.home, world.signe)
    world.moment.pass_(MOMENT)
    assert is_unknown(world, world.home, world.signe)
    assert not first_screen.may_still_open(world.actor(world.home), world.signe, world.at)


def test_nothing_is_read_from_the_instant_that_the_share_ends(world: World) -> None:
    place(world, world.signe, world.home, days=2)
    ends = rows(Grant).find_one({"child": world.signe})["ends"]
    world.moment.set(ends - MOMENT)
    screen(world, world.home, world.signe)
    world.moment.set(ends)
    assert is_unknown(world, world.home, world.signe)


def test_nothing_is_read_after_the_share_was_stopped(world: World) -> None:
    place(world, world.signe, world.home)
    officer = world.actor(world.officer)
    (share,) = sharing.open_shares(officer, world.parts.vault, world.signe, world.at).current
    sharing.stop(officer, world.signe, share.grant, world.at)
    assert is_unknown(world, world.home, world.signe)
    after = sharing.open_shares(officer, world.parts.vault, world.signe, world.at)
    assert (after.current, [one.grant for one in after.earlier]) == ((), [share.grant])


def test_a_wrong_share_is_undone_at_once(world: World) -> None:
    placement = place(world, world.signe, world.home)
    officer = world.actor(world.officer)
    placements.undo(officer, world.signe, placement, world.at)
    placements.undo(officer, world.signe, placement, world.at)
    assert is_unknown(world, world.home, world.signe)
    shown = placements.open_one(officer, world.parts.vault, world.signe, placement, world.at)
    assert (shown.runs, shown.is_shared, shown.end_reason) == (False, False, "shared_wrongly")


def test_a_placement_ends_once(world: World) -> None:
    placement = place(world, world.signe, world.home)
    officer = world.actor(world.officer)
    placements.end(officer, world.signe, placement, {"reason": "planned"}, world.at)
    with pytest.raises(StepNotAllowed):
        placements.end(officer, world.signe, placement, {"reason": "moved"}, world.at)


def test_the_same_form_sent_twice_begins_one_placement(world: World) -> None:
    once = new_id()
    given = {"unit": world.home.unit, "template": "jourhem_natt", "until": minute(world.at + timedelta(days=1)), **ORAL}
    for _ in range(2):
        placements.start(world.actor(world.officer), world.parts.vault, world.signe, given, world.at, placement=once)
    assert len(rows(Child).find_one({"_id": world.signe})["placements"]) == 1
    assert rows(Grant).count_documents({"child": world.signe}) == 1


def test_what_the_home_wrote_stays_with_the_child_and_does_not_go_to_the_next_home(world: World) -> None:
    placement = place(world, world.signe, world.home)
    medicine = fact(world, world.signe, "medicine", MELATONIN)
    a_day_note(world, "Hon sov till sju.")
    tick = {"medicine": medicine, "due": "2026-11-20T20:30"}
    everyday.give_dose(world.actor(world.home), world.parts.vault, world.signe, tick, world.at)
    placements.end(world.actor(world.officer), world.signe, placement, {"reason": "moved"}, world.at)
    place(world, world.signe, world.other_home)
    note = rows(DocumentRecord).find_one({"child": world.signe, "kind": "day_note"})
    officer = world.actor(world.officer)
    admitted = facts.admission.admit(
        officer, facts.Action.READ, facts.Purpose.CASEWORK, world.signe, world.at, kinds={"day_note"}
    )
    assert note["_id"] in admitted.permit.documents
    next_home = in_the_home.open_more(world.actor(world.other_home), world.parts.vault, world.signe, world.at)
    assert next_home.notes == ()
    next_screen = screen(world, world.other_home, world.signe)
    (dose, _tomorrow) = next_screen.important.medicines[0].doses
    assert dose.given_at == world.at
    assert next_screen.givers == {}


def another_officer(world: World) -> Someone:
    """An officer of another authority, who happens to sit in this world's directory."""
    unit = world.add_unit("office", "Söderviks kontor")
    account = world.parts.accounts.open_account(
        new_id(), [Membership(unit, new_id(), Role.OFFICER, world.at)], world.at
    )
    found = world.parts.accounts.find(account)
    assert found is not None
    return Someone(account, found.actor("session").person, unit, "", "")


def a_guardian(world: World) -> Someone:
    person = rows(Child).find_one({"_id": world.signe})["guardians"][0]["person"]
    account = world.parts.accounts.open_account(
        person, [Membership("", world.authority, Role.GUARDIAN, world.at)], world.at
    )
    return Someone(account, person, "", "", "")


@pytest.mark.parametrize(
    "stranger",
    [
        lambda world: world.other_home,
        lambda world: world.school,
        lambda world: world.other_school,
        lambda world: world.other_officer,
        another_officer,
        a_guardian,
    ],
    ids=["other-home", "school", "other-school", "other-officer", "other-authority", "guardian"],
)
def test_nobody_else_learns_that_she_exists(world: World, stranger: Callable[[World], Someone]) -> None:
    placement = place(world, world.signe, world.home)
    someone = world.actor(stranger(world))
    vault, at = world.parts.vault, world.at
    given = {"unit": world.home.unit, "template": "jourhem_natt", "until": minute(at + timedelta(days=1)), **ORAL}
    attempts: tuple[Callable[[], object], ...] = (
        lambda: first_screen.open_for_home(someone, vault, world.signe, at),
        lambda: in_the_home.open_health(someone, vault, world.signe, at),
        lambda: in_the_home.open_school(someone, vault, world.signe, at),
        lambda: in_the_home.open_more(someone, vault, world.signe, at),
        lambda: in_the_home.open_note_form(someone, vault, world.signe, at),
        lambda: everyday.give_dose(someone, vault, world.signe, {"medicine": new_id(), "due": "x"}, at),
        lambda: everyday.write_day_note(someone, vault, world.signe, {}, at, once=new_id()),
        lambda: placement_draft.open_draft(someone, vault, world.signe, {}, at),
        lambda: placement_draft.check(someone, vault, world.signe, given, at),
        lambda: placements.start(someone, vault, world.signe, given, at, placement=new_id()),
        lambda: placements.open_one(someone, vault, world.signe, placement, at),
        lambda: placements.undo(someone, world.signe, placement, at),
        lambda: placements.end(someone, world.signe, placement, {}, at),
        lambda: sharing.open_shares(someone, vault, world.signe, at),
    )
    for attempt in attempts:
        with pytest.raises(AccessDenied):
            attempt()
    assert not first_screen.may_still_open(someone, world.signe, at)


def test_a_decision_is_written_or_oral_and_never_both_or_neither(world: World) -> None:
    for decision in ({"law": "SoL"}, {**ORAL, "reference": "SN 2026-114"}):
        with pytest.raises(InputRefused) as refused:
            place(world, world.signe, world.home, **decision)
        assert list(refused.value.fields) == ["reference"]
    assert rows(Grant).count_documents({"child": world.signe}) == 0


def test_a_share_reaches_no_longer_than_its_template(world: World) -> None:
    with pytest.raises(InputRefused) as refused:
        place(world, world.signe, world.home, days=31)
    assert list(refused.value.fields) == ["until"]
    with pytest.raises(InputRefused):
        place(world, world.signe, world.home, days=-1)
    place(world, world.signe, world.home, days=31, template="familjehem", law="SoL", reference="SN 2026-1")


def test_a_home_that_has_not_said_yes_cannot_be_chosen(world: World) -> None:
    with pytest.raises(AccessDenied):
        place(world, world.signe, world.school)
    assert rows(Child).find_one({"_id": world.signe})["placements"] == []


def test_the_written_decision_takes_the_place_of_the_oral_one(world: World) -> None:
    place(world, world.signe, world.home)
    officer, vault = world.actor(world.officer), world.parts.vault
    (share,) = sharing.open_shares(officer, vault, world.signe, world.at).current
    assert (share.evidence, share.evidence_words) == ("oral_decision", "Disa Demovall")
    assert share.decided_at == world.at - timedelta(minutes=5)
    sharing.enter_written_decision(officer, vault, world.signe, share.grant, {"reference": "SN 2026-114"}, world.at)
    (share,) = sharing.open_shares(officer, vault, world.signe, world.at).current
    assert (share.evidence, share.evidence_words) == ("decision", "SN 2026-114")
    row = rows(Grant).find_one({"_id": share.grant})
    assert b"SN 2026-114" not in bytes(row["evidence"]["reference"])


def test_a_share_of_another_child_is_not_stopped_from_her_page(world: World) -> None:
    place(world, world.roe, world.home)
    grant = rows(Grant).find_one({"child": world.roe})["_id"]
    with pytest.raises(AccessDenied):
        sharing.stop(world.actor(world.officer), world.signe, grant, world.at)
    assert not is_unknown(world, world.home, world.roe)


def test_another_running_placement_is_told_of_before_sharing(world: World) -> None:
    place(world, world.signe, world.other_home)
    given = {"unit": world.home.unit, "template": "jourhem_natt", "until": minute(world.at + timedelta(days=1)), **ORAL}
    checked = placement_draft.check(world.actor(world.officer), world.parts.vault, world.signe, given, world.at)
    assert [other.home for other in checked.others] == ["Granbacken"]
    assert set(checked.screen.important.unknown) == {"allergies", "medicines", "risks", "emergency"}


def test_how_long_is_offered_from_now_and_never_past_what_the_template_allows(world: World) -> None:
    ways = placement_draft.ways(world.at, timedelta(days=30))
    assert [(way.code, way.minute) for way in ways] == [
        ("tonight", "2026-11-21T12:00"),
        ("monday", "2026-11-23T12:00"),
        ("week", "2026-11-27T12:00"),
        ("month", "2026-12-20T12:00"),
    ]
    after_midnight = placement_draft.ways(world.at + timedelta(hours=3), timedelta(days=30))
    assert after_midnight[0].minute == "2026-11-21T12:00"
    in_the_morning = world.at - timedelta(hours=12)
    last = placement_draft.ways(in_the_morning, timedelta(days=30))[-1]
    assert last.ends - in_the_morning <= timedelta(days=30)


def test_a_placement_that_outlasts_its_planned_end_no_longer_says_that_it_is_shared(world: World) -> None:
    placement = place(world, world.signe, world.home, days=3)
    later = world.at + timedelta(days=4)
    shown = placements.open_one(world.actor(world.officer), world.parts.vault, world.signe, placement, later)
    assert (shown.runs, shown.is_shared) == (True, False)
