"""Medicines: statements, requests, administrations and dispenses alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from portfolio.patient_summary import concepts, dosages, line_parts, validation
from portfolio.patient_summary.concepts import Concept
from portfolio.patient_summary.entries import Resource, reference_text
from portfolio.patient_summary.facts import Absence, Medicine, Standing, When
from portfolio.patient_summary.line_parts import Reading
from portfolio.patient_summary.moments import moment, period
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.refusals import Refusal, SummaryRefused
from portfolio.patient_summary.texts import MAX_NAME, is_bare_code, one_line

_ORIGINS: Final = {
    "MedicationStatement": "statement",
    "MedicationRequest": "request",
    "MedicationAdministration": "administration",
    "MedicationDispense": "dispense",
}
KINDS: Final = tuple(_ORIGINS)
_ENDED: Final = frozenset({"completed", "stopped", "cancelled", "not-taken", "not-done", "declined"})


@dataclass(frozen=True, slots=True)
class Substance:
    concept: Concept
    ingredients: tuple[str, ...] = ()


def read(reading: Reading) -> tuple[Medicine | Absence, ...]:
    """Raises SummaryRefused if the substance cannot be told."""
    node = reading.node
    substance = _substance(reading)
    standing = _standing(reading)
    absence = line_parts.absence_of(reading, substance.concept, "medicines", _absence_standing(standing))
    if absence and not line_parts.stands_for_a_value(reading, substance.concept, "medicines"):
        return (absence,)
    if not substance.concept.is_told:
        raise SummaryRefused(substance.concept.place, Refusal.NO_SUBSTANCE)
    starts, ends = _effective(node)
    medicine = Medicine(
        place=reading.resource.place,
        origin=_ORIGINS[reading.resource.kind],
        name=substance.concept.shown,
        codes=substance.concept.codes,
        standing=standing,
        ingredients=substance.ingredients,
        dosages=dosages.read(node),
        reasons=concepts.words_of(node, "reasonCode"),
        starts=starts,
        ends=ends,
        source=line_parts.source(reading, "informationSource", "requester", "recorder", "performer"),
        recorded=line_parts.recorded(reading, "dateAsserted", "authoredOn", "whenHandedOver", "whenPrepared"),
        notes=line_parts.notes(node),
        partly_read=reading.flaws,
    )
    return (absence, medicine) if absence else (medicine,)


def _standing(reading: Reading) -> Standing:
    word = concepts.code_word(reading.node, "status")
    if reading.resource.kind == "MedicationDispense" and word == "completed":
        # What was handed out once may well be taken tonight: only the dispensing has ended.
        return Standing.UNKNOWN
    if word in _ENDED:
        return Standing.ENDED
    prohibits = reading.node.one("doNotPerform")
    if prohibits is not None and prohibits.value is True:
        return Standing.NOT_DONE
    return Standing.CURRENT if word in ("active", "in-progress") else Standing.UNKNOWN


def _absence_standing(standing: Standing) -> Standing:
    """An absence carries its statement's status only where that says the statement has ended."""
    return Standing.ENDED if standing is Standing.ENDED else Standing.CURRENT


def _effective(node: Node) -> tuple[When | None, When | None]:
    for name in ("effectivePeriod", "occurencePeriod"):
        if found := node.object(name):
            return period(found)
    return moment(node.one("effectiveDateTime")), None


def _substance(reading: Reading) -> Substance:
    """From the concept, else the Medication referred to, its ingredients, or the reference's words."""
    node = reading.node
    either = node.object("medication") or node
    coded = concepts.concept(node, "medicationCodeableConcept") or concepts.concept(either, "concept")
    reference = node.one("medicationReference") or either.one("reference")
    if reference is None or (coded and coded.words):
        return Substance(coded or Concept(f"{reading.resource.place}.medication[x]", None))
    referred = _referred(reading, reference)
    if coded and coded.is_told and not referred.concept.words:
        return Substance(coded, referred.ingredients)
    return referred


def _referred(reading: Reading, reference: Node) -> Substance:
    url = reference_text(reference)
    found = reading.entries.resolve(url, reading.resource) if url else None
    display = _display(reference)
    if found is None or found.kind != "Medication":
        reference.flag()
        return Substance(Concept(reference.place, display))
    medication = _medication(reading, found)
    if medication.concept.words or display is None:
        return medication
    return replace(medication, concept=replace(medication.concept, words=display))


def _display(reference: Node) -> str | None:
    if not isinstance(reference.value, dict) or not reference.has("display"):
        return None
    display = one_line(reference.text("display", MAX_NAME) or "")
    return None if not display or is_bare_code(display) else display


def _medication(reading: Reading, found: Resource) -> Substance:
    for flaw in validation.flaws(found):
        replace(reading.node, place=flaw).flag()
    node = found.node(reading.node.flaws)
    coded = concepts.concept(node, "code") or Concept(f"{found.place}.code", None)
    inside = tuple(_ingredient(reading, found, member) for member in node.objects("ingredient"))
    names = tuple(part.words for part in inside if part.words)
    if coded.words is None and names:
        return Substance(replace(coded, words=" + ".join(names)[:MAX_NAME]), names)
    if not coded.is_told and coded.absent_reason is None:
        coded = next((part for part in inside if part.is_told), coded)
    return Substance(coded, names)


def _ingredient(reading: Reading, medication: Resource, node: Node) -> Concept:
    coded = concepts.concept(node, "itemCodeableConcept")
    reference = node.one("itemReference")
    if coded or reference is None:
        return coded or Concept(node.place, None)
    url = reference_text(reference)
    found = reading.entries.resolve(url, medication) if url else None
    named = concepts.concept(found.node(reading.node.flaws), "code") if found else None
    return named or Concept(reference.place, _display(reference))
