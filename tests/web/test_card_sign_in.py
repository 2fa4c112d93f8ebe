"""A child signs in with a card and four pictures; the adult who answers for her issues it."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from tests.web.at_the_door import form_on, send, text_of
from tests.web.witness import Witness
from tests.world import World

PICTURES = ("owl", "fox", "whale", "frog")
PRESS = "/sign-in/card"


def issue(client: Witness, world: World, child: str, pictures: tuple[str, ...] = PICTURES) -> str:
    """The officer makes the card with the child; the code on it."""
    client.as_(world, world.officer)
    url = f"/children/{child}/card"
    shown = client.get(url)
    for picture in pictures:
        shown = send(client, shown, url, pick=picture)
    made = send(client, shown, url, issue="1")
    assert made.status_code == 200
    client.signed_out()
    return code_on(made)


def code_on(page: TestResponse) -> str:
    found = re.search(r"<code>([0-9A-Z-]{14})</code>", text_of(page))
    assert found
    return found[1]


def pressed(client: Witness, code: str, pictures: tuple[str, ...]) -> TestResponse:
    shown = send(client, client.get(PRESS), PRESS, card=code)
    for picture in pictures:
        shown = send(client, shown, PRESS, pick=picture)
    return shown


def test_a_child_signs_in_with_the_card_and_her_pictures(client: Witness, world: World) -> None:
    code = issue(client, world, world.signe)
    entered = pressed(client, code.lower().replace("-", " "), PICTURES)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    assert client.get("/").headers["Location"] == "/me"


@pytest.mark.parametrize("pictures", [("fox", "owl", "whale", "frog"), ("bear", "cat", "dog", "turtle")])
def test_the_wrong_pictures_or_the_wrong_order_get_the_uniform_refusal(
    client: Witness, world: World, pictures: tuple[str, ...]
) -> None:
    code = issue(client, world, world.signe)
    refused = pressed(client, code, pictures)
    assert refused.status_code == 422
    assert "Det gick inte att logga in." in text_of(refused)
    assert "pictures" not in form_on(refused, PRESS)


def test_an_unknown_card_looks_like_a_known_one(client: Witness) -> None:
    refused = pressed(client, "0000-0000-0000", PICTURES)
    assert (refused.status_code, "Det gick inte att logga in." in text_of(refused)) == (422, True)


def test_five_wrong_tries_shut_the_card_until_an_adult_makes_a_new_one(client: Witness, world: World) -> None:
    code = issue(client, world, world.signe)
    for _ in range(5):
        assert pressed(client, code, ("bear", "cat", "dog", "turtle")).status_code == 422
    assert pressed(client, code, PICTURES).status_code == 422
    client.as_(world, world.officer)
    assert "Kortet är låst" in text_of(client.get(f"/children/{world.signe}/card"))
    client.signed_out()
    assert pressed(client, issue(client, world, world.signe), PICTURES).status_code == 303


def test_a_new_card_kills_the_old_and_may_keep_the_pictures(client: Witness, world: World) -> None:
    old = issue(client, world, world.signe)
    new = issue(client, world, world.signe, pictures=())
    assert pressed(client, old, PICTURES).status_code == 422
    assert pressed(client, new, PICTURES).status_code == 303


def test_a_press_can_be_undone_and_a_picture_counts_once(client: Witness, world: World) -> None:
    code = issue(client, world, world.signe)
    shown = pressed(client, code, ("owl", "bear"))
    assert "2 av 4 bilder valda" in text_of(shown)
    shown = send(client, shown, PRESS, undo="1")
    again = send(client, shown, PRESS, pick="owl")
    assert "Den har du redan valt." in text_of(again)
    assert form_on(again, PRESS)["pictures"] == ["owl"]
    for picture in PICTURES[1:]:
        again = send(client, again, PRESS, pick=picture)
    assert again.status_code == 303


def test_what_can_be_no_card_is_named_at_once(client: Witness) -> None:
    answer = send(client, client.get(PRESS), PRESS, card="hej")
    assert answer.status_code == 422
    assert 'href="#card"' in text_of(answer)


def test_neither_code_nor_pictures_ever_stand_in_an_address(client: Witness, world: World) -> None:
    code = issue(client, world, world.signe)
    entered = pressed(client, code, PICTURES)
    assert code not in entered.request.url
    assert "owl" not in entered.request.url


def test_the_card_carries_no_name_and_its_code_is_shown_once(client: Witness, world: World) -> None:
    client.as_(world, world.officer)
    url = f"/children/{world.signe}/card"
    shown = client.get(url)
    for picture in PICTURES:
        shown = send(client, shown, url, pick=picture)
    made = send(client, shown, url, issue="1")
    assert "Signe" not in text_of(made)
    assert "Påhittberg" not in text_of(made)
    assert code_on(made) not in text_of(client.get(url))


def test_only_who_answers_for_the_child_issues_her_card(client: Witness, world: World) -> None:
    for someone in (world.other_officer, world.home, world.school, world.child_as_someone(world.signe)):
        client.as_(world, someone)
        assert client.get(f"/children/{world.signe}/card").status_code == 404
        assert client.submit(f"/children/{world.signe}/card", page="/account", issue="1").status_code == 404


def test_the_child_sees_no_other_child_and_no_office(client: Witness, world: World) -> None:
    pressed(client, issue(client, world, world.signe), PICTURES)
    assert client.get(f"/children/{world.roe}/card").status_code == 404
    assert client.get("/office").status_code == 404


def test_made_up_pictures_are_refused(client: Witness, world: World) -> None:
    client.as_(world, world.officer)
    url = f"/children/{world.signe}/card"
    assert client.submit(url, pick="dragon").status_code == 422
    assert client.submit(url, issue="1", pictures=["owl", "fox"]).status_code == 422
    assert client.submit(url, issue="1").status_code == 422
