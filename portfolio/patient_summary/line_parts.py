"""What all lines share: who says so, since when, with which notes, and whether the line holds now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from portfolio.patient_summary import absences, validation
from portfolio.patient_summary.concepts import Concept, code_word
from portfolio.patient_summary.entries import Entries, Resource, reference_text
from portfolio.patient_summary.facts import Absence, Standing, When
from portfolio.patient_summary.moments import moment
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.texts import MAX_NAME, is_bare_code, one_line

ENDED_WORDS: Final = frozenset({"inactive", "resolved", "remission"})
CURRENT_WORDS: Final = frozenset({"active", "recurrence", "relapse"})
_NAMED_KINDS: Final = frozenset({"Practitioner", "Organization", "Patient", "RelatedPerson"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One resource being read as a line, with the bundle it stands in and the flaws found so far."""

    entries: Entries
    resource: Resource
    node: Node
    default_source: str | None

    @property
    def flaws(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.node.flaws))


def begin(entries: Entries, resource: Resource, default_source: str | None) -> Reading:
    flaws = list(validation.flaws(resource))
    return Reading(entries, resource, resource.node(flaws), default_source)


def clinical_standing(node: Node) -> Standing:
    """From clinicalStatus and verificationStatus; what was refuted has ended, whatever else is said."""
    if code_word(node, "verificationStatus") == "refuted":
        return Standing.ENDED
    word = code_word(node, "clinicalStatus")
    if word in ENDED_WORDS:
        return Standing.ENDED
    return Standing.CURRENT if word in CURRENT_WORDS else Standing.UNKNOWN


def is_entered_in_error(resource: Resource) -> bool:
    node = resource.node([])
    return "entered-in-error" in (code_word(node, "status"), code_word(node, "verificationStatus"))


def source(reading: Reading, *names: str) -> str | None:
    """The first of the named parties whose name the file tells, else the summary's own source."""
    for name in names:
        party = reading.node.one(name)
        if party is not None and (text := party_name(reading.entries, reading.resource, party)):
            return text
    return reading.default_source


def recorded(reading: Reading, *names: str) -> When | None:
    return next((found for name in names if (found := moment(reading.node.one(name)))), None)


def notes(node: Node, name: str = "note") -> tuple[str, ...]:
    """Annotations in words; a dash in their place says nothing and is left out."""
    found = []
    for member in node.each(name):
        text = member.text("text") if isinstance(member.value, dict) else member.own_text()
        if not isinstance(member.value, dict):
            member.flag()
        if text and any(c.isalnum() for c in text):
            found.append(text)
    return tuple(found)


def absence_of(reading: Reading, concept: Concept, area: str, standing: Standing) -> Absence | None:
    told = absences.told(concept, area)
    if told is None:
        return None
    doubt = (concept.place,) if told.guessed or told.contradicted else ()
    return Absence(
        place=reading.resource.place,
        area=told.area,
        kind=told.kind,
        text=concept.words,
        codes=concept.codes,
        standing=standing,
        source=source(reading, "asserter", "recorder", "informationSource"),
        recorded=recorded(reading, "recordedDate", "dateAsserted", "authoredOn", "recorded"),
        partly_read=(*reading.flaws, *(place for place in doubt if place not in reading.flaws)),
    )


def stands_for_a_value(reading: Reading, concept: Concept, area: str) -> bool:
    """True unless the concept is only an absence. One that also names a value stays a line as well."""
    told = absences.told(concept, area)
    if told is None:
        return True
    if told.contradicted:
        replace(reading.node, place=concept.place).flag()
    return told.contradicted


def party_name(entries: Entries, origin: Resource, party: Node) -> str | None:
    display = party.text("display", MAX_NAME) if isinstance(party.value, dict) and party.has("display") else None
    if display and not is_bare_code(one_line(display)):
        return one_line(display)
    reference = reference_text(party)
    found = entries.resolve(reference, origin) if reference else None
    return _own_name(entries, found) if found else None


def _own_name(entries: Entries, resource: Resource) -> str | None:
    node = resource.node([])
    if resource.kind in _NAMED_KINDS:
        return _human_or_plain_name(node)
    for part in ("practitioner", "organization") if resource.kind == "PractitionerRole" else ():
        party = node.one(part)
        found = entries.resolve(reference_text(party) or "", resource) if party else None
        if found and found.kind in _NAMED_KINDS and (name := _human_or_plain_name(found.node([]))):
            return name
    return None


def _human_or_plain_name(node: Node) -> str | None:
    first = node.one("name")
    if first is None:
        return None
    if not isinstance(first.value, dict):
        shown = one_line(first.own_text(MAX_NAME) or "")
    else:
        text = first.text("text", MAX_NAME) if first.has("text") else None
        family = first.text("family", MAX_NAME) if first.has("family") else None
        parts = (*(first.texts("prefix", MAX_NAME)), *first.texts("given", MAX_NAME), family or "")
        shown = one_line(text or " ".join(parts))
    return None if not shown or is_bare_code(shown) else shown
