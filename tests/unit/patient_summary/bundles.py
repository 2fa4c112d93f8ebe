"""The given files, and small bundles made to hold exactly one thing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from portfolio.patient_summary import Summary, read

FOLDER = Path(__file__).parents[2] / "data" / "ips"
FILES = sorted(FOLDER.glob("*.json"))
NAMES = [path.name for path in FILES]

PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"given": ["Signe"], "family": "Exempelsson"}],
    "birthDate": "2016-03-04",
}


def given(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text("utf-8"))
    return loaded


def bundle(*resources: dict[str, Any], patient: dict[str, Any] | None = None) -> dict[str, Any]:
    entries = [{"resource": resource} for resource in (patient or PATIENT, *resources)]
    return {"resourceType": "Bundle", "type": "document", "entry": entries}


def summary(*resources: dict[str, Any], patient: dict[str, Any] | None = None) -> Summary:
    return read_json(bundle(*resources, patient=patient))


def read_json(value: object) -> Summary:
    return read(json.dumps(value).encode())


def allergy(**members: object) -> dict[str, Any]:
    return {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/p"}, **members}


def medicine(**members: object) -> dict[str, Any]:
    subject = {"reference": "Patient/p"}
    return {"resourceType": "MedicationStatement", "status": "active", "subject": subject, **members}


def condition(**members: object) -> dict[str, Any]:
    return {"resourceType": "Condition", "subject": {"reference": "Patient/p"}, **members}
