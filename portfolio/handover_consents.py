"""Consent to a school's handover: every guardian on record is asked, and so is the child.

A guardian's newest answer is the one that counts. A no lets nothing rest on an earlier yes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from auth.identifiers import new_id
from consent import consents
from consent.actions import Action
from consent.consents import ConsentGiven, ConsentRow
from consent.permit import Permit
from consent.purposes import Purpose
from portfolio import admission, children, directory, handover_steps
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.clock import STOCKHOLM, in_stockholm
from portfolio.directory import Party
from portfolio.errors import InputRefused
from portfolio.models.handover import RECALLED
from portfolio.schemas.handover import ConsentSchema
from portfolio.schemas.reading import read
from portfolio.subjects import current_ties
from portfolio.words import N_
from storage.vault import FieldPlace, Opening, Vault

MATTER = "school_handover"
TEXT_VERSION = "samtycke-skola-1"
TEXT = (
    "Socialtjänsten får lämna över det här till skolan som står på sidan: när barnet börjar, vad som hjälper i "
    "klassrummet, vilka skolan kan ringa, vilka som får hämta barnet, och den hälsa som skolan behöver känna till. "
    "Skolan får läsa det till den dag som ni kommer överens om, högst ett halvår. "
    "Det som barnet själv har skrivit läser skolan bara om barnet har valt det. "
    "Du får säga nej. Barnet får gå i skolan ändå. "
    "Du får ta tillbaka ditt ja när du vill. Då slutar skolan att kunna läsa direkt."
)
"""What a guardian answers to, word for word. A changed text is a new version."""


@dataclass(frozen=True, slots=True)
class GuardianAnswer:
    """One guardian on record, and what they have answered; `row` None: nothing yet."""

    guardian: Party
    row: ConsentRow | None
    child_words: str = field(default="", repr=False)

    @property
    def said_yes(self) -> bool:
        return self.row is not None and self.row.answer == "yes"

    @property
    def day(self) -> date | None:
        """The day of the answer, in Stockholm."""
        return in_stockholm(self.row.given_at).date() if self.row else None


@dataclass(frozen=True, slots=True)
class Asking:
    """The step where consent is recorded: whom to ask, and what they said."""

    heading: Heading
    school: Party
    answers: tuple[GuardianAnswer, ...]
    today: date

    @property
    def everybody_said_yes(self) -> bool:
        return bool(self.answers) and all(answer.said_yes for answer in self.answers)


def asking(actor: Actor, vault: Vault, child: str, school: str, at: datetime) -> Asking:
    """Whom to ask about this school, and what they have said so far. Raises AccessDenied, InputRefused."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    permit, opening = admitted.permit, vault.open(admitted.permit)
    return Asking(
        heading=children.heading(opening, admitted.child, at),
        school=school_serving(permit, vault, school),
        answers=answers(permit, vault, opening, admitted.child, school, at),
        today=in_stockholm(at).date(),
    )


def answers(
    permit: Permit, vault: Vault, opening: Opening, child_row: Mapping[str, Any], school: str, at: datetime
) -> tuple[GuardianAnswer, ...]:
    """Every guardian on record with the answer that counts."""
    standing = standing_answers(permit, school)
    current = guardians(child_row, at)
    people = directory.persons(permit, vault, current)
    found = []
    for guardian in current:
        row = standing.get(guardian)
        found.append(GuardianAnswer(people[guardian], row, _child_words(opening, row)))
    return tuple(found)


def yes_from_everybody(permit: Permit, child_row: Mapping[str, Any], school: str, at: datetime) -> tuple[str, ...]:
    """The consents a handover rests on, one for each guardian on record. Raises InputRefused when one lacks."""
    standing = standing_answers(permit, school)
    asked = guardians(child_row, at)
    if not asked:
        raise InputRefused({"consent": [N_("Ingen vårdnadshavare är inskriven. Då kan ingen säga ja.")]})
    given = [standing[one] for one in asked if one in standing]
    if any(row.answer == "no" for row in given):
        raise InputRefused({"consent": [N_("En vårdnadshavare har sagt nej. Då går det inte att lämna över.")]})
    if len(given) < len(asked):
        raise InputRefused({"consent": [N_("Alla vårdnadshavare har inte svarat än.")]})
    return tuple(row.consent for row in given)


def record(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime) -> str:
    """Keep what a guardian answered, yes or no. Returns the record's id. Raises AccessDenied, InputRefused.

    A no withdraws what rested on that guardian's yes, in the same transaction.
    """

    def write(admitted: Admitted, session: ClientSession) -> str:
        form = read(ConsentSchema(), given)
        permit = admitted.permit
        school_serving(permit, vault, form["school"])
        if form["guardian"] not in guardians(admitted.child, at):
            raise InputRefused({"guardian": [N_("Välj en vårdnadshavare.")]})
        earlier = standing_answers(permit, form["school"]).get(form["guardian"])
        if earlier is not None:
            consents.withdraw(permit, earlier.consent, session)
        if form["answer"] == "no":
            _take_back(permit, form["school"], session)
        answered = _given(vault.open(permit), form, at)
        consents.record(permit, answered, session)
        return answered.consent

    return admission.change(lambda: admission.admit(actor, Action.RECORD_CONSENT, Purpose.CASEWORK, child, at), write)


def standing_answers(permit: Permit, school: str) -> dict[str, ConsentRow]:
    """The answer that counts of each guardian who has answered, by person."""
    found = consents.of_child(permit, matter=MATTER, recipient=school)
    return {row.giver: row for row in found if row.withdrawn is None}


def guardians(child_row: Mapping[str, Any], at: datetime) -> tuple[str, ...]:
    """The child's guardians on record at that time."""
    return current_ties(child_row.get("guardians", ()), at)


def school_serving(permit: Permit, vault: Vault, school: str) -> Party:
    """A school that serves the child's authority. Raises InputRefused for any other."""
    party = directory.unit_serving(permit, vault, permit.authority, "school", school)
    if party is None:
        raise InputRefused({"school": [N_("Välj en skola i listan.")]})
    return party


def _given(opening: Opening, form: Mapping[str, Any], at: datetime) -> ConsentGiven:
    consent = new_id()
    words = form["child_words"]
    return ConsentGiven(
        consent=consent,
        matter=MATTER,
        recipient=form["school"],
        giver=form["guardian"],
        capacity="guardian",
        identified_by=form["identified_by"],
        answer=form["answer"],
        text=TEXT,
        text_version=TEXT_VERSION,
        language=form["language"],
        child_view=form["child_view"],
        words=opening.seal_field(FieldPlace("consents", consent, "words", 1), words) if words else None,
        given_at=_at_noon(form["given_on"], at),
    )


def _at_noon(day: date, at: datetime) -> datetime:
    """That day's noon in Stockholm, or now when noon has not been. Raises InputRefused for a day to come."""
    if day > in_stockholm(at).date():
        raise InputRefused({"given_on": [N_("Dagen har inte varit än.")]})
    return min(datetime.combine(day, time(12), STOCKHOLM), at)


def _take_back(permit: Permit, school: str, session: ClientSession) -> None:
    for row in handover_steps.open_to(permit, school, session):
        handover_steps.close(permit, row, RECALLED, session)


def _child_words(opening: Opening, row: ConsentRow | None) -> str:
    if row is None or row.words is None:
        return ""
    return opening.open_field(FieldPlace("consents", row.consent, "words", 1), bytes(row.words))
