"""Reading International Patient Summary bundles (HL7 FHIR R4): bytes in, facts out, nothing stored."""

from portfolio.patient_summary.facts import (
    NAME_MISSING,
    Absence,
    AbsenceKind,
    Allergy,
    AnyLine,
    Code,
    Condition,
    Dosage,
    Immunisation,
    LeftOut,
    LeftOutReason,
    Line,
    Medicine,
    Patient,
    Reaction,
    SourceIdentity,
    Standing,
    Summary,
    When,
)
from portfolio.patient_summary.matching import Mismatch, match
from portfolio.patient_summary.reader import read
from portfolio.patient_summary.refusals import Refusal, SummaryRefused

__all__ = [
    "NAME_MISSING",
    "Absence",
    "AbsenceKind",
    "Allergy",
    "AnyLine",
    "Code",
    "Condition",
    "Dosage",
    "Immunisation",
    "LeftOut",
    "LeftOutReason",
    "Line",
    "Medicine",
    "Mismatch",
    "Patient",
    "Reaction",
    "Refusal",
    "SourceIdentity",
    "Standing",
    "Summary",
    "SummaryRefused",
    "When",
    "match",
    "read",
]
