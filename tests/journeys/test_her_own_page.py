"""Her own page: pictures or words, one question a screen, and she says who may read (step 3 of the story)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import story
from tests.journeys.people import Carer, Child, Officer
from tests.journeys.story import invented
from tests.journeys.town import Town
from tests.journeys.views import DESK, PHONE, PHONE_WITHOUT_SCRIPTS, TABLET, View
from tests.journeys.windows import Windows

ON_A_TABLET_TOO = (TABLET, PHONE, DESK, PHONE_WITHOUT_SCRIPTS)
PICTURES = ("Björn", "Katt", "Fjäril", "Kanin")
ONLY_ME = "Bara jag"
ANGRY = "När jag är arg"


@pytest.mark.parametrize("view", ON_A_TABLET_TOO, ids=str)
def test_a_child_tells_of_herself_and_chooses_for_each_answer_who_may_read_it(
    town: Town, windows: Windows, view: View
) -> None:
    girl, home = story.girl(), town.new_home(PHONE)
    officer = Officer(windows(PHONE, town.officer))
    child = officer.registers(girl)
    card = officer.issues_card(child, PICTURES)
    officer.places(girl.called, home.name)
    carer = Carer(windows(PHONE, home.person))

    herself = Child(windows(view))
    herself.signs_in(card)
    herself.window.reads(f"Hej {girl.called}!", "Min socialsekreterare", town.officer.name)
    herself.window.picture("own-page")
    herself.turns_to(ANGRY)
    herself.window.picture("own-question")
    herself.chooses("bli tyst")
    first, more = f"Jag går till {invented()}.", f" Sen vill jag ha {invented()}."
    herself.writes(first)
    herself.keeps()
    assert herself.readers_of(ANGRY) == ONLY_ME
    carer.comes_home()
    carer.window.reads_not(first)
    officer.opens(child)
    officer.window.reads_not(first)

    herself.turns_to(ANGRY)
    herself.chooses("Där jag bor")
    herself.keeps()
    assert herself.readers_of(ANGRY) == "Där jag bor"
    carer.comes_home()
    carer.window.reads(first, "bli tyst")
    officer.opens(child)
    officer.window.reads_not(first)

    herself.turns_to(ANGRY)
    herself.writes(more)
    herself.keeps()
    herself.turns_to(ANGRY)
    herself.window.press("Ångra")
    expect(herself.page.get_by_label("Med egna ord")).to_have_value(first)
    earlier = herself.window.unfold("Så svarade jag förut")
    assert more.strip() in earlier.inner_text()

    herself.window.press("Jag ändrade mig – bara jag")
    herself.window.go("/me")
    assert herself.readers_of(ANGRY) == ONLY_ME
    carer.comes_home()
    carer.window.reads_not(first)

    herself.window.press("Vem har tittat?", exact=False)
    herself.window.picture("own-log")
    herself.window.reads("Ditt hem läste", "Din socialsekreterare", "för att ta hand om dig")
    herself.window.reads_not(home.name, home.person.name, town.officer.name)
    officer.opens(child)
    officer.window.press("Vem har tittat?")
    officer.window.picture("child-log")
    officer.window.reads(home.person.name, home.name)


def test_an_answer_is_kept_while_it_is_written(town: Town, windows: Windows) -> None:
    girl, officer = story.girl(), Officer(windows(PHONE, town.officer))
    card = officer.issues_card(officer.registers(girl), PICTURES)
    herself, likes = Child(windows(TABLET)), f"Hästar som heter {invented()}"
    herself.signs_in(card)
    herself.turns_to("Tycker om")
    herself.chooses("musik")
    herself.writes(likes)
    herself.window.reads("Sparat")
    herself.page.reload()
    expect(herself.page.get_by_label("Med egna ord")).to_have_value(likes)
    assert herself.page.locator("label.choice").filter(has_text="musik").locator("input").is_checked()


def test_two_windows_never_overwrite_each_other(town: Town, windows: Windows) -> None:
    girl, officer = story.girl(), Officer(windows(PHONE, town.officer))
    card = officer.issues_card(officer.registers(girl), PICTURES)
    herself = Child(windows(TABLET))
    herself.signs_in(card)
    herself.turns_to("Mat")
    there = Child(herself.window.another_tab())
    there.window.go("/me")
    there.turns_to("Mat")
    theirs, mine = f"Soppa från {invented()}", f"Gröt från {invented()}"
    there.writes(theirs)
    there.goes_on()
    herself.writes(mine)
    herself.window.reads("Någon har ändrat samma svar på ett annat ställe.")
    herself.goes_on()
    assert herself.window.heading() == "Det finns två svar"
    herself.window.reads(theirs, mine)
    herself.window.press("Jag vill ha det här det du skrev nu")
    herself.window.go("/me")
    herself.turns_to("Mat")
    expect(herself.page.get_by_label("Med egna ord")).to_have_value(mine)
