"""Told absences: "known none" and "no information", each with the area it speaks of.

Codes: HL7 IPS absent-unknown-uv-ips, the SNOMED CT codes that its guide maps them to (and their retired
forms), data-absent-reason, v3 NullFlavor and list-empty-reason. Words are the last resort: what reads
as an absence never becomes a value silently, and a value is never hidden by an absence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from portfolio.patient_summary import absence_words
from portfolio.patient_summary.concepts import Concept
from portfolio.patient_summary.facts import AbsenceKind, Code

KNOWN_NONE: Final = AbsenceKind.KNOWN_NONE
NO_INFORMATION: Final = AbsenceKind.NO_INFORMATION

CODES: Final[dict[str, tuple[str, AbsenceKind]]] = {
    "no-allergy-info": ("allergies", NO_INFORMATION),
    "no-known-allergies": ("allergies", KNOWN_NONE),
    "no-known-medication-allergies": ("drug_allergies", KNOWN_NONE),
    "no-known-environmental-allergies": ("environmental_allergies", KNOWN_NONE),
    "no-known-food-allergies": ("food_allergies", KNOWN_NONE),
    "no-medication-info": ("medicines", NO_INFORMATION),
    "no-known-medications": ("medicines", KNOWN_NONE),
    "no-problem-info": ("conditions", NO_INFORMATION),
    "no-known-problems": ("conditions", KNOWN_NONE),
    "no-immunization-info": ("immunisations", NO_INFORMATION),
    "no-known-immunizations": ("immunisations", KNOWN_NONE),
    "no-device-info": ("devices", NO_INFORMATION),
    "no-known-devices": ("devices", KNOWN_NONE),
    "no-procedure-info": ("procedures", NO_INFORMATION),
    "no-known-procedures": ("procedures", KNOWN_NONE),
    # SNOMED CT
    "716186003": ("allergies", KNOWN_NONE),
    "160244002": ("allergies", KNOWN_NONE),
    "409137002": ("drug_allergies", KNOWN_NONE),
    "428607008": ("environmental_allergies", KNOWN_NONE),
    "429625007": ("food_allergies", KNOWN_NONE),
    "428197003": ("insect_allergies", KNOWN_NONE),
    "1003774007": ("latex_allergies", KNOWN_NONE),
    "787481004": ("medicines", KNOWN_NONE),
    "160245001": ("conditions", KNOWN_NONE),
    "787482006": ("immunisations", KNOWN_NONE),
    "787483001": ("devices", KNOWN_NONE),
}
_REASON_SYSTEMS: Final = ("data-absent-reason", "nullflavor", "2.16.840.1.113883.5.1008", "absent-unknown")


@dataclass(frozen=True, slots=True)
class Told:
    """An absence read from a concept.

    `guessed`: its code is unknown and only its look says so; `contradicted`: it also names a value.
    """

    area: str
    kind: AbsenceKind
    guessed: bool = False
    contradicted: bool = False


def told(concept: Concept, area: str) -> Told | None:
    """The absence that a concept states, if it states one; `area` is that of the resource it stands in."""
    for code in concept.codes:
        if code.code.lower() in CODES:
            coded_area, kind = CODES[code.code.lower()]
            return Told(coded_area, kind, contradicted=_names_a_value(concept))
    for code in concept.codes:
        if any(system in code.system.lower() for system in _REASON_SYSTEMS):
            kind = KNOWN_NONE if code.code.lower().startswith("no-known") else NO_INFORMATION
            return Told(area, kind, guessed="absent-unknown" in code.system, contradicted=_names_a_value(concept))
    if concept.absent_reason and not concept.is_told:
        return Told(area, NO_INFORMATION)
    return _told_in_words(concept, area)


def empty_reason(concept: Concept) -> AbsenceKind:
    codes = {code.code.lower() for code in concept.codes}
    words_say_none = not codes and concept.words is not None and absence_words.says_known_none(concept.words)
    return KNOWN_NONE if "nilknown" in codes or words_say_none else NO_INFORMATION


def _names_a_value(concept: Concept) -> bool:
    """True if a text or another code says something that no reading takes for an absence."""
    words = [code.display for code in concept.codes if not _is_absence_code(code)]
    if not any(_is_absence_code(code) and code.display == concept.words for code in concept.codes):
        words.append(concept.words or "")
    return any(w and not absence_words.may_translate_an_absence(w) for w in words)


def _is_absence_code(code: Code) -> bool:
    return code.code.lower() in CODES or any(system in code.system.lower() for system in _REASON_SYSTEMS)


def _told_in_words(concept: Concept, area: str) -> Told | None:
    every = set(concept.all_words)
    unknown = {words for words in every if absence_words.says_no_information(words)}
    none = {words for words in every if absence_words.says_known_none(words)}
    if not every or unknown | none != every:
        return None
    if area == "allergies":
        area = absence_words.allergy_area(concept.all_words) or area
    return Told(area, NO_INFORMATION if unknown else KNOWN_NONE, guessed=bool(concept.codes))
