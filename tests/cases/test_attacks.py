"""What an attacker tried beneath the pages, and what stands in the way."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from auth import hashing
from auth.actors import Membership, Role
from auth.errors import SignInBusy
from auth.identifiers import new_id
from auth.models import rows
from consent import guard_document, ledger
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, everyday, facts, kinds, office_people
from portfolio.demo import people
from portfolio.demo.people import DemoPerson
from portfolio.errors import InputRefused
from portfolio.models import DocumentRecord
from portfolio.schemas.reading import read
from portfolio.schemas.sign_in import SignInSchema
from portfolio.settings import Settings, SettingsRefused, checked
from portfolio.wiring import Parts
from tests.cases.shared import move_in
from tests.moment import Moment
from tests.world import World

ACCENTS = "e" + "\u0300\u0323" * 40_000
"""Composing this takes the square of its length: many seconds in which nobody else is answered."""


def in_earnest(parts: Parts, folder: Path) -> Settings:
    return replace(
        parts.settings, trial=False, https=True, hosts=("portfolio.example",), data_folder=folder, demo=False
    )


def test_a_long_row_of_accents_is_refused_before_it_is_composed() -> None:
    begun = time.thread_time()
    with pytest.raises(InputRefused) as refused:
        read(SignInSchema(), {"login": ACCENTS, "password": "x", "totp": "123456"})
    assert time.thread_time() - begun < 1
    assert "login" in refused.value.fields


def test_text_typed_as_letters_with_accents_apart_may_be_as_long_as_any() -> None:
    form = read(SignInSchema(), {"login": "a\u030a" * 254, "password": "x", "totp": "123456"})
    assert form["login"] == "å" * 254


def test_the_demo_world_is_not_served_in_earnest(parts: Parts, tmp_path: Path) -> None:
    assert checked(in_earnest(parts, tmp_path))
    people.keep(tmp_path, (DemoPerson("sanna", "Sanna Exempelsson", "officer", "sanna", "known to all"),))
    with pytest.raises(SettingsRefused, match="PORTFOLIO_DATA"):
        checked(in_earnest(parts, tmp_path))


def test_no_printed_form_of_the_parts_holds_a_secret(parts: Parts) -> None:
    address = "mongodb://portfolio:hemligt-losenord@db.example/"
    told = repr(replace(parts, settings=replace(parts.settings, mongodb=address, keys_mongodb=address)))
    assert "hemligt-losenord" not in told
    assert repr(parts.web_secret) not in told


def test_what_is_entered_while_a_chain_is_checked_is_no_fault(world: World) -> None:
    before = guard_document.read(world.signe)
    assert before is not None
    facts.about(world.actor(world.officer), world.parts.vault, world.signe, world.at)
    assert ledger.chain_fault(world.signe, before.chain, ledger.chain_rows(world.signe, until=before.chain.seq)) is None
    after = guard_document.read(world.signe)
    assert after is not None
    assert ledger.chain_fault(world.signe, after.chain, ledger.chain_rows(world.signe, until=after.chain.seq)) is None


def test_every_kind_that_an_officer_types_takes_no_endless_text() -> None:
    for kind in kinds.recorded_by_officers():
        schema = kind.schema()
        given = dict.fromkeys(schema.fields, ACCENTS)
        begun = time.thread_time()
        with pytest.raises(InputRefused):
            read(schema, given)
        assert time.thread_time() - begun < 1, kind.code


def test_however_much_a_home_writes_the_officer_still_opens_the_child(world: World) -> None:
    move_in(world, world.signe, world.home)
    note = {"how": "good", "text": "😀" * 4000}
    everyday.write_day_note(world.actor(world.home), world.parts.vault, world.signe, note, world.at, once=new_id())
    written = rows(DocumentRecord).find_one({"child": world.signe, "kind": "day_note"})
    assert written is not None
    rows(DocumentRecord).insert_many({**written, "_id": new_id(), "key": new_id()} for _ in range(1100))
    opened = admission.admit(
        world.actor(world.officer), Action.READ, Purpose.CASEWORK, world.signe, world.at, kinds={"day_note"}
    )
    assert len(opened.documents) == 1101


def test_a_flood_of_sign_ins_leaves_threads_for_those_who_read() -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

    def is_let_in() -> bool:
        try:
            with hashing.turn(quick, patience=60):
                return True
        except SignInBusy:
            return False

    with ThreadPoolExecutor(30) as flood:
        with hashing.turn(quick), hashing.turn(quick):
            finished = as_completed([flood.submit(is_let_in) for _ in range(30)], timeout=20)
            assert [next(finished).result() for _ in range(16)] == [False] * 16
        assert [one.result() for one in finished] == [True] * 14


def test_an_office_cannot_take_over_the_codes_of_somebody_whose_account_another_authority_opened(
    world: World, parts: Parts, moment: Moment
) -> None:
    elsewhere = World(parts, moment)
    membership = Membership(world.officer.unit, world.authority, Role.OFFICER, world.at)
    parts.accounts.add_membership(elsewhere.officer.account, membership)
    with pytest.raises(AccessDenied):
        office_people.reset_totp(world.actor(world.officer), parts.accounts, elsewhere.officer.person, world.at)
    assert office_people.reset_totp(world.actor(world.officer), parts.accounts, world.other_officer.person, world.at)
