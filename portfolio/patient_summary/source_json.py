"""From bytes to JSON values, with limits against files made to exhaust us."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Final, NoReturn, TypeAlias, cast

from portfolio.patient_summary.refusals import Refusal, SummaryRefused

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 60
"""Deeper than any real summary (about 15), far from the interpreter's own limit."""


def parse(raw: bytes) -> Json:
    """Raises SummaryRefused with the line and column, or the file as a whole, as its place."""
    if len(raw) > MAX_BYTES:
        raise SummaryRefused("file", Refusal.TOO_LARGE)
    try:
        text = raw.decode(json.detect_encoding(raw))
        value = cast(Json, json.loads(text, parse_float=Decimal, parse_constant=_no_constant))
    except json.JSONDecodeError as error:
        raise SummaryRefused(f"line {error.lineno} column {error.colno}", Refusal.NOT_JSON) from None
    except UnicodeDecodeError as error:
        raise SummaryRefused(f"byte {error.start}", Refusal.NOT_JSON) from None
    except RecursionError:
        raise SummaryRefused("file", Refusal.TOO_DEEP) from None
    except (ValueError, ArithmeticError):
        raise SummaryRefused("file", Refusal.NOT_JSON) from None
    _refuse_depth(value)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_depth(value: Json) -> None:
    layer: list[Json] = [value]
    for _ in range(MAX_DEPTH):
        layer = [child for parent in layer for child in _children(parent)]
        if not layer:
            return
    raise SummaryRefused("file", Refusal.TOO_DEEP)


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
