"""Facts by hand in the browser: read back, refused by name, corrected side by side, ended."""

from __future__ import annotations

from html import escape

import pytest
from werkzeug.test import TestResponse

from auth.identifiers import new_id
from auth.models import rows
from portfolio import kinds
from portfolio.models import DocumentRecord
from tests.placing import MELATONIN, PEANUT, fact
from tests.web.forms import forms_of
from tests.web.witness import Witness
from tests.world import World

FORMS: dict[str, tuple[dict[str, str], str]] = {
    "allergy": ({"substance": "Jordnötter", "severity": "life_threatening"}, "Jordnötter: kan bli livsfarligt"),
    "medicine": ({"name": "Melatonin", "dose": "3", "unit": "mg", "times": "20:30"}, "Melatonin 3 mg"),
    "risk": ({"what": "Springer ut", "what_to_do": "Stäng grinden"}, "Springer ut"),
    "emergency_plan": ({"when": "Svullnar", "what_to_do": "Ge pennan"}, "Akutplan: Svullnar"),
    "known_none": ({"area": "food_allergies"}, "Inga kända matallergier"),
    "condition": ({"name": "Adhd"}, "Adhd"),
    "immunisation": ({"name": "Mässling", "given_on": "2018-05-01"}, "Mässling"),
    "contact": ({"name": "Mormor", "relation": "mormor", "phone": "08-465 004 09"}, "Mormor"),
    "school_start": ({"starts_on": "2026-11-23", "school": "Norrskolan"}, "Börjar måndag 23 november, Norrskolan"),
    "classroom_help": ({"helps": "En lugn plats"}, "Det här hjälper i klassrummet"),
    "school_contact": ({"name": "Rut Exempelsson"}, "Rut Exempelsson"),
    "pickup": ({"name": "Gun", "may": "no"}, "Gun får inte hämta"),
    "note": ({"title": "Samtal", "text": "Ringde skolan."}, "Samtal"),
}
BAD: tuple[tuple[str, str, str], ...] = (
    ("medicine", "name", "Mela\x00tonin"),
    ("medicine", "name", "Mela\u202etonin"),
    ("medicine", "name", "M" * 201),
    ("medicine", "dose", "tre"),
    ("medicine", "dose", "-3"),
    ("medicine", "dose", "{'$ne': None}"),
    ("medicine", "unit", "spann"),
    ("medicine", "times", "25:00"),
    ("medicine", "runs_out", "2026-02-30"),
    ("medicine", "as_needed", "kanske"),
    ("medicine", "$where", "1"),
    ("medicine", "audience", "home"),
    ("school_start", "starts_on", "9999-99-99"),
    ("contact", "phone", "ring mig"),
)


def url(world: World, kind: str) -> str:
    return f"/children/{world.signe}/facts/{kind}/new"


def text(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def stored(world: World) -> int:
    return rows(DocumentRecord).count_documents({"child": world.signe})


def officer(client: Witness, world: World) -> Witness:
    client.as_(world, world.officer)
    return client


@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_that_officers_type_is_added_with_its_source(kind: str, client: Witness, world: World) -> None:
    fields, words = FORMS[kind]
    sourced = fields if kind == "note" else fields | {"source": "Vårdcentralen & mamma"}
    saved = officer(client, world).submit(url(world, kind), once=new_id(), step="save", **sourced)
    assert saved.status_code == 303
    shown = text(client.get(f"/children/{world.signe}"))
    assert escape(words) in shown
    assert kind == "note" or escape(sourced["source"]) in shown


def test_every_kind_that_officers_type_has_a_form_here() -> None:
    assert set(FORMS) == {kind.code for kind in kinds.recorded_by_officers()}


def test_a_medicine_is_read_back_as_one_sentence_before_it_is_saved(client: Witness, world: World) -> None:
    officer(client, world)
    fields = {"name": "Melatonin", "dose": "3", "unit": "mg", "source": "BUP", "once": new_id()}
    asked = client.submit(url(world, "medicine"), **fields, times=["20:30", "", ""])
    assert "Melatonin 3 mg klockan 20.30 varje dag." in text(asked)
    assert stored(world) == 0
    carried = forms_of(text(asked))[1]
    assert carried.action == url(world, "medicine")
    again = {name: values for name, values in carried.fields.items() if name not in ("step",)}
    changing = client.post(carried.action, data={**again, "step": "change"})
    assert 'value="Melatonin"' in text(changing)
    assert stored(world) == 0
    for _twice in range(2):
        assert client.post(carried.action, data={**again, "step": "save"}).status_code == 303
    assert stored(world) == 1


def test_a_medicine_without_a_time_says_so_when_it_is_read_back(client: Witness, world: World) -> None:
    asked = officer(client, world).submit(
        url(world, "medicine"), name="Alvedon", dose="0,5", unit="tablett", source="mamma"
    )
    assert "Alvedon 0,5 tablett, tid okänd." in text(asked)


@pytest.mark.parametrize(("kind", "field", "value"), BAD)
def test_bad_input_is_refused_by_the_name_of_its_field_and_stores_nothing(
    kind: str, field: str, value: str, client: Witness, world: World
) -> None:
    good = FORMS[kind][0] | {"source": "mamma"}
    refused = officer(client, world).submit(url(world, kind), **(good | {field: value}))
    assert refused.status_code == 422
    assert f'href="#{field}"' in text(refused)
    assert stored(world) == 0


def test_what_was_typed_is_kept_beside_what_is_wrong(client: Witness, world: World) -> None:
    refused = officer(client, world).submit(
        url(world, "medicine"), name='"Alvedon" <b>', dose="många", unit="tablett", times="08:15", source="mamma"
    )
    assert "&#34;Alvedon&#34; &lt;b&gt;" in text(refused)
    assert 'value="08:15"' in text(refused)
    assert '<option value="tablett" selected>' in text(refused)


def test_two_officers_corrections_stand_side_by_side_and_neither_is_lost(client: Witness, world: World) -> None:
    document = fact(world, world.signe, "medicine", MELATONIN)
    page = f"/children/{world.signe}/facts/{document}"
    mine = {"name": "Melatonin", "dose": "3", "unit": "mg", "times": "20:30", "source": "mamma", "step": "save"}
    officer(client, world)
    assert client.submit(page, based_on="1", **(mine | {"dose": "5"})).status_code == 303
    late = client.submit(page, based_on="1", **(mine | {"dose": "7"}))
    assert late.status_code == 412
    assert "Melatonin 5 mg" in text(late)
    assert "Melatonin 7 mg" in text(late)
    chosen = forms_of(text(late))[1]
    assert client.post(chosen.action, data={**chosen.fields, "step": "save"}).status_code == 303
    assert "Melatonin 7 mg" in text(client.get(page))


def test_ending_a_fact_moves_it_to_what_no_longer_holds(client: Witness, world: World) -> None:
    document = fact(world, world.signe, "allergy", PEANUT)
    page = f"/children/{world.signe}/facts/{document}"
    officer(client, world)
    assert client.submit(f"{page}/end", page=page).status_code == 303
    assert "Avslutad i dag 21.40" in text(client.get(page))
    shown = text(client.get(f"/children/{world.signe}"))
    assert shown.index("Vi vet inte: allergier") < shown.rindex("Gäller inte längre") < shown.index("Jordnötter")


def test_who_does_not_answer_for_the_child_meets_the_page_that_does_not_exist(client: Witness, world: World) -> None:
    document = fact(world, world.signe, "allergy", PEANUT)
    nothing = text(officer(client, world).get(f"/children/{new_id()}"))
    addresses = (
        f"/children/{world.signe}",
        f"/children/{world.signe}/facts/{document}",
        url(world, "allergy"),
        f"/children/{world.roe}/facts/{document}",
    )
    for someone in (world.other_officer, world.home, world.school):
        client.as_(world, someone)
        for address in addresses:
            refused = client.get(address)
            assert refused.status_code == 404
            assert "Signe" not in text(refused)
    officer(client, world)
    for address in (url(world, "day_note"), url(world, "nonsense"), addresses[3]):
        assert client.get(address).status_code == 404
    assert "Sidan finns inte" in nothing
