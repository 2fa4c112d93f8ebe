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
LISTS = ("/", "/children", "/home?all=1", "/handovers", "/office", "/placements/new", "/me", "/me/log", "/account")


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
    addresses = [child, fact, placement, handover, head.window.path, f"/placements/new?child={one}"]
    addresses += [f"{child}/{part}" for part in ("log", "shares", "card", "handovers/new", "facts/allergy/new")]
    addresses += [f"{placement}/end", f"/home/{one}", *(f"/home/{one}/{part}" for part in ("health", "more", "note"))]
    hers = (*girl.marks, girl.called, words, girl.guardian)
    strangers: list[Person | None] = [
        town.other_home.person,
        town.other_school.person,
        town.neighbour,
        town.operator.person,
    ]
    strangers += [town.colleague.person, None]
    for stranger in strangers:
        window = windows(view, stranger)
        for path in LISTS:
            window.go(path)
            window.reads_not(*hers, one)
        for path in addresses:
            status = window.go(path)
            seen = masked(window.page.content())
            window.reads_not(*hers)
            assert (status, seen) == (window.go(ID.sub(lambda _found: new_id(), path)), masked(window.page.content()))
            assert status == (200 if stranger is None else 404), path


def masked(page: str) -> str:
    """A page as it came, without what differs at every request."""
    return ID.sub("*", CHANGES_EACH_TIME.sub("", page))
