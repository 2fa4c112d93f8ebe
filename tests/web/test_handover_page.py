"""The school's handover through its pages: prepared by an officer, read and confirmed at the school."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from auth.identifiers import new_id
from tests.cases.handed_over import FETCHES, HELP, MAY_NOT_FETCH, PEANUT, START, add, deliver, guardians, says
from tests.cases.shared import answer
from tests.web.witness import Witness
from tests.world import World

ANSWER = {
    "answer": "yes",
    "identified_by": "meeting",
    "given_on": "2026-11-20",
    "language": "sv",
    "child_view": "wants",
    "child_words": "",
}


@pytest.fixture
def officer(client: Witness, world: World) -> Witness:
    return client.as_(world, world.officer)


def wizard(world: World, step: str, *documents: str, **more: str) -> str:
    ids = "".join(f"&documents={one}" for one in documents)
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/children/{world.signe}/handovers/new?step={step}&school={world.school.unit}{ids}{extra}"


def chosen(world: World, *documents: str, **more: Any) -> dict[str, Any]:
    return {"school": world.school.unit, "documents": list(documents), "until": "month", **more}


def words(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def delivered_to_school(world: World, *documents: str, **more: Any) -> str:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    return deliver(world, world.signe, start, *documents, **more)


def test_the_officer_goes_from_school_to_receipt(client: Witness, world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    fetches = add(world, world.signe, "pickup", FETCHES)
    school = world.school
    client.as_(world, world.officer)
    assert "Norrskolan" in client.get(f"/children/{world.signe}/handovers/new").text
    contents = client.get(wizard(world, "contents"))
    assert "checked" not in contents.text
    assert client.get(wizard(world, "until", start, fetches)).headers["Location"].count("step=consent") == 1
    saved = client.submit(
        f"/children/{world.signe}/handovers/consent",
        page=wizard(world, "consent", start, fetches),
        school=world.school.unit,
        documents=[start, fetches],
        guardian=guardians(world.signe)[0],
        **ANSWER,
    )
    onward = parse_qs(urlsplit(saved.headers["Location"]).query)
    assert (saved.status_code, onward["step"], onward["documents"]) == (303, ["until"], [start, fetches])
    given = chosen(world, start, fetches)
    check = client.submit(
        f"/children/{world.signe}/handovers/check", page=wizard(world, "until", start, fetches), **given
    )
    assert check.status_code == 200
    assert "Bo Demovall får hämta" in words(check.text)
    assert "Den som bestämmer om barnet har sagt ja." in words(check.text)
    sent = client.submit(
        f"/children/{world.signe}/handovers/new", page=wizard(world, "until", start), once=new_id(), **given
    )
    assert sent.status_code == 303
    assert "Lämnad. Skolan kan läsa nu." in client.get(sent.headers["Location"]).text
    handover = sent.headers["Location"].rsplit("/", 1)[1]
    client.as_(world, school)
    assert "Signe" in client.get("/handovers").text
    confirmed = client.submit(f"/handovers/{handover}/receipt", page=f"/handovers/{handover}", role="rektor")
    assert confirmed.status_code == 303
    assert "Rut Exempelsson, rektor, bekräftade" in words(client.get(f"/handovers/{handover}").text)
    client.as_(world, world.officer)
    assert "Rut Exempelsson, rektor, bekräftade" in words(client.get(sent.headers["Location"]).text)


def test_the_school_reads_the_preview_word_for_word(client: Witness, world: World) -> None:
    signe = world.child_as_someone(world.signe)
    answer(world, signe, "Jag vill sitta vid dörren.", question="likes", audience=["school"])
    start = add(world, world.signe, "school_start", START)
    helps = add(world, world.signe, "classroom_help", HELP)
    never = add(world, world.signe, "pickup", MAY_NOT_FETCH)
    add(world, world.signe, "allergy", PEANUT)
    says(world, world.signe, "yes")
    client.as_(world, world.officer)
    check = client.submit(
        f"/children/{world.signe}/handovers/check",
        page=wizard(world, "until", start),
        **chosen(world, start, helps, never, health="yes"),
    )
    preview = check.text[check.text.index('class="phone-page"') :]
    handover = deliver(world, world.signe, start, helps, never, health=True)
    page = client.as_(world, world.school).get(f"/handovers/{handover}").text
    for title in ("Skolstart", "Gör så här i klassrummet", "Barnets egna ord", "Hälsa i skolan", "Får inte hämta"):
        assert section(preview, title) == section(page, title)
    assert "Jordnötter: kan bli livsfarligt" in section(page, "Hälsa i skolan")
    assert "Läkemedel? Vi vet inte – ring" in section(page, "Hälsa i skolan")


def section(page: str, title: str) -> str:
    """The words of the card with that title, without what a button adds for those who listen."""
    found = next(card for card in re.findall(r"<section.*?</section>", page, re.S) if f">{title}<" in card)
    return " ".join(words(re.sub(r"<button.*?</button>|<a .*?</a>", "", found, flags=re.S)).split())


def test_a_refused_answer_shows_the_form_again_with_what_was_typed(officer: Witness, world: World) -> None:
    given = {**ANSWER, "child_view": "not_asked", "child_words": "", "identified_by": "letter"}
    again = officer.submit(
        f"/children/{world.signe}/handovers/consent",
        page=wizard(world, "consent"),
        school=world.school.unit,
        guardian=guardians(world.signe)[0],
        **given,
    )
    assert again.status_code == 422
    assert "Skriv varför barnet inte har fått frågan." in again.text
    assert re.search(r'value="letter" checked', again.text)


def test_a_guardians_no_is_told_and_leads_no_further(officer: Witness, world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "no")
    page = officer.get(wizard(world, "consent", start)).text
    assert "har sagt nej" in page
    assert "step=consent" in officer.get(wizard(world, "until", start)).headers["Location"]
    refused = officer.submit(
        f"/children/{world.signe}/handovers/new", page=wizard(world, "consent", start), **chosen(world, start)
    )
    assert refused.status_code == 422


def test_a_missing_start_date_asks_for_its_reason(officer: Witness, world: World) -> None:
    says(world, world.signe, "yes")
    asked = officer.get(wizard(world, "until"))
    assert "Ingen startdag är vald. Varför?" in asked.text
    again = officer.submit(f"/children/{world.signe}/handovers/check", page=wizard(world, "until"), **chosen(world))
    assert again.status_code == 422
    shown = officer.submit(
        f"/children/{world.signe}/handovers/check",
        page=wizard(world, "until"),
        **chosen(world, no_start="Rektorn har inte svarat."),
    )
    assert shown.text.count("Rektorn har inte svarat.") == 2


def test_one_press_takes_it_back_and_the_schools_next_request_finds_nothing(client: Witness, world: World) -> None:
    handover = delivered_to_school(world)
    school = client.as_(world, world.school)
    assert school.get(f"/handovers/{handover}").status_code == 200
    assert school.get(f"/handovers/{handover}/open").status_code == 204
    sent = f"/children/{world.signe}/handovers/{handover}"
    client.as_(world, world.officer)
    assert client.submit(f"{sent}/recall", page=sent).status_code == 303
    assert "Tillbakatagen" in client.get(sent).text
    school = client.as_(world, world.school)
    gone, unknown = school.get(f"/handovers/{handover}"), school.get(f"/handovers/{new_id()}")
    assert gone.status_code == unknown.status_code == 404
    assert without_path(gone.text) == without_path(unknown.text)
    assert school.get(f"/handovers/{handover}/open").status_code == 404
    assert "Signe" not in school.get("/handovers").text


def without_path(page: str) -> str:
    """A refusal without what is this request's own: its address, nonce and token."""
    page = re.sub(r'name="next" value="[^"]*"', "", page)
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_a_receipt_without_a_role_says_so_on_the_same_page(client: Witness, world: World) -> None:
    handover = delivered_to_school(world)
    client.as_(world, world.school)
    again = client.submit(f"/handovers/{handover}/receipt", page=f"/handovers/{handover}", role="")
    assert (again.status_code, "Fyll i det här." in again.text) == (422, True)


@pytest.mark.parametrize("who", ["other_school", "other_officer", "home", "other_home"])
def test_nobody_else_learns_that_there_is_a_handover(client: Witness, world: World, who: str) -> None:
    handover = delivered_to_school(world)
    client.as_(world, getattr(world, who))
    for url in (
        f"/handovers/{handover}",
        f"/handovers/{handover}/open",
        f"/children/{world.signe}/handovers/{handover}",
        f"/children/{world.signe}/handovers/new",
        wizard(world, "contents"),
        wizard(world, "consent"),
        wizard(world, "until"),
    ):
        assert client.get(url).status_code == 404, url
    assert "Signe" not in client.get("/handovers").text


def test_no_mark_of_one_child_is_on_the_other_childs_page(client: Witness, world: World) -> None:
    marks = {child: new_id() for child in (world.signe, world.roe)}
    pages = {}
    for child, mark in marks.items():
        start = add(world, child, "school_start", {**START, "bring": mark})
        helps = add(world, child, "classroom_help", {**HELP, "helps": mark})
        add(world, child, "allergy", {**PEANUT, "substance": mark})
        says(world, child, "yes")
        pages[child] = deliver(world, child, start, helps, health=True)
    client.as_(world, world.school)
    for child, handover in pages.items():
        page = client.get(f"/handovers/{handover}").text
        (others,) = (mark for other, mark in marks.items() if other != child)
        assert page.count(marks[child]) >= 3
        assert others not in page
    inbox = client.get("/handovers").text
    assert not any(mark in inbox for mark in marks.values())
