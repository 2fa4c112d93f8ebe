"""The legal bases a grant can rest on, read from `legal_bases.yaml`. Data that counsel can read and sign."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from consent.errors import GrantRefused
from consent.facts import Bundle, Side


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One rule of law: whom it lets receive which bundles, for how long at most, and on what evidence."""

    code: str
    version: int
    citation: str
    sides: frozenset[Side]
    bundles: frozenset[Bundle]
    longest: timedelta
    evidence: frozenset[str]
    consent_of: frozenset[str]
    certainty: str
    counsel: str | None
    enabled: bool

    @property
    def is_confirmed(self) -> bool:
        """Whether counsel has signed this row by name and date."""
        return self.counsel is not None


@cache
def all_bases() -> dict[str, LegalBasis]:
    """Every basis by its code, those switched off included."""
    rows: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "legal_bases.yaml").read_text("utf-8"))
    return {row["code"]: _basis(row) for row in rows}


def in_force(code: str) -> LegalBasis:
    """The basis of that code. Raises GrantRefused for one that is unknown or only proposed."""
    basis = all_bases().get(code)
    if basis is None or not basis.enabled:
        raise GrantRefused("basis", "not_in_force")
    return basis


def _basis(row: dict[str, Any]) -> LegalBasis:
    return LegalBasis(
        code=row["code"],
        version=row["version"],
        citation=row["citation"],
        sides=frozenset(Side(side) for side in row["sides"]),
        bundles=frozenset(Bundle(bundle) for bundle in row["bundles"]),
        longest=timedelta(days=row["longest_days"]),
        evidence=frozenset(row["evidence"]),
        consent_of=frozenset(row["consent_of"]),
        certainty=row["certainty"],
        counsel=row["counsel"],
        enabled=row["enabled"],
    )
