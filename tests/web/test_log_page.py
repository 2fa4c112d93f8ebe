"""Who has looked, on the child's page and on the officer's."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from consent.errors import AccessDenied
from portfolio import first_screen, own_words
from tests.cases.shared import answer, move_in
from tests.web.witness import Witness
from tests.world import World


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def look(world: World) -> None:
    first_screen.open_for_home(world.actor(world.home), world.parts.vault, world.signe, world.at)


def test_the_child_reads_plain_words_and_no_place_and_no_other_childs_name(client: Witness, world: World) -> None:
    signe = world.child_as_someone(world.signe)
    move_in(world, world.roe, world.home)
    move_in(world, world.signe, world.home)
    answer(world, signe, "Med dörren öppen.", audience=["home"])
    look(world)
    shown = text(client.as_(world, signe).get("/me/log"))
    assert "Ditt hem läste dina ord om hur du vill sova" in shown
    assert "för att ta hand om dig" in shown
    assert "I dag 21.40" in shown
    assert "Din socialsekreterare ordnade var du ska bo" in shown
    for name in ("Björkbacken", "Norrvik", "Bo Demovall", "Sanna", "Roe", "Barn och unga", "Norrskolan"):
        assert name not in shown
    assert not re.search(r"\b[0-9a-f]{32}\b", shown)


def test_a_child_whom_nobody_has_looked_at_is_told_so(client: Witness, world: World) -> None:
    shown = text(client.as_(world, world.child_as_someone(world.signe)).get("/me/log"))
    assert "Ingen har tittat än" in shown


def test_the_officer_reads_names_units_and_refusals(client: Witness, world: World) -> None:
    move_in(world, world.signe, world.home)
    look(world)
    with pytest.raises(AccessDenied):
        first_screen.open_for_home(world.actor(world.other_home), world.parts.vault, world.signe, world.at)
    shown = text(client.as_(world, world.officer).get(f"/children/{world.signe}/log"))
    assert "Bo Demovall, Björkbacken" in shown
    assert "Eva Provström" in shown
    assert "Fick nej: läste" in shown


def test_the_officer_reads_no_word_and_no_question_of_what_the_child_keeps(client: Witness, world: World) -> None:
    signe = world.child_as_someone(world.signe)
    answer(world, signe, "Bara jag vet.", question="sad")
    own_words.open_one(world.actor(signe), world.parts.vault, "sad", world.at)
    shown = text(client.as_(world, world.officer).get(f"/children/{world.signe}/log"))
    assert "Använde sin egen sida" in shown
    assert "ledsen" not in shown
    assert "Bara jag vet." not in shown


def test_the_log_does_not_exist_for_whoever_has_no_right_to_the_child(client: Witness, world: World) -> None:
    move_in(world, world.signe, world.home)
    for someone in (world.home, world.other_officer, world.child_as_someone(world.signe)):
        assert client.as_(world, someone).get(f"/children/{world.signe}/log").status_code == 404


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "$ne"])
def test_an_odd_place_to_begin_shows_the_newest(client: Witness, world: World, before: str) -> None:
    client.as_(world, world.child_as_someone(world.signe))
    assert client.get(f"/me/log?before={before}").status_code == 200
