from __future__ import annotations

from typing import Any

import pytest

from portfolio.patient_summary import AbsenceKind, LeftOutReason, Standing
from tests.unit.patient_summary.bundles import allergy, condition, medicine, summary

NONE, UNKNOWN = AbsenceKind.KNOWN_NONE, AbsenceKind.NO_INFORMATION
DAR = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
LIST_EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"


def code(value: str, system: str = "http://snomed.info/sct", **more: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": value, **more}]}


@pytest.mark.parametrize(
    ("concept", "area", "kind"),
    [
        (code("no-known-allergies", "x"), "allergies", NONE),
        (code("no-allergy-info", "x"), "allergies", UNKNOWN),
        (code("no-known-food-allergies", "x"), "food_allergies", NONE),
        (code("no-known-medication-allergies", "x"), "drug_allergies", NONE),
        (code("716186003"), "allergies", NONE),
        (code("409137002", display="No known drug allergy"), "drug_allergies", NONE),
        (code("429625007"), "food_allergies", NONE),
        (code("unknown", "http://terminology.hl7.org/CodeSystem/data-absent-reason"), "allergies", UNKNOWN),
        (code("NI", "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"), "allergies", UNKNOWN),
        ({"extension": [{"url": DAR, "valueCode": "unknown"}]}, "allergies", UNKNOWN),
        ({"text": "No Known Drug Allergies"}, "drug_allergies", NONE),
        ({"text": "NKDA"}, "drug_allergies", NONE),
        ({"text": "Inga kända allergier"}, "allergies", NONE),
        ({"text": "No information about allergies"}, "allergies", UNKNOWN),
        ({"text": "Unknown"}, "allergies", UNKNOWN),
        ({**code("716186003"), "text": "Nessuna allergia nota"}, "allergies", NONE),
        ({**code("716186003"), "text": "既知のアレルギーなし"}, "allergies", NONE),
    ],
)
def test_an_allergy_that_tells_an_absence_is_no_value(concept: object, area: str, kind: AbsenceKind) -> None:
    found = summary(allergy(code=concept))
    assert [(absence.area, absence.kind) for absence in found.absences] == [(area, kind)]
    assert found.allergies == ()


def test_an_unknown_code_that_looks_like_an_absence_is_marked_and_no_value() -> None:
    coded = code("no-known-hay-fever", "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips")
    (local,) = summary(allergy(code=code("ZZ1", "urn:local", display="No known allergies"))).absences
    (unheard,) = summary(allergy(code=coded)).absences
    assert (unheard.kind, bool(unheard.partly_read)) == (NONE, True)
    assert (local.kind, bool(local.partly_read)) == (NONE, True)


@pytest.mark.parametrize(
    "text",
    ["No known allergies except peanut", "Jordnöt", "Nickel", "Allergy to unknown substance", "Nonoxynol-9"],
)
def test_a_value_is_not_taken_for_an_absence(text: str) -> None:
    found = summary(allergy(code={"text": text}))
    assert [line.name for line in found.allergies] == [text]
    assert found.absences == ()


def test_an_absence_never_hides_a_value_in_the_same_concept() -> None:
    both = {"coding": [code("716186003")["coding"][0], {"system": "x", "code": "1", "display": "Peanut"}]}
    found = summary(allergy(code=both))
    assert [line.name for line in found.allergies] == ["Peanut"]
    assert len(found.absences) == 1
    assert found.allergies[0].partly_read
    assert found.absences[0].partly_read


def test_absences_stand_beside_values_and_beside_each_other() -> None:
    found = summary(
        allergy(code={"text": "Jordnöt"}),
        allergy(code=code("716186003")),
        allergy(code=code("no-allergy-info", "x")),
        medicine(medicationCodeableConcept=code("no-known-medications", "x")),
        condition(code=code("no-problem-info", "x")),
    )
    assert len(found.allergies) == 1
    assert [(a.area, a.kind) for a in found.absences] == [
        ("allergies", NONE),
        ("allergies", UNKNOWN),
        ("medicines", NONE),
        ("conditions", UNKNOWN),
    ]


def test_a_refuted_absence_no_longer_holds() -> None:
    refuted = {"verificationStatus": {"coding": [{"code": "refuted"}]}}
    (absence,) = summary(allergy(code=code("716186003"), **refuted)).absences
    assert absence.standing is Standing.ENDED


@pytest.mark.parametrize(("reason", "kind"), [("nilknown", NONE), ("unavailable", UNKNOWN), ("notasked", UNKNOWN)])
def test_an_empty_section_tells_why(reason: str, kind: AbsenceKind) -> None:
    section = {"code": code("48765-2", "http://loinc.org"), "emptyReason": code(reason, LIST_EMPTY)}
    found = summary({"resourceType": "Composition", "section": [{"title": "A", "section": [section]}]})
    assert [(absence.area, absence.kind) for absence in found.absences] == [("allergies", kind)]


def test_a_section_that_holds_only_prose_or_a_dead_reference_is_named() -> None:
    allergies, medicines = ({"code": code(loinc, "http://loinc.org")} for loinc in ("48765-2", "10160-0"))
    prose = {**allergies, "text": {"status": "generated", "div": "<div>Jordnöt</div>"}}
    dead = {**medicines, "entry": [{"reference": "MedicationStatement/gone"}]}
    found = summary({"resourceType": "Composition", "section": [prose, dead]})
    assert [left.reason for left in found.left_out] == [
        LeftOutReason.NARRATIVE_ONLY,
        LeftOutReason.UNRESOLVED_REFERENCE,
    ]
