"""Turn a schema into the fields of a form, and what a form sends into what a schema reads. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from portfolio.schemas.fields import Choice, Dose, PlainDate
from portfolio.schemas.reading import InputSchema

FEW = 5
"""Up to this many choices are shown as cards, more as a list to open."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field as a form shows it. Words are messages for the catalogues."""

    name: str
    label: str
    hint: str
    widget: str
    """text, textarea, tel, decimal, date, times, yes, choices or select."""
    options: tuple[tuple[str, str], ...]
    required: bool


def of_schema(schema: type[InputSchema]) -> tuple[FormField, ...]:
    """The fields of a schema, in the order it states."""
    found = sorted(schema().fields.items(), key=lambda pair: pair[1].metadata.get("order", 0))
    return tuple(_field(name, one) for name, one in found)


def _field(name: str, one: fields.Field[Any]) -> FormField:
    return FormField(
        name=name,
        label=one.metadata.get("label", name),
        hint=one.metadata.get("hint", ""),
        widget=one.metadata.get("widget") or _widget(one),
        options=_options(one),
        required=one.required,
    )


def _widget(one: fields.Field[Any]) -> str:
    options = _options(one)
    if options:
        return "choices" if len(options) <= FEW else "select"
    for sort, widget in ((fields.Boolean, "yes"), (PlainDate, "date"), (Dose, "decimal")):
        if isinstance(one, sort):
            return widget
    return "text"


def _options(one: fields.Field[Any]) -> tuple[tuple[str, str], ...]:
    words: Mapping[str, str] = one.metadata.get("options", {})
    codes = one.codes if isinstance(one, Choice) else tuple(words)
    return tuple((code, words[code]) for code in codes)


def values(content: Mapping[str, Any]) -> dict[str, Any]:
    """A fact's content as its form would have sent it, for correcting it."""
    return {name: _sent(value) for name, value in content.items() if value is not None}


def _sent(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, list) else str(value)


def by_field(errors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Messages by the field that a form shows: those about one of several values are the field's own."""
    found: dict[str, list[str]] = {}
    for name, messages in errors.items():
        found.setdefault(name.split(".")[0], []).extend(messages)
    return found


def joined_date(sent: dict[str, Any], name: str) -> None:
    """Put the three boxes of a date together as `2026-11-23`, in place; nothing when all are empty."""
    day, month, year = (str(sent.pop(f"{name}-{part}", "")).strip() for part in ("day", "month", "year"))
    if day or month or year:
        sent[name] = f"{year}-{month:0>2}-{day:0>2}"


def gathered_rows(sent: dict[str, Any], name: str, columns: Sequence[str], most: int) -> list[int]:
    """Gather `NAME-1-COLUMN` … into a list of mappings under `name`, in place; the numbers of the rows filled in."""
    filled: list[int] = []
    gathered: list[dict[str, Any]] = []
    for number in range(1, most + 1):
        row = {column: sent.pop(f"{name}-{number}-{column}", None) for column in columns}
        if any(row.values()):
            filled.append(number)
            gathered.append({column: value for column, value in row.items() if value is not None})
    sent[name] = gathered
    return filled


def row_errors(errors: Mapping[str, Sequence[str]], name: str, filled: Sequence[int]) -> dict[str, list[str]]:
    """As `by_field`, and what is about gathered rows under their boxes: `guardians.0.name` is `guardians-1-name`."""
    boxed: dict[str, Sequence[str]] = {}
    for key, messages in errors.items():
        parts = key.split(".")
        row = f"{name}-{filled[int(parts[1])]}-{parts[2]}" if len(parts) == 3 and parts[0] == name else key
        boxed[row] = messages
    return by_field(boxed)
