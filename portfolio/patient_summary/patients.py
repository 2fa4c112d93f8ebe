"""The person a summary is about."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Final

from portfolio.patient_summary import validation
from portfolio.patient_summary.concepts import code_word
from portfolio.patient_summary.entries import Entries, Resource, reference_text
from portfolio.patient_summary.facts import Patient
from portfolio.patient_summary.matching import name_tokens
from portfolio.patient_summary.moments import moment
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.refusals import Refusal, SummaryRefused
from portfolio.patient_summary.texts import MAX_NAME, one_line

PERSONNUMMER_SYSTEMS: Final = frozenset(
    {
        "urn:oid:1.2.752.129.2.1.3.1",
        "1.2.752.129.2.1.3.1",
        "urn:oid:1.2.752.129.2.1.3.3",
        "1.2.752.129.2.1.3.3",
        "http://electronichealth.se/identifier/personnummer",
        "http://electronichealth.se/identifier/samordningsnummer",
    }
)
"""Swedish personal and coordination numbers: Inera's OIDs and HL7 Sweden's naming systems."""

_NUMBER: Final = re.compile(r"(\d{2})?(\d{6})([-+]?)(\d{4})", re.ASCII)


def choose(entries: Entries) -> tuple[Resource, frozenset[str]]:
    """The patient, and the places of other patients' resources.

    The composition's subject decides; else the one most lines are about. A patient told twice is one.
    """
    patients = list(entries.of("Patient"))
    if not patients:
        raise SummaryRefused("Bundle.entry", Refusal.NO_PATIENT)
    chosen = _subject(entries) or _most_mentioned(entries, patients)
    if chosen.kind != "Patient":
        chosen = patients[0]
    key = patient_key(read(chosen))
    return chosen, frozenset(p.place for p in patients if p is not chosen and patient_key(read(p)) != key)


def subject_of(entries: Entries, resource: Resource) -> Resource | None:
    """The resource that a line is about, None if it does not say or the reference leads nowhere."""
    node = resource.node([])
    url = reference_text(node.one("patient") or node.one("subject"))
    return entries.resolve(url, resource) if url else None


def read(resource: Resource) -> Patient:
    flaws = list(validation.flaws(resource))
    node = resource.node(flaws)
    born = moment(node.one("birthDate"))
    identifiers = tuple(_identifier(member) for member in node.objects("identifier"))
    return Patient(
        names=tuple(name for member in node.each("name") if (name := _name(member)) != ("", "")),
        birth_date=born.day if born and born.precision in ("day", "time") else None,
        birth_date_text=born.text if born else None,
        identifiers=tuple(pair for pair in identifiers if pair[1]),
        personnummer=_personnummer(node, born.day if born else None),
        partly_read=tuple(dict.fromkeys(flaws)),
    )


def patient_key(patient: Patient) -> str:
    """A hash of identifiers, names and birth date; empty if the file tells none of them."""
    facts = [
        sorted({f"{system}|{value}" for system, value in patient.identifiers}),
        sorted({" ".join(sorted(name_tokens(f"{given} {family}"))) for given, family in patient.names}),
        patient.birth_date_text or "",
    ]
    if not any(facts):
        return ""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def _subject(entries: Entries) -> Resource | None:
    for composition in entries.of("Composition"):
        found = subject_of(entries, composition)
        if found and found.kind == "Patient":
            return found
    return None


def _most_mentioned(entries: Entries, patients: list[Resource]) -> Resource:
    if len(patients) == 1:
        return patients[0]
    mentions: Counter[str] = Counter()
    for resource in entries.resources:
        if found := subject_of(entries, resource):
            mentions[found.place] += 1
    return max(patients, key=lambda patient: mentions[patient.place])


def _name(node: Node) -> tuple[str, str]:
    if not isinstance(node.value, dict):
        node.flag()
        return one_line(node.own_text(MAX_NAME) or ""), ""
    given = one_line(" ".join(node.texts("given", MAX_NAME)))
    family = one_line(node.text("family", MAX_NAME) or "")
    if not given and not family:
        return one_line(node.text("text", MAX_NAME) or ""), ""
    return given, family


def _identifier(node: Node) -> tuple[str, str]:
    system = node.text("system", MAX_NAME) if node.has("system") else None
    value = node.text("value", MAX_NAME) if node.has("value") else None
    return one_line(system or ""), one_line(value or "")


def _personnummer(patient: Node, born: date | None) -> str | None:
    for member in patient.objects("identifier"):
        system, value = _identifier(member)
        if system.lower() not in PERSONNUMMER_SYSTEMS and code_word(replace(member, flaws=[]), "type") != "nnswe":
            continue
        if number := personnummer_digits(value, born):
            return number
    return None


def personnummer_digits(text: str, born: date | None = None) -> str | None:
    """12 digits, or 10 where neither the text nor the birth date tells the century. Nothing is checked."""
    shape = _NUMBER.fullmatch("".join(text.split()))
    if shape is None:
        return None
    century, day, _, number = shape.groups()
    if century is None and born and born.strftime("%y%m") == day[:4]:
        century = f"{born.year // 100:02d}"
    return f"{century or ''}{day}{number}"
