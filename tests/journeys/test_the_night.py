"""The night a child moves: shared in a few taps, read on a phone, written back (steps 1 and 2 of the story)."""

from __future__ import annotations

import pytest

from tests.journeys import story
from tests.journeys.people import Carer, Child, Officer
from tests.journeys.story import invented
from tests.journeys.town import Town
from tests.journeys.views import TABLET, VIEWS, View
from tests.journeys.windows import Windows

MOST_TAPS = 12
CHIEF = "Chefen Bodil Provström"
PICTURES = ("Räv", "Uggla", "Val", "Groda")


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_child_is_shared_with_tonights_home_in_twelve_taps_and_a_wrong_share_is_undone_at_once(
    town: Town, windows: Windows, view: View
) -> None:
    girl, home = story.girl(substance="Jordnötter"), town.new_home(view)
    officer = Officer(windows(view, town.officer))
    child = officer.registers(girl)
    officer.tells_everything(child, girl)
    officer.window.picture("child")
    officer.window.go("/children")
    officer.window.picture("children")

    officer.window.taps = 0
    officer.prepares_placement(girl.called, home.name, reference=f"SN 2026-{invented()}")
    shown = officer.window.lines(".phone-page [data-screen]")
    officer.shares()
    print(f"{view}: {officer.window.taps} taps from signed in to shared; typed: the decision's reference")  # noqa: T201
    assert officer.window.taps <= MOST_TAPS

    carer = Carer(windows(view, home.person))
    carer.comes_home()
    assert carer.window.lines("[data-screen]") == shown
    assert any(girl.allergy.title in line for line in shown)

    officer.undoes()
    assert carer.window.go(carer.window.path) == 404
    assert carer.window.heading() == "Sidan finns inte"
    officer.opens(child)
    officer.window.reads("Ingen placering nu.", "Inget är delat med någon.")


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_home_reads_what_matters_tonight_and_ticks_and_writes_it(town: Town, windows: Windows, view: View) -> None:
    girl, home = story.girl(), town.new_home(view)
    officer = Officer(windows(view, town.officer))
    child = officer.registers(girl)
    officer.adds_allergy(child, girl.allergy)
    officer.adds_medicine(child, girl.medicine)
    officer.adds_contact(child, girl.contact)
    herself, sleep = Child(windows(TABLET)), f"Sjung visan om {invented()}"
    herself.signs_in(officer.issues_card(child, PICTURES))
    herself.answers("När jag ska sova", sleep, readers=("Där jag bor",))
    placement = officer.places(girl.called, home.name)

    carer = Carer(windows(view, home.person))
    carer.comes_home()
    carer.window.picture("home-first-screen")
    assert girl.allergy.title in carer.important
    assert f"{girl.allergy.reaction}. {girl.allergy.remedy} {girl.allergy.source} · i dag" in carer.important
    assert f"{girl.medicine.clock}: {girl.medicine.title}" in carer.important
    assert "Risker: vi vet inte – ring" in carer.important
    assert "Vad man gör om något händer: vi vet inte – ring" in carer.important
    carer.window.reads(sleep, girl.contact.name, girl.contact.phone, town.officer.name, "Socialjouren")
    assert carer.window.lines("[data-screen]")[-1] == "Mer att läsa"

    carer.gives(girl.medicine)
    carer.window.reads(f"Sparat för {girl.called} ({carer.code_name}): dosen är given.")
    carer.window.picture("dose-given")
    assert f"av {home.person.name}" in carer.important
    carer.takes_back(girl.medicine)
    assert f"av {home.person.name}" not in carer.important
    carer.gives(girl.medicine)
    night = f"Somnade sent med {invented()} i famnen."
    carer.writes_night(girl.called, "Sådär", night)
    carer.window.reads(f"Sparat för {girl.called} ({carer.code_name}).")
    carer.turns_to("Mer")
    carer.window.picture("home-more")
    carer.window.reads(night)

    officer.opens(child)
    officer.window.reads(night)
    milder = story.another_allergy(girl.allergy)
    officer.corrects_allergy(child, girl.allergy, milder)
    officer.adds_timeless_medicine(child, "Zyrlex", "förra hemmet")
    carer.turns_to("Nu")
    assert milder.title in carer.important
    assert milder.remedy in carer.important
    assert girl.allergy.title not in carer.important
    assert "tid okänd: Zyrlex" in carer.important
    carer.turns_to("Hälsa")
    carer.window.picture("home-health")
    carer.window.reads(milder.title)
    carer.turns_to("Skola")
    carer.window.reads("Vi vet inte – ring om du behöver veta.")

    officer.writes_decision(placement, f"SN 2026-{invented()}")


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_two_children_from_two_municipalities_in_one_home_are_never_mistaken_for_each_other(
    town: Town, windows: Windows, view: View
) -> None:
    home, girl, boy = town.new_home(view), story.girl(), story.girl(years=11)
    guest = windows(view, home.person)
    guest.go(town.ask(town.neighbour, "Ta emot barn i sitt hem", f"Hemmet {invented()}", home.person.name))
    guest.reads("För vilket hem eller vilken skola svarar du?", home.name)
    guest.press("Ja")
    for officer, child in ((Officer(windows(view, town.officer)), girl), (Officer(windows(view, town.neighbour)), boy)):
        address = officer.registers(child)
        officer.adds_allergy(address, child.allergy)
        officer.adds_medicine(address, child.medicine)
        officer.places(child.called, home.name)

    carer = Carer(guest)
    carer.comes_home()
    assert carer.window.heading() == "Här bor"
    carer.window.reads(girl.called, boy.called)
    carer.window.picture("home-list")
    for child, other in ((girl, boy), (boy, girl)):
        carer.opens(child.called)
        banner = carer.banner
        assert child.called in banner
        assert carer.code_name in banner
        assert carer.page.locator(".child-banner img.picture").first.is_visible()
        carer.window.reads_not(*other.marks)
        carer.gives(child.medicine)
        carer.window.reads(f"Sparat för {child.called} ({carer.code_name})")
        assert carer.banner == banner
        carer.writes_night(child.called, "Bra", f"Lugnt hela natten, {invented()}.")
        carer.window.reads(f"Sparat för {child.called} ({carer.code_name})")
        assert carer.banner == banner
        for word in ("Hälsa", "Skola", "Mer", "Nu"):
            carer.turns_to(word)
            assert carer.banner == banner
            carer.window.reads_not(*other.marks)
