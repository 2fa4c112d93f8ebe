"""What the journeys type: a child of each journey's own, with words that nobody else's pages may ever show."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SURNAMES = ("Exempelsson", "Påhittberg", "Demovall", "Provström")
GIVEN = (
    *("Signe", "Alva", "Elsa", "Freja", "Iris", "Juni", "Leia", "Maja", "Nora", "Olga", "Runa", "Saga", "Tyra", "Vera"),
    *("Algot", "Bosse", "Ebbe", "Frans", "Hugo", "Ivar", "Kasper", "Loke", "Milo", "Nils", "Otto", "Ruben", "Sixten"),
)
FIRST = ("Mor", "Tal", "Vin", "Sol", "Bel", "Kor", "Fal", "Lum", "Nor", "Rav", "Sim", "Dor", "Gal", "Hav", "Jul", "Pil")
THEN = ("a", "e", "i", "o", "u", "å", "ä", "ö")
LAST = ("la", "ra", "na", "sa", "ma", "va", "ka", "ta", "da", "ga", "by", "vik", "lund")


def invented() -> str:
    """A word that means nothing and that no other page of the run holds."""
    word = "".join(secrets.choice(part) for part in (FIRST, THEN, LAST))
    if word in _used():
        return invented()
    _used().add(word)
    return word


@cache
def _used() -> set[str]:
    return set()


def phone() -> str:
    """A number of the series that is kept free for stories: 08-465 004 00 to 99."""
    return f"08-465 004 {secrets.randbelow(100):02}"


def one_of(choices: Sequence[str]) -> str:
    return secrets.choice(choices)


def today() -> date:
    """The day in Stockholm; a run over midnight sees both."""
    return datetime.now(STOCKHOLM).date()


def this_evening() -> str:
    """A time of day whose dose can be ticked now: this evening's, and late at night one that is close."""
    if datetime.now(STOCKHOLM).hour >= 21:
        return "23:50"
    return f"{19 + secrets.randbelow(3)}:{secrets.choice(('00', '10', '15', '30', '45'))}"


def born(years: int) -> date:
    """A birthday of somebody who is that old all through the run."""
    return today() - timedelta(days=365 * years + years // 4 + 30 + secrets.randbelow(200))


@dataclass(frozen=True, slots=True)
class Allergy:
    substance: str
    reaction: str
    remedy: str
    source: str

    @property
    def title(self) -> str:
        return f"{self.substance}: kan bli livsfarligt"


@dataclass(frozen=True, slots=True)
class Medicine:
    name: str
    dose: str
    unit: str
    time: str
    how: str
    source: str

    @property
    def title(self) -> str:
        return f"{self.name} {self.dose} {self.unit}"

    @property
    def sentence(self) -> str:
        """As it is read back before it is saved."""
        return f"{self.title} klockan {self.clock} varje dag."

    @property
    def clock(self) -> str:
        return self.time.replace(":", ".")


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    relation: str
    phone: str
    source: str


@dataclass(frozen=True, slots=True)
class Classroom:
    """What a school needs: when, what helps, whom to ask, who may fetch."""

    starts_on: date
    helps: str
    disturbs: str
    contact: str
    fetches: str
    fetches_not: str


@dataclass(frozen=True, slots=True)
class ChildOfStory:
    """A child as somebody types her in."""

    called: str
    surname: str
    born: date
    guardian: str
    guardian_phone: str
    allergy: Allergy
    medicine: Medicine
    risk: str
    risk_remedy: str
    plan: str
    plan_steps: str
    contact: Contact
    classroom: Classroom
    marks: tuple[str, ...] = field(default=())
    """Words of hers alone, one in each thing told."""

    @property
    def name(self) -> str:
        return f"{self.called} {self.surname}"


FOODS = ("Jordnötter", "Cashewnötter", "Hasselnötter", "Räkor", "Sesam", "Lupin")


def another_allergy(than: Allergy) -> Allergy:
    """Something else that she cannot eat, by other words."""
    return girl(substance=one_of([food for food in FOODS if food != than.substance])).allergy


def girl(*, called: str = "", years: int = 9, substance: str = "") -> ChildOfStory:
    """A child with ADHD who can die of what she eats."""
    words = [invented() for _ in range(12)]
    given = one_of(GIVEN)
    surname = one_of(SURNAMES)
    eaten = substance or one_of(FOODS)
    return ChildOfStory(
        called=called or f"{given} {words[0]}",
        surname=surname,
        born=born(years),
        guardian=f"Gun {words[1]} {surname}",
        guardian_phone=phone(),
        allergy=Allergy(
            eaten,
            f"Svullna läppar och svårt att andas, först efter {words[2]}",
            f"Ge adrenalinpennan i den röda väskan märkt {words[3]}. Ring 112.",
            f"mamma, dagboken {words[4]}",
        ),
        medicine=Medicine(
            one_of(("Melatonin", "Loratadin", "Medikinet")),
            str(1 + secrets.randbelow(9)),
            one_of(("mg", "ml")),
            this_evening(),
            f"Med ett glas {words[5]}mjölk",
            "vårdcentralen",
        ),
        risk=f"Kan springa ut om någon ropar {words[6]}",
        risk_remedy="Gå bredvid. Ropa inte.",
        plan="När hon får svårt att andas",
        plan_steps=f"1. Ge pennan. 2. Ring 112. 3. Lägg henne på soffan {words[7]}.",
        contact=Contact(f"Mormor Asta {words[8]}", "mormor", phone(), "mamma"),
        classroom=Classroom(
            today() + timedelta(days=3),
            f"Rörelsepaus varje kvart och platsen vid {words[9]}",
            f"Höga ljud från {words[10]}",
            f"Kerstin {words[11]}",
            f"Moster Ylva {invented()}",
            f"Herr Sture {invented()}",
        ),
        marks=tuple(words),
    )
