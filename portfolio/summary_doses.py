"""A medicine's dose instructions as a home reads them. Pure.

Clock times are taken apart only where one instruction holds every day; anything else is told in words, so that
nothing weekly is ever shown as due tonight.
"""

from collections.abc import Mapping
from typing import Any

from portfolio.patient_summary import Dosage
from portfolio.patient_summary.words import ROUTE, SCHEDULE, WHEN

_UNITS: Mapping[str, str] = {
    "mg": "mg",
    "milligram": "mg",
    "ml": "ml",
    "g": "g",
    "gram": "g",
    "mcg": "mikrog",
    "ug": "mikrog",
    "µg": "mikrog",
    "tablet": "tablett",
    "tablets": "tablett",
    "tablett": "tablett",
    "drop": "droppar",
    "drops": "droppar",
    "puff": "puffar",
    "puffs": "puffar",
    "unit": "enheter",
    "units": "enheter",
    "patch": "plåster",
    "dose": "dos",
}
"""The units of vendors' files that are one of ours; any other is shown as the file writes it."""

_DAYS = {
    "mon": "måndagar",
    "tue": "tisdagar",
    "wed": "onsdagar",
    "thu": "torsdagar",
    "fri": "fredagar",
    "sat": "lördagar",
    "sun": "söndagar",
}
_SPANS = {
    "s": ("sekund", "sekunder"),
    "min": ("minut", "minuter"),
    "h": ("timme", "timmar"),
    "d": ("dag", "dagar"),
    "wk": ("vecka", "veckor"),
    "mo": ("månad", "månader"),
    "a": ("år", "år"),
}
_EVERY_DAY = frozenset({"QD", "DAILY", "BID", "TID", "QID", "AM", "PM", "BED"})


def dosing(dosages: tuple[Dosage, ...]) -> dict[str, Any]:
    """`dose`, `unit` and `times` apart where there is one instruction; `dose_text` and `how` (texts) always."""
    text = "; ".join(dict.fromkeys(words for dosage in dosages if (words := _in_words(dosage))))
    told: dict[str, Any] = {
        "as_needed": bool(dosages) and all(dosage.as_needed for dosage in dosages),
        "dose_text": text,
        "how": [dosage.for_the_patient for dosage in dosages],
    }
    if len(dosages) == 1:
        told.update(_apart(dosages[0]))
    if told["as_needed"] or told.get("times"):
        # The words would not be shown beside times, and they often say more, such as "with meals".
        told["how"].insert(0, text)
    return told


def _apart(dosage: Dosage) -> dict[str, Any]:
    apart: dict[str, Any] = {"times": sorted(set(dosage.times)) if _is_daily(dosage) else []}
    if dosage.amount:
        apart.update(dose=_decimal(dosage.amount), unit=_unit(dosage.unit))
    return apart


def _is_daily(dosage: Dosage) -> bool:
    if dosage.days or (dosage.schedule_text and not dosage.schedule):
        return False
    period = (dosage.period or "1", dosage.period_unit or "d")
    return set(dosage.schedule) <= _EVERY_DAY and period in (("1", "d"), ("24", "h"))


def _in_words(dosage: Dosage) -> str:
    """As the file says it, else put together from its parts."""
    if dosage.text:
        return dosage.text
    amount = " ".join(part for part in (_decimal(dosage.amount or ""), _unit(dosage.unit)) if part)
    parts = [amount if dosage.amount else "", _often(dosage), dosage.schedule_text or ""]
    parts += [SCHEDULE[code] for code in dosage.schedule if code in SCHEDULE and not dosage.frequency]
    parts += [WHEN[code] for code in dosage.when if code in WHEN]
    parts += [_DAYS[code] for code in dosage.days if code in _DAYS]
    parts += [f"klockan {time.replace(':', '.')}" for time in dosage.times]
    parts += ["vid behov" if dosage.as_needed else "", _route(dosage)]
    return ", ".join(part for part in parts if part)


def _often(dosage: Dosage) -> str:
    if not dosage.frequency or not dosage.period or dosage.period_unit not in _SPANS:
        return ""
    one, many = _SPANS[dosage.period_unit]
    span = one if dosage.period == "1" else f"{_decimal(dosage.period)} {many}"
    return f"{_decimal(dosage.frequency)} {'gång' if dosage.frequency == '1' else 'gånger'} per {span}"


def _route(dosage: Dosage) -> str:
    return dosage.route or ROUTE.get(dosage.route_code or "", "")


def _unit(unit: str | None) -> str:
    return _UNITS.get((unit or "").casefold(), unit or "")


def _decimal(number: str) -> str:
    return number.replace(".", ",")
