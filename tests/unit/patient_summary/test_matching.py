from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portfolio.patient_summary import Mismatch, Patient, match
from tests.unit.patient_summary.bundles import PATIENT, summary

SIGNE = Patient(names=(("Signe Maria", "Exempelsson-Åhl"),), birth_date=date(2016, 3, 4), birth_date_text="2016-03-04")
BORN = date(2016, 3, 4)
# From Skatteverket's published series of test numbers.
NUMBER = "201501012395"


@pytest.mark.parametrize(
    "names",
    [
        "Signe Maria Exempelsson-Åhl",
        "EXEMPELSSON AHL, signe maria",
        "Signe Exempelsson Åhl",
        "Signe Maria Britta Exempelsson-Åhl",
        "",
    ],
)
def test_case_accents_order_and_a_missing_name_are_no_mismatch(names: str) -> None:
    assert match(SIGNE, names=names, birth_date=BORN, personnummer=None) == ()


@pytest.mark.parametrize("names", ["Nils Exempelsson-Åhl", "Signe Demovall", "Signe Britta Exempelsson-Åhl"])
def test_another_name_is_a_mismatch(names: str) -> None:
    assert match(SIGNE, names=names, birth_date=BORN, personnummer=None) == (Mismatch.NAME,)


def test_another_birth_date_is_a_mismatch_and_a_missing_one_is_not() -> None:
    assert match(SIGNE, names="", birth_date=date(2016, 3, 5), personnummer=None) == (Mismatch.BIRTH_DATE,)
    assert match(SIGNE, names="Signe Exempelsson Åhl", birth_date=None, personnummer=None) == ()


@pytest.mark.parametrize(("text", "expected"), [("2016", ()), ("2016-03", ()), ("2016-04", (Mismatch.BIRTH_DATE,))])
def test_a_partial_birth_date_is_compared_as_far_as_it_goes(text: str, expected: tuple[Mismatch, ...]) -> None:
    patient = Patient(names=SIGNE.names, birth_date_text=text)
    assert match(patient, names="", birth_date=BORN, personnummer=None) == expected


def test_nothing_to_compare_is_a_mismatch() -> None:
    for patient in (Patient(), SIGNE):
        found = match(patient, names=" ", birth_date=None, personnummer=None)
        assert found == (Mismatch.NOTHING_TO_COMPARE,)


@pytest.mark.parametrize("dash", ["", "-"])
@pytest.mark.parametrize(
    "system", ["urn:oid:1.2.752.129.2.1.3.1", "http://electronichealth.se/identifier/personnummer"]
)
def test_a_personnummer_is_read_and_compared(dash: str, system: str) -> None:
    identifier = {"system": system, "value": f"{NUMBER[:8]}{dash}{NUMBER[8:]}"}
    patient = summary(patient=with_identifier(identifier)).patient
    assert patient.personnummer == NUMBER
    assert match(patient, names="", birth_date=None, personnummer=f"{NUMBER[:8]}-{NUMBER[8:]}") == ()
    other = f"{NUMBER[:11]}{(int(NUMBER[11]) + 1) % 10}"
    assert match(patient, names="", birth_date=None, personnummer=other) == (Mismatch.PERSONNUMMER,)


def test_another_countrys_number_is_no_personnummer() -> None:
    identifier = {"system": "urn:oid:2.16.840.1.113883.2.4.6.3", "value": NUMBER}
    assert summary(patient=with_identifier(identifier)).patient.personnummer is None


def with_identifier(identifier: dict[str, str]) -> dict[str, Any]:
    return {**PATIENT, "identifier": [identifier]}
