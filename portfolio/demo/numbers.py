"""Personnummer from Skatteverket's published test series, chosen by age so that stories do not grow old.

Source: Skatteverket's open data set "Testpersonnummer", as kept by ActiveLogin.Identity (MIT).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portfolio.clock import age_on, in_stockholm, system_clock


@dataclass(frozen=True, slots=True)
class TestNumber:
    """One number of the series, with the birth date and legal gender it tells."""

    number: str
    born: date
    gender: str


@cache
def series() -> tuple[TestNumber, ...]:
    """The whole series, oldest first."""
    with (Path(__file__).parent / "testpersonnummer.csv").open(encoding="utf-8") as lines:
        return tuple(
            TestNumber(row["personnummer"], date.fromisoformat(row["born"]), row["legal_gender"])
            for row in csv.DictReader(lines)
        )


def of_age(age: int, gender: str, *, skip: int = 0, today: date | None = None) -> TestNumber:
    """A number of somebody who is `age` today and was so for a while; `skip` picks another one of that age."""
    now = today or in_stockholm(system_clock()).date()
    found = [number for number in series() if number.gender == gender and age_on(number.born, now) == age]
    return found[skip % len(found)]
