import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auth.identifiers import new_id
from storage.envelope import Key
from storage.errors import KeyMissing, KeyringExists, KeyringMissing, KeyringRefused, Unopenable
from storage.keyring import FileKeyring, WrappedKey

AUTHORITY, OTHER_AUTHORITY, CHILD, OTHER_CHILD = (new_id() for _ in range(4))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keyring"


@pytest.fixture
def keyring(folder: Path) -> FileKeyring:
    keyring = FileKeyring.create(folder)
    keyring.add_authority(AUTHORITY)
    return keyring


def _rewrite(folder: Path, change: Callable[[Any], object]) -> None:
    """What a later rotation will do: the same file with other generations, put in place whole."""
    path = folder / "keyring.json"
    content = json.loads(path.read_text())
    change(content)
    aside = folder / "aside"
    aside.write_text(json.dumps(content))
    aside.chmod(0o600)
    aside.replace(path)


# ── the keys ────────────────────────────────────────────────────────────────────────────────────


def test_what_is_opened_again_holds_the_same_keys(folder: Path, keyring: FileKeyring) -> None:
    again = FileKeyring.open(folder)
    assert again.installation_key("directory") == keyring.installation_key("directory")
    assert again.token_seed() == keyring.token_seed()
    assert again.index_key(AUTHORITY) == keyring.index_key(AUTHORITY)
    assert again.authority_key(AUTHORITY) == keyring.authority_key(AUTHORITY)


def test_every_purpose_every_authority_and_every_installation_has_a_key_of_its_own(
    tmp_path: Path, keyring: FileKeyring
) -> None:
    keyring.add_authority(OTHER_AUTHORITY)
    keys = [keyring.installation_key(purpose) for purpose in ("directory", "login-index", "totp", "web")]
    keys += [FileKeyring.create(tmp_path / "other").installation_key("directory"), Key(keyring.token_seed())]
    for authority in (AUTHORITY, OTHER_AUTHORITY):
        keys += [keyring.index_key(authority), keyring.authority_key(authority)[1]]
    assert len({key.material for key in keys}) == len(keys) == 10


def test_an_authority_that_is_added_again_keeps_its_keys(keyring: FileKeyring) -> None:
    before = keyring.authority_key(AUTHORITY), keyring.index_key(AUTHORITY)
    keyring.add_authority(AUTHORITY)
    assert (keyring.authority_key(AUTHORITY), keyring.index_key(AUTHORITY)) == before


def test_an_unknown_authority_has_no_keys(keyring: FileKeyring) -> None:
    with pytest.raises(KeyMissing):
        keyring.authority_key(OTHER_AUTHORITY)
    with pytest.raises(KeyMissing):
        keyring.index_key(OTHER_AUTHORITY)
    with pytest.raises(KeyMissing):
        keyring.authority_key(AUTHORITY, 2)


def test_an_authority_that_another_process_added_is_known_at_once(folder: Path, keyring: FileKeyring) -> None:
    FileKeyring.open(folder).add_authority(OTHER_AUTHORITY)
    number, _ = keyring.authority_key(OTHER_AUTHORITY)
    assert number == 1


def test_a_childs_key_unwraps_only_for_its_authority_child_and_generations(keyring: FileKeyring) -> None:
    keyring.add_authority(OTHER_AUTHORITY)
    key = Key.random()
    sealed = keyring.wrap_child_key(AUTHORITY, CHILD, 1, key)
    assert keyring.unwrap_child_key(AUTHORITY, CHILD, 1, sealed) == key
    for authority, child, generation in (
        (OTHER_AUTHORITY, CHILD, 1),
        (AUTHORITY, OTHER_CHILD, 1),
        (AUTHORITY, CHILD, 2),
    ):
        with pytest.raises(Unopenable):
            keyring.unwrap_child_key(authority, child, generation, sealed)
    with pytest.raises(KeyMissing):
        keyring.unwrap_child_key(AUTHORITY, CHILD, 1, WrappedKey(2, sealed.wrapped))


def test_a_generation_that_no_longer_wraps_still_unwraps_until_it_is_destroyed(
    folder: Path, keyring: FileKeyring
) -> None:
    key = Key.random()
    old = keyring.wrap_child_key(AUTHORITY, CHILD, 1, key)

    def rotate(content: Any) -> None:
        generations = content["authorities"][AUTHORITY]["generations"]
        generations[0]["state"] = "decrypt-only"
        generations.append({"number": 2, "state": "active", "key": Key.random().material.hex()})

    _rewrite(folder, rotate)
    new = keyring.wrap_child_key(AUTHORITY, CHILD, 1, key)
    assert (old.kek_generation, new.kek_generation) == (1, 2)
    assert keyring.unwrap_child_key(AUTHORITY, CHILD, 1, old) == key
    assert keyring.unwrap_child_key(AUTHORITY, CHILD, 1, new) == key

    def destroy(content: Any) -> None:
        content["authorities"][AUTHORITY]["generations"][0] = {"number": 1, "state": "destroyed", "key": None}

    _rewrite(folder, destroy)
    keyring.add_authority(OTHER_AUTHORITY)
    with pytest.raises(KeyMissing):
        keyring.unwrap_child_key(AUTHORITY, CHILD, 1, old)
    assert keyring.unwrap_child_key(AUTHORITY, CHILD, 1, new) == key


def test_nothing_of_a_keyring_can_be_printed(keyring: FileKeyring) -> None:
    secrets = {keyring.index_key(AUTHORITY).material, keyring.authority_key(AUTHORITY)[1].material}
    printed = repr(keyring) + repr(keyring._keys()) + str(vars(keyring))
    assert not any(secret.hex() in printed or repr(secret) in printed for secret in secrets)


# ── the file ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("keyring")
def test_a_new_keyring_is_its_owners_alone(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("bit", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
@pytest.mark.parametrize("name", [".", "keyring.json"])
@pytest.mark.usefixtures("keyring")
def test_a_keyring_open_to_others_is_refused(folder: Path, name: str, bit: int) -> None:
    path = folder / name
    path.chmod(stat.S_IMODE(path.stat().st_mode) | bit)
    with pytest.raises(KeyringRefused, match="Others may read"):
        FileKeyring.open(folder)


def test_a_folder_open_to_others_gets_no_keyring(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o750)
    folder.chmod(0o750)
    with pytest.raises(KeyringRefused):
        FileKeyring.create(folder)
    assert list(folder.iterdir()) == []


def test_a_keyring_among_what_it_protects_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "data" / "keyring"
    with pytest.raises(KeyringRefused, match="under the data folder"):
        FileKeyring.create(inside, tmp_path / "data")
    assert not inside.exists()
    FileKeyring.create(inside)
    link = tmp_path / "link"
    link.symlink_to(inside)
    for path in (inside, link, tmp_path / "data" / ".." / "data" / "keyring"):
        with pytest.raises(KeyringRefused, match="under the data folder"):
            FileKeyring.open(path, tmp_path / "data")
    FileKeyring.open(inside, tmp_path / "elsewhere")


@pytest.mark.usefixtures("keyring")
def test_a_keyring_is_never_overwritten(folder: Path) -> None:
    before = (folder / "keyring.json").read_bytes()
    with pytest.raises(KeyringExists):
        FileKeyring.create(folder)
    assert (folder / "keyring.json").read_bytes() == before


def test_a_keyring_that_is_not_there_is_missing(folder: Path) -> None:
    with pytest.raises(KeyringMissing):
        FileKeyring.open(folder)
    folder.mkdir(parents=True, mode=0o700)
    with pytest.raises(KeyringMissing):
        FileKeyring.open(folder)


def test_keys_are_not_kept_when_the_file_is_taken_away(folder: Path, keyring: FileKeyring) -> None:
    (folder / "keyring.json").unlink()
    with pytest.raises(KeyringMissing):
        keyring.installation_key("directory")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '"a"', '{"format": 2}', '{"format": 1, "root": "ab", "authorities": {}}']
)
@pytest.mark.usefixtures("keyring")
def test_a_damaged_keyring_is_refused_and_not_quoted(folder: Path, text: str) -> None:
    (folder / "keyring.json").write_text(text)
    with pytest.raises(KeyringRefused) as refusal:
        FileKeyring.open(folder)
    assert refusal.value.__cause__ is None


CRASHING = """
import os, sys
from pathlib import Path
from storage.keyring import FileKeyring
folder = Path(sys.argv[1])
keyring = FileKeyring.open(folder)
Path.replace = lambda *_: os._exit(9)
keyring.add_authority(sys.argv[2])
"""

CREATING = """
import sys
from pathlib import Path
from storage.errors import KeyringExists
from storage.keyring import FileKeyring
sys.stdin.readline()
try:
    FileKeyring.create(Path(sys.argv[1]))
except KeyringExists:
    print("exists")
else:
    print("created", FileKeyring.open(Path(sys.argv[1])).token_seed().hex())
"""

ADDING = """
import sys
from pathlib import Path
from auth.identifiers import new_id
from storage.keyring import FileKeyring
keyring = FileKeyring.open(Path(sys.argv[1]))
sys.stdin.readline()
for _ in range(10):
    authority = new_id()
    keyring.add_authority(authority)
    print(authority)
"""


def _together(script: str, folder: Path, count: int) -> list[str]:
    """What so many processes print that begin at the same moment."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    for one in started:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    printed = [one.communicate(timeout=60)[0] for one in started]
    assert [one.returncode for one in started] == [0] * count
    return "".join(printed).splitlines()


def test_a_crash_between_write_and_rename_leaves_the_old_one_whole(folder: Path, keyring: FileKeyring) -> None:
    before = (folder / "keyring.json").read_bytes()
    crash = subprocess.run([sys.executable, "-c", CRASHING, str(folder), OTHER_AUTHORITY], check=False, timeout=60)
    assert crash.returncode == 9
    assert (folder / "keyring.json.next").exists()
    assert (folder / "keyring.json").read_bytes() == before
    again = FileKeyring.open(folder)
    assert again.authority_key(AUTHORITY) == keyring.authority_key(AUTHORITY)
    again.add_authority(OTHER_AUTHORITY)
    assert again.authority_key(OTHER_AUTHORITY)[0] == 1
    assert sorted(path.name for path in folder.iterdir()) == ["keyring.json", "keyring.lock"]


def test_of_processes_that_create_at_once_one_does(folder: Path) -> None:
    printed = sorted(_together(CREATING, folder, 4))
    assert printed == [f"created {FileKeyring.open(folder).token_seed().hex()}", "exists", "exists", "exists"]


def test_authorities_added_by_two_processes_at_once_are_all_kept(folder: Path, keyring: FileKeyring) -> None:
    added = _together(ADDING, folder, 2)
    assert len(set(added)) == 20
    assert len({keyring.authority_key(authority)[1].material for authority in added}) == 20
