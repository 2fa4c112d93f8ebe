"""Monday: the placement ends, and the next home starts from what is issued to it (step 5 of the story)."""

from __future__ import annotations

import re

import pytest

from auth.identifiers import new_id
from tests.journeys import story
from tests.journeys.people import Carer, Officer
from tests.journeys.story import invented
from tests.journeys.town import Town
from tests.journeys.views import VIEWS, View
from tests.journeys.visitor import Visitor
from tests.journeys.windows import Windows

CHANGES_EACH_TIME = re.compile(r'(?:nonce|name="csrf_token" value)="[^"]*"|[0-9a-f]{32}')


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_home_is_refused_from_the_moment_the_placement_ends_and_what_it_wrote_stays_with_the_child(
    town: Town, windows: Windows, view: View
) -> None:
    girl, home, next_home = story.girl(), town.new_home(view), town.new_home(view)
    officer = Officer(windows(view, town.officer))
    child = officer.registers(girl)
    officer.adds_allergy(child, girl.allergy)
    officer.adds_risk(child, girl.risk, girl.risk_remedy)
    placement = officer.places(girl.called, home.name)
    carer, night = Carer(windows(view, home.person)), f"Åt två tallrikar {invented()}."
    carer.comes_home()
    at = carer.window.path
    carer.writes_night(girl.called, "Bra", night)

    officer.ends_placement(placement)
    carer.turns_to("Hälsa")
    assert carer.window.heading() == "Sidan finns inte"
    refused = source(carer.window, at)
    assert refused == source(carer.window, f"/home/{new_id()}")
    carer.window.reads_not(*girl.marks)
    carer.comes_home()
    carer.window.reads("Inget barn bor hos er just nu.")

    officer.opens(child)
    officer.window.reads(night)
    officer.places(girl.called, next_home.name)
    after = Carer(windows(view, next_home.person))
    after.comes_home()
    assert girl.allergy.title in after.important
    after.turns_to("Mer")
    after.window.reads("Inget än.")
    after.window.reads_not(night, home.name, home.person.name)
    assert carer.window.go(at) == 404


def source(window: Visitor, path: str) -> str:
    """The page at an address as it came, without what differs at every request."""
    assert window.go(path) == 404
    return CHANGES_EACH_TIME.sub("", window.page.content())
