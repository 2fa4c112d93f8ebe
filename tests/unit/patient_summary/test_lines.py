from __future__ import annotations

import json
from typing import Any

import pytest

from portfolio.patient_summary import NAME_MISSING, LeftOutReason, Refusal, Standing, SummaryRefused, read
from tests.unit.patient_summary.bundles import (
    PATIENT,
    allergy,
    bundle,
    condition,
    given,
    medicine,
    read_json,
    summary,
)

UUID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


def refused(raw: bytes) -> SummaryRefused:
    with pytest.raises(SummaryRefused) as caught:
        read(raw)
    return caught.value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", Refusal.NOT_JSON),
        (b"<Bundle/>", Refusal.NOT_JSON),
        (b'{"resourceType": "Bundle", "total": NaN}', Refusal.NOT_JSON),
        (b'{"a": "\xff\xfe"}', Refusal.NOT_JSON),
        (b"[]", Refusal.NOT_A_BUNDLE),
        (b'{"resourceType": "Patient"}', Refusal.NOT_A_BUNDLE),
        (b'{"resourceType": "Bundle"}', Refusal.NO_PATIENT),
        (b'{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Group"}}]}', Refusal.NO_PATIENT),
        (b"[" * 200_000, Refusal.TOO_DEEP),
        (b"[" * 100 + b"]" * 100, Refusal.TOO_DEEP),
        (b" " * (10 * 1024 * 1024 + 1), Refusal.TOO_LARGE),
        (b'{"resourceType": "Bundle", "n": 1e99999999999999999999}', Refusal.NOT_JSON),
    ],
)
def test_what_is_no_patient_summary_is_refused(raw: bytes, reason: Refusal) -> None:
    assert refused(raw).reason is reason


@pytest.mark.parametrize(
    "line",
    [
        allergy(),
        allergy(code={}),
        allergy(code={"coding": []}),
        allergy(code={"coding": [{"system": "http://snomed.info/sct"}]}),
        allergy(code=None),
        medicine(),
        medicine(medicationCodeableConcept={"text": ""}),
        medicine(medicationReference={"reference": "Medication/gone"}),
        medicine(medicationReference={"reference": "#gone"}),
        medicine(contained=[{"resourceType": "Medication", "id": "m"}], medicationReference={"reference": "#m"}),
    ],
)
def test_a_substance_that_cannot_be_told_refuses_the_file_and_names_the_place(line: dict[str, Any]) -> None:
    error = refused(json.dumps(bundle(condition(code={"text": "Astma"}), line)).encode())
    assert error.reason is Refusal.NO_SUBSTANCE
    assert error.place.startswith("Bundle.entry[2].resource")


def test_a_code_without_words_is_a_line_whose_name_is_missing() -> None:
    found = summary(
        allergy(code={"coding": [{"code": "91935009"}]}),
        medicine(medicationCodeableConcept={"coding": [{"code": "N02BE01", "display": "N02BE01"}]}),
        medicine(medicationCodeableConcept={"coding": [{"code": "7"}], "text": UUID}),
        condition(),
    )
    assert {line.name for line in found.lines} == {NAME_MISSING}


def test_a_medication_is_found_by_every_kind_of_reference() -> None:
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Metylfenidat"}}
    holder = bundle(*(medicine(medicationReference={"reference": r}) for r in ("Medication/m", f"urn:uuid:{UUID}")))
    holder["entry"].append({"fullUrl": f"urn:uuid:{UUID}", "resource": medication})
    assert [line.name for line in read_json(holder).medicines] == ["Metylfenidat"] * 2


def test_an_ingredient_names_a_medication_without_code() -> None:
    contained = {
        "resourceType": "Medication",
        "id": "m",
        "ingredient": [{"itemCodeableConcept": {"text": "melatonin"}}],
    }
    found = summary(medicine(contained=[contained], medicationReference={"reference": "#m"}))
    assert found.medicines[0].name == "melatonin"


def test_a_contained_line_in_no_section_counts() -> None:
    inside = {k: v for k, v in allergy(code={"text": "Jordnöt"}).items() if k != "patient"}
    found = summary({"resourceType": "Composition", "contained": [inside]})
    assert [line.name for line in found.allergies] == ["Jordnöt"]


@pytest.mark.parametrize(
    ("members", "standing"),
    [
        ({"status": "active"}, Standing.CURRENT),
        ({"status": "completed"}, Standing.ENDED),
        ({"status": "stopped"}, Standing.ENDED),
        ({"status": "on-hold"}, Standing.UNKNOWN),
        ({"status": None}, Standing.UNKNOWN),
        ({"resourceType": "MedicationRequest", "doNotPerform": True}, Standing.NOT_DONE),
        ({"resourceType": "MedicationDispense", "status": "completed"}, Standing.UNKNOWN),
        ({"resourceType": "MedicationAdministration", "status": "completed"}, Standing.ENDED),
    ],
)
def test_a_medicine_is_current_ended_or_unknown(members: dict[str, Any], standing: Standing) -> None:
    (line,) = summary(medicine(medicationCodeableConcept={"text": "Alvedon"}, **members)).medicines
    assert line.standing is standing


@pytest.mark.parametrize(
    ("members", "standing"),
    [
        ({"clinicalStatus": {"coding": [{"code": "active"}]}}, Standing.CURRENT),
        ({"clinicalStatus": {"coding": [{"code": "resolved"}]}}, Standing.ENDED),
        ({"clinicalStatus": "inactive"}, Standing.ENDED),
        ({"abatementDateTime": "2020"}, Standing.ENDED),
        ({"verificationStatus": {"coding": [{"code": "refuted"}]}}, Standing.ENDED),
        ({}, Standing.UNKNOWN),
    ],
)
def test_a_condition_is_current_ended_or_unknown(members: dict[str, Any], standing: Standing) -> None:
    (line,) = summary(condition(code={"text": "Astma"}, **members)).conditions
    assert line.standing is standing


def test_what_was_entered_in_error_is_left_out_and_named() -> None:
    found = summary(allergy(verificationStatus={"coding": [{"code": "entered-in-error"}]}))
    assert found.lines == ()
    assert [left.reason for left in found.left_out] == [LeftOutReason.ENTERED_IN_ERROR]


def test_lines_of_another_patient_are_left_out_and_named() -> None:
    sibling = {**PATIENT, "id": "q", "name": [{"given": ["Nils"], "family": "Exempelsson"}]}
    about_sibling = allergy(code={"text": "Katt"}, patient={"reference": "Patient/q"})
    found = summary(
        {"resourceType": "Composition", "subject": {"reference": "Patient/p"}},
        sibling,
        about_sibling,
        allergy(code={"text": "Jordnöt"}),
    )
    assert [line.name for line in found.allergies] == ["Jordnöt"]
    assert [left.reason for left in found.left_out] == [LeftOutReason.OTHER_PATIENT]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (condition(code={"text": "Astma"}, onsetDateTime="2024-02-30"), ".onsetDateTime"),
        (condition(code={"text": "Astma"}, onsetDateTime=2024), ".onsetDateTime"),
        (condition(code="Astma"), ".code"),
        (condition(code=[{"text": "Astma"}]), ".code"),
        (condition(code={"text": "Astma", "coding": {"code": "1"}}), ".code.coding"),
        (condition(code={"text": ["Astma"]}), ".code.text"),
        (condition(code={"text": "Astma"}, note="ofta på våren"), ".note"),
        (condition(code={"text": "Astma"}, unheard_of=1), ".unheard_of"),
        (condition(code={"text": "Astma"}, note=[{"text": "x" * 9000}]), ".note[0].text"),
    ],
)
def test_a_flaw_leaves_the_line_readable_and_is_named(line: dict[str, Any], place: str) -> None:
    (found,) = summary(line).conditions
    assert found.name == "Astma"
    assert f"Bundle.entry[1].resource{place}" in found.partly_read


def test_an_impossible_date_keeps_its_text_without_a_day() -> None:
    (line,) = summary(condition(code={"text": "Astma"}, onsetDateTime="2024-02-30")).conditions
    assert line.onset is not None
    assert (line.onset.text, line.onset.day) == ("2024-02-30", None)


def test_a_partial_date_keeps_its_precision() -> None:
    (line,) = summary(condition(code={"text": "Astma"}, onsetDateTime="2015-03")).conditions
    assert line.onset is not None
    assert (line.onset.text, line.onset.precision) == ("2015-03", "month")


def test_control_and_direction_characters_are_stripped() -> None:
    (line,) = summary(condition(code={"text": "As\u0000t\u202ema\r\n"})).conditions
    assert (line.name, line.partly_read) == ("Astma", ())
    (torn,) = summary(condition(code={"text": "Astma\ud800"})).conditions
    assert torn.name == "Astma"


def test_an_entry_that_cannot_be_read_is_named() -> None:
    holder = bundle()
    holder["entry"] += [{"resource": {"resourceType": "Alergy"}}, "x", {"resource": None}, {}]
    places = [left.place for left in read_json(holder).left_out]
    assert sorted(places) == [
        "Bundle.entry[1].resource",
        "Bundle.entry[2]",
        "Bundle.entry[3]",
        "Bundle.entry[4]",
    ]


def test_newer_content_of_the_same_summary_keeps_the_identity_and_changes_the_fingerprint() -> None:
    older = given("NZ_Peter_Jordan_AAA1234.json")
    newer = json.loads(json.dumps(older).replace('"2021-05-03"', '"2024-05-03"'))
    first, second = read_json(older), read_json(newer)
    assert first.identity == second.identity
    assert first.fingerprint != second.fingerprint
    assert first.composed is not None
    assert second.composed is not None
    assert first.composed.instant is not None
    assert second.composed.instant is not None
    assert first.composed.instant < second.composed.instant
