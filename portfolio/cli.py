"""The command line, `portfolio …`: one module in `portfolio.commands` for each group of commands."""

import click

from portfolio.commands.child import child
from portfolio.commands.demo import demo
from portfolio.commands.indexes import indexes
from portfolio.commands.init import init
from portfolio.commands.ledger import ledger
from portfolio.commands.serve import serve


@click.group()
def main() -> None:
    """A portfolio that follows a child in out-of-home care."""


for command in (child, demo, indexes, init, ledger, serve):
    main.add_command(command)
