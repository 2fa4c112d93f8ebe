"""Import an International Patient Summary into a child's health bundle: one document for each line.

The file is kept as it came. Beside it lies what was read of it as a whole, so that the next file of the same
patient from the same source is known as the same, older or newer (docs/adr/0005).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from pymongo.client_session import ClientSession

from auth.actors import Actor
from consent.actions import Action
from consent.purposes import Purpose
from portfolio import admission, document_batches, documents, kinds, summary_changes, summary_facts
from portfolio.admission import Admitted
from portfolio.document_batches import Addition, Revision
from portfolio.patient_summary import Mismatch, Summary, SummaryRefused, match, read
from portfolio.sealed_fields import opened
from portfolio.summary_changes import Changes, Kept, Wanted
from portfolio.summary_identity import identity_of, is_older
from portfolio.summary_refusals import FileRefused, StrangersSummary, TooManyLines, checked_reason
from portfolio.summary_report import ImportReport, Outcome, report
from storage.vault import JSON, Opening, Vault

KINDS: Final = ("allergy", "medicine", "condition", "immunisation", "known_none", "patient_summary")
FILE_TYPE: Final = "application/fhir+json"

MAX_LINES: Final = 5000
MAX_WORDS: Final = 6 * 1024 * 1024
"""What one transaction takes with a margin: lines, and bytes of what they say. A life's summary is some hundreds."""

_FILE: Final = kinds.KINDS["patient_summary"]


@dataclass(frozen=True, slots=True)
class _Before:
    """What the import before this one left: rows by key, the lines' documents, and what was read as a whole."""

    identity: str
    rows: Mapping[str, dict[str, Any]]
    kept: tuple[Kept, ...]
    whole: Mapping[str, Any]


def import_summary(
    actor: Actor,
    vault: Vault,
    child: str,
    raw: bytes,
    at: datetime,
    *,
    despite_mismatch: str | None = None,
) -> ImportReport:
    """Bring a file's lines into the child's health bundle; nothing else of hers is touched.

    Raises AccessDenied first, then FileRefused, then StrangersSummary unless `despite_mismatch` says why it is
    imported all the same: every line then carries that reason.
    """

    @cache
    def summary() -> Summary:
        return _read(raw)

    def admitted() -> Admitted:
        return admission.admit(actor, Action.IMPORT_SUMMARY, Purpose.CASEWORK, child, at, kinds=KINDS)

    def prepare(open_child: Admitted) -> tuple[ImportReport, Callable[[ClientSession], None] | None]:
        opening = vault.open(open_child.permit)
        reason = checked_reason(despite_mismatch)
        mismatches = _mismatches(opening, open_child.child, summary())
        if mismatches and reason is None:
            raise StrangersSummary(mismatches)
        before = _before(vault, opening, open_child, summary())
        outcome = _outcome(before.whole, summary())
        if outcome is not Outcome.IMPORTED:
            return report(summary(), outcome, mismatches), None
        wanted = _wanted(vault, open_child, before.identity, summary(), reason if mismatches else None)
        if sum(line.size for line in wanted) > MAX_WORDS:
            raise TooManyLines
        changes = summary_changes.changes(before.kept, wanted, before.whole.get("held", {}))
        batch = _sealed(opening, open_child, before, changes, summary(), raw)
        return report(summary(), outcome, mismatches), lambda session: document_batches.write(batch, session)

    return admission.change_prepared(admitted, prepare)


def _read(raw: bytes) -> Summary:
    try:
        summary = read(raw)
    except SummaryRefused as refusal:
        raise FileRefused(refusal) from None
    if len(summary.lines) + len(summary.absences) > MAX_LINES:
        raise TooManyLines
    return summary


def _mismatches(opening: Opening, child: Mapping[str, Any], summary: Summary) -> tuple[Mismatch, ...]:
    return match(
        summary.patient,
        names=opened(opening, "children", child, "name"),
        birth_date=date.fromisoformat(opened(opening, "children", child, "born")),
        personnummer=opened(opening, "children", child, "personnummer") or None,
    )


def _before(vault: Vault, opening: Opening, open_child: Admitted, summary: Summary) -> _Before:
    identity = _key(vault, open_child, "summary", *identity_of(summary))
    rows = {row["key"]: row for row in open_child.documents if row.get("key", "").startswith(f"ips:{identity}")}
    kept = tuple(
        Kept(key, documents.opened(opening, row).content, "ended" in row, row)
        for key, row in rows.items()
        if row["kind"] != _FILE.code
    )
    whole = rows.get(f"ips:{identity}")
    return _Before(identity, rows, kept, documents.opened(opening, whole).content if whole else {})


def _outcome(whole: Mapping[str, Any], summary: Summary) -> Outcome:
    if whole.get("fingerprint") == summary.fingerprint:
        return Outcome.UNCHANGED
    return Outcome.OLDER if whole and is_older(summary.composed, whole) else Outcome.IMPORTED


def _wanted(
    vault: Vault, open_child: Admitted, identity: str, summary: Summary, despite_mismatch: str | None
) -> list[Wanted]:
    return [
        Wanted(
            kind=fact.kind,
            group=f"ips:{identity}:{_key(vault, open_child, 'line', fact.about)}",
            content=fact.content,
            ended=fact.ended,
        )
        for fact in summary_facts.facts(summary, despite_mismatch)
    ]


def _key(vault: Vault, open_child: Admitted, *parts: str) -> str:
    """Keyed and bound to the child: what a line is about can be neither guessed nor compared from outside."""
    text = "\x1f".join((open_child.permit.child, *parts))
    return vault.blind_index(open_child.permit, "patient-summary", text).hex()[:32]


def _sealed(
    opening: Opening, open_child: Admitted, before: _Before, changes: Changes, summary: Summary, raw: bytes
) -> document_batches.Batch:
    additions = [
        Addition(kinds.KINDS[line.kind], key, documents.encoded(line.content), ended=line.ended)
        for key, line in changes.additions
    ]
    revisions = [
        Revision(kinds.KINDS[line.kind], kept.row, documents.encoded(line.content), line.ended)
        for kept, line in changes.revisions
    ]
    whole = documents.encoded(_whole(summary, changes))
    for key, content, media_type in (
        (f"ips:{before.identity}", whole, JSON),
        (f"ips:{before.identity}:file", raw, FILE_TYPE),
    ):
        if key in before.rows:
            revisions.append(Revision(_FILE, before.rows[key], content))
        else:
            additions.append(Addition(_FILE, key, content, media_type))
    return document_batches.seal(open_child.permit, opening, additions, revisions, [one.row for one in changes.ends])


def _whole(summary: Summary, changes: Changes) -> dict[str, Any]:
    composed = summary.composed
    return {
        "imported": True,
        "name": "Patientöversikt",
        "source": summary.source or summary_facts.NO_SOURCE,
        "as_of": summary_facts.day(composed),
        "composed": composed.text if composed else None,
        "instant": composed.instant.isoformat() if composed and composed.instant else None,
        "precision": composed.precision if composed else None,
        "fingerprint": summary.fingerprint,
        "left_out": [{"place": one.place, "reason": one.reason.value} for one in summary.left_out],
        "held": changes.held,
    }
