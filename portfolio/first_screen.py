"""The home's first screen: what can hurt, tonight, tomorrow, whom to ring. One composition for home and preview."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from auth.actors import Actor
from consent import gate
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
from portfolio.kinds.own_words import BY_CODE, Picture, Question
from storage.vault import Opening, Vault

KINDS = IMPORTANT_NOW | OWN_WORDS | WHO_TO_CALL | SCHOOL | {"dose_given"}
AHEAD = ("school_start", "pickup", "school_contact")
"""What a home needs of school the next morning, in the order it is read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the child's answers: the question, her pictures, her words."""

    question: Question
    pictures: tuple[Picture, ...]
    words: str


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """Everything the page shows, in the order it is read."""

    heading: Heading
    until: datetime | None
    important: ImportantNow
    tonight: tuple[Answer, ...]
    more_words: tuple[Answer, ...]
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
    subject = subjects.load(child).subject
    listed = (subject,) if subject else ()
    permit = gate.admit_list(actor, Action.LIST_CHILDREN, Purpose.DAILY_CARE, listed, at)
    return child in permit.children


def placed_until(row: Mapping[str, Any], unit: str, at: datetime) -> datetime | None:
    """When the child's running placement in that home is planned to end."""
    for placement in reversed(row.get("placements", ())):
        if placement["unit"] == unit and subjects.placement_fact(placement).period.covers(at):
            found: datetime = placement["planned_end"]
            return found
    return None


def headed(opening: Opening, row: Mapping[str, Any], at: datetime) -> Heading:
    """Who the page is about, with the number to ring at night."""
    return replace(children.heading(opening, row, at), on_call=children.on_call(opening, row))


def responsible(admitted: Admitted, vault: Vault) -> tuple[Party, ...]:
    """The officers who answer for the child now, in Swedish order."""
    at = admitted.permit.at
    ties = admitted.child.get("officers", ())
    now = [tie["person"] for tie in ties if tie["begins"] <= at and (tie.get("ends") is None or at < tie["ends"])]
    return directory.in_swedish_order(directory.persons(admitted.permit, vault, now).values())


def answers(found: Iterable[OpenedDocument]) -> tuple[Answer, ...]:
    """The child's answers that hold something, in the order of the questions."""
    given = {document.content["question"]: document.content for document in found if document.kind == "own_words"}
    told = (_answer(question, given[code]) for code, question in BY_CODE.items() if code in given)
    return tuple(answer for answer in told if answer.words or answer.pictures)


def _answer(question: Question, content: Mapping[str, Any]) -> Answer:
    chosen = content.get("pictures", ())
    pictures = tuple(picture for picture in question.pictures if picture.code in chosen)
    return Answer(question, pictures, content.get("words", ""))


def _composed(admitted: Admitted, vault: Vault, opening: Opening, unit: str, until: datetime | None) -> FirstScreen:
    at = admitted.permit.at
    rows = [row for row in admitted.documents if row["kind"] in KINDS]
    found = documents.opened_all(opening, rows)
    important = important_now(found, at)
    told = answers(found)
    return FirstScreen(
        heading=headed(opening, admitted.child, at),
        until=until,
        important=important,
        tonight=tuple(answer for answer in told if answer.question.tonight),
        more_words=tuple(answer for answer in told if not answer.question.tonight),
        school=tuple(one for kind in AHEAD for one in of_kinds(found, frozenset({kind}))),
        contacts=of_kinds(found, WHO_TO_CALL),
        officers=responsible(admitted, vault),
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
