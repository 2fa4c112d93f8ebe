"""The child's own words: hers alone until she says otherwise, and hers again the moment she says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth.models import rows
from consent.actions import Action
from consent.errors import AccessDenied
from consent.facts import GrantFact, Period, Side
from consent.purposes import Purpose
from portfolio import admission, first_screen, own_book, own_words
from portfolio.errors import InputRefused, VersionConflict
from portfolio.models import DocumentRecord, VersionRecord
from tests.cases.shared import answer, move_in
from tests.world import Someone, World

WORDS = "Jag vill ha dörren öppen."


@pytest.fixture
def signe(world: World) -> Someone:
    return world.child_as_someone(world.signe)


def seen_at_home(world: World, home: Someone) -> list[str]:
    screen = first_screen.open_for_home(world.actor(home), world.parts.vault, world.signe, world.at)
    return [one.words for one in (*screen.tonight, *screen.more_words)]


def seen_by_officer(world: World) -> int:
    admitted = admission.admit(
        world.actor(world.officer), Action.READ, Purpose.CASEWORK, world.signe, world.at, kinds={"own_words"}
    )
    return len(admitted.documents)


def versions(world: World) -> int:
    return rows(VersionRecord).count_documents({"child": world.signe, "kind": "own_words"})


def shown(world: World, child: Someone, question: str = "sleep") -> own_words.OpenedAnswer:
    return own_words.open_one(world.actor(child), world.parts.vault, question, world.at)


def test_what_a_child_writes_is_hers_alone_until_she_chooses_somebody(world: World, signe: Someone) -> None:
    move_in(world, world.signe, world.home)
    answer(world, signe, WORDS)
    assert shown(world, signe).answer.audience == ()
    assert seen_at_home(world, world.home) == []
    assert seen_by_officer(world) == 0


def test_where_she_lives_reads_what_she_lets_her_home_read_and_nobody_else_does(world: World, signe: Someone) -> None:
    move_in(world, world.signe, world.home)
    answer(world, signe, WORDS, audience=["home"])
    assert seen_at_home(world, world.home) == [WORDS]
    assert seen_by_officer(world) == 0
    with pytest.raises(AccessDenied):
        seen_at_home(world, world.other_home)


def test_choosing_a_home_opens_nothing_without_a_standing_share(world: World, signe: Someone) -> None:
    answer(world, signe, WORDS, audience=["home", "school"])
    with pytest.raises(AccessDenied):
        seen_at_home(world, world.home)
    with pytest.raises(AccessDenied):
        admission.admit(world.actor(world.school), Action.READ, Purpose.SCHOOL_START, world.signe, world.at)


def test_a_home_she_has_not_met_yet_reads_what_she_chose_before_the_move(world: World, signe: Someone) -> None:
    answer(world, signe, WORDS, audience=["home"])
    move_in(world, world.signe, world.home)
    assert seen_at_home(world, world.home) == [WORDS]


def test_her_officer_reads_what_she_lets_her_officer_read(world: World, signe: Someone) -> None:
    answer(world, signe, WORDS, audience=["officer"])
    assert seen_by_officer(world) == 1


def test_an_officer_checking_a_share_sees_no_word_that_the_home_would_not_see(world: World, signe: Someone) -> None:
    answer(world, signe, "Bara jag.", question="sad")
    answer(world, signe, WORDS, audience=["home"])
    draft = GrantFact(
        grant="0" * 32,
        child=world.signe,
        side=Side.HOME,
        unit=world.home.unit,
        person=None,
        actions=frozenset({Action.READ}),
        purposes=frozenset({Purpose.DAILY_CARE}),
        kinds=frozenset({"own_words"}),
        documents=None,
        period=Period(world.at, world.at + timedelta(days=1)),
        placement=None,
    )
    admitted = admission.admit_preview(world.actor(world.officer), world.signe, draft, world.at)
    assert [row["key"] for row in admitted.documents] == ["sleep"]


def test_changing_her_mind_is_felt_by_the_very_next_request(world: World, signe: Someone) -> None:
    move_in(world, world.signe, world.home)
    number = answer(world, signe, WORDS, audience=["home", "officer"])
    assert seen_at_home(world, world.home) == [WORDS]
    own_words.keep_to_herself(world.actor(signe), world.parts.vault, "sleep", world.at, based_on=number)
    assert seen_at_home(world, world.home) == []
    assert seen_by_officer(world) == 0
    assert shown(world, signe).answer.words == WORDS


def test_changing_her_mind_is_never_refused_for_an_old_page(world: World, signe: Someone) -> None:
    first = answer(world, signe, WORDS, audience=["home"])
    answer(world, signe, "Nyare.", audience=["home"], based_on=first)
    stands_on = own_words.keep_to_herself(world.actor(signe), world.parts.vault, "sleep", world.at, based_on=first)
    now = shown(world, signe).answer
    assert (now.audience, now.words) == ((), "Nyare.")
    assert stands_on == first, "the old page must still meet both versions before it saves its own words"


def test_the_same_answer_again_makes_no_new_version(world: World, signe: Someone) -> None:
    first = answer(world, signe, WORDS, pictures=["door"], audience=["home"])
    again = answer(world, signe, f"  {WORDS} ", pictures=["door"], audience=["home", "home"], based_on=first)
    late = answer(world, signe, WORDS, pictures=["door"], audience=["home"], based_on=0)
    assert (first, again, late, versions(world)) == (1, 1, 1, 1)


def test_an_empty_answer_to_an_unanswered_question_with_readers_is_kept_and_an_empty_one_without_is_not(
    world: World, signe: Someone
) -> None:
    assert answer(world, signe, "", question="food") == 0
    assert answer(world, signe, "", question="food", audience=["home"]) == 1
    assert versions(world) == 1


def test_who_may_read_can_change_by_itself_and_is_a_version(world: World, signe: Someone) -> None:
    first = answer(world, signe, WORDS)
    assert answer(world, signe, WORDS, audience=["school"], based_on=first) == 2
    assert versions(world) == 2


def test_an_older_page_never_writes_over_a_newer_answer(world: World, signe: Someone) -> None:
    first = answer(world, signe, WORDS)
    answer(world, signe, "Från plattan.", based_on=first)
    with pytest.raises(VersionConflict) as refused:
        answer(world, signe, "Från telefonen.", based_on=first)
    assert refused.value.current == 2
    assert shown(world, signe).answer.words == "Från plattan."


def undo(world: World, signe: Someone) -> own_words.Answer:
    now = shown(world, signe).answer
    given = {
        "question": "sleep",
        "pictures": list(now.pictures),
        "words": now.words,
        "audience": list(now.audience),
    }
    own_words.undo(world.actor(signe), world.parts.vault, given, world.at, based_on=now.number)
    return shown(world, signe).answer


def test_undo_brings_back_what_she_answered_before_and_undoing_again_brings_it_forth(
    world: World, signe: Someone
) -> None:
    first = answer(world, signe, "Först.", pictures=["door"])
    answer(world, signe, "Sen.", based_on=first)
    back = undo(world, signe)
    assert (back.words, back.pictures, back.number) == ("Först.", ("door",), 3)
    assert undo(world, signe).words == "Sen."


def test_undoing_the_first_answer_leaves_no_answer_and_can_be_undone(world: World, signe: Someone) -> None:
    answer(world, signe, "Först.")
    assert not undo(world, signe).is_answered
    assert undo(world, signe).words == "Först."


def test_undoing_a_new_reader_takes_the_reader_away_and_undo_never_shows_her_words_to_anyone_anew(
    world: World, signe: Someone
) -> None:
    first = answer(world, signe, WORDS)
    answer(world, signe, WORDS, audience=["home"], based_on=first)
    assert undo(world, signe).audience == ()
    again = undo(world, signe)
    assert (again.audience, again.words) == ((), WORDS)
    number = shown(world, signe).answer.number
    own_words.keep_to_herself(world.actor(signe), world.parts.vault, "sleep", world.at, based_on=number)
    assert undo(world, signe).audience == ()


def test_undo_of_what_was_never_saved_changes_nothing_that_was(world: World, signe: Someone) -> None:
    first = answer(world, signe, "Först.")
    number = answer(world, signe, "Sen.", based_on=first)
    unsaved = {"question": "sleep", "words": "Halvvägs in i en mening"}
    own_words.undo(world.actor(signe), world.parts.vault, unsaved, world.at, based_on=number)
    assert shown(world, signe).answer.words == "Sen."


def test_any_of_the_last_twenty_answers_can_be_taken_back_read_by_nobody_new(world: World, signe: Someone) -> None:
    number = 0
    for count in range(25):
        audience = ["home"] if count == 10 else []
        number = answer(world, signe, f"Svar {count}", audience=audience, based_on=number)
    earlier = shown(world, signe).earlier
    assert [one.words for one in earlier] == [f"Svar {count}" for count in range(23, 3, -1)]
    wanted = next(one for one in earlier if one.words == "Svar 10")
    own_words.restore(world.actor(signe), world.parts.vault, "sleep", wanted.number, world.at, based_on=number)
    now = shown(world, signe).answer
    assert (now.words, now.audience) == ("Svar 10", ())


def test_a_version_that_does_not_exist_is_not_taken_back(world: World, signe: Someone) -> None:
    number = answer(world, signe, WORDS)
    with pytest.raises(AccessDenied):
        own_words.restore(world.actor(signe), world.parts.vault, "sleep", 7, world.at, based_on=number)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"question": "sleep", "words": "å" * 4001}, "words"),
        ({"question": "sleep", "words": {"$ne": None}}, "words"),
        ({"question": "sleep", "pictures": ["syringe"]}, "pictures"),
        ({"question": "sleep", "audience": ["everybody"]}, "audience.0"),
        ({"question": "sleep", "words": "hej\u202e"}, "words"),
        ({"question": {"$ne": None}, "words": "hej"}, "question"),
        ({"question": "unknown", "words": "hej"}, "question"),
        ({"question": "sleep", "secret": "hej"}, "secret"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_by_the_field_and_not_kept(
    world: World, signe: Someone, given: dict[str, object], field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        own_words.save(world.actor(signe), world.parts.vault, given, world.at, based_on=0)
    assert list(refused.value.fields) == [field]
    assert versions(world) == 0


def test_nobody_but_the_child_writes_or_opens_her_page(world: World, signe: Someone) -> None:
    move_in(world, world.signe, world.home)
    answer(world, signe, WORDS, audience=["home", "officer"])
    for someone in (world.officer, world.home, world.school):
        given = {"question": "sleep", "words": "Nej."}
        with pytest.raises(AccessDenied):
            own_words.save(world.actor(someone), world.parts.vault, given, world.at, based_on=1)
        with pytest.raises(AccessDenied):
            own_words.open_one(world.actor(someone), world.parts.vault, "sleep", world.at)
        with pytest.raises(AccessDenied):
            own_book.open_book(world.actor(someone), world.parts.vault, world.at)


def test_a_child_never_reads_another_childs_words(world: World, signe: Someone) -> None:
    answer(world, signe, WORDS, audience=["home", "school", "officer", "care"])
    roe = world.child_as_someone(world.roe)
    book = own_book.open_book(world.actor(roe), world.parts.vault, world.at)
    assert not any(one.is_answered for one in book.answers)
    assert not shown(world, roe).answer.is_answered
    hers = rows(DocumentRecord).find_one({"child": world.signe, "kind": "own_words"})["_id"]
    with pytest.raises(AccessDenied):
        admission.admit_document(world.actor(roe), Action.READ, Purpose.OWN_STORY, world.signe, hers, world.at)


@pytest.mark.parametrize("born", ["2020-11-19", "2016-01-15", "2013-11-20", "2009-01-09"])
def test_every_child_from_six_to_seventeen_has_the_same_page(world: World, born: str) -> None:
    child = world.child_as_someone(world.add_child("Sol", born=born))
    answer(world, child, WORDS, audience=["home"])
    book = own_book.open_book(world.actor(child), world.parts.vault, world.at)
    assert [one.words for one in book.answers if one.is_answered] == [WORDS]
    assert [officer.name for officer in book.officers] == ["Sanna Exempelsson"]
    assert book.on_call == "08-465 004 00"
