"""Who is who: names and telephone numbers of persons, units and authorities, for a page that shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.models import rows
from consent.permit import AnyPermit
from portfolio.models import Authority, Person, Unit
from portfolio.sealed_fields import looked_up
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Party:
    """A person, a unit or an authority as a page shows it."""

    id: str
    name: str
    phone: str = ""
    kind: str = ""


def persons(permit: AnyPermit, vault: Vault, ids: Iterable[str]) -> dict[str, Party]:
    """Persons by id; unknown ids are left out."""
    return {row["_id"]: _party(permit, vault, "persons", row) for row in _rows(Person, ids)}


def units(permit: AnyPermit, vault: Vault, ids: Iterable[str]) -> dict[str, Party]:
    """Units by id; unknown ids are left out."""
    return {row["_id"]: _party(permit, vault, "units", row) for row in _rows(Unit, ids)}


def authority(permit: AnyPermit, vault: Vault, authority_id: str) -> Party:
    """An authority, its on-call number as `phone`."""
    row = rows(Authority).find_one({"_id": authority_id})
    if row is None:
        return Party(authority_id, "")
    name = looked_up(vault.directory, permit, "authorities", row, "name")
    return Party(authority_id, name, looked_up(vault.directory, permit, "authorities", row, "on_call"), row["kind"])


def units_serving(permit: AnyPermit, vault: Vault, authority_id: str, kind: str) -> tuple[Party, ...]:
    """The units of a kind that have said yes to an authority, in Swedish order."""
    found = rows(Unit).find({"serves": authority_id, "kind": kind, "ends": {"$exists": False}})
    return in_swedish_order(_party(permit, vault, "units", row) for row in found)


def officers_of(permit: AnyPermit, vault: Vault, authority_id: str) -> tuple[Party, ...]:
    """The people who work in an authority's own offices."""
    offices = [row["_id"] for row in rows(Unit).find({"authority": authority_id, "kind": "office"})]
    found = rows(Person).find({"units": {"$in": offices}})
    return in_swedish_order(_party(permit, vault, "persons", row) for row in found)


def who_work_there(authority_id: str, people: Iterable[str]) -> frozenset[str]:
    """Which of those people work in an authority's own offices."""
    offices = [row["_id"] for row in rows(Unit).find({"authority": authority_id, "kind": "office"}, {"_id": 1})]
    query = {"_id": {"$in": sorted(set(people))}, "units": {"$in": offices}}
    return frozenset(row["_id"] for row in rows(Person).find(query, {"_id": 1}))


def unit_serving(permit: AnyPermit, vault: Vault, authority_id: str, kind: str, unit: str) -> Party | None:
    """The unit of that id, if it is of that kind and has said yes to the authority."""
    return next((one for one in units_serving(permit, vault, authority_id, kind) if one.id == unit), None)


def name_of(parties: Mapping[str, Party], party: str | None) -> str:
    """The name among those found; empty for nobody, and for one that the directory does not know."""
    found = parties.get(party or "")
    return found.name if found else ""


def in_swedish_order(parties: Iterable[Party]) -> tuple[Party, ...]:
    """By name, with å ä ö after z."""
    return tuple(sorted(parties, key=lambda party: swedish_key(party.name)))


_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}"})


def swedish_key(text: str) -> str:
    """A sort key with å ä ö after z, whatever the case."""
    return text.casefold().translate(_AFTER_Z)


def _rows(record: type[Any], ids: Iterable[str]) -> Iterable[dict[str, Any]]:
    wanted = sorted({one for one in ids if one})
    return rows(record).find({"_id": {"$in": wanted}}) if wanted else ()


def _party(permit: AnyPermit, vault: Vault, collection: str, row: dict[str, Any]) -> Party:
    directory = vault.directory
    name = looked_up(directory, permit, collection, row, "name")
    return Party(row["_id"], name, looked_up(directory, permit, collection, row, "phone"), row.get("kind", ""))
