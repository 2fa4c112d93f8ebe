"""The many other children of the larger demo worlds: drawn from lists, from one seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from portfolio.demo.cast import SURNAMES

SANNAS = 88
"""With the cast's, the officer of the story answers for a hundred children."""

CALLED = (
    "Alice", "Amir", "Astrid", "Bilal", "Dina", "Edvin", "Elin", "Fatima", "Filip", "Freja", "Hanna", "Ibrahim", "Ida",
    "Jonna", "Kim", "Lilly", "Liv", "Lova", "Malte", "Maja", "Mio", "Molly", "Nils", "Noor", "Olle", "Oskar", "Ronja",
    "Sami", "Selma", "Signe", "Stella", "Svea", "Theo", "Tuva", "Vera", "Viggo", "Wilma", "Zahra", "Åke", "Östen",
)  # fmt: skip
SUBSTANCES = ("Jordnötter", "Mjölk", "Ägg", "Katt", "Pollen", "Penicillin", "Fisk", "Soja")
MEDICINES = (("Melatonin", "3"), ("Cetirizin", "10"), ("Metylfenidat", "36"), ("Sertralin", "50"), ("Montelukast", "5"))
SOURCES = ("Mamma", "Pappa", "Vårdcentralen", "Förra hemmet", "Skolsköterskan")
HOMES = ("bjorkbacken", "granbacken", "talludden", "")
FIRST_BIRTH = date(2010, 1, 1)


@dataclass(frozen=True, slots=True)
class CrowdChild:
    """One child without a personnummer, with a few facts."""

    number: int
    given: dict[str, Any]
    facts: tuple[tuple[str, dict[str, object]], ...]
    home: str = field(default="")


def child(chance: Random, number: int) -> CrowdChild:
    """Draw one child."""
    called, surname = chance.choice(CALLED), chance.choice(SURNAMES)
    born = FIRST_BIRTH + timedelta(days=chance.randrange(14 * 365))
    given = {
        "name": f"{called} {surname}",
        "called": called,
        "born": born.isoformat(),
        "guardians": [{"name": f"{chance.choice(CALLED)} {surname}", "phone": "070-174 06 11"}],
    }
    return CrowdChild(number, given, _facts(chance), chance.choice(HOMES))


def _facts(chance: Random) -> tuple[tuple[str, dict[str, object]], ...]:
    source = chance.choice(SOURCES)
    medicine, dose = chance.choice(MEDICINES)
    drawn: list[tuple[str, dict[str, object]]] = [
        (
            "allergy",
            {
                "substance": chance.choice(SUBSTANCES),
                "severity": chance.choice(("life_threatening", "severe", "mild", "unknown")),
                "source": source,
            },
        ),
        (
            "medicine",
            {
                "name": medicine,
                "dose": dose,
                "unit": "mg",
                "times": [f"{chance.randrange(6, 22):02}:30"],
                "source": source,
            },
        ),
        ("contact", {"name": "Jourhavande", "relation": "Kontaktperson", "phone": "070-174 06 12", "source": source}),
    ]
    return tuple(drawn[: chance.randint(1, 3)])
