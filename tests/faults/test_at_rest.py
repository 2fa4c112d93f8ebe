"""What lies on the disk says nothing without the keyring."""

from __future__ import annotations

import json
import mmap
import re
import subprocess
import sys
from pathlib import Path

from tests.web.canaries import LETTERS

ROOT = Path(__file__).parents[2]


WORDS = re.compile(rb"[a-z]{%d,}" % LETTERS)


def words_in(folder: Path) -> set[str]:
    """Every run of letters as long as a mark, in any file: each file is read once, however many marks there are."""
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file() or path.stat().st_size == 0:
            continue
        with path.open("rb") as held, mmap.mmap(held.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for run in WORDS.findall(content):
                found |= {run[start : start + LETTERS].decode() for start in range(len(run) - LETTERS + 1)}
    return found


def test_neither_database_nor_blobs_hold_a_word_that_a_person_wrote(tmp_path: Path) -> None:
    filled = subprocess.run(
        [sys.executable, "-m", "tests.faults.at_rest_world", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    marks = json.loads(filled.stdout)
    data = tmp_path / "data"
    found = words_in(data)
    assert marks["control"][0] in found, "an unsealed mark is found, so the search can find one"
    assert any((data / "blobs").rglob("*")), "something lies in the blob store"
    assert len(marks["sealed"]) > 150
    assert found & set(marks["sealed"]) == set()
