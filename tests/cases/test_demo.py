"""The demo world: invented people only, valid chains, refused in production."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio.demo import people, seed
from portfolio.demo.numbers import of_age, series
from portfolio.settings import SettingsRefused, checked
from tests.conftest import trial_settings
from tests.service import portfolio


def test_a_number_is_of_the_age_asked_for_on_any_day() -> None:
    for today in (date(2026, 11, 22), date(2027, 3, 1), date(2028, 2, 29), date(2030, 12, 31)):
        number = of_age(9, "female", today=today)
        assert number in series()
        assert today.year - number.born.year - ((today.month, today.day) < (number.born.month, number.born.day)) == 9


def test_production_refuses_the_demo_world(tmp_path: Path) -> None:
    settings = replace(trial_settings(tmp_path, "mongodb://127.0.0.1:1/"), trial=False, demo=True, https=True)
    with pytest.raises(SettingsRefused):
        checked(settings)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a trial installation of its own."""
    return tmp_path_factory.mktemp("demo")


def test_the_demo_world_is_seeded_once_verifies_and_goes_away_whole(home: Path) -> None:
    assert portfolio(home, "demo", "seed", "--size", "s").stdout.strip() == "12 children."
    again = portfolio(home, "demo", "seed", "--size", "s")
    assert again.returncode == 1
    assert "wipe" in again.stderr
    found = people.kept(home / "data")
    assert {person.code for person in found} >= {"sanna", "siv", "bo", "rut", "alva", "hugo", "ella"}
    assert all(person.totp_secret or person.card for person in found)
    assert portfolio(home, "ledger", "verify").returncode == 0
    assert portfolio(home, "demo", "wipe").returncode == 0
    assert people.kept(home / "data") == ()


def test_every_surname_in_the_demo_world_is_invented() -> None:
    from portfolio.demo.cast import ADULTS, ALVA, ELLA, HUGO, OTHERS, SURNAMES

    assert {adult.name.split()[-1] for adult in ADULTS} <= set(SURNAMES)
    assert {child.surname for child in (ALVA, HUGO, ELLA, *OTHERS)} <= set(SURNAMES)
    assert seed.SIZES.keys() == {"s", "m"}
