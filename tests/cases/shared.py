"""What several stories begin with: a child who has moved, and words she has saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from auth.identifiers import new_id
from portfolio import own_words, placements
from portfolio.clock import in_stockholm
from tests.world import Someone, World


def move_in(world: World, child: str, home: Someone, *, days: int = 7, template: str = "jourhem_natt") -> str:
    """Place a child in somebody's home and share what the template says; returns the placement."""
    placement = new_id()
    until = in_stockholm(world.at + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")
    given = {"unit": home.unit, "template": template, "law": "SoL", "reference": "SN 2026-114", "until": until}
    placements.start(world.actor(world.officer), world.parts.vault, child, given, world.at, placement=placement)
    return placement


def answer(
    world: World,
    child: Someone,
    words: str,
    *,
    question: str = "sleep",
    pictures: Sequence[str] = (),
    audience: Sequence[str] = (),
    based_on: int = 0,
) -> int:
    """Save one answer as the child; returns its number."""
    given = {"question": question, "pictures": list(pictures), "words": words, "audience": list(audience)}
    return own_words.save(world.actor(child), world.parts.vault, given, world.at, based_on=based_on)
