"""Placing a child through the service's own use cases: what a placement test needs before it begins."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from auth.identifiers import new_id
from portfolio import facts, invitations, kinds, own_words, placements
from portfolio.clock import in_stockholm
from tests.world import Someone, World

ORAL = {"law": "LVU_6", "decided_by": "Disa Demovall", "decided_at": "21.35"}
PEANUT = {
    "substance": "Jordnötter",
    "severity": "life_threatening",
    "what_to_do": "Ge pennan i låret, ring 112.",
    "source": "Vårdcentralen",
}
MELATONIN = {"name": "Melatonin", "dose": "3", "unit": "mg", "times": ["20:30"], "source": "mamma"}


def minute(at: datetime) -> str:
    """A moment as the form carries it."""
    return f"{in_stockholm(at):%Y-%m-%dT%H:%M}"


def place(
    world: World, child: str, home: Someone, *, days: int = 3, template: str = "jourhem_natt", **decision: Any
) -> str:
    """Place the child in the home from now on; returns the placement's id."""
    placement = new_id()
    given = {"unit": home.unit, "template": template, "until": minute(world.at + timedelta(days=days))}
    placements.start(
        world.actor(world.officer),
        world.parts.vault,
        child,
        given | (decision or ORAL),
        world.at,
        placement=placement,
    )
    return placement


def fact(world: World, child: str, kind: str, content: dict[str, Any]) -> str:
    """Add a fact as the officer; returns its id."""
    return facts.add(world.actor(world.officer), world.parts.vault, child, kinds.KINDS[kind], content, world.at)


def answer(world: World, child: str, question: str, words: str, audience: tuple[str, ...]) -> None:
    """Let the child answer a question herself."""
    given = {"question": question, "pictures": [], "words": words, "audience": list(audience)}
    herself = world.actor(world.child_as_someone(child))
    own_words.save(herself, world.parts.vault, given, world.at, based_on=0)


def neighbour_of(world: World) -> World:
    """Another municipality, which this world's home has said yes to as well."""
    neighbour = World(world.parts, world.moment)
    asked = {"role": "carer", "unit_name": "Björkbacken", "person": "Bo Demovall"}
    issued = invitations.invite(neighbour.actor(neighbour.officer), world.parts.vault, asked, world.at)
    invitations.accept(world.actor(world.home), world.parts, issued.code, {"unit": world.home.unit}, world.at)
    return neighbour
