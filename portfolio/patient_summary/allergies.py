"""Allergies and intolerances."""

from __future__ import annotations

from typing import Final

from portfolio.patient_summary import concepts, line_parts
from portfolio.patient_summary.facts import Absence, Allergy, Reaction
from portfolio.patient_summary.line_parts import Reading
from portfolio.patient_summary.moments import moment, onset
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.refusals import Refusal, SummaryRefused

KINDS: Final = ("AllergyIntolerance",)
_SEVERITIES: Final = ("severe", "moderate", "mild")


def read(reading: Reading) -> tuple[Allergy | Absence, ...]:
    """Raises SummaryRefused if the substance cannot be told."""
    node = reading.node
    substance = concepts.concept(node, "code")
    standing = line_parts.clinical_standing(node)
    absence = line_parts.absence_of(reading, substance, "allergies", standing) if substance else None
    if absence and substance and not line_parts.stands_for_a_value(reading, substance, "allergies"):
        return (absence,)
    if substance is None or not substance.is_told:
        raise SummaryRefused(f"{reading.resource.place}.code", Refusal.NO_SUBSTANCE)
    reactions = tuple(_reaction(member) for member in node.objects("reaction"))
    severities = {reaction.severity for reaction in reactions}
    allergy = Allergy(
        place=reading.resource.place,
        name=substance.shown,
        codes=substance.codes,
        standing=standing,
        certainty=concepts.code_word(node, "verificationStatus"),
        kind=node.word("type"),
        categories=tuple(word for member in node.each("category") if (word := member.own_word())),
        criticality=node.word("criticality"),
        severity=next((word for word in _SEVERITIES if word in severities), None),
        reactions=reactions,
        onset=onset(node, "onset"),
        last_occurrence=moment(node.one("lastOccurrence")),
        source=line_parts.source(reading, "asserter", "recorder"),
        recorded=line_parts.recorded(reading, "recordedDate", "assertedDate"),
        notes=line_parts.notes(node),
        partly_read=reading.flaws,
    )
    return (absence, allergy) if absence else (allergy,)


def _reaction(node: Node) -> Reaction:
    parts = (node.text("description") if node.has("description") else None, *line_parts.notes(node))
    return Reaction(
        manifestations=concepts.words_of(node, "manifestation"),
        severity=node.word("severity"),
        description="\n".join(part for part in parts if part) or None,
    )
