"""What was sealed once opens for ever, with the product and with a reader that shares no code with it."""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from storage.envelope import Key, blind_index, context, derive, open_blob, open_sealed, open_whole, unwrap
from tests.unit.storage import independent_reader

FROZEN = json.loads((Path(__file__).parents[2] / "vectors" / "format-1.json").read_text(encoding="utf-8"))
Vector = Mapping[str, Any]


def _plaintext(vector: Vector) -> bytes:
    if "plaintext_pattern" in vector:
        return bytes(position % 251 for position in range(vector["plaintext_pattern"]))
    if "plaintext_key" in vector:
        return bytes.fromhex(vector["plaintext_key"])
    return str(vector["plaintext"]).encode()


PRODUCT: Mapping[str, Callable[[Key, bytes, bytes, Vector], bytes]] = {
    "field": lambda key, sealed, place, _: open_sealed(key, sealed, place),
    "wrap": lambda key, sealed, place, _: unwrap(key, sealed, place).material,
    "stream": lambda key, sealed, place, _: open_whole(key, (sealed,), place),
    "blob": lambda key, sealed, place, vector: open_blob(key, vector["version_id"], (sealed,), place),
}
SECOND_READER: Mapping[str, Callable[[bytes, bytes, bytes, Vector], bytes]] = {
    "field": lambda key, sealed, place, _: independent_reader.open_field(key, sealed, place),
    "wrap": lambda key, sealed, place, _: independent_reader.open_field(key, sealed, place),
    "stream": lambda key, sealed, place, _: independent_reader.open_stream(key, sealed, place),
    "blob": lambda key, sealed, place, vector: independent_reader.open_blob(key, sealed, vector["version_id"], place),
}


@pytest.mark.parametrize("vector", FROZEN["sealed"], ids=lambda vector: vector["kind"])
def test_the_product_opens_what_was_sealed_once(vector: Vector) -> None:
    key, sealed = Key(bytes.fromhex(vector["key"])), b64decode(vector["sealed"])
    place = context(vector["label"], *vector["fields"])
    assert PRODUCT[vector["kind"]](key, sealed, place, vector) == _plaintext(vector)


@pytest.mark.parametrize("vector", FROZEN["sealed"], ids=lambda vector: vector["kind"])
def test_a_second_reader_opens_what_was_sealed_once(vector: Vector) -> None:
    key, sealed = bytes.fromhex(vector["key"]), b64decode(vector["sealed"])
    place = independent_reader.context_of(vector["label"], vector["fields"])
    assert SECOND_READER[vector["kind"]](key, sealed, place, vector) == _plaintext(vector)


def test_the_vectors_hold_every_kind_and_a_stream_of_three_chunks() -> None:
    assert {vector["kind"] for vector in FROZEN["sealed"]} == set(PRODUCT) == set(SECOND_READER)
    assert max(vector.get("plaintext_pattern", 0) for vector in FROZEN["sealed"]) > 2 * 16_384


@pytest.mark.parametrize("vector", FROZEN["derived"], ids=lambda vector: vector["label"])
def test_keys_are_derived_as_they_once_were(vector: Vector) -> None:
    assert derive(Key(bytes.fromhex(vector["key"])), vector["label"]).material.hex() == vector["derived"]


def test_a_blind_index_is_what_it_once_was() -> None:
    vector = FROZEN["blind_index"]
    key = Key(bytes.fromhex(vector["key"]))
    assert blind_index(key, vector["label"], vector["text"]).hex() == vector["index"]
