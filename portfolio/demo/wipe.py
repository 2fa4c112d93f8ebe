"""Take the demo world away: both databases, the blobs and the list of people. Trial mode only."""

import shutil

from portfolio.demo import people
from portfolio.demo.seed import DemoRefused
from portfolio.wiring import RECORDS, Parts
from storage.database import build_indexes


def wipe(parts: Parts) -> None:
    """Leave an empty installation. Raises DemoRefused where there is no demo world to wipe."""
    folder = parts.settings.data_folder
    if not parts.settings.trial or not people.kept(folder):
        raise DemoRefused("There is no demo world here.")
    for database in (parts.databases.main, parts.databases.keys):
        database.client.drop_database(database.name)
    shutil.rmtree(folder / "blobs", ignore_errors=True)
    people.forget(folder)
    build_indexes(RECORDS)
