"""Signing in and out through the page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from auth.one_time_codes import code_at
from tests.web.at_the_door import fresh_code, send, sign_in, text_of
from tests.web.witness import Witness
from tests.world import PASSWORD, World


def without_chance(text: str) -> str:
    """The page without what differs each time: nonces, tokens and what was typed."""
    return re.sub(r'(nonce|value)="[^"]*"', "", text)


def test_an_officer_signs_in_and_lands_where_she_was_going(client: Witness, world: World) -> None:
    asked = client.get("/office")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=/office")
    entered = sign_in(client, world, world.officer, asked.headers["Location"])
    assert (entered.status_code, entered.headers["Location"]) == (303, "/office")
    assert client.get("/office").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client: Witness, world: World, elsewhere: str) -> None:
    typed = {"login": world.officer.login, "password": PASSWORD, "next": elsewhere}
    typed["totp"] = fresh_code(world, world.officer.totp_secret)
    entered = send(client, client.get("/sign-in", query_string={"next": elsewhere}), "/sign-in", **typed)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")


def test_every_sign_in_that_does_not_match_gets_the_same_answer(client: Witness, world: World) -> None:
    code = fresh_code(world, world.officer.totp_secret)
    attempts = [
        {"login": world.officer.login, "password": PASSWORD, "totp": "000000" if code != "000000" else "111111"},
        {"login": world.officer.login, "password": "fel lösenord här", "totp": code},
        {"login": "ingen." + world.officer.login, "password": PASSWORD, "totp": code},
    ]
    answers = [send(client, client.get("/sign-in"), "/sign-in", **typed) for typed in attempts]
    assert {answer.status_code for answer in answers} == {422}
    assert len({without_chance(text_of(answer)) for answer in answers}) == 1
    assert "Det gick inte att logga in. Kontrollera och försök igen." in text_of(answers[0])


def test_five_wrong_codes_lock_the_login_for_a_while(client: Witness, world: World) -> None:
    for _ in range(5):
        wrong = {"login": world.officer.login, "password": PASSWORD, "totp": "12"}
        assert send(client, client.get("/sign-in"), "/sign-in", **wrong).status_code == 422
    assert sign_in(client, world, world.officer).status_code == 422
    world.moment.pass_(timedelta(minutes=16))
    assert sign_in(client, world, world.officer).status_code == 303


def test_a_code_counts_once(client: Witness, world: World) -> None:
    code = code_at(world.officer.totp_secret, world.moment.pass_(timedelta(seconds=30)))
    typed = {"login": world.officer.login, "password": PASSWORD, "totp": code}
    assert send(client, client.get("/sign-in"), "/sign-in", **typed).status_code == 303
    client.signed_out()
    assert send(client, client.get("/sign-in"), "/sign-in", **typed).status_code == 422


def test_the_password_never_comes_back_in_the_page(client: Witness, world: World) -> None:
    typed = {"login": world.officer.login, "password": "fel lösenord här", "totp": "123456"}
    assert "fel lösenord här" not in text_of(send(client, client.get("/sign-in"), "/sign-in", **typed))


def test_an_empty_field_is_named(client: Witness) -> None:
    answer = send(client, client.get("/sign-in"), "/sign-in", login="sanna")
    assert answer.status_code == 422
    assert 'href="#password"' in text_of(answer)


def test_a_new_session_begins_at_each_sign_in_and_the_old_one_ends(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    first = client.get_cookie("portfolio")
    sign_in(client, world, world.officer)
    second = client.get_cookie("portfolio")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    client.set_cookie("portfolio", first.value)
    assert client.get("/office").status_code == 303


def test_signing_out_ends_the_session_on_the_server(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    kept = client.get_cookie("portfolio")
    assert kept is not None
    left = client.submit("/sign-out", page="/office")
    assert left.status_code == 303
    assert "storage" in left.headers["Clear-Site-Data"]
    client.set_cookie("portfolio", kept.value)
    assert client.get("/office").headers["Location"] == "/sign-in?next=/office"


def test_a_session_left_at_rest_ends_and_asks_again(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    world.moment.pass_(timedelta(minutes=15))
    assert client.get("/office").headers["Location"] == "/sign-in?next=/office"
    assert client.get("/sign-in").status_code == 200
    assert client.get("/").headers["Location"] == "/sign-in"


def test_outside_a_demo_the_page_lists_nobody(client: Witness) -> None:
    assert "Påhittade personer" not in text_of(client.get("/sign-in"))
