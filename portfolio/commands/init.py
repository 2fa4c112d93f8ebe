"""`portfolio init`: begin an authority, with its first unit and its first officer."""

from pathlib import Path

import click

from auth.errors import LoginRefused, LoginTaken, PasswordRefused
from auth.one_time_codes import setup_uri
from portfolio import enrolments, office
from portfolio.commands.connection import connected
from portfolio.errors import InputRefused
from portfolio.models.parties import AUTHORITY_KINDS
from portfolio.office import NewAuthority
from portfolio.schemas.office import AuthoritySchema
from portfolio.schemas.reading import read
from portfolio.settings import SettingsRefused, from_environment
from portfolio.wiring import begin_keyring

ISSUER = "Portföljen"


@click.command()
@click.option("--kind", type=click.Choice(AUTHORITY_KINDS), default="municipality", show_default=True)
@click.option("--name", prompt="Name of the authority")
@click.option("--on-call", prompt="Telephone of the on-call office")
@click.option("--unit", prompt="Name of the first office")
@click.option("--officer", prompt="Name of the first officer")
@click.option("--login", prompt="Login name of the first officer")
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="Else asked for.")
@click.option("--new-installation", is_flag=True, help="Create the keyring first. Once, before anything is kept.")
def init(*, password_file: Path | None, new_installation: bool, login: str, **names: str) -> None:
    """Begin an authority, and show the secret for the officer's one-time codes, this once."""
    password = _password(password_file)
    if new_installation:
        _begin_keyring()
    with connected() as parts:
        try:
            new = NewAuthority(**read(AuthoritySchema(), names), login=login, password=password)
            founded = office.found(parts.vault, parts.accounts, new, parts.clock())
        except InputRefused as refused:
            raise click.ClickException(f"Not accepted: {refused}.") from None
        except (LoginRefused, LoginTaken) as refused:
            raise click.ClickException(str(refused) or "The login name is taken.") from None
        except PasswordRefused as refused:
            raise click.ClickException(enrolments.password_fault(refused)) from None
    secret = founded.officer.totp_secret
    click.echo(f"authority {founded.authority}")
    click.echo(f"secret for one-time codes: {secret}")
    click.echo(setup_uri(secret, login=login, issuer=ISSUER))


def _password(file: Path | None) -> str:
    if file is None:
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return file.read_text("utf-8").rstrip("\n")


def _begin_keyring() -> None:
    try:
        begin_keyring(from_environment())
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from None
