"""From the bytes of an International Patient Summary bundle to its facts.

No file, network or clock is touched. Every allergy, medicine, condition and immunisation in the bundle
becomes a line or an absence, in a section or not; what does not is named in `Summary.left_out`.
"""

from __future__ import annotations

from collections.abc import Iterator

from portfolio.patient_summary import (
    allergies,
    conditions,
    identity,
    immunisations,
    line_parts,
    medicines,
    patients,
    sections,
    validation,
)
from portfolio.patient_summary.entries import Entries, Resource
from portfolio.patient_summary.facts import (
    Absence,
    Allergy,
    AnyLine,
    Condition,
    Immunisation,
    LeftOut,
    LeftOutReason,
    Medicine,
    Summary,
    When,
)
from portfolio.patient_summary.moments import moment
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.refusals import Refusal, SummaryRefused
from portfolio.patient_summary.source_json import Json, parse

LINE_KINDS = (*allergies.KINDS, *medicines.KINDS, *conditions.KINDS, *immunisations.KINDS)


def read(raw: bytes) -> Summary:
    """Raises SummaryRefused: no JSON, Bundle or Patient, too large, or a substance that cannot be told."""
    bundle = _bundle(raw)
    entries = Entries(bundle)
    chosen, others = patients.choose(entries)
    patient = patients.read(chosen)
    source = _source(entries)
    left_out: list[LeftOut] = []
    lines = [line for about in _about(entries, others, left_out) for line in _line(entries, about, source)]
    empty, unshown = sections.read(entries, source)
    composed = _composed(bundle, entries)
    content = identity.fingerprint(patient, composed, [*lines, *empty])
    return Summary(
        identity=identity.identify(bundle, entries, chosen, patient, content),
        fingerprint=content,
        composed=composed,
        source=source,
        patient=patient,
        allergies=tuple(line for line in lines if isinstance(line, Allergy)),
        medicines=tuple(line for line in lines if isinstance(line, Medicine)),
        conditions=tuple(line for line in lines if isinstance(line, Condition)),
        immunisations=tuple(line for line in lines if isinstance(line, Immunisation)),
        absences=(*(line for line in lines if isinstance(line, Absence)), *empty),
        left_out=(*entries.left_out, *_unknown(entries), *left_out, *unshown),
        partly_read=tuple(dict.fromkeys((*entries.flaws, *patient.partly_read))),
    )


def _bundle(raw: bytes) -> dict[str, Json]:
    value = parse(raw)
    if not isinstance(value, dict):
        raise SummaryRefused("file", Refusal.NOT_A_BUNDLE)
    if value.get("resourceType") != "Bundle":
        raise SummaryRefused("resourceType", Refusal.NOT_A_BUNDLE)
    return value


def _about(entries: Entries, others: frozenset[str], left_out: list[LeftOut]) -> Iterator[Resource]:
    """The resources that become lines; those in error or about another patient are put aside by name."""
    for resource in entries.of(*LINE_KINDS):
        subject = patients.subject_of(entries, resource) if others else None
        if line_parts.is_entered_in_error(resource):
            left_out.append(LeftOut(resource.place, LeftOutReason.ENTERED_IN_ERROR))
        elif subject is not None and subject.place in others:
            left_out.append(LeftOut(resource.place, LeftOutReason.OTHER_PATIENT))
        else:
            yield resource


def _unknown(entries: Entries) -> Iterator[LeftOut]:
    """What calls itself by no name of the standard may be a line that nobody can read."""
    for resource in entries.resources:
        if not validation.is_known(resource.kind):
            yield LeftOut(resource.place, LeftOutReason.UNREADABLE_ENTRY)


def _line(entries: Entries, resource: Resource, source: str | None) -> tuple[AnyLine | Absence, ...]:
    reading = line_parts.begin(entries, resource, source)
    if resource.kind in allergies.KINDS:
        return allergies.read(reading)
    if resource.kind in medicines.KINDS:
        return medicines.read(reading)
    if resource.kind in conditions.KINDS:
        return conditions.read(reading)
    return immunisations.read(reading)


def _source(entries: Entries) -> str | None:
    for composition in entries.of("Composition"):
        node = composition.node([])
        for party in (node.one("custodian"), *node.each("author")):
            if party and (name := line_parts.party_name(entries, composition, party)):
                return name
    return None


def _composed(bundle: dict[str, Json], entries: Entries) -> When | None:
    for composition in entries.of("Composition"):
        if (found := moment(composition.node([]).one("date"))) and found.instant:
            return found
    return moment(Node(bundle, "Bundle", entries.flaws).one("timestamp"))
