"""`portfolio child`: what an officer does about one child from the command line, logged like any request."""

import os
from pathlib import Path

import click

from auth.actors import Actor
from auth.errors import SignInBusy, SignInRefused
from consent.errors import AccessDenied
from portfolio.commands.connection import connected
from portfolio.errors import InputRefused, TooBusy
from portfolio.patient_summary.source_json import MAX_BYTES
from portfolio.summary_import import import_summary
from portfolio.summary_refusals import FileRefused, StrangersSummary
from portfolio.summary_report import ImportReport
from portfolio.wiring import Parts

ADDRESS = "command line"
"""What tries at signing in from here are counted under."""


@click.group()
def child() -> None:
    """Act for one child, as somebody who answers for her."""


@child.command("import-ips")
@click.argument("child_id", metavar="CHILD")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--as", "login", required=True, help="The officer's login name.")
@click.option(
    "--despite-mismatch",
    "reason",
    metavar="REASON",
    help="Import a file that names somebody else; every line says so, with this reason.",
)
def import_ips(child_id: str, files: tuple[Path, ...], login: str, reason: str | None) -> None:
    """Import International Patient Summaries into the child's health bundle.

    Asks for the officer's password and one-time code, or reads them from the two lines of the file that
    PORTFOLIO_CREDENTIALS names. Exits with 1 if any file failed.
    """
    with connected() as parts:
        actor = _signed_in(parts, login)
        imported = [_import(parts, actor, child_id, file, reason) for file in files]
    if not all(imported):
        raise SystemExit(1)


def _signed_in(parts: Parts, login: str) -> Actor:
    password, code = _credentials(login)
    try:
        account = parts.credentials.prove_password(login, password, code, parts.clock(), ADDRESS)
    except SignInRefused:
        raise click.ClickException("The sign-in did not match.") from None
    except SignInBusy:
        raise click.ClickException("Too many sign-ins at this moment; try again.") from None
    return account.actor(ADDRESS)


def _credentials(login: str) -> tuple[str, str]:
    kept = os.environ.get("PORTFOLIO_CREDENTIALS")
    if kept is None:
        password = click.prompt(f"Password of {login}", hide_input=True, err=True)
        return password, click.prompt("One-time code", err=True)
    try:
        lines = Path(kept).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    if len(lines) < 2:
        raise click.ClickException("PORTFOLIO_CREDENTIALS must name a file of two lines: password and one-time code.")
    return lines[0], lines[1].strip()


def _import(parts: Parts, actor: Actor, child_id: str, file: Path, reason: str | None) -> bool:
    """Import one file and print its line; whether it went well."""
    try:
        raw = _bytes(file)
        report = import_summary(actor, parts.vault, child_id, raw, parts.clock(), despite_mismatch=reason)
    except (OSError, AccessDenied, InputRefused, TooBusy) as refusal:
        click.echo(f"{file.name}: {_why(refusal)}")
        return False
    click.echo(f"{file.name}: {in_one_line(report)}")
    return True


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def in_one_line(report: ImportReport) -> str:
    """Outcome and numbers, in words."""
    told = {
        "allergies": report.allergies,
        "medicines": report.medicines,
        "conditions": report.conditions,
        "immunisations": report.immunisations,
        "absences": report.absences,
        "ended": report.ended,
        "partly read": report.partly_read,
        "left out": report.left_out,
    }
    line = f"{report.outcome.value}: {', '.join(f'{name} {number}' for name, number in told.items())}"
    return f"{line} (despite mismatch: {_listed(report.mismatches)})" if report.mismatches else line


def _why(refusal: Exception) -> str:
    match refusal:
        case AccessDenied():
            return "refused: there is no such child"
        case StrangersSummary():
            return f"refused: the file is about somebody else ({_listed(refusal.mismatches)} differs)"
        case FileRefused():
            return f"refused: {refusal.reason.replace('_', ' ')} at {refusal.place}"
        case InputRefused():
            return f"refused: {' '.join(text for texts in refusal.fields.values() for text in texts)}"
        case TooBusy():
            return "failed: the child's facts kept changing; try again"
        case _:
            return "failed: the file cannot be read"


def _listed(mismatches: tuple[str, ...]) -> str:
    return ", ".join(mismatch.replace("_", " ") for mismatch in mismatches)
