"""The import contracts hold, and each has been seen to break."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "pyproject.toml"
PACKAGES = ("auth", "consent", "storage", "portfolio")

# One forbidden import for each contract, in the module where it would be most tempting.
TEMPTATIONS = {
    "auth says who, consent says may, storage opens, portfolio tells the story": (
        "consent/gate.py",
        "import storage.vault",
    ),
    "Deciding reads no database, no network and no key": ("consent/policy.py", "import pymongo"),
    "Keys and sealed bytes are handled behind the vault; one place in portfolio wires the parts": (
        "portfolio/subjects.py",
        "import storage.envelope",
    ),
    "The primitives have few users": ("storage/vault.py", "import cryptography"),
    "Flask stays at the edge": ("portfolio/subjects.py", "import flask"),
}


def contract_names() -> set[str]:
    contracts = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return {contract["name"] for contract in contracts}


def check_contracts(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """Copy the four packages' code, for a test to spoil."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=lambda folder, names: _not_code(Path(folder), names))
    shutil.copy(SETTINGS, tmp_path)
    return tmp_path


def _not_code(folder: Path, names: list[str]) -> set[str]:
    return {name for name in names if not (folder / name).is_dir() and not name.endswith(".py")}


def test_every_import_points_where_the_contracts_allow() -> None:
    checked = check_contracts(ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_contract_has_its_temptation() -> None:
    assert contract_names() == set(TEMPTATIONS)


def test_forbidden_imports_break_their_contracts(copied_house: Path) -> None:
    for module, forbidden in TEMPTATIONS.values():
        with (copied_house / module).open("a", encoding="utf-8") as tempted:
            tempted.write(f"\n{forbidden}\n")
    checked = check_contracts(copied_house)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    verdicts = " ".join(checked.stdout.split())
    assert [contract for contract in TEMPTATIONS if f"{contract} BROKEN" not in verdicts] == []
