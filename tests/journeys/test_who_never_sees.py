"""Those without a right never see that she exists (step 6 of the story)."""

from __future__ import annotations

import re

import pytest

from auth.identifiers import new_id
from tests.journeys import story
from tests.journeys.people import Child, Head, Officer, Person
from tests.journeys.story import invented
from tests.journeys.town import Town
from tests.journeys.views import TABLET, VIEWS, View
from tests.journeys.windows import Windows

ID = re.compile(r"[0-9a-f]{32}")
CHANGES_EACH_TIME = re.compile(r'(?:nonce|name="csrf_token" value|name="once" value)="[^"]*"')


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_nobody_without_a_right_sees_that_she_exists(town: Town, windows: Windows, view: View) -> None:
    girl, home = story.girl(), town.new_home(view)
    officer = Officer(windows(view, town.officer))
    child = officer.registers(girl)
    officer.adds_allergy(child, girl.allergy)
    officer.adds_medicine(child, girl.medicine)
    officer.adds_start(child, town.school.name, girl.classroom)
    fact = officer.address_of(girl.allergy.title)
    herself, words = Child(windows(TABLET)), f"Jag gillar {invented()}."
    herself.signs_in(officer.issues_card(child, ("Val", "Fjäril", "Katt", "Räv")))
    herself.answers("Tycker om", words)
    placement = officer.places(girl.called, home.name)
    officer.begins_handover(child, town.school.name)
    officer.records_consent(girl.guardian, view=f"Berätta inte om {invented()}.")
    officer.chooses_term()
    handover = officer.hands_over()
    head = Head(windows(view, town.school.person))
    head.opens(girl.called)

    one = ID.findall(child)[0]
    addresses = [child, f"{child}/log", fact, placement, handover, head.window.path, f"/home/{one}"]
    addresses.append(f"/placements/new?child={one}")
    hers = (*girl.marks, girl.called, words, girl.guardian, one)
    for stranger, lists in strangers(town):
        window = windows(view, stranger)
        for path in ("/", *lists):
            window.go(path)
            window.reads_not(*hers)
        for path in addresses:
            assert window.go(path) == (200 if stranger is None else 404), path
            window.reads_not(*hers[:-1])
            if path in {child, f"/home/{one}"}:
                seen = masked(window.page.content())
                window.go(ID.sub(lambda _found: new_id(), path))
                assert masked(window.page.content()) == seen


def strangers(town: Town) -> list[tuple[Person | None, tuple[str, ...]]]:
    """Everybody without a right to her, and where they would look: a guardian without a grant has no sign-in at all."""
    return [
        (town.other_home.person, ("/home?all=1",)),
        (town.other_school.person, ("/handovers",)),
        (town.neighbour, ("/children", "/placements/new")),
        (town.operator.person, ("/children", "/office")),
        (town.colleague.person, ("/children", "/placements/new")),
        (None, ()),
    ]


def masked(page: str) -> str:
    """A page as it came, without what differs at every request."""
    return ID.sub("*", CHANGES_EACH_TIME.sub("", page))
