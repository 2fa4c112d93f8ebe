"""All or nothing: run several reads and writes as one MongoDB transaction.

Every read inside sees one moment (snapshot), and the commit is acknowledged by a majority's journal. A
conflict with another writer runs the callback again, until `SECONDS` have passed since the first attempt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pymongo
from mongoengine import get_connection
from pymongo.client_session import ClientSession
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

SECONDS = 3.0

T = TypeVar("T")


def transaction(callback: Callable[[ClientSession], T]) -> T:
    """Run `callback(session)` and commit; return what it returned.

    The callback may run more than once: it only reads and writes, with the session it is given. An error of
    its own aborts and is passed on. Raises PyMongoError when the database gives no answer within `SECONDS`;
    the outcome is then unknown, so a caller that asks again must recognise what it already wrote.
    """
    client = get_connection()
    with pymongo.timeout(SECONDS), client.start_session() as session:
        return session.with_transaction(  # type: ignore[no-any-return]  # mongoengine's connection is untyped
            callback,
            read_concern=ReadConcern("snapshot"),
            write_concern=WriteConcern("majority", j=True),
            read_preference=ReadPreference.PRIMARY,
        )
