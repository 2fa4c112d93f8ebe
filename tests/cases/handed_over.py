"""What the stories of a school's handover begin with: facts, a guardian's answer, a delivered handover."""

from __future__ import annotations

from typing import Any

from auth.models import rows
from portfolio import facts, handover_consents, handovers, kinds
from portfolio.models import Child
from tests.world import World

START = {"starts_on": "2026-11-23", "school": "Norrskolan", "source": "rektorn"}
HELP = {"helps": "En sak i taget. Sitta nära dörren.", "disturbs": "Höga ljud.", "source": "förra skolan"}
PEANUT = {"substance": "Jordnötter", "severity": "life_threatening", "source": "vårdcentralen"}
FETCHES = {"name": "Bo Demovall", "may": "yes", "source": "socialtjänsten"}
MAY_NOT_FETCH = {"name": "Rune Provström", "may": "no", "source": "socialtjänsten"}


def add(world: World, child: str, kind: str, given: dict[str, Any]) -> str:
    """A fact typed by the officer."""
    return facts.add(world.actor(world.officer), world.parts.vault, child, kinds.KINDS[kind], given, world.at)


def guardians(child: str) -> list[str]:
    """The guardians on record, as ids of persons."""
    row = rows(Child).find_one({"_id": child})
    assert row is not None
    return [tie["person"] for tie in row["guardians"]]


def says(world: World, child: str, answer: str, *, guardian: str | None = None, school: str | None = None) -> str:
    """Record what a guardian says about a school (the first one, Norrskolan)."""
    given = {
        "school": school or world.school.unit,
        "guardian": guardian or guardians(child)[0],
        "answer": answer,
        "identified_by": "phone",
        "given_on": "2026-11-20",
        "language": "sv",
        "child_view": "wants",
        "child_words": "Det blir bra.",
    }
    return handover_consents.record(world.actor(world.officer), world.parts.vault, child, given, world.at)


def chosen(world: World, *documents: str, health: bool = False, **more: Any) -> dict[str, Any]:
    """A handover to Norrskolan as its form sends it."""
    given = {"school": world.school.unit, "documents": list(documents), "until": "month", **more}
    return {**given, "health": "yes"} if health else given


def deliver(world: World, child: str, *documents: str, health: bool = False, **more: Any) -> str:
    """Hand over those documents to Norrskolan."""
    given = chosen(world, *documents, health=health, **more)
    return handovers.deliver(world.actor(world.officer), world.parts.vault, child, given, world.at)
