"""Prepare a school's handover: choose the school and what goes along, and see the very page the school will get.

*Viktigt nu* goes whole or not at all; the child's own words go as she has chosen, and nobody else chooses them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from auth.actors import Actor
from auth.identifiers import new_id
from auth.models import rows
from consent import legal_bases
from consent.actions import Action
from consent.facts import GrantFact, Period, Side
from consent.legal_bases import LegalBasis
from consent.permit import Permit
from consent.purposes import Purpose
from consent.share_templates import IMPORTANT_NOW, OWN_WORDS, SCHOOL, TEMPLATES
from portfolio import admission, children, directory, documents, handover_consents, school_page
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.directory import Party
from portfolio.documents import OpenedDocument
from portfolio.errors import InputRefused
from portfolio.handover_consents import Asking, GuardianAnswer
from portfolio.handover_contents import Health, SchoolContents, school_contents
from portfolio.handover_periods import Until, chosen_end, last_day, until_choices
from portfolio.models import DocumentRecord
from portfolio.schemas.handover import HandoverSchema
from portfolio.schemas.reading import read
from portfolio.words import N_
from storage.vault import Vault

TEMPLATE = TEMPLATES["skola"]
BASIS = legal_bases.in_force(TEMPLATE.basis)
FACTS = IMPORTANT_NOW | SCHOOL
PARTS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"school_start"}), N_("Skolstart")),
    (frozenset({"classroom_help"}), N_("Vad som hjälper i klassrummet")),
    (OWN_WORDS, N_("Barnets egna ord")),
    (IMPORTANT_NOW, N_("Viktigt nu, allt")),
    (frozenset({"pickup"}), N_("Vem som får hämta, och inte")),
    (frozenset({"school_contact"}), N_("Kontakter")),
)
"""What a handover is made of, in the order it is read."""


@dataclass(frozen=True, slots=True)
class SchoolChoice:
    """The first step: which school."""

    heading: Heading
    schools: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Shareable:
    """What there is to hand over. `own_answers` counts what the child shares with her school, unread."""

    heading: Heading
    school: Party
    documents: tuple[OpenedDocument, ...] = field(repr=False)
    health: Health = field(repr=False)
    own_answers: int


@dataclass(frozen=True, slots=True)
class Timing:
    """The step that asks how long, and why no start date goes along when none was chosen."""

    asking: Asking
    choices: tuple[Until, ...]
    lacks_start: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A handover not yet given."""

    fact: GrantFact
    health: bool
    no_start: str
    consents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The last step before handing over: the school's page, who said yes, and until when."""

    heading: Heading
    school: Party
    contents: SchoolContents = field(repr=False)
    answers: tuple[GuardianAnswer, ...]
    parts: tuple[str, ...]
    sender: str
    basis: LegalBasis
    delivered_at: datetime
    last_day: date


def schools(actor: Actor, vault: Vault, child: str, at: datetime) -> SchoolChoice:
    """The schools that have said yes to the child's authority. Raises AccessDenied."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    return SchoolChoice(
        children.heading(vault.open(admitted.permit), admitted.child, at),
        directory.units_serving(admitted.permit, vault, admitted.permit.authority, "school"),
    )


def shareable(actor: Actor, vault: Vault, child: str, school: str, at: datetime) -> Shareable:
    """What the officer may choose among for that school. Raises AccessDenied, InputRefused."""
    admitted = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at, kinds=FACTS, ended=False)
    opening = vault.open(admitted.permit)
    found = documents.opened_all(opening, admitted.documents)
    authors = directory.persons(admitted.permit, vault, {document.person for document in found})
    whole = school_contents(found, authors, at, health=True)
    return Shareable(
        heading=children.heading(opening, admitted.child, at),
        school=handover_consents.school_serving(admitted.permit, vault, school),
        documents=tuple(document for document in found if document.kind in SCHOOL),
        health=whole.health or Health((), ()),
        own_answers=len(own_words_for_school(child)),
    )


def timing(
    actor: Actor, vault: Vault, child: str, school: str, documents_chosen: Collection[str], at: datetime
) -> Timing:
    """What is left to say before the page can be seen. Raises AccessDenied, InputRefused."""
    asked = handover_consents.asking(actor, vault, child, school, at)
    query = {"_id": {"$in": sorted(documents_chosen)}, "child": child, "kind": "school_start"}
    return Timing(asked, until_choices(at), rows(DocumentRecord).find_one(query, {"_id": 1}) is None)


def preview(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime) -> Preview:
    """The page exactly as the school would get it. Raises AccessDenied before InputRefused."""
    asked = admission.admit(actor, Action.READ, Purpose.CASEWORK, child, at)
    draft = checked(asked, vault, given, at)
    answers = handover_consents.answers(
        asked.permit, vault, vault.open(asked.permit), asked.child, draft.fact.unit or "", at
    )
    shown = admission.admit_preview(actor, child, draft.fact, at)
    return Preview(
        heading=children.heading(vault.open(shown.permit), shown.child, at),
        school=handover_consents.school_serving(shown.permit, vault, draft.fact.unit or ""),
        contents=school_page.opened(shown, vault, health=draft.health, no_start=draft.no_start, officer=actor.person),
        answers=answers,
        parts=parts({row["kind"] for row in shown.documents}, health=draft.health),
        sender=directory.authority(shown.permit, vault, shown.permit.authority).name,
        basis=BASIS,
        delivered_at=at,
        last_day=last_day(draft.fact.period),
    )


def checked(admitted: Admitted, vault: Vault, given: Mapping[str, Any], at: datetime) -> Draft:
    """A draft that can be given as it stands. Raises InputRefused, naming what lacks."""
    form = read(HandoverSchema(), given)
    permit = admitted.permit
    school = handover_consents.school_serving(permit, vault, form["school"])
    chosen = _chosen(permit, form)
    until = chosen_end(form, at)
    return Draft(
        fact=GrantFact(
            grant=new_id(),
            child=permit.child,
            side=Side.SCHOOL,
            unit=school.id,
            person=None,
            actions=TEMPLATE.actions,
            purposes=frozenset({TEMPLATE.purpose}),
            kinds=SCHOOL | OWN_WORDS | (IMPORTANT_NOW if form["health"] else frozenset()),
            documents=chosen,
            period=Period(at, until),
            placement=None,
        ),
        health=form["health"],
        no_start=form["no_start"],
        consents=handover_consents.yes_from_everybody(permit, admitted.child, school.id, at),
    )


def own_words_for_school(child: str) -> tuple[str, ...]:
    """Which of the child's answers she shares with her school now: ids, not words."""
    query = {"child": child, "kind": "own_words", "audience": Side.SCHOOL, "ended": {"$exists": False}}
    return tuple(row["_id"] for row in rows(DocumentRecord).find(query, {"_id": 1}))


def parts(kinds: Collection[str], *, health: bool) -> tuple[str, ...]:
    """What those kinds amount to, in words; health counts even where nothing is known."""
    present = {*kinds, *(IMPORTANT_NOW if health else ())}
    return tuple(words for of, words in PARTS if of & present)


def _chosen(permit: Permit, form: Mapping[str, Any]) -> frozenset[str]:
    query = {"child": permit.child, "kind": {"$in": sorted(FACTS)}, "ended": {"$exists": False}}
    current = {row["_id"]: row["kind"] for row in rows(DocumentRecord).find(query, {"kind": 1})}
    picked = {one for one in form["documents"] if current.get(one) in SCHOOL}
    if len(picked) < len(set(form["documents"])):
        raise InputRefused({"documents": [N_("Något av det du valde gäller inte längre. Välj igen.")]})
    if not form["no_start"] and not any(current[one] == "school_start" for one in picked):
        raise InputRefused({"no_start": [N_("Välj en startdag, eller skriv varför den saknas.")]})
    health = {one for one, kind in current.items() if kind in IMPORTANT_NOW} if form["health"] else set()
    return frozenset(picked | health)
