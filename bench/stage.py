"""The stage: folders, one mongod, the worlds on it, and the service's parts on any of them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from argon2 import PasswordHasher
from pymongo import UpdateOne

from bench import world as worlds
from bench.apps import PLAIN_DATABASE
from bench.world import Size, World
from portfolio import documents
from portfolio.clock import system_clock
from portfolio.settings import Settings
from portfolio.wiring import RECORDS, Parts, assemble
from storage.database import build_indexes, close_database, open_database

_NOBODY_SIGNS_IN = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


class Stage:
    """Folders and database of one run."""

    def __init__(self, folder: Path, uri: str) -> None:
        self._folder = folder
        self._uri = uri

    def environment(self, database: str) -> dict[str, str]:
        """The settings of a server on that database."""
        return {
            "PORTFOLIO_TRIAL": "1",
            "PORTFOLIO_HTTPS": "0",
            "PORTFOLIO_DATA": str(self._folder / "data"),
            "PORTFOLIO_KEYRING": str(self._folder / "keyring"),
            "PORTFOLIO_MONGODB": self._uri,
            "PORTFOLIO_DATABASE": database,
        }

    @contextmanager
    def parts(self, database: str) -> Iterator[Parts]:
        """The service's parts in this process, on that database, one database at a time."""
        settings = Settings(
            trial=True,
            demo=False,
            data_folder=self._folder / "data",
            keyring_folder=self._folder / "keyring",
            mongodb=self._uri,
            keys_mongodb=None,
            mongod=None,
            database=database,
            https=False,
            hosts=(),
            port=0,
            threads=1,
        )
        opened = open_database(self._uri, name=database, keys_name=settings.keys_database)
        try:
            yield assemble(settings, opened, hasher=_NOBODY_SIGNS_IN)
        finally:
            close_database()

    def seed(self, database: str, size: Size) -> World:
        with self.parts(database) as parts:
            build_indexes(RECORDS)
            return worlds.seed(parts, database, size, system_clock())

    def unsealed(self, world: World, database: str, bodies: Mapping[str, bytes]) -> World:
        """A copy of a world whose notes lie in the clear, for the server that seals nothing."""
        with self.parts(world.database) as parts:
            source = parts.databases.main
            for name in source.list_collection_names():
                source[name].aggregate([{"$match": {}}, {"$out": {"db": database, "coll": name}}])
            clear = (UpdateOne({"_id": note}, {"$set": {"head.body": _content(body)}}) for note, body in bodies.items())
            parts.databases.client[database]["documents"].bulk_write(list(clear))
        with self.parts(database):
            build_indexes(RECORDS)
        return replace(world, database=database)

    def keep_plain(self, bodies: Mapping[str, bytes]) -> None:
        """Put what the service answers, byte for byte, where the plain read finds it."""
        with self.parts(PLAIN_DATABASE) as parts:
            kept = parts.databases.client[PLAIN_DATABASE]["documents"]
            kept.insert_many({"_id": note, "body": body} for note, body in bodies.items())


def _content(body: bytes) -> bytes:
    return documents.encoded(json.loads(body)["content"])
