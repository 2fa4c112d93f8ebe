"""*Viktigt nu*: a value, known none and nothing known are three different things."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auth.identifiers import new_id
from portfolio.documents import OpenedDocument
from portfolio.important_now import ImportantNow, due_doses, important_now

AT = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)


def document(kind: str, content: Mapping[str, Any], *, ended: datetime | None = None) -> OpenedDocument:
    return OpenedDocument(new_id(), kind, "", 1, dict(content), new_id(), "", "officer", AT, ended, None)


def composed(*documents: OpenedDocument) -> ImportantNow:
    return important_now(documents, AT)


def test_nothing_recorded_is_unknown_in_every_area() -> None:
    assert composed().unknown == ("allergies", "medicines", "risks", "emergency")


def test_known_none_answers_for_its_area_and_no_other() -> None:
    said = composed(document("known_none", {"area": "allergies"}))
    assert said.unknown == ("medicines", "risks", "emergency")
    assert len(said.absences_of("allergies")) == 1


@pytest.mark.parametrize(
    "content",
    [{"area": "food_allergies"}, {"area": "drug_allergies"}, {"area": "allergies", "absence": "no_information"}],
)
def test_a_partial_absence_or_no_information_leaves_the_area_unknown(content: dict[str, str]) -> None:
    assert "allergies" in composed(document("known_none", content)).unknown


def test_an_absence_never_hides_a_value() -> None:
    said = composed(
        document("known_none", {"area": "allergies"}),
        document("allergy", {"substance": "Jordnötter", "severity": "life_threatening"}),
    )
    assert (len(said.allergies), len(said.absences_of("allergies"))) == (1, 1)


def test_what_has_ended_is_left_out_and_leaves_its_area_unknown() -> None:
    said = composed(document("allergy", {"substance": "Ägg", "severity": "mild"}, ended=AT))
    assert (said.allergies, "allergies" in said.unknown) == ((), True)


def test_what_can_kill_stands_first_and_unknown_danger_before_mild() -> None:
    severities = ("mild", "unknown", "severe", "life_threatening")
    said = composed(*(document("allergy", {"substance": code, "severity": code}) for code in severities))
    assert [line.content["severity"] for line in said.allergies] == ["life_threatening", "severe", "unknown", "mild"]


def test_doses_are_tonights_and_tomorrows_and_only_the_near_ones_can_be_ticked() -> None:
    doses = due_doses("m", {"times": ["20:30", "07:30"]}, AT)
    assert [(dose.code, dose.is_near) for dose in doses] == [
        ("2026-11-20T20:30", True),
        ("2026-11-21T07:30", False),
        ("2026-11-21T20:30", False),
    ]


def test_a_dose_is_gone_three_hours_after_its_time_and_not_before() -> None:
    due = datetime(2026, 11, 20, 19, 30, tzinfo=UTC)
    assert due_doses("m", {"times": ["20:30"]}, due + timedelta(hours=3))[0].code == "2026-11-20T20:30"
    assert due_doses("m", {"times": ["20:30"]}, due + timedelta(hours=3, seconds=1))[0].code == "2026-11-21T20:30"


def test_a_clock_time_stays_where_it_is_when_summer_time_ends() -> None:
    before = datetime(2026, 10, 24, 18, 0, tzinfo=UTC)
    today, tomorrow = due_doses("m", {"times": ["20:30"]}, before)
    assert today.due is not None
    assert tomorrow.due is not None
    assert (today.code, tomorrow.code) == ("2026-10-24T20:30", "2026-10-25T20:30")
    assert tomorrow.due.astimezone(UTC) - today.due.astimezone(UTC) == timedelta(hours=25)


def test_a_medicine_only_when_needed_is_due_at_no_time() -> None:
    assert due_doses("m", {"times": [], "as_needed": True}, AT) == ()


def test_a_tick_moves_no_medicine() -> None:
    evening, morning = (document("medicine", {"name": time, "times": [time]}) for time in ("21:30", "07:30"))
    tick = document("dose_given", {"medicine": evening.document, "due": "2026-11-20T21:30", "given": True})
    before = [line.document for line in composed(morning, evening).medicines]
    after = composed(morning, evening, tick).medicines
    assert [line.document for line in after] == before == [evening.document, morning.document]
    assert after[0].doses[0].given_at == AT
