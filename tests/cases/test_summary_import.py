"""Patient summaries in the health bundle: the eleven given files, and small ones that say one thing."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest

from auth.models import rows
from consent import ledger
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, documents, facts, kinds
from portfolio.clock import system_clock
from portfolio.documents import OpenedDocument
from portfolio.errors import InputRefused
from portfolio.important_now import important_now
from portfolio.models import DocumentRecord, VersionRecord
from portfolio.patient_summary import Mismatch
from portfolio.summary_import import KINDS, import_summary
from portfolio.summary_refusals import FileRefused, StrangersSummary
from portfolio.summary_report import ImportReport, Outcome
from portfolio.wiring import Parts
from tests.moment import Moment
from tests.unit.patient_summary import bundles
from tests.world import PASSWORD, World

COUNTER = Path(__file__).parents[1] / "tools" / "count_ips.py"
REASON = "Journalen står på moderns namn"
SIGNE = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"given": ["Signe"], "family": "Påhittberg"}],
    "birthDate": "2017-03-10",
}
PEANUT = bundles.allergy(code={"text": "Jordnötter"}, criticality="high")
BIRCH = bundles.allergy(code={"text": "Björk"}, criticality="low")


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, int]]:
    command = [sys.executable, str(COUNTER), *map(str, bundles.FILES)]
    found = subprocess.run(command, check=True, capture_output=True)
    counts: dict[str, dict[str, int]] = json.loads(found.stdout)
    return counts


def summary_of(*resources: dict[str, Any], day: str = "2026-11-01", **bundle: Any) -> bytes:
    """A summary about Signe, composed that day at Norrviks vårdcentral."""
    composition = {
        "resourceType": "Composition",
        "date": day,
        "subject": {"reference": "Patient/p"},
        "custodian": {"display": "Norrviks vårdcentral"},
    }
    return json.dumps(bundles.bundle(composition, *resources, patient=SIGNE) | bundle).encode()


def given(world: World, raw: bytes, *, child: str = "", reason: str | None = None) -> ImportReport:
    officer = world.actor(world.officer)
    at = world.moment.pass_(timedelta(minutes=1))
    return import_summary(officer, world.parts.vault, child or world.signe, raw, at, despite_mismatch=reason)


def health(world: World, child: str = "") -> tuple[OpenedDocument, ...]:
    officer = world.actor(world.officer)
    admitted = admission.admit(officer, Action.READ, Purpose.CASEWORK, child or world.signe, world.at, kinds=KINDS)
    opened = documents.opened_all(world.parts.vault.open(admitted.permit), admitted.documents)
    return tuple(document for document in opened if document.kind != "patient_summary")


def current(world: World, kind: str) -> list[str]:
    name = "substance" if kind == "allergy" else "name"
    return sorted(one.content[name] for one in health(world) if one.kind == kind and one.ended is None)


def stored(child: str) -> dict[str, int]:
    return {
        record.__name__: rows(record).count_documents({"child": child}) for record in (DocumentRecord, VersionRecord)
    }


@pytest.mark.parametrize("name", bundles.NAMES)
def test_a_given_file_is_refused_as_a_strangers_and_stores_nothing_but_the_entry(world: World, name: str) -> None:
    before, entries = stored(world.signe), len(ledger.read(world.signe))
    with pytest.raises(StrangersSummary) as refusal:
        given(world, (bundles.FOLDER / name).read_bytes())
    assert Mismatch.NAME in refusal.value.mismatches
    assert stored(world.signe) == before
    assert len(ledger.read(world.signe)) == entries + 1


@pytest.mark.parametrize("name", bundles.NAMES)
def test_a_given_file_comes_in_whole_with_a_reason_that_every_line_carries(
    world: World, name: str, counted: dict[str, dict[str, int]]
) -> None:
    report = given(world, (bundles.FOLDER / name).read_bytes(), reason=REASON)
    lines = health(world)
    expected = counted[name]
    by_kind = {
        "allergies": sum(line.kind == "allergy" for line in lines),
        "medicines": sum(line.kind == "medicine" for line in lines),
        "conditions": sum(line.kind == "condition" for line in lines),
        "immunisations": sum(line.kind == "immunisation" for line in lines),
        "absences": sum(line.kind == "known_none" for line in lines),
    }
    assert by_kind == {area: expected[area] for area in by_kind}
    assert {area: getattr(report, area) for area in by_kind} == by_kind
    not_done = sum(line.content["standing"] == "not_done" for line in lines)
    assert sum(line.ended is not None for line in lines) == expected["ended"] + not_done
    assert (report.outcome, report.ended, report.partly_read) == (Outcome.IMPORTED, expected["ended"], 0)
    assert report.left_out == expected["in_error"]
    assert all(f"despite_mismatch: {REASON}" in line.content["marks"] for line in lines)
    assert all(line.content["source"] for line in lines)


@pytest.mark.parametrize("name", bundles.NAMES)
def test_the_same_file_again_changes_nothing(world: World, name: str) -> None:
    raw = (bundles.FOLDER / name).read_bytes()
    given(world, raw, reason=REASON)
    before, entries = stored(world.signe), len(ledger.read(world.signe))
    spaced = json.dumps(json.loads(raw), indent=3).encode()
    assert given(world, spaced, reason=REASON).outcome is Outcome.UNCHANGED
    assert stored(world.signe) == before
    assert len(ledger.read(world.signe)) == entries + 1


def test_a_file_about_the_child_herself_needs_no_reason_and_carries_no_mark(world: World) -> None:
    assert given(world, summary_of(PEANUT)).mismatches == ()
    [line] = health(world)
    assert "marks" not in line.content
    assert (line.content["substance"], line.content["severity"]) == ("Jordnötter", "life_threatening")
    assert (line.content["source"], line.content["as_of"]) == ("Norrviks vårdcentral", "2026-11-01")


def test_a_newer_summary_versions_what_changed_ends_what_is_gone_and_leaves_the_rest(world: World) -> None:
    melatonin = bundles.medicine(medicationCodeableConcept={"text": "Melatonin"}, dosage=[{"text": "3 mg"}])
    given(world, summary_of(PEANUT, BIRCH, melatonin))
    doubled = melatonin | {"dosage": [{"text": "6 mg"}]}
    cat = bundles.allergy(code={"text": "Katt"})
    newer = summary_of(PEANUT, doubled, cat, day="2026-11-15", identifier={"value": "another document"})
    assert given(world, newer).outcome is Outcome.IMPORTED
    numbers = {line.content.get("substance") or line.content["name"]: line.number for line in health(world)}
    assert numbers == {"Jordnötter": 1, "Björk": 1, "Melatonin": 2, "Katt": 1}
    assert current(world, "allergy") == ["Jordnötter", "Katt"]
    [medicine] = [line for line in health(world) if line.kind == "medicine"]
    assert medicine.content["dose_text"] == "6 mg"


def test_what_a_newer_summary_says_is_resolved_ends_and_returns_when_it_says_so(world: World) -> None:
    given(world, summary_of(PEANUT))
    resolved = PEANUT | {"clinicalStatus": {"coding": [{"code": "resolved"}]}}
    given(world, summary_of(resolved, day="2026-11-02"))
    assert current(world, "allergy") == []
    given(world, summary_of(PEANUT, day="2026-11-03"))
    assert current(world, "allergy") == ["Jordnötter"]
    given(world, summary_of(day="2026-11-04"))
    assert current(world, "allergy") == []
    given(world, summary_of(PEANUT, day="2026-11-05"))
    assert current(world, "allergy") == ["Jordnötter"]
    assert len(health(world)) == 1


@pytest.mark.parametrize("day", ["2026-10-31", "2026-10", "2025", "no date at all"])
def test_an_older_or_undated_summary_replaces_nothing(world: World, day: str) -> None:
    given(world, summary_of(PEANUT))
    before = stored(world.signe)
    assert given(world, summary_of(BIRCH, day=day)).outcome is Outcome.OLDER
    assert stored(world.signe) == before


def test_a_summary_of_the_same_day_with_other_content_is_a_version(world: World) -> None:
    given(world, summary_of(PEANUT))
    assert given(world, summary_of(PEANUT, BIRCH)).outcome is Outcome.IMPORTED
    assert current(world, "allergy") == ["Björk", "Jordnötter"]


def test_two_patients_with_one_bundle_identifier_live_side_by_side(world: World) -> None:
    swiss, argentine = (bundles.given(name) for name in ("CH_HL7CH_Examples_01.json", "AR_Repository_Example_02.json"))
    assert swiss["identifier"] == argentine["identifier"]
    first = given(world, json.dumps(swiss).encode(), reason=REASON)
    before = {line.document: line.ended for line in health(world)}
    second = given(world, json.dumps(argentine).encode(), reason=REASON)
    assert (first.outcome, second.outcome) == (Outcome.IMPORTED, Outcome.IMPORTED)
    after = {line.document: line.ended for line in health(world)}
    assert len(after) == len(before) + 6
    assert {document: after[document] for document in before} == before


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b"no json", "line 1 column 1"),
        (b'{"resourceType": "Patient"}', "resourceType"),
        (b'{"resourceType": "Bundle"}', "Bundle.entry"),
        (summary_of(PEANUT, bundles.allergy(note=[{"text": "?"}])), "Bundle.entry[3].resource.code"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_place_and_stores_nothing(world: World, raw: bytes, place: str) -> None:
    before, entries = stored(world.signe), len(ledger.read(world.signe))
    with pytest.raises(FileRefused) as refusal:
        given(world, raw)
    assert refusal.value.place == place
    assert place in refusal.value.fields["file"]
    assert stored(world.signe) == before
    assert len(ledger.read(world.signe)) == entries + 1


def test_whoever_has_no_right_is_refused_before_the_file_is_read(world: World) -> None:
    stranger = world.actor(world.other_officer)
    with pytest.raises(AccessDenied):
        import_summary(stranger, world.parts.vault, world.signe, b"no json", world.at)
    with pytest.raises(AccessDenied):
        import_summary(stranger, world.parts.vault, "0" * 32, b"no json", world.at)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "bakvänt \u202e"])
def test_a_reason_that_says_nothing_readable_is_refused(world: World, reason: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        given(world, (bundles.FOLDER / bundles.NAMES[0]).read_bytes(), reason=reason)
    assert list(refusal.value.fields) == ["despite_mismatch"]


def test_what_an_officer_typed_is_never_touched(world: World) -> None:
    typed = {"substance": "Jordnötter", "severity": "severe", "source": "Mamma"}
    officer = world.actor(world.officer)
    mine = facts.add(officer, world.parts.vault, world.signe, kinds.KINDS["allergy"], typed, world.at)
    given(world, summary_of(PEANUT))
    given(world, summary_of(day="2026-11-02"))
    [kept] = [line for line in health(world) if line.ended is None]
    assert (kept.document, kept.number) == (mine, 1)


def test_an_officers_correction_stays_until_the_file_says_something_new(world: World) -> None:
    given(world, summary_of(PEANUT))
    [line] = health(world)
    typed = {"substance": "Jordnöt och mandel", "severity": "life_threatening", "source": "Läkaren"}
    officer, allergy = world.actor(world.officer), kinds.KINDS["allergy"]
    facts.correct(officer, world.parts.vault, world.signe, line.document, allergy, typed, world.at, based_on=1)
    given(world, summary_of(PEANUT, BIRCH, day="2026-11-02"))
    assert current(world, "allergy") == ["Björk", "Jordnöt och mandel"]
    given(world, summary_of(PEANUT | {"criticality": "low"}, BIRCH, day="2026-11-03"))
    assert current(world, "allergy") == ["Björk", "Jordnöt och mandel", "Jordnötter"]
    given(world, summary_of(BIRCH, day="2026-11-04"))
    assert current(world, "allergy") == ["Björk", "Jordnöt och mandel"]


def test_what_an_officer_ended_stays_ended_until_the_file_says_something_new(world: World) -> None:
    given(world, summary_of(PEANUT, BIRCH))
    [birch] = [line for line in health(world) if line.content["substance"] == "Björk"]
    facts.end(world.actor(world.officer), world.signe, birch.document, world.at)
    given(world, summary_of(PEANUT, BIRCH, day="2026-11-02"))
    assert current(world, "allergy") == ["Jordnötter"]
    given(world, summary_of(PEANUT, BIRCH | {"criticality": "high"}, day="2026-11-03"))
    assert current(world, "allergy") == ["Björk", "Jordnötter"]


def test_twins_keep_their_own_documents(world: World) -> None:
    morning, evening = (
        bundles.medicine(medicationCodeableConcept={"text": "Metylfenidat"}, dosage=[{"text": text}])
        for text in ("10 mg på morgonen", "5 mg på kvällen")
    )
    given(world, summary_of(morning, evening))
    before = {line.content["dose_text"]: line.document for line in health(world)}
    given(world, summary_of(evening, day="2026-11-02"))
    [left] = [line for line in health(world) if line.ended is None]
    assert (left.document, left.number) == (before["5 mg på kvällen"], 1)


def test_viktigt_nu_shows_the_imported_allergy_beside_the_absence(world: World) -> None:
    none = bundles.allergy(code={"coding": [{"code": "no-known-allergies"}]})
    unknown = bundles.medicine(medicationCodeableConcept={"coding": [{"code": "no-medication-info"}]})
    given(world, summary_of(PEANUT, none, unknown))
    now = important_now(health(world), world.at)
    assert [line.content["substance"] for line in now.allergies] == ["Jordnötter"]
    assert {(line.content["area"], line.content["absence"]) for line in now.absences} == {
        ("allergies", "known_none"),
        ("medicines", "no_information"),
    }
    assert "medicines" in now.unknown


def test_a_weekly_medicine_is_never_due_at_a_time_of_every_day(world: World) -> None:
    weekly = bundles.medicine(
        medicationCodeableConcept={"text": "Metotrexat"},
        dosage=[{"timing": {"repeat": {"timeOfDay": ["08:00:00"], "dayOfWeek": ["mon"]}}}],
    )
    given(world, summary_of(weekly))
    [line] = health(world)
    assert "times" not in line.content
    assert line.content["dose_text"] == "måndagar, klockan 08.00"


def test_a_line_with_a_flaw_comes_in_marked(world: World) -> None:
    report = given(world, summary_of(PEANUT | {"onsetDateTime": "the other day"}))
    [line] = health(world)
    assert (report.partly_read, line.content["marks"]) == (1, ["partly_read"])


def test_a_summary_of_six_hundred_lines_comes_in_and_changes_in_one_go(world: World) -> None:
    def lines(severity: str) -> list[dict[str, Any]]:
        return [bundles.allergy(code={"text": f"Ämne {n}"}, criticality=severity) for n in range(600)]

    assert given(world, summary_of(*lines("low"))).allergies == 600
    assert given(world, summary_of(*lines("high"), day="2026-11-02")).outcome is Outcome.IMPORTED
    assert {line.number for line in health(world)} == {2}


@pytest.mark.parametrize(("number", "words"), [(5001, ""), (2000, "ord " * 950)])
def test_a_file_too_large_for_one_import_is_refused_in_words(world: World, number: int, words: str) -> None:
    before = stored(world.signe)
    lines = [bundles.allergy(code={"text": f"Ämne {n}"}, note=[{"text": words}]) for n in range(number)]
    with pytest.raises(InputRefused) as refusal:
        given(world, summary_of(*lines))
    assert list(refusal.value.fields) == ["file"]
    assert stored(world.signe) == before


def test_the_wordiest_file_that_is_taken_fits_one_import(world: World) -> None:
    lines = [bundles.allergy(code={"text": f"Ämne {n}"}, note=[{"text": "ord " * 950}]) for n in range(1480)]
    assert given(world, summary_of(*lines)).allergies == 1480


def test_the_file_is_kept_as_it_came(world: World) -> None:
    raw = (bundles.FOLDER / "US_MEDITECH_ips_3.json").read_bytes()
    given(world, raw, reason=REASON)
    officer = world.actor(world.officer)
    kept = admission.admit(officer, Action.READ, Purpose.CASEWORK, world.signe, world.at, kinds=["patient_summary"])
    [file] = [row for row in kept.documents if row["head"]["media_type"] == "application/fhir+json"]
    assert documents.raw(world.parts.vault.open(kept.permit), file) == raw


def test_the_same_line_of_two_children_has_two_keys(world: World) -> None:
    given(world, summary_of(PEANUT))
    given(world, summary_of(PEANUT), child=world.roe, reason=REASON)
    keys = [
        {row["key"] for row in rows(DocumentRecord).find({"child": child, "kind": "allergy"})}
        for child in (world.signe, world.roe)
    ]
    assert keys[0].isdisjoint(keys[1])


def command(parts: Parts, tmp_path: Path, someone_secret: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `portfolio child` in a process of its own, against the same database and keyring."""
    credentials = tmp_path / "credentials"
    settings = parts.settings
    environment = {
        "PATH": "/usr/bin",
        "PORTFOLIO_TRIAL": "1",
        "PORTFOLIO_MONGODB": str(settings.mongodb),
        "PORTFOLIO_DATA": str(settings.data_folder),
        "PORTFOLIO_KEYRING": str(settings.keyring_folder),
        "PORTFOLIO_CREDENTIALS": str(credentials),
    }

    def run(*words: str, code: str = "") -> subprocess.CompletedProcess[str]:
        credentials.write_text(f"{PASSWORD}\n{code or pyotp.TOTP(someone_secret).now()}\n")
        starting = [sys.executable, "-c", "from portfolio.commands.child import child; child()"]
        return subprocess.run(
            [*starting, "import-ips", *words], env=environment, check=False, capture_output=True, text=True
        )

    return run


def test_the_command_imports_file_by_file_and_fails_if_one_does(parts: Parts, moment: Moment, tmp_path: Path) -> None:
    moment.set(system_clock() - timedelta(hours=1))
    world = World(parts, moment)
    given_file, broken = bundles.FOLDER / "AR_Repository_Example_02.json", tmp_path / "broken.json"
    broken.write_bytes(b"{")
    words = (world.signe, str(given_file), str(broken), str(tmp_path / "gone.json"), "--as", world.officer.login)
    run = command(parts, tmp_path, world.officer.totp_secret)
    done = run(*words, "--despite-mismatch", REASON)
    counts = "allergies 1, medicines 2, conditions 2, immunisations 0, absences 1, ended 1, partly read 0, left out 0"
    assert done.stdout.splitlines() == [
        f"AR_Repository_Example_02.json: imported: {counts} (despite mismatch: name, birth date)",
        "broken.json: refused: not json at line 1 column 2",
        "gone.json: failed: the file cannot be read",
    ]
    assert (done.returncode, done.stderr) == (1, "")
    assert len(health(world)) == 6
    again = run(*words, code="000000")
    assert (again.returncode, again.stdout) == (1, "")
