"""Register a child, list the children somebody answers for, and head every page with who it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import choice
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from auth.actors import Actor
from auth.identifiers import new_id
from auth.models import rows
from consent import gate, grants
from consent.actions import Action
from consent.errors import AccessDenied
from consent.permit import OfficePermit, Permit
from consent.purposes import Purpose
from portfolio import admission, directory, subjects
from portfolio.admission import Admitted
from portfolio.clock import age
from portfolio.errors import InputRefused
from portfolio.models import Child, Person
from portfolio.schemas.child import AppointSchema, NewChildSchema
from portfolio.schemas.reading import read
from portfolio.sealed_fields import listed, opened, sealed
from portfolio.words import N_
from storage.vault import Opening, Vault

ANIMALS = (
    "fox",
    "bear",
    "cat",
    "dog",
    "owl",
    "rabbit",
    "hedgehog",
    "frog",
    "turtle",
    "whale",
    "butterfly",
    "ladybug",
)
COLOURS = ("green", "blue", "yellow", "red", "purple", "orange", "pink", "turquoise", "brown", "grey")


@dataclass(frozen=True, slots=True)
class Heading:
    """Who a page is about: name used, age, picture and code name; and the number to ring at night."""

    child: str
    name: str
    age: int
    animal: str
    colour: str
    on_call: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One child on an officer's list, with what needs attention."""

    heading: Heading
    home: str
    placement_ends: datetime | None
    awaits_written_decision: bool


def register(actor: Actor, vault: Vault, authority: str, given: Mapping[str, Any], at: datetime) -> str:
    """Register a child; whoever registers her answers for her. Returns her id. Raises AccessDenied, InputRefused."""
    permit = gate.admit_office(actor, Action.REGISTER_CHILD, authority, at)
    form = read(NewChildSchema(), given)
    child, person = new_id(), new_id()
    opening = vault.begin(permit, child, at)
    on_call = form["on_call"] or directory.authority(permit, vault, authority).phone

    def field(name: str, text: str) -> dict[str, Any]:
        return sealed(opening, "children", child, name, text)

    row: dict[str, Any] = {
        "_id": child,
        "authority": authority,
        "person": person,
        "code_animal": choice(ANIMALS),
        "code_colour": choice(COLOURS),
        "name": field("name", form["name"]),
        "called": field("called", form["called"] or form["name"].split()[0]),
        "born": field("born", form["born"].isoformat()),
        "on_call": field("on_call", on_call),
        "officers": [{"person": one, "begins": at} for one in _officers(actor, form["officers"])],
        "guardians": [],
        "placements": [],
        "registered": at,
    }
    if form["personnummer"]:
        row["personnummer"] = field("personnummer", form["personnummer"])
        row["personnummer_index"] = vault.blind_index(permit, "personnummer", form["personnummer"])
    guardians = [_guardian_row(vault, permit, authority, one) for one in form["guardians"]]
    row["guardians"] = [{"person": one["_id"], "begins": at} for one in guardians]

    def write(session: ClientSession) -> None:
        try:
            rows(Child).insert_one(row, session=session)
        except DuplicateKeyError:
            raise InputRefused(
                {"personnummer": [N_("Det finns redan ett barn med det personnumret hos er.")]}
            ) from None
        for guardian in guardians:
            rows(Person).insert_one(guardian, session=session)

    gate.register(permit, child, write)
    return child


def mine(actor: Actor, vault: Vault, at: datetime) -> tuple[Listed, ...]:
    """*Mina barn*: the children the actor answers for, those that need attention first."""
    candidates = rows(Child).find({"officers.person": actor.person}, {"_id": 1})
    loaded = subjects.of_children(row["_id"] for row in candidates)
    permit = gate.admit_list(
        actor, Action.LIST_CHILDREN, Purpose.CASEWORK, [one.subject for one in loaded if one.subject], at
    )
    admitted = [one.child for one in loaded if one.child["_id"] in permit.children]
    homes = directory.units(permit, vault, (_running(row, at).get("unit", "") for row in admitted))
    oral = grants.awaiting_written_decision(permit)
    listed_children = []
    for row in admitted:
        opening = vault.open_listed(permit, row["_id"])
        placement = _running(row, at)
        home = homes.get(placement.get("unit", ""))
        listed_children.append(
            Listed(
                heading=heading(opening, row, at),
                home=home.name if home else "",
                placement_ends=placement.get("planned_end"),
                awaits_written_decision=row["_id"] in oral,
            )
        )
    return tuple(
        sorted(
            listed_children,
            key=lambda one: (not one.awaits_written_decision, directory.swedish_key(one.heading.name)),
        )
    )


def heading(opening: Opening, row: Mapping[str, Any], at: datetime) -> Heading:
    """Who the page is about, as any adult with standing sees it: the name used, never more."""
    born = date.fromisoformat(opened(opening, "children", row, "born"))
    return Heading(
        child=row["_id"],
        name=opened(opening, "children", row, "called"),
        age=age(born, at),
        animal=row["code_animal"],
        colour=row["code_colour"],
    )


def on_call(opening: Opening, row: Mapping[str, Any]) -> str:
    """The number to ring when nothing else helps."""
    return opened(opening, "children", row, "on_call")


@dataclass(frozen=True, slots=True)
class Card:
    """What an officer sees of who the child is and who is tied to her."""

    heading: Heading
    legal_name: str
    born: date
    personnummer: str
    on_call: str
    officers: tuple[directory.Party, ...]
    guardians: tuple[directory.Party, ...]


def card(permit: Permit, vault: Vault, opening: Opening, row: Mapping[str, Any], at: datetime) -> Card:
    """The officer's card of the child. The permit must rest on answering for her."""
    if permit.ground != "answers_for_the_child":
        raise AccessDenied
    officers = _current(row.get("officers", ()), at)
    guardians = _current(row.get("guardians", ()), at)
    people = directory.persons(permit, vault, (*officers, *guardians))
    return Card(
        heading=heading(opening, row, at),
        legal_name=opened(opening, "children", row, "name"),
        born=date.fromisoformat(opened(opening, "children", row, "born")),
        personnummer=opened(opening, "children", row, "personnummer"),
        on_call=on_call(opening, row),
        officers=tuple(people[one] for one in officers if one in people),
        guardians=tuple(people[one] for one in guardians if one in people),
    )


def appoint(actor: Actor, child: str, given: Mapping[str, Any], at: datetime) -> None:
    """Let another officer of the same authority answer for the child too."""

    def write(opened_child: Admitted, session: ClientSession) -> None:
        person = read(AppointSchema(), given)["officer"]
        _must_work_there(person, opened_child.permit.authority)
        already = _current(opened_child.child.get("officers", ()), at)
        if person not in already:
            rows(Child).update_one(
                {"_id": child}, {"$push": {"officers": {"person": person, "begins": at}}}, session=session
            )

    admission.change(lambda: admission.admit(actor, Action.APPOINT, Purpose.CASEWORK, child, at), write)


def _must_work_there(person: str, authority: str) -> None:
    if rows(Person).find_one({"_id": person, "authority": authority}) is None:
        raise InputRefused({"officer": [N_("Välj någon som arbetar hos er.")]})


def _guardian_row(vault: Vault, permit: OfficePermit, authority: str, guardian: Mapping[str, str]) -> dict[str, Any]:
    person = new_id()
    row: dict[str, Any] = {
        "_id": person,
        "authority": authority,
        "name": listed(vault.directory, permit, "persons", person, "name", guardian["name"]),
    }
    if guardian["phone"]:
        row["phone"] = listed(vault.directory, permit, "persons", person, "phone", guardian["phone"])
    return row


def _officers(actor: Actor, others: list[str]) -> list[str]:
    return list(dict.fromkeys((actor.person, *others)))


def _current(ties: Any, at: datetime) -> tuple[str, ...]:
    return tuple(tie["person"] for tie in ties if tie["begins"] <= at and (tie.get("ends") is None or at < tie["ends"]))


def _running(row: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    for placement in reversed(row.get("placements", ())):
        if subjects.placement_fact(placement).period.covers(at):
            found: dict[str, Any] = placement
            return found
    return {}
