"""Texts fit to be shown: no control characters, no mark-up, never an id or a bare code."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

MAX_NAME: Final = 300
MAX_TEXT: Final = 4000

_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_ID_SHAPES: Final = re.compile(
    r"""(?: [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}   # uuid
        | (?=\S*\d)[0-9a-f-]{12,}                         # hex
        | (?:urn:|https?://|\#)\S+
        | (?:[a-z]+/)*(?:patient|practitioner|practitionerrole|organization|medication|condition)/\S+
        | \d+(?:\.\d+){3,}                                # oid
        | [a-z]{1,3}\d{6,}                                # record number
        | [a-z]\d{2}\.\d+\w*                             # ICD-10
        | [a-z]\d{2}[a-z]{2}\d{2}                         # ATC
        )""",
    re.VERBOSE | re.IGNORECASE,
)
_SWITCH: Final = re.compile(r"(?<=[a-zA-Z])(?=\d)|(?<=\d)(?=[a-zA-Z])")


def clean(text: str) -> str:
    """Without control, surrogate and direction characters; line breaks are kept as newlines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if "</" in text or "/>" in text:
        text = _without_markup(text)
    kept = (c for c in text if c == "\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _BIDI_CONTROLS))
    lines = (" ".join(line.split()) for line in "".join(kept).split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def is_bare_code(text: str, codes: tuple[str, ...] = ()) -> bool:
    """True for what a person cannot read: no letters, an id's shape, or one of `codes` that is no word."""
    if not any(c.isalpha() for c in text):
        return True
    if _ID_SHAPES.fullmatch(text) or _is_opaque(text):
        return True
    return text in codes and not text.replace("-", "").replace(" ", "").isalpha()


def _is_opaque(text: str) -> bool:
    """A long single token that keeps switching between letters and digits, as vendors' ids do."""
    return len(text) >= 16 and " " not in text and len(_SWITCH.findall(text)) >= 3


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _without_markup(text: str) -> str:
    markup = _Markup()
    markup.feed(text)
    markup.close()
    return " ".join(markup.parts)
