"""Mina barn, registering a child and the officer's page about her."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from auth.identifiers import new_id
from auth.models import rows
from portfolio.models import Child
from tests.placing import fact, place
from tests.web.witness import Witness
from tests.world import World

A_CHILD = {"name": "Åsa Påhittberg", "born-day": "3", "born-month": "7", "born-year": "2015"}


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def officer(client: Witness, world: World) -> Witness:
    client.as_(world, world.officer)
    return client


def children_of(world: World) -> int:
    return rows(Child).count_documents({"authority": world.authority})


def test_a_child_is_registered_and_her_page_opens(client: Witness, world: World) -> None:
    given: dict[str, Any] = A_CHILD | {
        "personnummer": "",
        "guardians-1-name": "Gun Påhittberg",
        "guardians-1-phone": "08-465 004 08",
        "guardians-3-name": "Bo Provström",
        "officers": [world.other_officer.person],
        "on_call": "08-465 004 77",
    }
    saved = officer(client, world).submit("/children/new", once=new_id(), **given)
    assert saved.status_code == 303
    shown = text(client.get(saved.location))
    for words in ("Åsa Påhittberg", "Gun Påhittberg", "Bo Provström", "Omar Provström", "08-465 004 77", "3 juli 2015"):
        assert words in shown
    assert "Åsa" in text(client.get("/children"))
    client.as_(world, world.other_officer)
    assert client.get(saved.location).status_code == 200


def test_a_child_is_registered_with_a_personnummer_written_as_people_do(client: Witness, world: World) -> None:
    given = {"name": "Ali Demovall", "born-day": "21", "born-month": "05", "born-year": "1940"}
    saved = officer(client, world).submit("/children/new", personnummer="19400521-9128", **given)
    assert saved.status_code == 303
    assert "194005219128" in text(client.get(saved.location))


def test_the_registration_sent_twice_leads_to_the_same_child(client: Witness, world: World) -> None:
    once = new_id()
    officer(client, world)
    sent = [client.submit("/children/new", once=once, **A_CHILD).location for _twice in range(2)]
    assert sent[0] == sent[1]
    assert children_of(world) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Å\x07sa"}, "name"),
        ({"name": "Å" * 201}, "name"),
        ({"name": "Åsa\u2066"}, "name"),
        ({"born-day": "31", "born-month": "2"}, "born"),
        ({"born-year": "15"}, "born"),
        ({"born-year": "999999"}, "born"),
        ({"born-month": "juli"}, "born"),
        ({"personnummer": "20150703-0000"}, "personnummer"),
        ({"personnummer": "194005219128"}, "personnummer"),
        ({"guardians-2-phone": "08-465 004 08"}, "guardians-2-name"),
        ({"guardians-3-name": "Gun", "guardians-3-phone": "hemma"}, "guardians-3-phone"),
        ({"on_call": "ring"}, "on_call"),
        ({"officers": "{'$gt': ''}"}, "officers"),
        ({"officers": "0" * 32}, "officers"),
        ({"authority": "0" * 32}, "authority"),
    ],
)
def test_a_bad_registration_is_refused_by_the_name_of_its_field(
    changed: dict[str, str], field: str, client: Witness, world: World
) -> None:
    refused = officer(client, world).submit("/children/new", **(A_CHILD | changed))
    assert refused.status_code == 422
    assert f'href="#{field}"' in text(refused)
    assert children_of(world) == 0


def test_nobody_but_an_officer_registers_children(client: Witness, world: World) -> None:
    for someone in (world.home, world.school, world.child_as_someone(world.signe)):
        client.as_(world, someone)
        assert client.get("/children/new").status_code == 404
        assert "Signe" not in text(client.get("/children"))


def test_my_children_shows_what_waits_with_home_time_and_code_name(client: Witness, world: World) -> None:
    place(world, world.signe, world.home, days=3)
    assert world.roe
    shown = text(officer(client, world).get("/children"))
    assert shown.index("Behöver dig") < shown.index("Signe") < shown.index("Övriga barn") < shown.index("Roe")
    for words in ("Björkbacken", "väntar på skriftligt beslut", "till måndag 23 november 21.40", "slutar snart"):
        assert words in shown


def test_a_written_decision_is_typed_where_the_oral_one_is_asked_about(client: Witness, world: World) -> None:
    place(world, world.signe, world.home)
    page = f"/children/{world.signe}"
    shown = text(officer(client, world).get(page))
    assert "Skriftligt beslut saknas." in shown
    action = next(part.split('"')[0] for part in shown.split('action="') if "/decision" in part.split('"')[0])
    assert client.submit(action, page=page, reference="SN 2026-114").status_code == 303
    assert "Skriftligt beslut saknas." not in text(client.get(page))


def test_the_page_names_what_is_not_known_with_a_way_to_answer(client: Witness, world: World) -> None:
    officer(client, world)
    page = f"/children/{world.signe}"
    shown = text(client.get(page))
    for area in ("allergier", "läkemedel", "risker", "vad man gör om något händer"):
        assert f"Vi vet inte: {area}" in shown
    answer = f"/children/{world.signe}/facts/known_none/new?area=allergies"
    assert escape(answer) in shown
    assert '<option value="allergies" selected>' in text(client.get(answer))
    client.submit(answer.partition("?")[0], area="allergies", source="mamma")
    shown = text(client.get(page))
    assert "Vi vet inte: allergier" not in shown
    assert "Inga kända allergier" in shown


def test_an_absence_never_hides_a_value(client: Witness, world: World) -> None:
    fact(world, world.signe, "allergy", {"substance": "Jordnötter", "severity": "severe", "source": "skolan"})
    fact(world, world.signe, "known_none", {"area": "allergies", "source": "mamma"})
    shown = text(officer(client, world).get(f"/children/{world.signe}"))
    assert "Jordnötter: allvarligt" in shown
    assert "Inga kända allergier" in shown


def test_a_colleague_is_added_from_the_childs_page(client: Witness, world: World) -> None:
    page = f"/children/{world.signe}"
    officer(client, world)
    assert client.submit(f"{page}/officers", page=page, officer=world.other_officer.person).status_code == 303
    refused = client.submit(f"{page}/officers", page=page, officer=world.home.person)
    assert refused.status_code == 422
    assert 'href="#officer"' in text(refused)
    client.as_(world, world.other_officer)
    assert client.get(page).status_code == 200


def test_an_ended_placement_is_told_apart_from_the_running_one(client: Witness, world: World) -> None:
    place(world, world.signe, world.home, days=2)
    page = f"/children/{world.signe}"
    shown = text(officer(client, world).get(page))
    assert "Avsluta placeringen" in shown
    world.moment.pass_(timedelta(days=3))
    assert "Inget är delat med någon." in text(officer(client, world).get(page))
