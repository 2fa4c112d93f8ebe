"""The people of the journeys: each has a sign-in of their own, and deeds named as they would name them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pyotp
from playwright.sync_api import Response, expect

from tests.journeys import story
from tests.journeys.story import Allergy, ChildOfStory, Classroom, Contact, Medicine
from tests.journeys.visitor import Visitor

PASSWORD = "en lång mening som ingen gissar"
STEP_SECONDS = 30


@dataclass(slots=True)
class Person:
    """A name, what they sign in with, and what their browser remembers once they have."""

    name: str
    login: str
    secret: str = field(default="", repr=False)
    password: str = field(default=PASSWORD, repr=False)
    cookies: list[Any] = field(default_factory=list, repr=False)
    last_step: int = 0

    def code(self) -> str:
        """The next code of their app that still counts: each counts once, and the next one's already."""
        present = int(time.time()) // STEP_SECONDS
        self.last_step = max(present, self.last_step + 1)
        assert self.last_step <= present + 1, f"{self.name} has used up the codes of this minute; take somebody else"
        return pyotp.TOTP(self.secret).generate_otp(self.last_step)


@dataclass(frozen=True, slots=True)
class Card:
    """A child's card and the pictures she remembers."""

    code: str
    pictures: tuple[str, ...]


def new_person(name: str) -> Person:
    """Somebody who has no sign-in yet."""
    given = name.split(maxsplit=1)[0].lower()
    return Person(name, f"{given}.{story.invented().lower()}@norrvik.example")


def sign_in(window: Visitor, person: Person) -> None:
    """Sign in on the page that asks for it."""
    window.write("Inloggningsnamn", person.login)
    window.write("Lösenord", person.password)
    window.write("Kod från din kodapp", person.code())
    window.press("Logga in", within=window.page.locator("main"))


def enrol(window: Visitor, person: Person, button: str) -> None:
    """Fill in a new sign-in, with the codes of the secret that the page shows."""
    person.secret = (window.page.locator("main code").first.text_content() or "").replace(" ", "")
    window.write("Inloggningsnamn", person.login)
    window.write("Lösenord", person.password)
    window.write("Lösenordet en gång till", person.password)
    window.write("Koden som appen visar nu", person.code())
    window.press(button)
    remember(window, person)


def remember(window: Visitor, person: Person) -> None:
    """Keep what this browser knows of them, so that another window need not sign in again."""
    person.cookies = list(window.page.context.cookies())


class Officer:
    """A social worker at work."""

    def __init__(self, window: Visitor) -> None:
        self.window = window
        self.page = window.page

    # ── the office ──────────────────────────────────────────────────────────────────────────────

    def begins(self, authority: str, unit: str, person: Person) -> None:
        """Start an empty service: the authority, its unit, its first officer."""
        self.window.go("/")
        assert self.window.path == "/begin"
        self.window.pictures("begin")
        self.window.write("Vad heter ni?", authority)
        self.window.write("Jourens telefonnummer", story.phone())
        self.window.write("Ditt kontor eller din grupp", unit)
        self.window.write("Ditt namn", person.name)
        self.window.write("Ditt telefonnummer", story.phone())
        enrol(self.window, person, "Börja")
        assert self.window.path == "/office"

    def invites(self, role: str, name: str, *, unit: str, is_new: bool = True) -> str:
        """Invite somebody; the address to hand over."""
        self.window.go("/office")
        self.window.press("Bjud in någon")
        self.window.choose(role)
        self.window.write("Personens namn", name)
        if is_new:
            self.window.write("Vad heter det nya hemmet eller skolan?", unit)
        else:
            self.window.pick("Var?", unit)
        self.window.press("Gör en inbjudan")
        return (self.page.locator("main code").first.text_content() or "").strip()

    # ── one child ───────────────────────────────────────────────────────────────────────────────

    def registers(self, child: ChildOfStory, *, colleague: str = "") -> str:
        """Register a child; the address of her page."""
        self.window.go("/children")
        self.window.press("Registrera barn")
        self.window.write("Barnets namn", child.name)
        self.window.write("Vad kallas barnet?", child.called)
        for part, number in (("Dag", child.born.day), ("Månad", child.born.month), ("År", child.born.year)):
            self.window.write(part, str(number))
        self.window.write("Namn", child.guardian, nth=0)
        self.window.write("Telefon", child.guardian_phone, nth=0)
        if colleague:
            self.window.choose(colleague)
        self.window.picture("register-child")
        self.window.press("Registrera")
        return self.window.path

    def opens(self, child: str) -> None:
        self.window.go(child)

    def address_of(self, title: str) -> str:
        """Where a line on the child's page is corrected."""
        link = self.page.get_by_role("link", name=f"Rätta eller avsluta {title}", exact=True).first
        return link.get_attribute("href") or ""

    def adds_allergy(self, child: str, allergy: Allergy) -> None:
        self._begins_fact(child, "Lägg till allergi")
        self._types_allergy(allergy)
        self.window.press("Fortsätt")
        self.window.reads("Stämmer det?", allergy.title)
        self.window.press("Ja, spara")

    def corrects_allergy(self, child: str, before: Allergy, now: Allergy) -> None:
        """Open the line, write it anew, read it back, save."""
        self.opens(child)
        self.window.press(f"Rätta eller avsluta {before.title}")
        self.window.unfold("Rätta")
        self._types_allergy(now, choose=False)
        self.window.press("Fortsätt")
        self.window.reads("Stämmer det?", now.title)
        self.window.press("Ja, spara")

    def _types_allergy(self, allergy: Allergy, *, choose: bool = True) -> None:
        self.window.write("Vad tål barnet inte?", allergy.substance)
        if choose:
            self.window.choose("Kan bli livsfarligt")
        self.window.write("Vad händer? (om du vet)", allergy.reaction)
        self.window.write("Vad ska den vuxna göra? (om du vet)", allergy.remedy)
        self.window.write("Vem säger det?", allergy.source)

    def adds_medicine(self, child: str, medicine: Medicine) -> None:
        self._begins_fact(child, "Lägg till läkemedel")
        self.window.write("Vilket läkemedel?", medicine.name)
        self.window.write("Hur mycket?", medicine.dose)
        self.window.pick("Av vad?", medicine.unit)
        self.window.write("Klockslag 1", medicine.time)
        self.window.write("Hur ska den ges? (om du vet)", medicine.how)
        self.window.write("Vem säger det?", medicine.source)
        self.window.press("Fortsätt")
        self.window.reads("Stämmer det?", medicine.sentence)
        self.window.press("Ja, spara")

    def adds_timeless_medicine(self, child: str, name: str, source: str) -> None:
        """A medicine that nobody knows the hour of."""
        self._begins_fact(child, "Lägg till läkemedel")
        self.window.write("Vilket läkemedel?", name)
        self.window.write("Hur mycket?", "1")
        self.window.pick("Av vad?", "tablett")
        self.window.write("Vem säger det?", source)
        self.window.press("Fortsätt")
        self.window.reads("Hemmet ser ”tid okänd”.")
        self.window.press("Ja, spara")

    def ends_fact(self, child: str, title: str) -> None:
        self.opens(child)
        self.window.press(f"Rätta eller avsluta {title}")
        self.window.unfold("Gäller inte längre")
        self.window.press("Ja, det gäller inte längre")

    def adds_risk(self, child: str, what: str, remedy: str) -> None:
        self._begins_fact(child, "Lägg till risk")
        self.window.write("Vad kan hända?", what)
        self.window.write("Vad ska den vuxna göra?", remedy)
        self._says_who("förra hemmet")

    def adds_plan(self, child: str, when: str, steps: str) -> None:
        self._begins_fact(child, "Lägg till akutplan")
        self.window.write("När gäller planen?", when)
        self.window.write("Vad ska den vuxna göra, steg för steg?", steps)
        self._says_who("barnkliniken")

    def adds_contact(self, child: str, contact: Contact) -> None:
        self._begins_fact(child, "Lägg till någon att ringa")
        self.window.write("Vem?", contact.name)
        self.window.write("Vem är personen för barnet?", contact.relation)
        self.window.write("Telefon", contact.phone)
        self._says_who(contact.source)

    def adds_start(self, child: str, school: str, told: Classroom) -> None:
        """Which day, and where."""
        self._begins_fact(child, "Lägg till skolstart")
        self.window.write("Vilken dag börjar barnet?", told.starts_on.isoformat())
        self.window.write("Vilken skola?", school)
        self._says_who("rektorn")

    def adds_classroom(self, child: str, school: str, told: Classroom) -> None:
        """What the school will need on the first day."""
        self.adds_start(child, school, told)
        self._begins_fact(child, "Lägg till vad som hjälper")
        self.window.write("Vad hjälper i klassrummet?", told.helps)
        self.window.write("Vad stör? (om du vet)", told.disturbs)
        self._says_who("förra läraren")
        self._begins_fact(child, "Lägg till kontakt för skolan")
        self.window.write("Vem?", told.contact)
        self.window.write("Telefon (om du vet)", story.phone())
        self._says_who("förra skolan")
        for name, answer in ((told.fetches, "Ja, får hämta"), (told.fetches_not, "Nej, får inte hämta")):
            self._begins_fact(child, "Lägg till vem som får hämta")
            self.window.write("Vem?", name)
            self.window.choose(answer)
            self._says_who("mamma")

    def tells_everything(self, child: str, told: ChildOfStory) -> None:
        """The facts that *Viktigt nu* is made of, and who to call."""
        self.adds_allergy(child, told.allergy)
        self.adds_medicine(child, told.medicine)
        self.adds_risk(child, told.risk, told.risk_remedy)
        self.adds_plan(child, told.plan, told.plan_steps)
        self.adds_contact(child, told.contact)

    def _begins_fact(self, child: str, label: str) -> None:
        if self.window.path.partition("#")[0] != child:
            self.opens(child)
        self.window.press(label, nth=0)

    def _says_who(self, source: str) -> None:
        self.window.write("Vem säger det?", source)
        self.window.press("Spara")

    # ── the move ────────────────────────────────────────────────────────────────────────────────

    def prepares_placement(self, called: str, home: str, *, reference: str = "", decided_by: str = "") -> None:
        """Choose child, home, what, until when and on what ground; stop at the page to check."""
        self.window.press("Ny placering")
        self.window.picture("placement-child")
        self._takes(called)
        self.window.picture("placement-home")
        self._takes(home)
        self.window.picture("placement-what")
        self._takes("Jourhem natt")
        self.window.picture("placement-until")
        self._takes("I natt")
        self.window.choose("SoL")
        if reference:
            self.window.write("Beslutets beteckning", reference)
        else:
            self.window.write("Vem beslutade?", decided_by)
        self.window.picture("placement-decision")
        self.window.press("Kontrollera")
        self.window.picture("placement-check")

    def shares(self) -> str:
        """Press *Dela nu*; the address of the placement."""
        self.window.press("Dela nu")
        self.window.reads("Delat. Hemmet kan läsa nu.")
        self.window.picture("placement-done")
        return self.window.path

    def places(self, called: str, home: str) -> str:
        """A whole placement on an oral decision; its address."""
        self.window.go("/children")
        self.prepares_placement(called, home, decided_by="Chefen Bodil Provström")
        return self.shares()

    def writes_decision(self, placement: str, reference: str) -> None:
        """The written decision for an oral one, which waits on the officer's list until then."""
        self.window.go("/children")
        self.window.reads("väntar på skriftligt beslut")
        self.window.go(placement)
        self.window.press("Skriv in beslutet")
        self.window.write("Skriftligt beslut", reference)
        self.window.press("Skriv in beslutet", exact=False)
        self.window.reads("Beslutet är inskrivet.", f"Beslut {reference}")
        self.window.picture("shares")

    def undoes(self) -> None:
        self.window.press("Ångra")
        self.window.reads("Ångrat. Hemmet kan inte läsa längre.")

    def ends_placement(self, placement: str, reason: str = "Barnet flyttar till ett annat hem") -> None:
        self.window.go(placement)
        self.window.press("Avsluta placeringen")
        self.window.choose(reason)
        self.window.press("Avsluta nu")
        self.window.reads("Placeringen är avslutad.")

    def _takes(self, name: str) -> None:
        self.window.follow(self.page.locator("main a.tap").filter(has_text=name).first)

    # ── the card ────────────────────────────────────────────────────────────────────────────────

    def issues_card(self, child: str, pictures: tuple[str, ...]) -> Card:
        """Make a card together with the child, who chooses the pictures."""
        self.opens(child)
        self.window.press("Barnets kort")
        for picture in pictures:
            self.window.press(picture)
        self.window.press("Gör kortet")
        self.window.reads("Kortet är klart")
        return Card((self.page.locator("main code").first.text_content() or "").strip(), pictures)

    # ── the school ──────────────────────────────────────────────────────────────────────────────

    def begins_handover(self, child: str, school: str) -> None:
        """Choose the school and all that is there to choose."""
        self.opens(child)
        self.window.press("Lämna över till skolan")
        self._takes(school)
        for card in self.page.locator("main input[name=documents], main input[name=health]").all():
            self.window.touch(card.locator("xpath=.."))
        self.window.picture("handover-prepare")
        self.window.press("Fortsätt")

    def records_consent(self, guardian: str, *, view: str) -> None:
        """What the guardian answered and what the child thinks."""
        self.window.reads("Vad säger vårdnadshavaren?", guardian)
        self.window.choose("Ja")
        self.window.choose("Vi pratade i telefon")
        self.window.choose("Svenska")
        self.window.choose("Barnet vill")
        self.window.write("Barnets egna ord, eller varför barnet inte har fått frågan", view)
        self.window.press("Spara svaret")

    def chooses_term(self) -> None:
        self.window.choose("Till terminens slut")
        self.window.press("Visa sidan som skolan får")
        self.window.picture("handover-check")

    def hands_over(self) -> str:
        self.window.press("Lämna över")
        return self.window.path


class Carer:
    """Somebody in the home, on a phone."""

    def __init__(self, window: Visitor) -> None:
        self.window = window
        self.page = window.page

    def comes_home(self) -> None:
        self.window.go("/")

    def opens(self, called: str) -> None:
        """Her page, from the list of who lives here."""
        self.window.go("/home?all=1")
        self.window.follow(self.page.locator("main a.tap").filter(has_text=called).first)

    @property
    def important(self) -> str:
        """*Viktigt nu* as it reads."""
        return " ".join(self.page.locator("#viktigt-nu").inner_text().split())

    @property
    def banner(self) -> str:
        return " ".join(self.page.locator(".child-banner").first.inner_text().split())

    @property
    def code_name(self) -> str:
        """*Grön räv*, as the banner says it."""
        said = self.page.locator(".child-banner .source").first.inner_text()
        return said.partition(" · ")[0].strip()

    def gives(self, medicine: Medicine) -> None:
        self.window.follow(self._dose_button("Jag har gett den", medicine))

    def takes_back(self, medicine: Medicine) -> None:
        self.window.follow(self._dose_button("Ångra", medicine))

    def _dose_button(self, name: str, medicine: Medicine) -> Any:
        return self.page.get_by_role("button", name=re.compile(rf"^{name} {re.escape(medicine.title)}")).first

    def begins_night(self, how: str, text: str) -> None:
        """How the night went, written and not yet saved."""
        self.window.press("Skriv hur det gick", within=self.page.locator("main"))
        self.window.choose(how)
        self.window.write("Berätta kort.", text)

    def writes_night(self, called: str, how: str, text: str) -> None:
        """How the night went."""
        self.begins_night(how, text)
        self.window.press(f"Spara för {called}")

    def turns_to(self, word: str) -> None:
        self.window.press(word, within=self.page.get_by_role("navigation", name="Barnets sidor"))


class Head:
    """Whoever receives at a school."""

    def __init__(self, window: Visitor) -> None:
        self.window = window
        self.page = window.page

    def opens(self, called: str) -> None:
        self.window.go("/")
        self.window.follow(self.page.locator("main a.tap").filter(has_text=called).first)

    def confirms(self, role: str) -> None:
        self.window.write("Din roll på skolan", role)
        self.window.press("Bekräfta mottagen")


class Child:
    """A child with her card and a tablet."""

    def __init__(self, window: Visitor) -> None:
        self.window = window
        self.page = window.page

    def signs_in(self, card: Card) -> None:
        self.tries(card)
        assert self.window.path == "/me", self.window.heading()

    def tries(self, card: Card) -> None:
        """The card's code, then the four pictures."""
        self.window.go("/sign-in")
        self.window.press("Jag är barn och har ett kort")
        self.window.write("Koden på kortet", card.code.lower())
        self.window.press("Nästa")
        for picture in card.pictures:
            self.window.press(picture)

    def turns_to(self, heading: str) -> None:
        self.window.follow(self.page.locator("main a.tap").filter(has_text=heading).first)

    def answers(self, heading: str, words: str, *, readers: tuple[str, ...] = ()) -> None:
        """Answer one question with words, choose who may read it, and go on."""
        if self.window.path != "/me":
            self.window.go("/me")
        self.turns_to(heading)
        self.writes(words)
        for reader in readers:
            self.chooses(reader)
        self.goes_on()

    def writes(self, words: str) -> None:
        """With her own words, letter by letter, and see that they are kept."""
        self.window.unfold("Skriva")
        before = self.page.get_by_label("Med egna ord").input_value()
        with self._kept(("words", before + words), stands=True):
            self.window.spell("Med egna ord", words)

    def chooses(self, text: str) -> None:
        """Press a picture or a reader, and see that it is kept."""
        box = self.page.locator("label.choice").filter(has_text=re.compile(rf"^\s*{text}\s*$")).locator("input")
        said = (box.get_attribute("name") or "", box.get_attribute("value") or "")
        with self._kept(said, stands=not box.is_checked()):
            self.window.choose(text)

    @contextmanager
    def _kept(self, said: tuple[str, str], *, stands: bool) -> Iterator[None]:
        """Wait until a save with this field, or without it, is answered; without scripts nothing saves by itself."""
        if not self.window.view.scripts:
            yield
            return

        def tells(answer: Response) -> bool:
            posted = parse_qsl(answer.request.post_data or "") if answer.request.method == "POST" else []
            return bool(posted) and (said in posted) is stands

        with self.page.expect_response(tells):
            yield
        told = re.compile(r"^(Sparat [0-9.]+|Någon har ändrat samma svar på ett annat ställe\..*)$")
        expect(self.page.locator("[data-autosave-status]")).to_have_text(told)

    def goes_on(self) -> None:
        """*Nästa*, or *Klar* on the last question."""
        name = "Nästa" if self.window.pressable("Nästa").count() else "Klar"
        self.window.press(name)

    def keeps(self) -> None:
        """Leave the answer saved and be back in the book: by itself where scripts run, else with *Nästa*."""
        if self.window.view.scripts:
            self.window.press("Min bok")
        else:
            self.goes_on()
            self.window.go("/me")

    def takes_back(self, heading: str) -> None:
        """*Jag ändrade mig*: nobody but she may read the answer from now on."""
        if self.window.path != "/me":
            self.window.go("/me")
        self.turns_to(heading)
        self.window.press("Jag ändrade mig – bara jag")

    def readers_of(self, heading: str) -> str:
        """Who may read the answer, as her book says."""
        card = self.page.locator("main a.tap").filter(has_text=heading).first
        said = card.locator(".source", has_text="Får läsa:").inner_text()
        return " ".join(said.replace("Får läsa:", "").split())
