"""What to share, ready to choose: a template fills scope, purpose and legal basis (design.md 6).

`Viktigt nu` is shared whole or not at all, so every template that holds one of its kinds holds them all.
"""

from dataclasses import dataclass
from datetime import timedelta

from consent.actions import Action
from consent.facts import Side
from consent.purposes import Purpose

IMPORTANT_NOW = frozenset({"allergy", "medicine", "risk", "emergency_plan", "known_none"})
"""The kinds that *Viktigt nu* is made of. One missing would let "vi vet inte" hide something known."""

OWN_WORDS = frozenset({"own_words"})
WHO_TO_CALL = frozenset({"contact"})
EVERYDAY = frozenset({"dose_given", "day_note"})
KEPT_TO_ITS_WRITERS = frozenset({"day_note"})
"""Kinds that a grant opens only to the unit that wrote them: the next home starts from what is issued to it."""
SCHOOL = frozenset({"school_start", "classroom_help", "school_contact", "pickup"})
HEALTH_HISTORY = frozenset({"condition", "immunisation"})


@dataclass(frozen=True, slots=True)
class ShareTemplate:
    """One ready choice. `form` is the placement form it belongs to, None when it is not about a placement."""

    code: str
    side: Side
    form: str | None
    kinds: frozenset[str]
    actions: frozenset[Action]
    purpose: Purpose
    basis: str
    longest: timedelta


_HOME_ACTS = frozenset({Action.READ, Action.LIST_CHILDREN, Action.WRITE_EVERYDAY})

TEMPLATES: dict[str, ShareTemplate] = {
    template.code: template
    for template in (
        ShareTemplate(
            code="jourhem_natt",
            side=Side.HOME,
            form="jourhem",
            kinds=IMPORTANT_NOW | OWN_WORDS | WHO_TO_CALL | EVERYDAY | SCHOOL,
            actions=_HOME_ACTS,
            purpose=Purpose.DAILY_CARE,
            basis="NODV_UTL",
            longest=timedelta(days=30),
        ),
        ShareTemplate(
            code="familjehem",
            side=Side.HOME,
            form="familjehem",
            kinds=IMPORTANT_NOW | OWN_WORDS | WHO_TO_CALL | EVERYDAY | SCHOOL | HEALTH_HISTORY,
            actions=_HOME_ACTS,
            purpose=Purpose.DAILY_CARE,
            basis="NODV_UTL",
            longest=timedelta(days=731),
        ),
        ShareTemplate(
            code="skola",
            side=Side.SCHOOL,
            form=None,
            kinds=IMPORTANT_NOW | OWN_WORDS | SCHOOL,
            actions=frozenset({Action.READ, Action.LIST_HANDOVERS, Action.CONFIRM_RECEIPT}),
            purpose=Purpose.SCHOOL_START,
            basis="SAMTYCKE",
            longest=timedelta(days=183),
        ),
    )
}
