"""Which summary a file is a version of, and which of two versions is the older (docs/adr/0005). Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from portfolio.patient_summary import Summary, When

_GLOBAL: Final = frozenset({"", "urn:ietf:rfc:3986"})
"""Identifier systems that name no issuer."""

_WIDTHS: Final = {"year": 4, "month": 7, "day": 10, "time": 10}
"""How many letters of an ISO text are certain at each precision."""


def identity_of(summary: Summary) -> tuple[str, str, str]:
    """Who issued it, the number it goes by where nobody is named, and always the patient.

    Bundle.identifier names one document, not a series: a vendor may give each new summary a new one.
    """
    read = summary.identity
    issuer = "" if read.system in _GLOBAL else read.system
    if summary.source:
        return f"{issuer}|{summary.source.casefold()}", "", read.patient_key
    return read.system, read.value, read.patient_key


def is_older(composed: When | None, kept: Mapping[str, Any]) -> bool:
    """Whether a file must not replace the one that was kept, since it is not known to be at least as new.

    Times are compared at the coarser of the two precisions: a bare day is not older than a time within it.
    """
    if kept.get("instant") is None:
        return False
    if composed is None or composed.instant is None:
        return True
    if composed.precision == kept["precision"] == "time":
        return composed.instant < datetime.fromisoformat(kept["instant"])
    width = min(_WIDTHS[composed.precision], _WIDTHS[kept["precision"]])
    return bool(composed.text[:width] < kept["composed"][:width])
