"""Conditions: what the child has or has had."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from portfolio.patient_summary import concepts, line_parts
from portfolio.patient_summary.concepts import Concept
from portfolio.patient_summary.facts import Absence, Condition, Standing
from portfolio.patient_summary.line_parts import Reading
from portfolio.patient_summary.moments import onset

KINDS: Final = ("Condition",)


def read(reading: Reading) -> tuple[Condition | Absence, ...]:
    """A condition without code or words stays a line, whose name is missing in the file."""
    node = reading.node
    named = concepts.concept(node, "code") or Concept(f"{reading.resource.place}.code", None)
    standing = line_parts.clinical_standing(node)
    absence = line_parts.absence_of(reading, named, "conditions", standing)
    if absence and not line_parts.stands_for_a_value(reading, named, "conditions"):
        return (absence,)
    if not named.is_told:
        replace(node, place=named.place).flag()
    abated = onset(node, "abatement")
    is_over = abated is not None or _says_abated(reading)
    condition = Condition(
        place=reading.resource.place,
        name=named.shown,
        codes=named.codes,
        standing=Standing.ENDED if standing is Standing.UNKNOWN and is_over else standing,
        certainty=concepts.code_word(node, "verificationStatus"),
        severity=concepts.words(node, "severity"),
        body_sites=concepts.words_of(node, "bodySite"),
        onset=onset(node, "onset"),
        abatement=abated,
        source=line_parts.source(reading, "asserter", "recorder"),
        recorded=line_parts.recorded(reading, "recordedDate", "assertedDate"),
        notes=line_parts.notes(node),
        partly_read=reading.flaws,
    )
    return (absence, condition) if absence else (condition,)


def _says_abated(reading: Reading) -> bool:
    found = reading.node.one("abatementBoolean")
    return found is not None and found.value is True
