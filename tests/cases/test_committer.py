"""Entries of several waiting readers commit together; nobody is let in on facts that moved."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pymongo.errors import PyMongoError

from auth.identifiers import new_id
from consent import committer, guard_document, ledger
from consent.committer import Admission, Committer
from consent.transactions import transaction
from tests.world import World

LINE = ledger.Line("account", "person", "", "officer", "read", "casework", "allowed", "test", "", "", ())


def admission(world: World, child: str, epoch: int) -> Admission:
    return Admission(child, epoch, LINE, world.at, new_id())


def state(child: str) -> guard_document.GuardState:
    guard = guard_document.read(child)
    assert guard is not None
    return guard


def whole(child: str) -> bool:
    return ledger.chain_fault(child, state(child).chain, ledger.chain_rows(child)) is None


def test_many_readers_at_once_leave_one_entry_each_in_an_unbroken_chain(world: World) -> None:
    children = [world.signe, world.roe]
    before = {child: state(child).chain.seq for child in children}
    together, ready = Committer(), Barrier(16)
    epochs = {child: state(child).epoch for child in children}

    def read(number: int) -> bool:
        ready.wait(10)
        child = children[number % 2]
        return together.enter(admission(world, child, epochs[child]))

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(read, range(16)))
    for child in children:
        assert state(child).chain.seq == before[child] + 8
        assert whole(child)


def test_two_processes_worth_of_committers_share_a_chain_without_a_fork(world: World) -> None:
    first, second, ready = Committer(), Committer(), Barrier(8)
    epoch, before = state(world.signe).epoch, state(world.signe).chain.seq

    def read(number: int) -> bool:
        ready.wait(10)
        return (first, second)[number % 2].enter(admission(world, world.signe, epoch))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(8)))
    assert state(world.signe).chain.seq == before + 8
    assert whole(world.signe)


def test_a_reader_whose_facts_moved_is_not_let_in_and_the_others_of_the_batch_are(world: World) -> None:
    stale, fresh = state(world.signe).epoch, state(world.roe).epoch
    transaction(lambda session: guard_document.bump(world.signe, stale, session))
    batch = [admission(world, world.signe, stale), admission(world, world.roe, fresh)]
    entered = transaction(lambda session: committer._write(batch, session))
    assert entered == {batch[1].entry}
    assert ledger.read(world.signe)[:1] != [batch[0].entry]


@pytest.fixture(params=range(20))
def each_of_twenty(request: pytest.FixtureRequest) -> int:
    """Run again: which of two threads comes first is never certain."""
    return int(request.param)


@pytest.mark.usefixtures("each_of_twenty")
def test_no_entry_commits_after_the_change_that_made_its_facts_stale(world: World) -> None:
    together, ready, epoch = Committer(), Barrier(5), state(world.signe).epoch
    before = state(world.signe).chain.seq

    def read(_number: int) -> bool:
        ready.wait(10)
        return together.enter(admission(world, world.signe, epoch))

    def withdraw() -> int:
        ready.wait(10)

        def bump(session: object) -> int:
            assert guard_document.bump(world.signe, epoch, session)  # type: ignore[arg-type]
            guard = guard_document.read(world.signe, session)  # type: ignore[arg-type]
            assert guard is not None
            return guard.chain.seq

        return transaction(bump)

    with ThreadPoolExecutor(5) as threads:
        withdrawn = threads.submit(withdraw)
        admitted = list(threads.map(read, range(4)))
    at_withdrawal = withdrawn.result()
    assert state(world.signe).chain.seq == at_withdrawal == before + admitted.count(True)
    assert whole(world.signe)


def test_everybody_in_a_batch_hears_that_it_failed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_callback: object) -> None:
        raise PyMongoError("away")

    monkeypatch.setattr(committer, "transaction", away)
    with pytest.raises(PyMongoError):
        Committer().enter(admission(world, world.signe, state(world.signe).epoch))
