"""Seal and open the named fields of a record: the place of each is its collection, row, name and revision."""

from collections.abc import Mapping
from typing import Any

from consent.permit import AnyPermit
from storage.vault import Directory, FieldPlace, Opening


def sealed(opening: Opening, collection: str, row: str, name: str, text: str, revision: int = 1) -> dict[str, Any]:
    """The stored form of a field under the child's key."""
    place = FieldPlace(collection, row, name, revision)
    return {"revision": revision, "sealed": opening.seal_field(place, text)}


def opened(opening: Opening, collection: str, record: Mapping[str, Any], name: str) -> str:
    """The text of a field under the child's key; empty when the record has none."""
    kept = record.get(name)
    if kept is None:
        return ""
    place = FieldPlace(collection, record["_id"], name, kept["revision"])
    return opening.open_field(place, kept["sealed"])


def listed(
    directory: Directory,
    permit: AnyPermit,
    collection: str,
    row: str,
    name: str,
    text: str,
    revision: int = 1,
) -> dict[str, Any]:
    """The stored form of a field under the directory key."""
    return {
        "revision": revision,
        "sealed": directory.seal(permit, FieldPlace(collection, row, name, revision), text),
    }


def looked_up(directory: Directory, permit: AnyPermit, collection: str, record: Mapping[str, Any], name: str) -> str:
    """The text of a field under the directory key; empty when the record has none."""
    kept = record.get(name)
    if kept is None:
        return ""
    return directory.open(permit, FieldPlace(collection, record["_id"], name, kept["revision"]), kept["sealed"])
