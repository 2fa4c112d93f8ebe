"""What an import did, in numbers: what the file holds, and whether it changed anything."""

from dataclasses import dataclass
from enum import StrEnum

from portfolio.patient_summary import Mismatch, Standing, Summary


class Outcome(StrEnum):
    """`older`: not known to be newer than what is kept. It and `unchanged` store nothing but the entry."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What is in the file, and what came of it. `ended` lines are among those counted by area."""

    outcome: Outcome
    allergies: int
    medicines: int
    conditions: int
    immunisations: int
    absences: int
    ended: int
    partly_read: int
    """Lines and absences with a flaw, and one more when the file around them has one."""
    left_out: int
    mismatches: tuple[Mismatch, ...] = ()


def report(summary: Summary, outcome: Outcome, mismatches: tuple[Mismatch, ...]) -> ImportReport:
    flawed = sum(bool(line.partly_read) for line in (*summary.lines, *summary.absences))
    return ImportReport(
        outcome=outcome,
        allergies=len(summary.allergies),
        medicines=len(summary.medicines),
        conditions=len(summary.conditions),
        immunisations=len(summary.immunisations),
        absences=len(summary.absences),
        ended=sum(line.standing is Standing.ENDED for line in summary.lines),
        partly_read=flawed + bool(summary.partly_read),
        left_out=len(summary.left_out),
        mismatches=mismatches,
    )
