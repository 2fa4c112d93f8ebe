"""Who can sign in to the demo world, and with what. Kept in a file of the data folder; demo mode only."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "demo-people.json"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person's ways in. Public on purpose: nobody here exists."""

    code: str
    name: str
    words: str
    """Who it is, for the sign-in page."""
    login: str = ""
    password: str = ""
    totp_secret: str = ""
    card: str = ""
    pictures: tuple[str, ...] = ()
    child: str = ""
    """For a child, the id of her portfolio."""


def keep(folder: Path, people: tuple[DemoPerson, ...]) -> None:
    """Write the list, readable by its owner only."""
    path = folder / FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump([asdict(person) for person in people], out, ensure_ascii=False, indent=1)


def kept(folder: Path) -> tuple[DemoPerson, ...]:
    """The list as seeded; nobody when there is none."""
    path = folder / FILE
    if not path.exists():
        return ()
    found = json.loads(path.read_text("utf-8"))
    return tuple(DemoPerson(**{**person, "pictures": tuple(person["pictures"])}) for person in found)


def forget(folder: Path) -> None:
    """Remove the list."""
    (folder / FILE).unlink(missing_ok=True)
