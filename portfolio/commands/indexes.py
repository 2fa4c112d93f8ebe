"""`portfolio indexes`: what the database must know to find things."""

import click

from portfolio.commands.connection import connected
from portfolio.wiring import RECORDS
from storage.database import build_indexes


@click.command()
def indexes() -> None:
    """Create every index that is missing; those there stay. Safe to run again."""
    with connected():
        build_indexes(RECORDS)
    click.echo(f"{len(RECORDS)} collections have their indexes.")
