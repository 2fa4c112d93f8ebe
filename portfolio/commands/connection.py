"""Connect a command to the installation: the database of its environment, or a trial's own embedded one."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from portfolio.settings import Settings, SettingsRefused, from_environment
from portfolio.wiring import RECORDS, Parts, assemble
from storage.database import build_indexes, close_database, open_database
from storage.mongod import EmbeddedMongod, running_uri


@contextmanager
def connected(*, demo: bool = False) -> Iterator[Parts]:
    """The wired parts. Uses the embedded database that `serve` runs, or runs it for as long as the command takes."""
    try:
        settings = from_environment(demo=demo)
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    with _uri(settings) as uri:
        databases = open_database(
            uri, keys_uri=settings.keys_mongodb, name=settings.database, keys_name=settings.keys_database
        )
        try:
            build_indexes(RECORDS)
            yield assemble(settings, databases)
        finally:
            close_database()


@contextmanager
def _uri(settings: Settings) -> Iterator[str]:
    folder = settings.data_folder / "mongod"
    given = settings.mongodb or running_uri(folder)
    if given:
        yield given
        return
    with EmbeddedMongod(folder, binary=settings.mongod) as mongod:
        yield mongod.uri
