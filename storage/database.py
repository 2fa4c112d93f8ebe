"""The connections that every repository uses, opened once at start.

Documents and wrapped keys live in two databases, each with its own URI, so that a copy of one is useless
without the other. A write is acknowledged only when a majority has it in its journal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import mongoengine
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import PyMongoError
from pymongo.uri_parser import parse_uri

MAIN_ALIAS = "default"
KEYS_ALIAS = "keys"
TIMEOUT_MS = 3000
SELECTION_TIMEOUT_MS = 2000

_OPTIONS: dict[str, Any] = {
    "tz_aware": True,
    "uuidRepresentation": "standard",
    "w": "majority",
    "journal": True,
    "readConcernLevel": "majority",
    "retryWrites": True,
    "timeoutMS": TIMEOUT_MS,
    "serverSelectionTimeoutMS": SELECTION_TIMEOUT_MS,
    "connectTimeoutMS": SELECTION_TIMEOUT_MS,
    # The server reports a restart at once when asked often; the default asks each ten seconds.
    "heartbeatFrequencyMS": 1000,
}


class DatabaseNamed(Exception):
    """A URI names a database, which would win over the two that the service keeps apart."""


@dataclass(frozen=True, slots=True)
class Databases:
    """Both databases and the clients behind them; one client where both live on the same server."""

    main: Database[dict[str, Any]] = field(repr=False)
    keys: Database[dict[str, Any]] = field(repr=False)

    @property
    def client(self) -> MongoClient[dict[str, Any]]:
        """The client of the documents' database: the one that transactions run on."""
        return self.main.client


def open_database(
    uri: str, *, keys_uri: str | None = None, name: str = "portfolio", keys_name: str = "portfolio_keys"
) -> Databases:
    """Connect the documents' database and the key store's, by default on the same server."""
    for one in (uri, keys_uri or uri):
        _must_name_no_database(one)
    mongoengine.connect(name, alias=MAIN_ALIAS, host=uri, **_OPTIONS)
    mongoengine.connect(keys_name, alias=KEYS_ALIAS, host=keys_uri or uri, **_OPTIONS)
    return Databases(
        main=mongoengine.get_connection(MAIN_ALIAS)[name],
        keys=mongoengine.get_connection(KEYS_ALIAS)[keys_name],
    )


def _must_name_no_database(uri: str) -> None:
    # mongoengine lets a name inside the URI win: wrapped keys would land beside the documents they open.
    if parse_uri(uri, validate=True).get("database"):
        raise DatabaseNamed("The URI names a database: leave it out (put authSource in the query instead).")


def close_database() -> None:
    """Close both connections; a later `open_database` may open others."""
    mongoengine.disconnect_all()


def is_answering(databases: Databases) -> bool:
    """Whether both databases can be written to now."""
    try:
        return all(
            database.client.admin.command("hello")["isWritablePrimary"] for database in (databases.main, databases.keys)
        )
    except PyMongoError:
        return False


def build_indexes(documents: Iterable[type[mongoengine.Document]]) -> None:
    """Create the indexes that these records declare; those already there stay as they are."""
    for document in documents:
        document.ensure_indexes()
