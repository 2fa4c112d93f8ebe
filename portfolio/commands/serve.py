"""`portfolio serve`: the service itself."""

import dataclasses
import sys

import click

from portfolio import serving
from portfolio.serving import LOOPBACK, Listening
from portfolio.settings import SettingsRefused, from_environment
from storage.errors import StorageError
from storage.mongod import FolderInUse, MongodFailed
from storage.mongod_binary import MongodMissing


@click.command()
@click.option("--demo", is_flag=True, help="The demo world: invented people, in trial mode.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: PORTFOLIO_PORT, else 8080.")
@click.option("--host", default=LOOPBACK, show_default=True, help="Where to listen; a trial listens on loopback only.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(*, demo: bool, port: int | None, host: str, workers: int) -> None:
    """Serve until told to stop. In trial mode without PORTFOLIO_MONGODB the database is started and stopped too."""
    try:
        settings = from_environment(demo=demo)
        if settings.trial and host != LOOPBACK:
            raise click.ClickException("A trial listens on loopback only.")
        listening = Listening(host, port or settings.port, workers)
        settings = dataclasses.replace(settings, port=listening.port)
        code = serving.run(settings, listening, click.echo)
    except FolderInUse as taken:
        raise click.ClickException(f"Already served from {taken}: stop that one first.") from None
    except (SettingsRefused, MongodMissing, MongodFailed, StorageError) as refusal:
        raise click.ClickException(str(refusal) or type(refusal).__name__) from None
    sys.exit(code)
