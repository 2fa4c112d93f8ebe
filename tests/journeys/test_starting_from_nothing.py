"""From an empty database: invitations, several officers, cards, one-time codes, signing out and coming back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import story
from tests.journeys.people import Carer, Child, Officer, remember, sign_in
from tests.journeys.story import invented
from tests.journeys.town import Town
from tests.journeys.views import DESK, PHONE, PHONE_WITHOUT_SCRIPTS, TABLET, View
from tests.journeys.windows import Windows

BOTH = (PHONE, PHONE_WITHOUT_SCRIPTS)


def test_the_beginning_is_gone_once_an_authority_has_begun(town: Town, windows: Windows) -> None:
    stranger = windows(DESK)
    assert stranger.go("/begin") == 404
    stranger.go("/")
    assert stranger.heading() == "Logga in"
    stranger.pictures("sign-in")
    office = windows(DESK, town.officer)
    office.go("/office")
    office.pictures("office")
    office.reads("Norrvik", "Barn och unga")


def test_an_invitation_counts_once(town: Town, windows: Windows) -> None:
    word = invented()
    link = town.ask(town.officer, "Ta emot barn i sitt hem", f"Hemmet {word}", f"Tor {word}")
    keeper = windows(PHONE, town.officer)
    keeper.go("/office")
    keeper.press(f"Ta tillbaka inbjudan till Tor {word}")
    late = windows(PHONE)
    assert late.go(link) == 404
    late.reads("Inbjudan gäller inte")


def test_several_officers_answer_for_a_child(town: Town, windows: Windows) -> None:
    girl, colleague = story.girl(), town.colleague.person
    child = Officer(windows(PHONE, town.officer)).registers(girl, colleague=colleague.name)
    window = windows(PHONE, colleague)
    window.go("/")
    window.press(girl.called, exact=False)
    assert window.path == child


def test_a_new_card_ends_the_old_one(town: Town, windows: Windows) -> None:
    girl, officer = story.girl(), Officer(windows(PHONE, town.officer))
    child = officer.registers(girl)
    lost = officer.issues_card(child, ("Räv", "Björn", "Katt", "Hund"))
    herself = Child(windows(TABLET))
    herself.signs_in(lost)
    found = officer.issues_card(child, ("Uggla", "Kanin", "Val", "Groda"))
    herself.window.go("/me")
    assert herself.window.heading() == "Logga in"
    herself.tries(lost)
    herself.window.reads("Det gick inte att logga in. Kontrollera och försök igen.")
    herself.signs_in(found)
    herself.window.reads(f"Hej {girl.called}!")


def test_new_codes_end_the_old_ones_and_signing_out_ends_the_session(town: Town, windows: Windows) -> None:
    home, keeper = town.new_home(PHONE), windows(PHONE, town.officer)
    carer = windows(PHONE, home.person)
    carer.go("/home?all=1")
    assert carer.heading() == "Här bor"
    keeper.go("/office")
    keeper.unfold(home.person.name)
    keeper.press(f"Nya koder till {home.person.name}")
    home.person.secret = (keeper.page.locator("main code").first.text_content() or "").replace(" ", "")
    carer.go("/home?all=1")
    assert carer.heading() == "Logga in"
    sign_in(carer, home.person)
    assert carer.heading() == "Här bor"
    carer.press("Logga ut")
    assert carer.heading() == "Logga in"
    carer.go("/home?all=1")
    assert carer.heading() == "Logga in"


@pytest.mark.parametrize("view", BOTH, ids=str)
def test_what_was_written_when_the_sign_in_ended_is_saved_for_the_same_person(
    town: Town, windows: Windows, view: View
) -> None:
    girl, home = story.girl(), town.new_home(view)
    officer = Officer(windows(view, town.officer))
    child = officer.registers(girl)
    officer.places(girl.called, home.name)
    carer, night = Carer(windows(view, home.person)), f"Vaknade tre gånger och sa {invented()}."
    carer.comes_home()
    carer.begins_night("Svårt", night)
    elsewhere = windows.elsewhere(view, home.person)
    elsewhere.go("/account")
    elsewhere.press("Logga ut överallt")

    carer.window.press(f"Spara för {girl.called}")
    carer.window.reads("Du har blivit utloggad.")
    sign_in(carer.window, home.person)
    if not view.scripts:
        carer.window.press("Spara det jag skrev")
    expect(carer.page.get_by_text(f"Sparat för {girl.called}")).to_be_visible()
    remember(carer.window, home.person)
    carer.turns_to("Mer")
    carer.window.reads(night)
    officer.opens(child)
    officer.window.reads(night)
