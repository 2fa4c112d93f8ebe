"""The officer's page about one child: everything an officer may see of her, by one admission."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from auth.actors import Actor
from auth.models import rows
from consent import grants
from consent.actions import Action
from consent.permit import Permit
from consent.purposes import Purpose
from portfolio import admission, children, directory, documents, important_now
from portfolio.documents import OpenedDocument
from portfolio.important_now import ImportantNow
from portfolio.kinds import KINDS
from portfolio.models import Handover
from portfolio.sealed_fields import opened
from portfolio.subjects import current_ties, placement_facts, running_placements
from portfolio.told_answers import ToldAnswer, told_answers
from storage.vault import Opening, Vault

SHOWN_KINDS = frozenset(KINDS) - {"patient_summary"}
"""Every kind but the imported file itself, which is opened by itself."""

EVERYDAY_SPAN = timedelta(days=14)
"""How far back the page shows what a home has written."""


@dataclass(frozen=True, slots=True)
class Card:
    """Who the child is, and who is tied to her."""

    heading: children.Heading
    legal_name: str
    born: date
    personnummer: str
    on_call: str
    officers: tuple[directory.Party, ...]
    guardians: tuple[directory.Party, ...]
    colleagues: tuple[directory.Party, ...]
    """Officers of the authority who do not answer for the child yet."""


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """One placement: where, in which form, from when, until when."""

    placement: str
    home: str
    form: str
    begins: datetime
    planned_end: datetime
    ends: datetime | None
    is_running: bool


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One grant in force: who sees what until when."""

    grant: str
    recipient: str
    template: str
    until: datetime | None
    rests_on_oral_decision: bool
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One handover that was sent, and whether it was received."""

    handover: str
    school: str
    step: str
    delivered_at: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class GivenDose:
    """A dose that a home has ticked as given. `medicine` is what the medicine's own line says of it."""

    medicine: Mapping[str, Any] = field(repr=False)
    due: str
    at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class ChildOverview:
    """The officer's page about one child."""

    card: Card
    important: ImportantNow
    current: Mapping[str, tuple[OpenedDocument, ...]] = field(repr=False)
    """What holds now, by kind."""
    ended: Mapping[str, tuple[OpenedDocument, ...]] = field(repr=False)
    own_words: tuple[ToldAnswer, ...] = field(repr=False)
    """What the child has chosen to tell her social worker."""
    doses: tuple[GivenDose, ...]
    """Doses that a home has given lately, newest first."""
    placements: tuple[PlacementLine, ...]
    shares: tuple[ShareLine, ...]
    handovers: tuple[HandoverLine, ...]
    names: Mapping[str, str] = field(repr=False)
    """Names of those who wrote, by person."""


def open_for_officer(actor: Actor, vault: Vault, child: str, at: datetime) -> ChildOverview:
    """Open the page for whoever answers for the child. Raises AccessDenied."""
    admitted = admission.admit(
        actor, Action.READ, Purpose.CASEWORK, child, at, kinds=SHOWN_KINDS, everyday_since=at - EVERYDAY_SPAN
    )
    permit, row = admitted.permit, admitted.child
    opening = vault.open(permit)
    found = documents.opened_all(opening, admitted.documents)
    current = [document for document in found if document.ended is None]
    people = directory.persons(permit, vault, (document.person for document in found))
    return ChildOverview(
        card=_card(permit, vault, opening, row, at),
        important=important_now.important_now(current, at),
        current=_by_kind(current),
        ended=_by_kind(document for document in found if document.ended is not None),
        own_words=told_answers(current),
        doses=_given_doses(found),
        placements=_placements(permit, vault, row, at),
        shares=_shares(permit, vault, row, at),
        handovers=_handovers(permit, vault),
        names={person.id: person.name for person in people.values()},
    )


def _card(permit: Permit, vault: Vault, opening: Opening, row: Mapping[str, Any], at: datetime) -> Card:
    officers = current_ties(row.get("officers", ()), at)
    guardians = current_ties(row.get("guardians", ()), at)
    people = directory.persons(permit, vault, (*officers, *guardians))
    colleagues = directory.officers_of(permit, vault, permit.authority)
    return Card(
        heading=children.heading(opening, row, at),
        legal_name=opened(opening, "children", row, "name"),
        born=date.fromisoformat(opened(opening, "children", row, "born")),
        personnummer=opened(opening, "children", row, "personnummer"),
        on_call=children.on_call(opening, row),
        officers=tuple(people[one] for one in officers if one in people),
        guardians=tuple(people[one] for one in guardians if one in people),
        colleagues=tuple(one for one in colleagues if one.id not in officers),
    )


def _by_kind(found: Iterable[OpenedDocument]) -> dict[str, tuple[OpenedDocument, ...]]:
    """Newest first within each kind."""
    grouped: dict[str, tuple[OpenedDocument, ...]] = {}
    for document in found:
        grouped[document.kind] = (document, *grouped.get(document.kind, ()))
    return grouped


def _given_doses(found: Iterable[OpenedDocument]) -> tuple[GivenDose, ...]:
    told = list(found)
    medicines = {document.document: document.content for document in told if document.kind == "medicine"}
    ticks = (document for document in reversed(told) if document.kind == "dose_given")
    return tuple(
        GivenDose(medicines.get(tick.content["medicine"], {}), tick.content["due"], tick.at, tick.person)
        for tick in ticks
        if tick.content.get("given", True)
    )


def _placements(permit: Permit, vault: Vault, row: Mapping[str, Any], at: datetime) -> tuple[PlacementLine, ...]:
    found, running = row.get("placements", ()), running_placements(row, at)
    homes = directory.units(permit, vault, (placement["unit"] for placement in found))
    lines = (
        PlacementLine(
            placement=placement["placement"],
            home=directory.name_of(homes, placement["unit"]),
            form=placement["form"],
            begins=placement["begins"],
            planned_end=placement["planned_end"],
            ends=placement.get("ends"),
            is_running=placement in running,
        )
        for placement in found
    )
    return tuple(sorted(lines, key=lambda line: line.begins, reverse=True))


def _shares(permit: Permit, vault: Vault, row: Mapping[str, Any], at: datetime) -> tuple[ShareLine, ...]:
    placements = placement_facts(row)
    standing = [one for one in grants.of_child(permit) if one.fact.in_force(placements, at)]
    units = directory.units(permit, vault, (one.fact.unit or "" for one in standing))
    people = directory.persons(permit, vault, (one.fact.person or "" for one in standing))
    return tuple(
        ShareLine(
            grant=one.fact.grant,
            recipient=directory.name_of(units | people, one.fact.unit or one.fact.person),
            template=one.template,
            until=one.fact.period.ends,
            rests_on_oral_decision=one.evidence.kind == "oral_decision",
            decided_at=one.evidence.decided_at,
        )
        for one in standing
    )


def _handovers(permit: Permit, vault: Vault) -> tuple[HandoverLine, ...]:
    found = list(rows(Handover).find({"child": permit.child}).sort("delivered_at", -1))
    schools = directory.units(permit, vault, (row["unit"] for row in found))
    return tuple(
        HandoverLine(
            handover=row["_id"],
            school=directory.name_of(schools, row["unit"]),
            step=row["step"],
            delivered_at=row["delivered_at"],
            received_at=row.get("received_at"),
        )
        for row in found
    )
