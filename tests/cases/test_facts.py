"""Facts by hand: added once, corrected as versions, ended apart from what holds, each with its source."""

from __future__ import annotations

from typing import Any

import pytest

from auth.identifiers import new_id
from auth.models import rows
from consent import ledger
from consent.errors import AccessDenied
from portfolio import child_overview, facts, kinds
from portfolio.errors import InputRefused, VersionConflict
from portfolio.models import DocumentRecord, VersionRecord
from tests.world import World

PEANUT = {"substance": "Jordnötter", "severity": "life_threatening", "source": "Vårdcentralen"}
ALLERGY = kinds.KINDS["allergy"]


def add(world: World, child: str, given: dict[str, Any] = PEANUT, *, once: str = "") -> str:
    """Add an allergy as the officer; returns its document."""
    once = once or new_id()
    facts.add_once(world.actor(world.officer), world.parts.vault, child, ALLERGY, given, world.at, once=once)
    row = rows(DocumentRecord).find_one({"child": child, "kind": "allergy", "key": once})
    assert row is not None
    return str(row["_id"])


def correct(world: World, document: str, *, based_on: int, **changed: str) -> int:
    return facts.correct(
        world.actor(world.officer),
        world.parts.vault,
        world.signe,
        document,
        ALLERGY,
        PEANUT | changed,
        world.at,
        based_on=based_on,
    )


def overview(world: World, child: str) -> child_overview.ChildOverview:
    return child_overview.open_for_officer(world.actor(world.officer), world.parts.vault, child, world.at)


def test_the_same_form_sent_twice_adds_one_fact(world: World) -> None:
    once = new_id()
    assert add(world, world.signe, once=once) == add(world, world.signe, once=once)
    assert len(overview(world, world.signe).current["allergy"]) == 1


def test_a_correction_is_a_new_version_and_the_earlier_one_stays(world: World) -> None:
    document = add(world, world.signe)
    assert correct(world, document, based_on=1, reaction="Svullnar") == 2
    opened = facts.open_one(world.actor(world.officer), world.parts.vault, world.signe, document, world.at)
    assert opened.fact.content["reaction"] == "Svullnar"
    assert [number for number, _at in opened.versions] == [2, 1]
    assert opened.author == "Sanna Exempelsson"


def test_a_correction_based_on_an_older_version_overwrites_nothing(world: World) -> None:
    document = add(world, world.signe)
    correct(world, document, based_on=1, reaction="Svullnar")
    with pytest.raises(VersionConflict):
        correct(world, document, based_on=1, reaction="Kliar")
    opened = facts.open_one(world.actor(world.officer), world.parts.vault, world.signe, document, world.at)
    assert (opened.fact.number, opened.fact.content["reaction"]) == (2, "Svullnar")


def test_the_same_correction_sent_twice_makes_one_version(world: World) -> None:
    document = add(world, world.signe)
    assert correct(world, document, based_on=1, reaction="Svullnar") == 2
    assert correct(world, document, based_on=1, reaction="Svullnar") == 2
    assert rows(VersionRecord).count_documents({"document": document}) == 2


def test_what_has_ended_stands_apart_and_its_area_is_unknown_again(world: World) -> None:
    document = add(world, world.signe)
    facts.end(world.actor(world.officer), world.signe, document, world.at)
    shown = overview(world, world.signe)
    assert "allergy" not in shown.current
    assert [one.document for one in shown.ended["allergy"]] == [document]
    assert "allergies" in shown.important.unknown


def test_correcting_what_has_ended_says_that_it_holds_again(world: World) -> None:
    document = add(world, world.signe)
    facts.end(world.actor(world.officer), world.signe, document, world.at)
    correct(world, document, based_on=1, reaction="Kliar")
    assert [one.document for one in overview(world, world.signe).current["allergy"]] == [document]


def test_a_fact_of_one_child_is_on_no_page_of_another(world: World) -> None:
    document = add(world, world.signe)
    assert "allergy" not in overview(world, world.roe).current
    actor = world.actor(world.officer)
    for attempt in (
        lambda: facts.open_one(actor, world.parts.vault, world.roe, document, world.at),
        lambda: facts.end(actor, world.roe, document, world.at),
    ):
        with pytest.raises(AccessDenied):
            attempt()


def test_nobody_but_an_officer_who_answers_for_the_child_adds_corrects_or_ends(world: World) -> None:
    document = add(world, world.signe)
    vault = world.parts.vault
    for someone in (world.other_officer, world.home, world.school, world.child_as_someone(world.signe)):
        actor = world.actor(someone)
        with pytest.raises(AccessDenied):
            facts.add(actor, vault, world.signe, ALLERGY, PEANUT, world.at)
        with pytest.raises(AccessDenied):
            facts.correct(actor, vault, world.signe, document, ALLERGY, PEANUT, world.at, based_on=1)
        with pytest.raises(AccessDenied):
            facts.end(actor, world.signe, document, world.at)
        with pytest.raises(AccessDenied):
            child_overview.open_for_officer(actor, vault, world.signe, world.at)


def test_a_stranger_with_a_bad_form_is_a_stranger_first(world: World) -> None:
    with pytest.raises(AccessDenied):
        facts.checked(world.actor(world.other_officer), world.parts.vault, world.signe, ALLERGY, {}, world.at)


def test_checking_a_fact_saves_nothing_but_its_entry(world: World) -> None:
    before = len(ledger.read(world.signe))
    checked = facts.checked(world.actor(world.officer), world.parts.vault, world.signe, ALLERGY, PEANUT, world.at)
    assert checked.content == PEANUT
    with pytest.raises(InputRefused):
        facts.checked(world.actor(world.officer), world.parts.vault, world.signe, ALLERGY, {}, world.at)
    assert len(ledger.read(world.signe)) == before + 2
    assert rows(DocumentRecord).count_documents({"child": world.signe}) == 0


def test_what_a_home_may_write_is_not_typed_by_an_officer() -> None:
    for code in ("day_note", "dose_given", "own_words", "patient_summary", "no_such_kind"):
        with pytest.raises(AccessDenied):
            facts.typed_kind(code)
