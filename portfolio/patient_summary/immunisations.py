"""Vaccinations given, and those that were not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from portfolio.patient_summary import concepts, line_parts
from portfolio.patient_summary.concepts import Concept
from portfolio.patient_summary.facts import Absence, Immunisation, Standing, When
from portfolio.patient_summary.line_parts import Reading
from portfolio.patient_summary.moments import onset
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.texts import MAX_NAME

KINDS: Final = ("Immunization",)
_STANDINGS: Final = {"completed": Standing.CURRENT, "not-done": Standing.NOT_DONE}


def read(reading: Reading) -> tuple[Immunisation | Absence, ...]:
    node = reading.node
    vaccine = concepts.concept(node, "vaccineCode") or Concept(f"{reading.resource.place}.vaccineCode", None)
    standing = _STANDINGS.get(concepts.code_word(node, "status") or "", Standing.UNKNOWN)
    told_standing = Standing.UNKNOWN if standing is Standing.UNKNOWN else Standing.CURRENT
    absence = line_parts.absence_of(reading, vaccine, "immunisations", told_standing)
    if absence and not line_parts.stands_for_a_value(reading, vaccine, "immunisations"):
        return (absence,)
    if not vaccine.is_told:
        replace(node, place=vaccine.place).flag()
    protocol = next(node.objects("protocolApplied"), None)
    line = Immunisation(
        place=reading.resource.place,
        name=vaccine.shown,
        codes=vaccine.codes,
        standing=standing,
        occurred=_occurred(node),
        dose_number=_dose_number(protocol),
        diseases=concepts.words_of(protocol, "targetDisease") if protocol else (),
        lot=node.text("lotNumber", MAX_NAME) if node.has("lotNumber") else None,
        reasons=_reasons(node),
        source=_performer(reading),
        recorded=line_parts.recorded(reading, "recorded"),
        notes=line_parts.notes(node),
        partly_read=reading.flaws,
    )
    return (absence, line) if absence else (line,)


def _occurred(node: Node) -> When | None:
    return onset(node, "occurrence")


def _dose_number(protocol: Node | None) -> str | None:
    if protocol is None:
        return None
    return protocol.number("doseNumberPositiveInt") or protocol.text("doseNumberString", MAX_NAME)


def _reasons(node: Node) -> tuple[str, ...]:
    not_given = concepts.words(node, "statusReason")
    return ((not_given,) if not_given else ()) + concepts.words_of(node, "reasonCode")


def _performer(reading: Reading) -> str | None:
    for member in reading.node.objects("performer"):
        actor = member.one("actor")
        name = line_parts.party_name(reading.entries, reading.resource, actor) if actor else None
        if name:
            return name
    return reading.default_source
