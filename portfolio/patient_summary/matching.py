"""Whether a summary is about this child. What one side lacks is no mismatch; nothing at all to compare is."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final

from portfolio.patient_summary.facts import Patient


class Mismatch(StrEnum):
    NAME = "name"
    BIRTH_DATE = "birth_date"
    PERSONNUMMER = "personnummer"
    NOTHING_TO_COMPARE = "nothing_to_compare"


_LETTERS: Final = str.maketrans({"ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "œ": "oe"})


def match(patient: Patient, *, names: str, birth_date: date | None, personnummer: str | None) -> tuple[Mismatch, ...]:
    """What differs between the file's patient and the child, empty if nothing does."""
    compared = {
        Mismatch.NAME: _same_name(patient, names),
        Mismatch.BIRTH_DATE: _same_birth_date(patient, birth_date),
        Mismatch.PERSONNUMMER: _same_personnummer(patient.personnummer, personnummer),
    }
    if all(same is None for same in compared.values()):
        return (Mismatch.NOTHING_TO_COMPARE,)
    return tuple(mismatch for mismatch, same in compared.items() if same is False)


def name_tokens(text: str) -> frozenset[str]:
    """The parts of a name, without case, accents and order."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset(re.findall(r"\w+", letters))


def _same_name(patient: Patient, names: str) -> bool | None:
    ours = name_tokens(names)
    theirs = [tokens for given, family in patient.names if (tokens := name_tokens(f"{given} {family}"))]
    if not ours or not theirs:
        return None
    # A middle name on one side only is no difference; a different one is.
    return any(tokens <= ours or (ours <= tokens and len(ours) > 1) or ours == tokens for tokens in theirs)


def _same_birth_date(patient: Patient, birth_date: date | None) -> bool | None:
    if birth_date is None:
        return None
    if patient.birth_date is not None:
        return birth_date == patient.birth_date
    partial = patient.birth_date_text or ""
    if re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", partial, re.ASCII) is None:
        return None
    return birth_date.isoformat().startswith(partial)


def _same_personnummer(theirs: str | None, ours: str | None) -> bool | None:
    digits = re.sub(r"\D", "", ours or "")
    if not theirs or len(digits) not in (10, 12):
        return None
    length = min(len(theirs), len(digits))
    return theirs[-length:] == digits[-length:]
