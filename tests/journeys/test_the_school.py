"""The school: prepared with the guardian's consent and the child's view, received, confirmed (step 4 of the story)."""

from __future__ import annotations

import pytest

from tests.journeys import story
from tests.journeys.people import Child, Head, Officer
from tests.journeys.story import invented
from tests.journeys.town import Town
from tests.journeys.views import TABLET, VIEWS, View
from tests.journeys.windows import Windows

PICTURES = ("Hund", "Sköldpadda", "Räv", "Igelkott")
ROLE = "rektor"


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_school_receives_what_it_needs_and_the_officer_sees_the_receipt(
    town: Town, windows: Windows, view: View
) -> None:
    girl, school = story.girl(substance="Jordnötter"), town.school
    officer = Officer(windows(view, town.officer))
    child = officer.registers(girl)
    officer.adds_allergy(child, girl.allergy)
    officer.adds_medicine(child, girl.medicine)
    officer.adds_classroom(child, school.name, girl.classroom)
    herself = Child(windows(TABLET))
    herself.signs_in(officer.issues_card(child, PICTURES))
    for_school, for_home = f"Låt mig rita {invented()}.", f"Väck mig med {invented()}."
    herself.answers("Så här kan vuxna hjälpa", for_school, readers=("Min skola",))
    herself.answers("När jag ska sova", for_home, readers=("Där jag bor",))

    officer.begins_handover(child, school.name)
    officer.records_consent(girl.guardian, view="Jag vill att de vet om pennan.")
    officer.chooses_term()
    officer.window.reads("Vem har sagt ja", girl.guardian, "Grund")
    shown = officer.window.lines(".phone-page .page")
    handover = officer.hands_over()
    officer.window.reads("Lämnad. Skolan kan läsa nu.")

    head = Head(windows(view, school.person))
    head.opens(girl.called)
    assert [line for line in shown if line not in head.window.lines("main")] == []
    told = girl.classroom
    head.window.reads(told.helps, told.disturbs, told.contact, f"{told.fetches} får hämta", for_school)
    head.window.reads(f"{told.fetches_not} får inte hämta", girl.allergy.title, girl.medicine.title)
    head.window.reads_not(for_home, girl.guardian_phone)
    head.confirms(ROLE)
    head.window.picture("handover")
    head.window.reads("Mottagen", f"{school.person.name}, {ROLE}, bekräftade")

    officer.window.go(handover)
    officer.window.picture("handover-receipt")
    officer.window.reads("Mottagen", f"{school.person.name}, {ROLE}, bekräftade i dag")

    herself.takes_back("Så här kan vuxna hjälpa")
    head.opens(girl.called)
    head.window.reads_not(for_school)
    officer.window.press("Ta tillbaka")
    assert head.window.go(head.window.path) == 404
    head.window.go("/")
    head.window.reads_not(girl.called)
