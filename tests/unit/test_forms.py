"""From a schema to a form, and from a form to what a schema reads."""

from __future__ import annotations

from typing import Any

from portfolio import forms, kinds
from portfolio.pages.fact_words import allergy_picture


def test_every_kind_that_officers_type_has_fields_with_words() -> None:
    for kind in kinds.recorded_by_officers():
        found = forms.of_schema(kind.schema)
        assert all(field.label != field.name for field in found)
        assert [field.name for field in found][-1] in {"as_of", "text"}


def test_dose_unit_and_time_are_asked_for_apart() -> None:
    widgets = {field.name: field.widget for field in forms.of_schema(kinds.KINDS["medicine"].schema)}
    assert (widgets["dose"], widgets["unit"], widgets["times"]) == ("decimal", "select", "times")


def test_a_fact_goes_back_into_its_form_as_it_was_typed() -> None:
    content = {"as_needed": True, "times": ["20:30"], "dose": "0,5", "name": None}
    assert forms.values(content) == {"as_needed": "yes", "times": ["20:30"], "dose": "0,5"}


def test_three_boxes_make_a_date_and_three_empty_ones_none() -> None:
    sent = {"born-day": "3", "born-month": "7", "born-year": "2015"}
    forms.joined_date(sent, "born")
    assert sent == {"born": "2015-07-03"}
    empty: dict[str, str] = {"born-day": " "}
    forms.joined_date(empty, "born")
    assert empty == {}


def test_rows_left_empty_are_left_out_and_errors_find_the_box_they_are_about() -> None:
    sent: dict[str, Any] = {"guardians-1-name": "", "guardians-3-name": "Gun", "guardians-3-phone": "hemma"}
    filled = forms.gathered_rows(sent, "guardians", ("name", "phone"), 3)
    assert sent == {"guardians": [{"name": "Gun", "phone": "hemma"}]}
    assert forms.row_errors({"guardians.0.phone": ["nej"], "name": ["nej"]}, "guardians", filled) == {
        "guardians-3-phone": ["nej"],
        "name": ["nej"],
    }


def test_a_picture_is_shown_only_where_it_cannot_be_mistaken() -> None:
    assert allergy_picture("Jordnötter") == "peanuts"
    assert allergy_picture("Nötkött") == "warning"
    assert allergy_picture("Albicillin") == "pill"
    assert allergy_picture(None) == "warning"
