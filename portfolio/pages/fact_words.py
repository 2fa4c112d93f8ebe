"""Filters that put a fact's words together where Jinja alone would make it hard to read. No rule lives here."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _
from markupsafe import Markup, escape

from consent.legal_bases import LegalBasis
from portfolio.children import Heading
from portfolio.code_names import ANIMALS, COLOURS
from portfolio.forms import FormField
from portfolio.legal_words import BASIS_WORDS
from portfolio.pages.blueprint import pages
from portfolio.pages.language import ago, day

AnyText = TypeVar("AnyText", bound=str)

ALLERGY_PICTURES: tuple[tuple[str, str], ...] = (
    (r"jordnöt|peanut", "peanuts"),
    (r"nöt(ter)?\b|mandel", "chestnut"),
    (r"\bägg|\begg\b", "egg"),
    (r"mjölk|laktos|\bmilk\b", "glass-of-milk"),
    (r"skaldjur|räk|shrimp|shellfish", "shrimp"),
    (r"fisk\b|\bfish\b", "fish"),
    (r"gluten|vete\b|\bwheat\b", "bread"),
    (r"\bkatt|\bcat\b", "cat"),
    (r"\bhund|\bdog\b", "dog"),
    (r"\bhäst|\bhorse\b", "horse"),
    (r"\bbin?\b|\bbistick|\bgeting|\bbee\b|\bwasp\b", "bee"),
    (r"jordgubb|strawberr", "strawberry"),
    (r"banan", "banana"),
    (r"cillin", "pill"),
)


@pages.app_template_filter("allergy_picture")
def allergy_picture(substance: str | None) -> str:
    """A picture of what the child cannot stand, where we have one that cannot be mistaken."""
    words = (substance or "").casefold()
    return next((picture for pattern, picture in ALLERGY_PICTURES if re.search(pattern, words)), "warning")


@pages.app_template_filter("age_words")
def age_words(as_of: object) -> str:
    """How old an `as_of` is, *3 veckor sedan*; what is no whole day is shown as the file wrote it."""
    text = str(as_of)
    return ago(text) if _is_day(text) else text


@pages.app_template_filter("day_words")
def day_words(given: object) -> str:
    """A day with its weekday; what is no whole day is shown as the file wrote it."""
    text = str(given)
    return day(text[:10]) if _is_day(text) else text


@pages.app_template_filter("clocks")
def clocks(times: Iterable[str]) -> str:
    """Clock times as a person says them: `08.00, 12.30 och 20.30`."""
    return listed(time.replace(":", ".") for time in sorted(times))


@pages.app_template_filter("listed")
def listed(words: Iterable[str]) -> str:
    """Words in a row, *och* before the last."""
    told = list(words)
    if len(told) < 2:
        return "".join(told)
    return str(_("%(first)s och %(last)s", first=", ".join(told[:-1]), last=told[-1]))


@pages.app_template_filter("sentences")
def sentences(texts: Iterable[str | None]) -> Markup:
    """Texts as sentences after each other, each ended as its writer ended it, else with a full stop."""
    told = [capitalize_first(escape(text.strip())) for text in texts if text and text.strip()]
    ended = [text if text[-1] in ".!?:…" else text + "." for text in told]
    joint = Markup("<br>") if any("\n" in text for text in ended) else Markup(" ")
    return joint.join(ended).replace("\n", Markup("<br>"))


@pages.app_template_filter("code_name_words")
def code_name_words(heading: Heading) -> str:
    """*Grön räv*."""
    colour, animal = _(COLOURS[heading.colour]), _(ANIMALS[heading.animal])
    return str(_("%(colour)s %(animal)s", colour=colour, animal=animal))


@pages.app_template_filter("basis_words")
def basis_words(basis: LegalBasis) -> str:
    """What a legal basis means, in the reader's language."""
    return str(_(BASIS_WORDS[basis.code]))


@pages.app_template_filter("with_labels")
def with_labels(errors: Mapping[str, Iterable[str]], labels: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong, each message after the label of its field: read apart from the field it must name it."""
    found: dict[str, list[str]] = {}
    for name, messages in errors.items():
        label = labels.get(name, name)
        lead = f"{label} " if label.endswith("?") else f"{label}: "
        found[name] = [f"{lead if label else ''}{_(message)}" for message in messages]
    return found


@pages.app_template_filter("field_labels")
def field_labels(fields: Iterable[FormField]) -> dict[str, str]:
    """The labels of a form's fields by name, in the reader's language."""
    return {field.name: _(field.label) for field in fields}


@pages.app_template_filter("capitalize_first")
def capitalize_first(text: AnyText) -> AnyText:
    """The first letter large, the rest as written."""
    return type(text)(text[:1].upper() + text[1:])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
