"""The home's first screen: what can hurt, tonight, tomorrow, whom to ring. One composition for home and preview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.actors import Actor
from consent.actions import Action
from consent.facts import GrantFact
from consent.purposes import Purpose
from consent.share_templates import IMPORTANT_NOW, OWN_WORDS, SCHOOL, WHO_TO_CALL
from portfolio import admission, children, directory, documents, subjects
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.directory import Party
from portfolio.documents import OpenedDocument
from portfolio.important_now import ImportantNow, important_now
from portfolio.told_answers import ToldAnswer, told_answers
from storage.vault import Opening, Vault

KINDS = IMPORTANT_NOW | OWN_WORDS | WHO_TO_CALL | SCHOOL | {"dose_given"}
AHEAD = ("school_start", "pickup", "school_contact")
"""What a home needs of school the next morning, in the order it is read."""


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """Everything the page shows, in the order it is read."""

    heading: Heading
    until: datetime | None
    important: ImportantNow
    tonight: tuple[ToldAnswer, ...]
    more_words: tuple[ToldAnswer, ...]
    school: tuple[OpenedDocument, ...]
    contacts: tuple[OpenedDocument, ...]
    officers: tuple[Party, ...]
    givers: Mapping[str, str]
    """Names of this home's own people who have ticked a dose."""


def open_for_home(actor: Actor, vault: Vault, child: str, at: datetime) -> FirstScreen:
    """Open the page for somebody of the home. Raises AccessDenied."""
    admitted = admission.admit(
        actor,
        Action.READ,
        Purpose.DAILY_CARE,
        child,
        at,
        kinds=KINDS,
        ended=False,
        everyday_since=at - subjects.RECENT,
    )
    opening = vault.open(admitted.permit)
    unit = admitted.permit.unit
    return _composed(admitted, vault, opening, unit, placed_until(admitted.child, unit, at))


def previewed(admitted: Admitted, vault: Vault, draft: GrantFact) -> FirstScreen:
    """The page as the recipient of a grant not yet given will see it, for an officer admitted to that preview."""
    return _composed(admitted, vault, vault.open(admitted.permit), draft.unit or "", draft.period.ends)


def preview(actor: Actor, vault: Vault, child: str, draft: GrantFact, at: datetime) -> FirstScreen:
    """Admit an officer to that page. Raises AccessDenied."""
    return previewed(admission.admit_preview(actor, child, draft, at), vault, draft)


def may_still_open(actor: Actor, child: str, at: datetime) -> bool:
    """Whether an open page may stay open: asked once a minute, so it is entered as a list and not as a reading."""
    return bool(admission.admit_list(actor, Action.LIST_CHILDREN, Purpose.DAILY_CARE, (child,), at).children)


def placed_until(row: Mapping[str, Any], unit: str, at: datetime) -> datetime | None:
    """When the child's running placement in that home is planned to end."""
    ends = [one["planned_end"] for one in subjects.running_placements(row, at) if one["unit"] == unit]
    return ends[-1] if ends else None


def _composed(admitted: Admitted, vault: Vault, opening: Opening, unit: str, until: datetime | None) -> FirstScreen:
    at = admitted.permit.at
    rows = [row for row in admitted.documents if row["kind"] in KINDS]
    found = documents.opened_all(opening, rows)
    important = important_now(found, at)
    told = told_answers(found)
    return FirstScreen(
        heading=children.heading_with_on_call(opening, admitted.child, at),
        until=until,
        important=important,
        tonight=tuple(answer for answer in told if answer.question.tonight),
        more_words=tuple(answer for answer in told if not answer.question.tonight),
        school=tuple(one for kind in AHEAD for one in of_kinds(found, frozenset({kind}))),
        contacts=of_kinds(found, WHO_TO_CALL),
        officers=children.responsible(admitted, vault),
        givers=_givers(admitted, vault, important, unit),
    )


def of_kinds(found: Iterable[OpenedDocument], kinds: frozenset[str]) -> tuple[OpenedDocument, ...]:
    """Those of the documents that are of some kinds."""
    return tuple(document for document in found if document.kind in kinds)


def _givers(admitted: Admitted, vault: Vault, important: ImportantNow, unit: str) -> dict[str, str]:
    own = {
        dose.given_by
        for line in important.medicines
        for dose in line.doses
        if dose.given_at is not None and dose.given_in == unit
    }
    return {one: party.name for one, party in directory.persons(admitted.permit, vault, own).items()}
