"""What a form carries for the service: for one use, one bearer and one hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio.local_paths import is_local, local_or_start
from portfolio.picture_rounds import Round, after
from portfolio.sealed_forms import SealedForms
from storage import envelope
from storage.envelope import Key
from tests.moment import FRIDAY_NIGHT

KEY = Key.random()


def place(use: str, bearer: str) -> bytes:
    return envelope.context("test/form", use, bearer)


FORMS = SealedForms(
    lambda use, bearer, content: envelope.seal(KEY, content, place(use, bearer)),
    lambda use, bearer, sealed: envelope.open_sealed(KEY, sealed, place(use, bearer)),
)
CONTENT = {"path": "/me", "fields": [["words", "Hej å ä ö"]]}


def test_the_bearer_gets_back_what_was_closed() -> None:
    closed = FORMS.close("resume", "one", CONTENT, FRIDAY_NIGHT)
    assert FORMS.reopen("resume", "one", closed, FRIDAY_NIGHT + timedelta(minutes=59)) == CONTENT
    assert "words" not in closed


@pytest.mark.parametrize(
    ("use", "bearer", "later"),
    [
        ("resume", "other", timedelta()),
        ("enrolment", "one", timedelta()),
        ("resume", "one", timedelta(hours=1)),
        ("resume", "one", timedelta(seconds=-1)),
    ],
)
def test_another_bearer_use_or_hour_gets_nothing(use: str, bearer: str, later: timedelta) -> None:
    closed = FORMS.close("resume", "one", CONTENT, FRIDAY_NIGHT)
    assert FORMS.reopen(use, bearer, closed, FRIDAY_NIGHT + later) is None


@pytest.mark.parametrize("text", ["", "x", "AAAA", "åäö", "!" * 50, "AQID" * 40])
def test_what_was_never_closed_gets_nothing(text: str) -> None:
    assert FORMS.reopen("resume", "one", text, FRIDAY_NIGHT) is None


@pytest.mark.parametrize("path", ["/", "/office", "/placements/new?child=1"])
def test_a_path_of_ours_is_local(path: str) -> None:
    assert is_local(path)


@pytest.mark.parametrize(
    "path", ["", "office", "//a.example", "/\\a.example", "https://a.example", "/a\nb", "/a\\b", "/" + "x" * 2000]
)
def test_everything_else_leads_to_the_start(path: str) -> None:
    assert local_or_start(path) == "/"


def test_rounds_gather_four_pictures_in_order() -> None:
    chosen: Round = Round()
    for picture in ("owl", "fox", "owl", "whale", "frog", "bear"):
        chosen = after(chosen.chosen, pick=picture)
    assert chosen.chosen == ("owl", "fox", "whale", "frog")
    assert chosen.complete


def test_a_round_says_when_a_picture_was_already_chosen_and_undoes_one_press() -> None:
    assert after(("owl",), pick="owl") == Round(("owl",), again=True)
    assert after(("owl", "fox"), undo=True) == Round(("owl",))
    assert after((), undo=True) == Round()
    assert after(("owl", "owl", "fox")).chosen == ("owl", "fox")
