"""Dose instructions: the text as given, and beside it what is structured. No time stays no time."""

from __future__ import annotations

import re
from typing import Final

from portfolio.patient_summary import concepts
from portfolio.patient_summary.facts import Dosage
from portfolio.patient_summary.moments import period
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.texts import MAX_NAME, is_bare_code, one_line

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?", re.ASCII)
_SHORT_CODE: Final = re.compile(r"[A-Z0-9]{1,6}")
_WORD: Final = re.compile(r"[A-Za-z0-9.]{1,12}")


def read(resource: Node) -> tuple[Dosage, ...]:
    for name in ("dosage", "dosageInstruction"):
        if resource.has(name):
            return tuple(_dosage(member) for member in resource.each(name))
    return ()


def _dosage(node: Node) -> Dosage:
    if not isinstance(node.value, dict):
        node.flag()
        return Dosage(text=node.own_text())
    amount, unit = _amount(node)
    timing = node.object("timing")
    repeat = timing.object("repeat") if timing else None
    starts, ends = period(repeat.object("boundsPeriod") if repeat else None)
    schedule, schedule_text = _schedule(timing)
    route, route_code = _route(node)
    return Dosage(
        text=_text(node, "text"),
        for_the_patient=_text(node, "patientInstruction"),
        amount=amount,
        unit=unit,
        times=_times(repeat),
        days=_short_codes(repeat, "dayOfWeek"),
        when=_short_codes(repeat, "when"),
        schedule=schedule,
        schedule_text=schedule_text,
        frequency=repeat.number("frequency") if repeat else None,
        period=repeat.number("period") if repeat else None,
        period_unit=repeat.word("periodUnit") if repeat else None,
        as_needed=_as_needed(node),
        as_needed_for=concepts.words(node, "asNeededCodeableConcept"),
        route=route,
        route_code=route_code,
        starts=starts,
        ends=ends,
    )


def _text(node: Node, name: str) -> str | None:
    text = node.text(name) if node.has(name) else None
    return None if text is None or is_bare_code(text) else text


def _amount(node: Node) -> tuple[str | None, str | None]:
    for member in [*node.objects("doseAndRate"), node]:
        for name in ("doseQuantity", "dose"):
            if found := member.object(name):
                return found.number("value"), _unit(found)
        if (reach := member.object("doseRange")) is not None:
            return _reach(reach)
    return None, None


def _reach(node: Node) -> tuple[str | None, str | None]:
    ends = [end for end in (node.object("low"), node.object("high")) if end]
    numbers = [number for end in ends if (number := end.number("value"))]
    return "–".join(numbers) or None, next((unit for end in ends if (unit := _unit(end))), None)


def _unit(quantity: Node) -> str | None:
    """The unit in words; the UCUM code is a last resort, except that "1" and annotations are no unit."""
    for name in ("unit", "code"):
        text = one_line(quantity.text(name, MAX_NAME) or "") if quantity.has(name) else ""
        text = text.strip("{}").removesuffix(" (unit of presentation)")
        if any(c.isalpha() or c in "%µ" for c in text):
            return text
    return None


def _times(repeat: Node | None) -> tuple[str, ...]:
    found = []
    for member in repeat.each("timeOfDay") if repeat else ():
        text = member.own_text(MAX_NAME)
        if text and _CLOCK.fullmatch(text):
            found.append(text[:5])
        else:
            member.flag()
    return tuple(found)


def _short_codes(node: Node | None, name: str) -> tuple[str, ...]:
    found = []
    for member in node.each(name) if node else ():
        text = member.own_text(MAX_NAME)
        if text and _WORD.fullmatch(text):
            found.append(text)
        else:
            member.flag()
    return tuple(found)


def _schedule(timing: Node | None) -> tuple[tuple[str, ...], str | None]:
    """Timing codes such as BID apart from words such as "twice a day"."""
    coded = concepts.concept(timing, "code") if timing else None
    if coded is None:
        return (), None
    codes = tuple(code.code for code in coded.codes if _WORD.fullmatch(code.code))
    if coded.words and _SHORT_CODE.fullmatch(coded.words):
        return tuple(dict.fromkeys((*codes, coded.words))), None
    return codes, coded.words


def _route(node: Node) -> tuple[str | None, str | None]:
    words = concepts.words(node, "route")
    return (None, words) if words and _SHORT_CODE.fullmatch(words) else (words, None)


def _as_needed(node: Node) -> bool | None:
    found = node.one("asNeededBoolean") or node.one("asNeeded")
    if found is not None and isinstance(found.value, bool):
        return found.value
    if found is not None:
        found.flag()
    return True if node.has("asNeededCodeableConcept") else None
