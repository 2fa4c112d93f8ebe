"""The sections of a composition: stated emptiness, and what a section holds that no line shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portfolio.patient_summary import absences, concepts
from portfolio.patient_summary.concepts import Concept
from portfolio.patient_summary.entries import Entries, Resource, reference_text
from portfolio.patient_summary.facts import Absence, LeftOut, LeftOutReason
from portfolio.patient_summary.moments import moment
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.texts import one_line

AREAS: Final = {
    "48765-2": "allergies",
    "10160-0": "medicines",
    "11450-4": "conditions",
    "11369-6": "immunisations",
    "11348-0": "past_conditions",
    "47519-4": "procedures",
    "46264-8": "devices",
    "30954-2": "results",
    "8716-3": "vital_signs",
    "47420-5": "functional_status",
    "10162-6": "pregnancy",
    "29762-2": "social_history",
    "18776-5": "plan",
    "42348-3": "advance_directives",
    "104605-1": "alerts",
    "10155-0": "allergies",
    "29549-3": "medicines",
}
"""LOINC codes of the sections of an International Patient Summary."""

_LINE_AREAS: Final = frozenset({"allergies", "medicines", "conditions", "immunisations", "past_conditions"})


def read(entries: Entries, default_source: str | None) -> tuple[tuple[Absence, ...], tuple[LeftOut, ...]]:
    empty: list[Absence] = []
    left_out: list[LeftOut] = []
    for composition in entries.of("Composition"):
        flaws: list[str] = []
        for section in _sections(composition.node(flaws)):
            empty.extend(_empty(composition, section, default_source))
            left_out.extend(_left_out(entries, composition, section))
        entries.flaws.extend(flaw for flaw in flaws if ".section" in flaw)
    return tuple(empty), tuple(left_out)


def _sections(parent: Node) -> Iterator[Node]:
    for section in parent.objects("section"):
        yield section
        yield from _sections(section)


def _area(section: Node) -> str | None:
    code = concepts.concept(section, "code")
    return next((AREAS[c.code] for c in code.codes if c.code in AREAS), None) if code else None


def _empty(composition: Resource, section: Node, default_source: str | None) -> Iterator[Absence]:
    reason = concepts.concept(section, "emptyReason")
    if reason is None:
        return
    yield Absence(
        place=f"{section.place}.emptyReason",
        area=_area(section) or "other",
        kind=absences.empty_reason(reason),
        text=_section_text(section, reason),
        codes=reason.codes,
        source=default_source,
        recorded=moment(composition.node([]).one("date")),
    )


def _section_text(section: Node, reason: Concept) -> str | None:
    title = one_line(section.text("title") or "") if section.has("title") else ""
    return ": ".join(part for part in (title, reason.words) if part) or None


def _left_out(entries: Entries, composition: Resource, section: Node) -> Iterator[LeftOut]:
    if _area(section) not in _LINE_AREAS:
        return
    references = list(section.each("entry")) if section.has("entry") else []
    for reference in references:
        url = reference_text(reference)
        if url is None or entries.resolve(url, composition) is None:
            yield LeftOut(reference.place, LeftOutReason.UNRESOLVED_REFERENCE)
    if not references and not section.has("emptyReason") and not section.has("section") and section.has("text"):
        yield LeftOut(f"{section.place}.text", LeftOutReason.NARRATIVE_ONLY)
