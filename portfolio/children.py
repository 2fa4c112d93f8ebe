"""Register a child, appoint who answers for her, and head every page with who she is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from auth.actors import Actor, Role
from auth.identifiers import is_id, new_id
from auth.models import rows
from consent import gate
from consent.actions import Action
from consent.permit import OfficePermit
from consent.purposes import Purpose
from portfolio import admission, code_names, directory, subjects
from portfolio.admission import Admitted
from portfolio.clock import age
from portfolio.errors import InputRefused
from portfolio.models import Child, Person
from portfolio.schemas.child import AppointSchema, NewChildSchema
from portfolio.schemas.reading import read
from portfolio.sealed_fields import listed, opened, sealed
from portfolio.words import N_
from storage.vault import Opening, Vault


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
class Registration:
    """What the form for a new child starts with."""

    on_call: str
    colleagues: tuple[directory.Party, ...]
    """The other officers, who may answer for the child too."""


def office_of(actor: Actor, at: datetime) -> str:
    """The authority whose children an officer registers; empty for anybody else, who will be refused there."""
    offices = (one for one in actor.memberships if one.role is Role.OFFICER and one.active(at))
    return next((one.authority for one in offices), "")


def registration(actor: Actor, vault: Vault, authority: str, at: datetime) -> Registration:
    """What the form for a new child needs to show. Raises AccessDenied."""
    permit = gate.admit_office(actor, Action.REGISTER_CHILD, authority, at)
    officers = directory.officers_of(permit, vault, authority)
    on_call = directory.authority(permit, vault, authority).phone
    return Registration(on_call, tuple(one for one in officers if one.id != actor.person))


def register(
    actor: Actor, vault: Vault, authority: str, given: Mapping[str, Any], at: datetime, *, once: str = ""
) -> str:
    """Register a child; whoever registers her answers for her. Returns her id. Raises AccessDenied, InputRefused.

    The same `once` from the same actor is the same form sent again: it returns the child it made the first time.
    """
    permit = gate.admit_office(actor, Action.REGISTER_CHILD, authority, at)
    form = read(NewChildSchema(), given)
    _must_work_there("officers", form["officers"], authority)
    child, person = new_id(), _person_for(actor, once)
    opening = vault.begin(permit, child, at)
    on_call_number = form["on_call"] or directory.authority(permit, vault, authority).phone
    row = _row(opening, child, person, permit, form, on_call_number)
    row["officers"] = [{"person": one, "begins": at} for one in _officers(actor, form["officers"])]
    if form["personnummer"]:
        row["personnummer"] = sealed(opening, "children", child, "personnummer", form["personnummer"])
        row["personnummer_index"] = vault.blind_index(permit, "personnummer", form["personnummer"])
    guardians = [_guardian_row(vault, permit, authority, one) for one in form["guardians"]]
    row["guardians"] = [{"person": one["_id"], "begins": at} for one in guardians]

    def write(session: ClientSession) -> None:
        rows(Child).insert_one(row, session=session)
        for guardian in guardians:
            rows(Person).insert_one(guardian, session=session)

    try:
        gate.register(permit, child, write)
    except DuplicateKeyError:
        return _registered_before(actor, person)
    return child


def _row(
    opening: Opening, child: str, person: str, permit: OfficePermit, form: Mapping[str, Any], on_call_number: str
) -> dict[str, Any]:
    def field(name: str, text: str) -> dict[str, Any]:
        return sealed(opening, "children", child, name, text)

    animal, colour = code_names.chosen_for(permit.actor.person)
    return {
        "_id": child,
        "authority": permit.authority,
        "person": person,
        "code_animal": animal,
        "code_colour": colour,
        "name": field("name", form["name"]),
        "called": field("called", form["called"] or form["name"].split()[0]),
        "born": field("born", form["born"].isoformat()),
        "on_call": field("on_call", on_call_number),
        "placements": [],
        "registered": permit.at,
    }


def _person_for(actor: Actor, once: str) -> str:
    """The new child's person. Made from the form's mark and who sent it, so that it can be nobody else's."""
    if not is_id(once):
        return new_id()
    return sha256(f"child:{actor.person}:{once}".encode()).hexdigest()[:32]


def _registered_before(actor: Actor, person: str) -> str:
    earlier = rows(Child).find_one({"person": person, "officers.person": actor.person}, {"_id": 1})
    if earlier is None:
        raise InputRefused({"personnummer": [N_("Det finns redan ett barn med det personnumret hos er.")]})
    return str(earlier["_id"])


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


def heading_with_on_call(opening: Opening, row: Mapping[str, Any], at: datetime) -> Heading:
    """The same with the number to ring at night."""
    return replace(heading(opening, row, at), on_call=on_call(opening, row))


def on_call(opening: Opening, row: Mapping[str, Any]) -> str:
    """The number to ring when nothing else helps."""
    return opened(opening, "children", row, "on_call")


def responsible(admitted: Admitted, vault: Vault) -> tuple[directory.Party, ...]:
    """The officers who answer for the child now, in Swedish order."""
    now = subjects.current_ties(admitted.child.get("officers", ()), admitted.permit.at)
    return directory.in_swedish_order(directory.persons(admitted.permit, vault, now).values())


def appoint(actor: Actor, child: str, given: Mapping[str, Any], at: datetime) -> None:
    """Let another officer of the same authority answer for the child too."""

    def write(opened_child: Admitted, session: ClientSession) -> None:
        person = read(AppointSchema(), given)["officer"]
        _must_work_there("officer", (person,), opened_child.permit.authority)
        already = subjects.current_ties(opened_child.child.get("officers", ()), at)
        if person not in already:
            rows(Child).update_one(
                {"_id": child}, {"$push": {"officers": {"person": person, "begins": at}}}, session=session
            )

    admission.change(lambda: admission.admit(actor, Action.APPOINT, Purpose.CASEWORK, child, at), write)


def _must_work_there(name: str, people: Collection[str], authority: str) -> None:
    if not directory.who_work_there(authority, people).issuperset(people):
        raise InputRefused({name: [N_("Välj någon som arbetar hos er.")]})


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
