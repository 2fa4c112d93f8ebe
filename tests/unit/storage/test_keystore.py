from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auth.identifiers import new_id
from storage.database import Databases
from storage.errors import KeyExists, KeyMissing, Unopenable
from storage.keyring import FileKeyring
from storage.keystore import KeyStore
from storage.models import child_keys

AT = datetime(2026, 3, 6, 21, 40, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def authority() -> str:
    return new_id()


@pytest.fixture
def keys(tmp_path: Path, authority: str) -> KeyStore:
    keyring = FileKeyring.create(tmp_path / "keyring")
    keyring.add_authority(authority)
    return KeyStore(keyring)


def test_a_childs_key_is_unwrapped_as_it_was_created(keys: KeyStore, authority: str) -> None:
    child = new_id()
    created = keys.create(child, authority, AT)
    opened = keys.unwrap(child)
    assert opened == created
    assert (opened.child, opened.authority, opened.generation) == (child, authority, 1)


def test_every_child_and_every_use_has_a_key_of_its_own(keys: KeyStore, authority: str) -> None:
    material = [keys.create(new_id(), authority, AT) for _ in range(3)]
    assert len({key.material for one in material for key in (one.wrapping, one.fields)}) == 6


def test_a_childs_key_is_never_overwritten(keys: KeyStore, authority: str) -> None:
    child = new_id()
    created = keys.create(child, authority, AT)
    with pytest.raises(KeyExists):
        keys.create(child, authority, AT)
    assert keys.unwrap(child) == created


def test_a_child_without_a_key_has_none(keys: KeyStore) -> None:
    with pytest.raises(KeyMissing):
        keys.unwrap(new_id())


@pytest.mark.parametrize("child", [{"$ne": None}, {"$gt": ""}, ["a"], None, 7, "", "a" * 31])
def test_only_an_id_reaches_the_database(keys: KeyStore, authority: str, child: Any) -> None:
    keys.create(new_id(), authority, AT)
    with pytest.raises(KeyMissing):
        keys.unwrap(child)


def test_an_authority_without_keys_gets_no_children(keys: KeyStore) -> None:
    child = new_id()
    with pytest.raises(KeyMissing):
        keys.create(child, new_id(), AT)
    assert child_keys().find_one({"_id": child}) is None


@pytest.mark.parametrize("field", ["authority", "generation", "wrapped"])
def test_a_row_that_was_changed_to_anothers_does_not_open(
    tmp_path: Path, keys: KeyStore, authority: str, field: str
) -> None:
    FileKeyring.open(tmp_path / "keyring").add_authority(other_authority := new_id())
    child, other = new_id(), new_id()
    keys.create(child, authority, AT)
    keys.create(other, other_authority, AT)
    theirs = child_keys().find_one({"_id": other})
    assert theirs is not None
    value = 2 if field == "generation" else theirs[field]
    child_keys().update_one({"_id": child}, {"$set": {field: value}})
    with pytest.raises(Unopenable):
        keys.unwrap(child)


def test_keys_lie_in_the_key_stores_own_database_and_never_in_the_clear(
    database: Databases, keys: KeyStore, authority: str
) -> None:
    child = new_id()
    created = keys.create(child, authority, AT)
    row = database.keys["child_keys"].find_one({"_id": child})
    assert row is not None
    assert set(row) == {"_id", "authority", "generation", "kek_generation", "wrapped", "created"}
    assert row["created"] == AT
    assert len(row["wrapped"]) == 105
    assert created.wrapping.material not in row["wrapped"]
    assert "child_keys" not in database.main.list_collection_names()


def test_another_installations_keyring_opens_nothing(tmp_path: Path, keys: KeyStore, authority: str) -> None:
    child = new_id()
    keys.create(child, authority, AT)
    stranger = FileKeyring.create(tmp_path / "stranger")
    stranger.add_authority(authority)
    with pytest.raises(Unopenable):
        KeyStore(stranger).unwrap(child)


def test_what_opens_a_child_has_no_printable_form(keys: KeyStore, authority: str) -> None:
    material = keys.create(new_id(), authority, AT)
    assert material.wrapping.material.hex() not in repr(material)
    assert "<key>" in repr(material)
