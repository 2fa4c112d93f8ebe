"""Counts what International Patient Summary files hold, from their raw JSON alone.

Shares no code with the product, so that it can contradict it. Prints one JSON object: file name → counts.
"""

import json
import sys
from pathlib import Path
from typing import Any

KINDS = {
    "AllergyIntolerance": "allergies",
    "MedicationStatement": "medicines",
    "MedicationRequest": "medicines",
    "MedicationAdministration": "medicines",
    "MedicationDispense": "medicines",
    "Condition": "conditions",
    "Immunization": "immunisations",
}
NOTHING_TOLD = {"716186003", "409137002", "428607008", "429625007", "787481004", "160245001", "787482006"}
OVER = {"inactive", "resolved", "remission", "completed", "stopped", "cancelled", "not-taken"}


def codings(concept: dict[str, Any] | None) -> list[str]:
    return [coding.get("code", "") for coding in (concept or {}).get("coding", [])]


def is_absence(resource: dict[str, Any]) -> bool:
    for member in ("code", "medicationCodeableConcept", "vaccineCode"):
        for code in codings(resource.get(member)):
            if code in NOTHING_TOLD or code.startswith("no-known-") or code.endswith("-info"):
                return True
    return False


def is_over(resource: dict[str, Any]) -> bool:
    if resource["resourceType"] == "Immunization":
        return False
    if "refuted" in codings(resource.get("verificationStatus")):
        return True
    return bool(OVER & {resource.get("status"), *codings(resource.get("clinicalStatus"))})


def is_in_error(resource: dict[str, Any]) -> bool:
    return "entered-in-error" in (resource.get("status"), *codings(resource.get("verificationStatus")))


def empty_sections(sections: list[dict[str, Any]]) -> int:
    return sum(("emptyReason" in s) + empty_sections(s.get("section", [])) for s in sections)


def count(bundle: dict[str, Any]) -> dict[str, int]:
    counts = dict.fromkeys([*KINDS.values(), "absences", "ended", "in_error"], 0)
    for entry in bundle["entry"]:
        whole = entry["resource"]
        for resource in (whole, *whole.get("contained", [])):
            kind = KINDS.get(resource["resourceType"])
            if resource["resourceType"] == "Composition":
                counts["absences"] += empty_sections(resource.get("section", []))
            if kind is None:
                continue
            if is_in_error(resource):
                counts["in_error"] += 1
            elif is_absence(resource):
                counts["absences"] += 1
            else:
                counts[kind] += 1
                counts["ended"] += is_over(resource)
    return counts


if __name__ == "__main__":
    found = {Path(name).name: count(json.loads(Path(name).read_text("utf-8-sig"))) for name in sys.argv[1:]}
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
