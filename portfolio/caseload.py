"""*Mina barn*: the children an officer answers for, and which of them need attention."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.actors import Actor
from auth.models import rows
from consent import grants
from consent.actions import Action
from consent.purposes import Purpose
from portfolio import admission, directory, subjects
from portfolio.children import Heading, heading
from portfolio.models import Child
from storage.vault import Vault

SOON = timedelta(days=7)
"""A placement's planned end needs attention from this long before."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One child on an officer's list, with what needs attention."""

    heading: Heading
    home: str
    placement_ends: datetime | None
    awaits_written_decision: bool
    ends_soon: bool = False
    """The placement's planned end is near."""
    has_passed: bool = False
    """The placement still runs after its planned end."""

    @property
    def needs_attention(self) -> bool:
        return self.awaits_written_decision or self.ends_soon or self.has_passed


def mine(actor: Actor, vault: Vault, at: datetime) -> tuple[Listed, ...]:
    """*Mina barn*: the children the actor answers for, those that need attention first."""
    candidates = (row["_id"] for row in rows(Child).find({"officers.person": actor.person}, {"_id": 1}))
    admitted = admission.admit_list(actor, Action.LIST_CHILDREN, Purpose.CASEWORK, candidates, at)
    permit, openings = admitted.permit, vault.open_list(admitted.permit)
    placements = {row["_id"]: _newest_placement(row, at) for row in admitted.children}
    homes = directory.units(permit, vault, (placement.get("unit", "") for placement in placements.values()))
    oral = grants.awaiting_written_decision(permit)
    found = (
        _listed(heading(openings[row["_id"]], row, at), placements[row["_id"]], homes, oral, at)
        for row in admitted.children
    )
    return tuple(sorted(found, key=lambda one: (not one.needs_attention, directory.swedish_key(one.heading.name))))


def _newest_placement(row: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    running = subjects.running_placements(row, at)
    return running[-1] if running else {}


def _listed(
    about: Heading,
    placement: Mapping[str, Any],
    homes: Mapping[str, directory.Party],
    oral: Collection[str],
    at: datetime,
) -> Listed:
    ends: datetime | None = placement.get("planned_end")
    return Listed(
        heading=about,
        home=directory.name_of(homes, placement.get("unit")),
        placement_ends=ends,
        awaits_written_decision=about.child in oral,
        ends_soon=ends is not None and at < ends <= at + SOON,
        has_passed=ends is not None and ends <= at,
    )
