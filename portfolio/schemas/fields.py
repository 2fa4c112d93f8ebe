"""Field types shared by every schema: words a person wrote, phone numbers, clock times, ids."""

import re
import unicodedata
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from auth.identifiers import is_id
from portfolio.words import N_

SHORT = 200
LONG = 4000
_COMPOSED_OF = 4
"""So many signs at most become one when text is composed."""

TOO_LONG = N_("Texten är för lång. Korta den.")

_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_PHONE = re.compile(r"\+?[0-9][0-9 \-()/]{1,24}")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_DOSE = re.compile(r"[0-9]{1,6}([.,][0-9]{1,3})?")


class Words(fields.String):
    """Text that a person wrote, in any script: trimmed, composed (NFC), without control characters."""

    def __init__(self, *, longest: int = SHORT, lines: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._longest = longest
        self._lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        # Before composing: that takes the square of the length for a long row of accents.
        if len(text) > _COMPOSED_OF * self._longest:
            raise ValidationError(TOO_LONG)
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
        if not text and self.required:
            raise ValidationError(N_("Skriv något här."))
        if len(text) > self._longest:
            raise ValidationError(TOO_LONG)
        if any(self._is_refused(letter) for letter in text):
            raise ValidationError(N_("Texten har tecken som inte syns. Skriv om den."))
        return text

    def _is_refused(self, letter: str) -> bool:
        if letter in _BIDI_CONTROLS:
            return True
        if letter == "\n" and self._lines:
            return False
        return unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn"}


class Phone(Words):
    """A telephone number as people write it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not _PHONE.fullmatch(text):
            raise ValidationError(N_("Skriv ett telefonnummer, till exempel 08-465 004 00."))
        return text


class ClockTime(fields.String):
    """A time of day, `20:30`; `20.30` is read too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        found = _CLOCK.fullmatch(text)
        if not found:
            raise ValidationError(N_("Skriv klockslag så här: 20.30."))
        return f"{int(found[1]):02}:{found[2]}"


class Dose(fields.String):
    """How much of a medicine, without its unit; a comma is the decimal mark."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).strip()
        if not _DOSE.fullmatch(text):
            raise ValidationError(N_("Skriv dosen med siffror, till exempel 3 eller 0,5."))
        return text.replace(".", ",")


class PlainDate(fields.Date):
    """A calendar day, `2026-11-23`, between 1900 and 2200."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        words = N_("Skriv datum så här: 2026-11-23.")
        self.error_messages.update(invalid=words, format=words)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        found = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(found, date) or not 1900 <= found.year <= 2200:
            raise self.make_error("invalid")
        return found


class Id(fields.String):
    """An id of ours."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not is_id(text):
            raise ValidationError(N_("Välj i listan."))
        return text


class Choice(fields.String):
    """One code of a closed list."""

    def __init__(self, codes: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text not in self.codes:
            raise ValidationError(N_("Välj något av det som finns i listan."))
        return text
