"""Real parts for every test that asks: a mongod of this worker's own, the databases on it, and a wired service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from portfolio.settings import Settings
from portfolio.wiring import RECORDS, Parts, assemble
from storage.database import Databases, build_indexes, close_database, open_database
from storage.mongod import EmbeddedMongod
from tests.moment import Moment
from tests.world import World

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Argon2id as in production but small: the tests that prove its strength use the real one."""


@pytest.fixture(scope="session")
def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedMongod]:
    """One real mongod for each test worker, stopped when its last test has run."""
    folder = tmp_path_factory.mktemp("mongod")
    # The tests' clock stands still at a date that passes; mongod would sweep their sessions by its own.
    with EmbeddedMongod(folder, extra=("--setParameter", "ttlMonitorEnabled=false")) as running:
        yield running


@pytest.fixture(scope="session")
def database(mongod: EmbeddedMongod) -> Iterator[Databases]:
    """Open both databases for the whole session: a test tells its records apart by their fresh ids."""
    yield open_database(mongod.uri)
    close_database()


def trial_settings(folder: Path, uri: str) -> Settings:
    """Settings of a trial in a folder of its own."""
    return Settings(
        trial=True,
        demo=False,
        data_folder=folder / "data",
        keyring_folder=folder / "keyring",
        mongodb=uri,
        keys_mongodb=None,
        mongod=None,
        database="portfolio",
        https=False,
        hosts=(),
        port=0,
        threads=4,
    )


@pytest.fixture(scope="session")
def moment() -> Moment:
    """The clock of the wired service: a test sets it, nothing else moves it."""
    return Moment()


@pytest.fixture(scope="session")
def parts(
    database: Databases, mongod: EmbeddedMongod, moment: Moment, tmp_path_factory: pytest.TempPathFactory
) -> Parts:
    """The service's parts, wired as in a trial, on the real database."""
    build_indexes(RECORDS)
    folder = tmp_path_factory.mktemp("service")
    return assemble(trial_settings(folder, mongod.uri), database, clock=moment, hasher=QUICK)


@pytest.fixture
def world(parts: Parts, moment: Moment) -> World:
    """A municipality, a home, a school and two children of this test's own, made through the use cases."""
    moment.reset()
    return World(parts, moment)
