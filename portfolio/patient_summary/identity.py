"""Which summary this is, and whether its content is the same as one read before."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from portfolio.patient_summary import patients
from portfolio.patient_summary.entries import Entries, Resource
from portfolio.patient_summary.facts import Absence, AnyLine, Patient, SourceIdentity, When
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.source_json import Json
from portfolio.patient_summary.texts import MAX_NAME, one_line

_PLACES: Final = ("place", "partly_read")


def fingerprint(patient: Patient, composed: When | None, lines: Sequence[AnyLine | Absence]) -> str:
    """SHA-256 of all that was read, whatever the order of members and entries in the file."""
    said = sorted(_canonical(line) for line in lines)
    whole = [_canonical(patient), composed.text if composed else None, said]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def identify(
    bundle: dict[str, Json], entries: Entries, chosen: Resource, patient: Patient, content: str
) -> SourceIdentity:
    """The bundle's identifier, else the composition's, else the patient's address; always with the patient.

    A file that tells nothing of its patient is known by its content alone.
    """
    system, value = _first_identifier(bundle, entries) or ("", chosen.full_url)
    return SourceIdentity(system, value, patients.patient_key(patient) or content)


def _first_identifier(bundle: dict[str, Json], entries: Entries) -> tuple[str, str] | None:
    holders = [Node(bundle, "Bundle", []), *(found.node([]) for found in entries.of("Composition"))]
    for holder in holders:
        if (node := holder.object("identifier")) is None:
            continue
        value = node.text("value", MAX_NAME) if node.has("value") else None
        if value:
            system = node.text("system", MAX_NAME) if node.has("system") else None
            return one_line(system or ""), one_line(value)
    return None


def _canonical(fact: AnyLine | Absence | Patient) -> str:
    parts: dict[str, Any] = dataclasses.asdict(fact)
    kept = {name: part for name, part in parts.items() if name not in _PLACES}
    kept["kind_of_fact"], kept["whole"] = type(fact).__name__, not parts["partly_read"]
    return json.dumps(kept, sort_keys=True, default=str)
