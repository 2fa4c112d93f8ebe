"""Commit admissions: whatever waits is written in one transaction, and nobody is answered before it is committed.

One commit costs about as much for thirty entries as for one (docs/adr/0007). There is no thread and no timed wait:
whoever comes first commits what is there, and those who came meanwhile are the next batch.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from auth.models import rows
from consent import guard_document, ledger
from consent.guard_document import GuardState
from consent.models import Entry, Guard
from consent.transactions import transaction


@dataclass
class Admission:
    """One entry that waits for its commit: whose chain, on which epoch's facts, and what it says."""

    child: str
    epoch: int
    line: ledger.Line
    at: datetime
    entry: str
    entered: bool = field(default=False, init=False)
    settled: bool = field(default=False, init=False)
    failure: BaseException | None = field(default=None, init=False)


class Committer:
    """One for a process; its threads commit for each other."""

    def __init__(self) -> None:
        self._waiting: list[Admission] = []
        self._arrivals = threading.Lock()
        self._turn = threading.Lock()

    def enter(self, admission: Admission) -> bool:
        """Whether the entry is committed; False when the child's facts moved since they were read.

        Raises what the database raised for the whole batch; then nothing of it was acknowledged.
        """
        with self._arrivals:
            self._waiting.append(admission)
        with self._turn:
            if not admission.settled:
                self._commit()
        if admission.failure is not None:
            raise admission.failure
        return admission.entered

    def _commit(self) -> None:
        with self._arrivals:
            batch, self._waiting = self._waiting, []
        try:
            entered = transaction(partial(_write, batch))
        except Exception as failure:  # noqa: BLE001 - whatever it was, everybody in the batch must hear it
            for admission in batch:
                admission.failure, admission.settled = failure, True
            return
        for admission in batch:
            admission.entered, admission.settled = admission.entry in entered, True


def _write(batch: Sequence[Admission], session: ClientSession) -> frozenset[str]:
    """Touch the guards and insert the entries of those whose facts still hold; their ids."""
    guards = guard_document.read_all({admission.child for admission in batch}, session)
    heads = {child: guard.chain for child, guard in guards.items()}
    records = []
    for admission in batch:
        guard = guards.get(admission.child)
        if guard is None or guard.epoch != admission.epoch:
            continue
        before = heads[admission.child]
        record = ledger.sealed_entry(admission.child, before, admission.line, admission.at, admission.entry)
        heads[admission.child] = ledger.Head(record["seq"], record["hash"])
        records.append(record)
    touched = [_touch(child, guard, heads[child]) for child, guard in guards.items() if heads[child] != guard.chain]
    if records:
        rows(Guard).bulk_write(touched, session=session)
        rows(Entry).insert_many(records, session=session)
    return frozenset(record["_id"] for record in records)


def _touch(child: str, guard: GuardState, after: ledger.Head) -> UpdateOne:
    # The snapshot makes the condition true; a bump that commits first makes this write conflict, and all runs again.
    return UpdateOne({"_id": child, "epoch": guard.epoch}, {"$set": {"seq": after.seq, "head": after.head}})
