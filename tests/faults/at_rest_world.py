"""Fill an installation of its own in a folder and print its marks: `python -m tests.faults.at_rest_world FOLDER`.

A process of its own, because the service's connections are a process's. The database writes nothing compressed, so
that what stands in clear would be found.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from portfolio import facts, kinds
from portfolio.wiring import RECORDS, assemble
from storage.database import build_indexes, close_database, open_database
from storage.mongod import EmbeddedMongod
from tests.conftest import QUICK, trial_settings
from tests.moment import Moment
from tests.web.canaries import CanaryWorld, mark

PLAIN = (
    "--setParameter",
    "ttlMonitorEnabled=false",
    "--wiredTigerCollectionBlockCompressor",
    "none",
    "--wiredTigerJournalCompressor",
    "none",
    "--wiredTigerIndexPrefixCompression",
    "false",
)


def fill(folder: Path) -> dict[str, list[str]]:
    """The marks that were sealed, and the control mark that was not."""
    with EmbeddedMongod(folder / "data" / "mongod", extra=PLAIN) as mongod:
        databases = open_database(mongod.uri)
        build_indexes(RECORDS)
        moment = Moment()
        world = CanaryWorld(assemble(trial_settings(folder, mongod.uri), databases, clock=moment, hasher=QUICK), moment)
        long_text = " ".join([world.signe.mark("note"), *("ord" for _ in range(4500))])
        note = {"title": world.signe.mark("note"), "text": long_text}
        facts.add(world.actor("officer"), world.parts.vault, world.signe.child, kinds.KINDS["note"], note, world.at)
        control = mark()
        databases.main.get_collection("control").insert_one({"text": control})
        databases.client.admin.command("fsync")
        close_database()
    marks = [made for marked in world.children() for made in marked.marks]
    return {"sealed": [*marks, *world.shared_marks], "control": [control]}


if __name__ == "__main__":
    print(json.dumps(fill(Path(sys.argv[1]))))  # noqa: T201 - what the test reads
