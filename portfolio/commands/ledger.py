"""`portfolio ledger`: is the log of who has read what still whole?"""

import sys

import click
from pymongo.errors import PyMongoError

from consent import ledger as chains
from portfolio.commands.connection import connected
from portfolio.settings import SettingsRefused, from_environment
from storage.errors import StorageError
from storage.mongod import FolderInUse, MongodFailed
from storage.mongod_binary import MongodMissing

GOOD, BROKEN, NOT_CHECKED = 0, 10, 11


@click.group()
def ledger() -> None:
    """The ledger of who has read what, and why."""


@ledger.command()
def verify() -> None:
    """Recompute every chain. Exits with 0 when all holds, 10 when an entry does not, 11 when it could not check."""
    try:
        _must_be_something_to_check()
        with connected():
            verdict = chains.verify()
    except (PyMongoError, StorageError, FolderInUse, MongodFailed, MongodMissing, click.ClickException) as refusal:
        click.echo(f"could not check: {str(refusal) or type(refusal).__name__}", err=True)
        sys.exit(NOT_CHECKED)
    if verdict.broken is not None:
        click.echo(f"broken: {verdict.broken}")
        sys.exit(BROKEN)
    click.echo(f"good: {verdict.entries} entries in {verdict.chains} chains")


def _must_be_something_to_check() -> None:
    try:
        settings = from_environment()
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    if settings.mongodb is None and not (settings.data_folder / "mongod").exists():
        raise click.ClickException(f"There is no database in {settings.data_folder}.")
