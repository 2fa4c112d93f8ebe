"""A read patient summary as the facts of a child's health bundle: one for each line and each absence. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from portfolio.patient_summary import (
    NAME_MISSING,
    Absence,
    Allergy,
    AnyLine,
    Code,
    Condition,
    Immunisation,
    Medicine,
    Standing,
    Summary,
    When,
)
from portfolio.summary_doses import dosing

NO_SOURCE = "Importerad patientöversikt"
"""The source of a line where the file names nobody."""

PARTLY_READ = "partly_read"
DESPITE_MISMATCH = "despite_mismatch"
NOT_DONE = "not_done"
MUST_NOT_BE_GIVEN = "must_not_be_given"
UNCONFIRMED = "unconfirmed"
REFUTED = "refuted"
"""What a reader should know of how a line was read; pages have the words for each."""

_UNSURE = frozenset({"unconfirmed", "presumed", "provisional", "differential"})
_OVER = frozenset({Standing.ENDED, Standing.NOT_DONE})


@dataclass(frozen=True, slots=True)
class SummaryFact:
    """One line of a summary. `about` tells it apart from lines about other things, within its summary."""

    kind: str
    about: str = field(repr=False)
    content: Mapping[str, Any] = field(repr=False)
    ended: bool


def facts(summary: Summary, despite_mismatch: str | None = None) -> tuple[SummaryFact, ...]:
    """Every line and absence; `despite_mismatch` is why the file was imported although it names somebody else."""
    marks = [f"{DESPITE_MISMATCH}: {despite_mismatch}"] if despite_mismatch else []
    lines = tuple(_fact(summary, line, marks) for line in summary.lines)
    return (*lines, *(_absence(summary, absence, marks) for absence in summary.absences))


def day(when: When | None) -> str | None:
    """An ISO day where the file is that precise, else the text it has."""
    if when is None:
        return None
    return when.day.isoformat() if when.day and when.precision in ("day", "time") else when.text


def _fact(summary: Summary, line: AnyLine, marks: Sequence[str]) -> SummaryFact:
    kind, own = _own(line)
    name = None if line.name == NAME_MISSING else line.name
    content = {
        **own,
        "substance" if kind == "allergy" else "name": name,
        "name_missing": name is None,
        "certainty": line.certainty,
        **_shared(summary, line, [*_marks(line), *marks]),
    }
    return SummaryFact(kind, _about(kind, line.codes, name), _told(content), line.standing in _OVER)


def _own(line: AnyLine) -> tuple[str, dict[str, Any]]:
    match line:
        case Allergy():
            return "allergy", _allergy(line)
        case Medicine():
            return "medicine", _medicine(line)
        case Condition():
            return "condition", _condition(line)
        case Immunisation():
            return "immunisation", _immunisation(line)
        case _:
            assert_never(line)


def _allergy(line: Allergy) -> dict[str, Any]:
    return {
        "severity": _severity(line),
        "reaction": _sentences((*_reactions(line), *line.notes)),
        "criticality": line.criticality,
        "onset": day(line.onset),
        "last_occurrence": day(line.last_occurrence),
    }


def _severity(line: Allergy) -> str:
    """The gravest of what is told. FHIR's high criticality means: may be life threatening.

    A moderate reaction is neither severe nor mild; it is told with the reaction, and the danger is not known.
    """
    if line.criticality == "high":
        return "life_threatening"
    if line.severity == "severe":
        return "severe"
    if line.severity == "moderate":
        return "unknown"
    return "mild" if line.severity == "mild" or line.criticality == "low" else "unknown"


def _reactions(line: Allergy) -> list[str]:
    told = []
    for reaction in line.reactions:
        manifested = ", ".join(reaction.manifestations)
        described = reaction.description or ""
        words = manifested if described in ("", manifested) else _sentences((manifested, described))
        told.append(f"{words} (måttlig reaktion)" if words and reaction.severity == "moderate" else words or "")
    return told


def _medicine(line: Medicine) -> dict[str, Any]:
    reasons = (*line.reasons, *(dosage.as_needed_for for dosage in line.dosages))
    dosed = dosing(line.dosages)
    return {
        **dosed,
        "how": _sentences((*(dosed.get("how") or ()), *line.notes)),
        "reason": ", ".join(dict.fromkeys(reason for reason in reasons if reason)),
        "ingredients": list(line.ingredients),
        "begins": day(line.starts),
        "runs_out": day(line.ends),
        "origin": line.origin,
    }


def _condition(line: Condition) -> dict[str, Any]:
    return {
        "meaning": _sentences((*line.body_sites, *line.notes)),
        "severity": line.severity,
        "onset": day(line.onset),
        "abatement": day(line.abatement),
    }


def _immunisation(line: Immunisation) -> dict[str, Any]:
    return {
        "given_on": None if line.standing is Standing.NOT_DONE else day(line.occurred),
        "occurred": day(line.occurred),
        "dose_number": line.dose_number,
        "diseases": list(line.diseases),
        "reasons": list(line.reasons),
        "notes": list(line.notes),
        "lot": line.lot,
    }


def _absence(summary: Summary, absence: Absence, marks: Sequence[str]) -> SummaryFact:
    flawed = [PARTLY_READ] if absence.partly_read else []
    content = {
        "area": absence.area,
        "absence": absence.kind.value,
        "text": absence.text,
        **_shared(summary, absence, [*flawed, *marks]),
    }
    return SummaryFact("known_none", f"known_none|{absence.area}", _told(content), absence.standing in _OVER)


def _shared(summary: Summary, line: AnyLine | Absence, marks: list[str]) -> dict[str, Any]:
    return {
        "imported": True,
        "codes": [{"system": code.system, "code": code.code, "display": code.display} for code in line.codes],
        "standing": line.standing.value,
        "recorded": line.recorded.text if line.recorded else None,
        "marks": marks,
        "source": line.source or summary.source or NO_SOURCE,
        "as_of": day(line.recorded) or day(summary.composed),
    }


def _marks(line: AnyLine) -> list[str]:
    marks = [PARTLY_READ] if line.partly_read else []
    if line.standing is Standing.NOT_DONE:
        marks.append(MUST_NOT_BE_GIVEN if isinstance(line, Medicine) else NOT_DONE)
    if line.certainty in _UNSURE:
        marks.append(UNCONFIRMED)
    if line.certainty == "refuted":
        marks.append(REFUTED)
    return marks


def _about(kind: str, codes: tuple[Code, ...], name: str | None) -> str:
    coded = sorted(f"{code.system}|{code.code}" for code in codes)
    return "|".join((kind, *(coded or [(name or "").casefold()])))


def _sentences(parts: Sequence[str | None]) -> str:
    told = list(dict.fromkeys(part.strip().rstrip(".") for part in parts if part and part.strip()))
    return ". ".join(told)


def _told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Without what the file does not say; a missing name stays, so that it is shown as missing."""
    named = ("name", "substance")
    return {key: value for key, value in content.items() if key in named or value not in (None, "", [])}
