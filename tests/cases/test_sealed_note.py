"""The first slice: a sealed note opens for whoever answers for the child, and for nobody else."""

import pytest

from auth.models import rows
from consent import guard_document, ledger
from consent.errors import AccessDenied
from consent.models import Entry
from portfolio import facts, kinds
from portfolio.models import DocumentRecord
from tests.world import World

NOTE = {"title": "Samtal", "text": "Hon vill helst ha dörren på glänt."}


def entries(chain: str) -> list[ledger.Entered]:
    return ledger.read(chain)


def test_whoever_answers_for_the_child_opens_the_note_and_leaves_an_entry(world: World) -> None:
    officer = world.actor(world.officer)
    note = facts.add(officer, world.parts.vault, world.signe, kinds.KINDS["note"], NOTE, world.at)
    opened = facts.open_one(officer, world.parts.vault, world.signe, note, world.at)
    assert opened.fact.content["text"] == NOTE["text"]
    newest = entries(world.signe)[0].line
    assert (newest.outcome, newest.reason, newest.person) == ("allowed", "answers_for_the_child", world.officer.person)
    assert newest.shown == (("note", rows(DocumentRecord).find_one({"_id": note})["head"]["version"]),)


def test_somebody_without_a_right_is_refused_like_a_stranger_and_leaves_an_entry(world: World) -> None:
    note = facts.add(world.actor(world.officer), world.parts.vault, world.signe, kinds.KINDS["note"], NOTE, world.at)
    with pytest.raises(AccessDenied):
        facts.open_one(world.actor(world.other_officer), world.parts.vault, world.signe, note, world.at)
    newest = entries(f"refused:{world.authority}")[0].line
    assert (newest.outcome, newest.child, newest.person) == ("refused", world.signe, world.other_officer.person)
    assert [line.line.person for line in entries(world.signe)].count(world.other_officer.person) == 0


def test_a_note_of_one_child_does_not_open_as_anothers(world: World) -> None:
    officer = world.actor(world.officer)
    note = facts.add(officer, world.parts.vault, world.signe, kinds.KINDS["note"], NOTE, world.at)
    with pytest.raises(AccessDenied):
        facts.open_one(officer, world.parts.vault, world.roe, note, world.at)


def test_the_database_holds_no_word_of_the_note(world: World) -> None:
    note = facts.add(world.actor(world.officer), world.parts.vault, world.signe, kinds.KINDS["note"], NOTE, world.at)
    row = rows(DocumentRecord).find_one({"_id": note})
    assert NOTE["text"].encode() not in bytes(row["head"]["body"])


def test_a_long_note_lies_in_the_blob_store_and_opens_whole(world: World) -> None:
    officer = world.actor(world.officer)
    long_note = {"title": "Utredning", "text": "ord " * 4900}
    note = facts.add(officer, world.parts.vault, world.signe, kinds.KINDS["note"], long_note, world.at)
    assert "body" not in rows(DocumentRecord).find_one({"_id": note})["head"]
    opened = facts.open_one(officer, world.parts.vault, world.signe, note, world.at)
    assert opened.fact.content["text"] == long_note["text"].strip()


def test_the_ledger_verifies_and_names_the_first_entry_that_was_altered(world: World) -> None:
    officer = world.actor(world.officer)
    note = facts.add(officer, world.parts.vault, world.signe, kinds.KINDS["note"], NOTE, world.at)
    facts.open_one(officer, world.parts.vault, world.signe, note, world.at)
    guard = guard_document.read(world.signe)
    found = list(rows(Entry).find({"chain": world.signe}).sort("seq", 1))
    assert ledger.chain_fault(world.signe, guard.chain, found) is None
    found[0]["person"] = "someone-else"
    assert ledger.chain_fault(world.signe, guard.chain, found) == f"{world.signe} 1: altered"
