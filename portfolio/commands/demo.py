"""`portfolio demo`: seed the demo world, list its people, wipe it."""

import json
from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import Progress

from portfolio.commands.connection import connected
from portfolio.demo import people, seed
from portfolio.demo.wipe import wipe as wipe_world
from portfolio.settings import from_environment


@click.group()
def demo() -> None:
    """The demo world: invented people, in trial mode only."""


@demo.command("seed")
@click.option("--size", type=click.Choice(sorted(seed.SIZES)), default="s", show_default=True)
def seed_world(size: str) -> None:
    """Fill an empty installation with the demo world: s has 12 children, m 500."""
    total = 12 + seed.SIZES[size]
    with connected(demo=True) as parts, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("Children", total=total)
        try:
            seed.seed(parts, size, told=lambda done: progress.update(task, completed=done))
        except seed.DemoRefused as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo(f"{total} children.")


@demo.command("people")
@click.option("--json", "as_json", is_flag=True, help="All of it, for a program.")
def list_people(*, as_json: bool) -> None:
    """Who can sign in, and with what. Nobody here exists."""
    found = people.kept(from_environment(demo=True).data_folder)
    if as_json:
        click.echo(json.dumps([asdict(person) for person in found], ensure_ascii=False, indent=1))
        return
    for person in found:
        click.echo(f"{person.name} ({person.words}): {person.login or person.card}")


@demo.command()
def wipe() -> None:
    """Take the demo world away."""
    with connected(demo=True) as parts:
        try:
            wipe_world(parts)
        except seed.DemoRefused as refusal:
            raise click.ClickException(str(refusal)) from None
    click.echo("Wiped.")
