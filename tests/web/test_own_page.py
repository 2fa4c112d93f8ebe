"""The child's own pages through the browser's eyes, without a script and with one."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portfolio import first_screen
from portfolio.kinds.own_words import QUESTIONS
from tests.cases.shared import move_in
from tests.web.witness import Witness
from tests.world import Someone, World

SLEEP = "/me/words/sleep"
WORDS = "Jag vill ha dörren öppen."


@pytest.fixture
def signe(world: World) -> Someone:
    return world.child_as_someone(world.signe)


@pytest.fixture
def hers(client: Witness, world: World, signe: Someone) -> Witness:
    return client.as_(world, signe)


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def save(client: Witness, version: int, **fields: object) -> TestResponse:
    return client.submit(SLEEP, version=str(version), **fields)


def autosave(client: Witness, version: int, **fields: object) -> TestResponse:
    page = client.get(SLEEP)
    token = text(page).split('name="csrf_token" value="')[1].split('"')[0]
    form = {"csrf_token": token, "version": str(version), **fields}
    return client.post(SLEEP, data=form, headers={"Accept": "application/json"})


def at_home(world: World) -> list[str]:
    screen = first_screen.open_for_home(world.actor(world.home), world.parts.vault, world.signe, world.at)
    return [one.words for one in (*screen.tonight, *screen.more_words)]


def test_her_first_page_greets_her_and_tells_whom_to_ring(hers: Witness) -> None:
    shown = text(hers.get("/me"))
    assert "Hej Signe!" in shown
    assert "Sanna Exempelsson" in shown
    assert 'href="tel:0846500400"' in shown
    assert all(f"/me/words/{question.code}" in shown for question in QUESTIONS)


def test_next_saves_and_leads_on_to_the_next_question_and_the_last_one_home(hers: Witness) -> None:
    saved = save(hers, 0, pictures=["door", "teddy-bear"], words=WORDS)
    assert (saved.status_code, saved.location) == (303, "/me/words/food")
    last = hers.submit("/me/words/my_people", version="0", words="Min storasyster.")
    assert (last.status_code, last.location) == (303, "/me")
    shown = text(hers.get(SLEEP))
    assert WORDS in shown
    assert 'name="version" value="1"' in shown


def test_every_question_is_on_a_page_of_its_own_and_a_made_up_one_is_not(hers: Witness) -> None:
    assert all(hers.get(f"/me/words/{question.code}").status_code == 200 for question in QUESTIONS)
    assert hers.get("/me/words/unknown").status_code == 404
    assert hers.submit("/me/words/unknown", page=SLEEP, version="0", words="x").status_code == 404


def test_nobody_is_chosen_until_she_chooses(hers: Witness, world: World) -> None:
    move_in(world, world.signe, world.home)
    shown = text(hers.get(SLEEP))
    assert 'name="audience" value="home">' in shown
    save(hers, 0, words=WORDS)
    assert "Bara jag" in text(hers.get("/me"))
    assert at_home(world) == []


def test_i_changed_my_mind_takes_it_back_from_everybody_and_keeps_what_is_in_the_form(
    hers: Witness, world: World
) -> None:
    move_in(world, world.signe, world.home)
    save(hers, 0, words=WORDS, audience=["home", "school"])
    assert at_home(world) == [WORDS]
    changed = hers.submit(
        f"{SLEEP}/only-me", page=SLEEP, version="1", words="Inte sparat än.", audience=["home", "school"]
    )
    assert (changed.status_code, changed.location) == (303, SLEEP)
    assert at_home(world) == []
    shown = text(hers.get(SLEEP))
    assert "Inte sparat än." in shown
    assert "checked" not in shown


def test_undo_takes_back_the_last_answer(hers: Witness) -> None:
    save(hers, 0, words="Först.")
    save(hers, 1, words="Sen.")
    undone = hers.submit(f"{SLEEP}/undo", page=SLEEP, version="2", words="Sen.")
    assert (undone.status_code, undone.location) == (303, SLEEP)
    assert 'name="version" value="3"' in text(hers.get(SLEEP))
    assert "Först.</textarea>" in text(hers.get(SLEEP))


def test_an_earlier_answer_can_be_taken_back(hers: Witness) -> None:
    save(hers, 0, words="Först.")
    save(hers, 1, words="Sen.")
    assert hers.submit(f"{SLEEP}/restore", page=SLEEP, version="2", number="1").status_code == 303
    assert "Först.</textarea>" in text(hers.get(SLEEP))
    assert hers.submit(f"{SLEEP}/restore", page=SLEEP, version="3", number="77").status_code == 404


def test_two_answers_from_two_places_are_shown_side_by_side_and_neither_is_lost(hers: Witness) -> None:
    save(hers, 0, words="Från plattan.", pictures=["door"])
    met = save(hers, 0, words="Från telefonen.", pictures=["dog"], audience=["home"])
    assert met.status_code == 412
    shown = text(met)
    assert "Från plattan." in shown
    assert "Från telefonen." in shown
    assert "Från plattan.</textarea>" in text(hers.get(SLEEP))
    save(hers, 1, words="Från telefonen.", pictures=["dog"], audience=["home"])
    assert "Från telefonen.</textarea>" in text(hers.get(SLEEP))


def test_what_cannot_be_saved_is_shown_again_as_she_wrote_it(hers: Witness) -> None:
    refused = save(hers, 0, words="å" * 4001, pictures=["door"])
    assert refused.status_code == 422
    assert "å" * 4001 in text(refused)
    assert "Texten är för lång" in text(refused)


def test_autosave_answers_with_the_number_that_the_next_save_stands_on(hers: Witness) -> None:
    first = autosave(hers, 0, words="Ett.")
    assert (first.status_code, first.get_json()) == (200, {"status": "Sparat 21.40", "version": "1"})
    assert autosave(hers, 1, words="Ett. Två.").get_json()["version"] == "2"
    assert autosave(hers, 1, words="Tre.").status_code == 412
    refused = autosave(hers, 2, words="å" * 4001)
    assert refused.status_code == 422
    assert refused.get_json()["status"] == "Texten är för lång. Korta den."


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1.5"])
def test_a_form_that_says_nothing_of_what_it_was_made_from_writes_over_nothing(hers: Witness, version: str) -> None:
    save(hers, 0, words=WORDS)
    assert hers.submit(SLEEP, version=version, words="Nytt.").status_code == 412
    assert f"{WORDS}</textarea>" in text(hers.get(SLEEP))


def test_the_childs_pages_do_not_exist_for_anybody_else(client: Witness, world: World, app: Flask) -> None:
    for someone in (world.officer, world.home, world.school):
        client.as_(world, someone)
        for url in ("/me", SLEEP, "/me/log"):
            assert client.get(url).status_code == 404
    assert app.test_client().get("/me").status_code == 303


def test_her_words_are_not_on_another_childs_page(hers: Witness, world: World) -> None:
    save(hers, 0, words=WORDS, audience=["home", "school", "officer", "care"])
    hers.as_(world, world.child_as_someone(world.roe))
    assert WORDS not in text(hers.get(SLEEP)) + text(hers.get("/me"))
