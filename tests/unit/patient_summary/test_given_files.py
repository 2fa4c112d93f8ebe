"""The eleven files that nobody here wrote, against counts from their raw JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portfolio.patient_summary import NAME_MISSING, Dosage, Medicine, Standing, Summary, read
from tests.unit.patient_summary import bundles

COUNTER = Path(__file__).parents[2] / "tools" / "count_ips.py"
ID_SHAPE = re.compile(r"[\d\W]*|[0-9a-fA-F-]{12,}|[0-9a-f]{8}-[0-9a-f-]{27}|urn:.*|https?://.*|\w+/\S*\d\S*")


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, int]]:
    command = [sys.executable, str(COUNTER), *map(str, bundles.FILES)]
    found = subprocess.run(command, check=True, capture_output=True)
    counts: dict[str, dict[str, int]] = json.loads(found.stdout)
    return counts


def of(name: str) -> Summary:
    return read((bundles.FOLDER / name).read_bytes())


def test_there_are_eleven_files() -> None:
    assert len(bundles.FILES) == 11


@pytest.mark.parametrize("name", bundles.NAMES)
def test_counts_equal_those_of_the_raw_json(name: str, counted: dict[str, dict[str, int]]) -> None:
    summary = of(name)
    assert {
        "allergies": len(summary.allergies),
        "medicines": len(summary.medicines),
        "conditions": len(summary.conditions),
        "immunisations": len(summary.immunisations),
        "absences": len(summary.absences),
        "ended": sum(line.standing is Standing.ENDED for line in summary.lines),
        "in_error": len(summary.left_out),
    } == counted[name]


@pytest.mark.parametrize("name", bundles.NAMES)
def test_a_whole_file_is_not_marked_partly_read(name: str) -> None:
    summary = of(name)
    assert [flaw for line in (*summary.lines, *summary.absences) for flaw in line.partly_read] == []
    assert summary.partly_read == ()


@pytest.mark.parametrize("name", bundles.NAMES)
def test_nothing_shown_is_an_id_or_a_bare_code(name: str) -> None:
    for line in of(name).lines:
        assert line.name == NAME_MISSING or not ID_SHAPE.fullmatch(line.name)
        assert line.name not in {code.code for code in line.codes}
        for shown in (line.source, *line.notes):
            assert shown is None or not ID_SHAPE.fullmatch(shown)
        for dosage in line.dosages if isinstance(line, Medicine) else ():
            for shown in (dosage.text, dosage.unit, dosage.route, dosage.schedule_text):
                assert shown is None or not ID_SHAPE.fullmatch(shown)


def test_only_codes_without_words_leave_the_name_missing() -> None:
    missing = [(name, line.place) for name in bundles.NAMES for line in of(name).lines if line.name == NAME_MISSING]
    assert missing == [("US_MEDITECH_ips_3.json", f"Bundle.entry[{index}].resource") for index in (14, 15)]


def test_a_contained_medication_gives_the_name() -> None:
    assert of("AU-example-sparked.json").medicines[0].name == "Metformin"


def test_dose_unit_and_times_are_apart_and_no_time_stays_no_time() -> None:
    with_times, _ = of("US_Epic_connectathon_May2024.json").medicines
    assert with_times.dosages[0].amount == "850"
    assert with_times.dosages[0].unit == "mg"
    assert with_times.dosages[0].times == ("08:00", "18:00")
    without_time = of("DK_Jens_Villadsen_01.json").medicines[0]
    assert without_time.dosages == (Dosage(route="Oral use"),)


def test_a_vaccine_not_given_is_apart_from_those_given() -> None:
    given = of("US_Dynamic_Health_IT_Happy_Kid_FHIR_Bundle-IPS.json").immunisations
    assert [line.standing for line in given] == [Standing.CURRENT, Standing.NOT_DONE]


def test_a_shared_bundle_identifier_does_not_make_two_patients_one() -> None:
    identities = {name: of(name).identity for name in bundles.NAMES}
    swiss, argentine = (identities[n] for n in ("CH_HL7CH_Examples_01.json", "AR_Repository_Example_02.json"))
    assert (swiss.system, swiss.value) == (argentine.system, argentine.value)
    assert swiss != argentine
    assert identities["IPS_IG-bundle-01.json"] == argentine  # The same woman, told again.


@pytest.mark.parametrize("name", bundles.NAMES)
def test_order_and_white_space_do_not_change_the_fingerprint(name: str) -> None:
    value = bundles.given(name)
    value["entry"].reverse()
    turned = json.dumps({key: value[key] for key in reversed(value)}, indent=3).encode("utf-8-sig")
    assert read(turned).fingerprint == of(name).fingerprint


def test_every_file_has_a_fingerprint_of_its_own() -> None:
    assert len({of(name).fingerprint for name in bundles.NAMES}) == len(bundles.NAMES)
