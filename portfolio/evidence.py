"""What a share for a placement rests on: a decision's reference, or who decided orally and when."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from consent.grants import EvidenceFor, GrantRow
from portfolio.clock import STOCKHOLM, in_stockholm
from storage.vault import FieldPlace, Opening

REFERENCE: Final = "reference"
DECIDED_BY: Final = "decided_by"
_FIELDS: Final = {"decision": REFERENCE, "oral_decision": DECIDED_BY}


def given(opening: Opening, grant: str, form: Mapping[str, Any], at: datetime) -> EvidenceFor:
    """The evidence that a form of `DecisionSchema` gives for a grant."""
    if form["reference"]:
        return EvidenceFor("decision", reference=sealed(opening, grant, REFERENCE, form["reference"]))
    name = sealed(opening, grant, DECIDED_BY, form["decided_by"])
    return EvidenceFor("oral_decision", reference=name, decided_at=decided_at(form["decided_at"], at))


def sealed(opening: Opening, grant: str, name: str, text: str) -> bytes:
    """A decision's reference (`REFERENCE`), or who decided orally (`DECIDED_BY`), under the child's key."""
    return opening.seal_field(FieldPlace("grants", grant, name, 1), text)


def words(opening: Opening, row: GrantRow) -> str:
    """The decision's reference, or who decided orally; empty when the grant rests on something else."""
    name = _FIELDS.get(row.evidence.kind)
    if name is None or row.evidence.reference is None:
        return ""
    return opening.open_field(FieldPlace("grants", row.fact.grant, name, 1), row.evidence.reference)


def decided_at(clock: str, at: datetime) -> datetime:
    """The moment that a time of day means: the latest one not after `at`; `at` itself when none is given."""
    if not clock:
        return at
    local = datetime.combine(in_stockholm(at).date(), time.fromisoformat(clock), STOCKHOLM)
    return (local if local <= at else local - timedelta(days=1)).astimezone(UTC)
