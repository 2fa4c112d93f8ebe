"""A lenient cursor in JSON: reads what can be read and notes the place of what was wrong.

Real files hold strings where lists should be, nulls and numbers in texts. Each step returns the best
reading; a flaw is added to the list that the line shares with every place it reads from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portfolio.patient_summary.source_json import Json
from portfolio.patient_summary.texts import MAX_TEXT, clean

MAX_MEMBERS: Final = 200
_WORD: Final = re.compile(r"\w{1,64}")


@dataclass(frozen=True, slots=True)
class Node:
    value: Json
    place: str
    flaws: list[str]

    def flag(self) -> None:
        if self.place not in self.flaws:
            self.flaws.append(self.place)

    def has(self, name: str) -> bool:
        return isinstance(self.value, dict) and name in self.value

    def child(self, name: str) -> Node | None:
        """The named member, or None if it is missing or null."""
        if not isinstance(self.value, dict) or name not in self.value:
            return None
        found = Node(self.value[name], f"{self.place}.{name}", self.flaws)
        if found.value is None:
            found.flag()
            return None
        return found

    def each(self, name: str) -> Iterator[Node]:
        """The members of a list; a lone value where a list should be counts as its only member."""
        found = self.child(name)
        if found is None:
            return
        if not isinstance(found.value, list):
            found.flag()
            yield found
            return
        for index, member in enumerate(found.value[:MAX_MEMBERS]):
            node = Node(member, f"{found.place}[{index}]", self.flaws)
            if member is None:
                node.flag()
            else:
                yield node
        if len(found.value) > MAX_MEMBERS:
            found.flag()

    def one(self, name: str) -> Node | None:
        """The named member; of a list where one value should be, the first."""
        found = self.child(name)
        if found is None or not isinstance(found.value, list):
            return found
        found.flag()
        return next(self.each(name), None)

    def object(self, name: str) -> Node | None:
        found = self.one(name)
        if found is None or isinstance(found.value, dict):
            return found
        found.flag()
        return None

    def objects(self, name: str) -> Iterator[Node]:
        for member in self.each(name):
            if isinstance(member.value, dict):
                yield member
            else:
                member.flag()

    def text(self, name: str, limit: int = MAX_TEXT) -> str | None:
        found = self.one(name)
        return None if found is None else found.own_text(limit)

    def texts(self, name: str, limit: int = MAX_TEXT) -> tuple[str, ...]:
        return tuple(text for member in self.each(name) if (text := member.own_text(limit)))

    def own_text(self, limit: int = MAX_TEXT) -> str | None:
        """The value as cleaned text, None if there is none. A number or truth value as text is a flaw."""
        if isinstance(self.value, dict | list) or self.value is None:
            self.flag()
            return None
        if isinstance(self.value, bool | int | Decimal):
            self.flag()
            return str(self.value).lower()[:limit]
        text = clean(self.value[: 4 * limit])
        if len(self.value) > 4 * limit or len(text) > limit:
            self.flag()
            text = text[:limit].rstrip() + "…"
        if not text:
            self.flag()
        return text or None

    def number(self, name: str) -> str | None:
        """A number as its digits; a number written as text is a flaw that stays readable."""
        found = self.one(name)
        if found is None:
            return None
        if isinstance(found.value, int | Decimal) and not isinstance(found.value, bool):
            return str(found.value)[:40]
        found.flag()
        text = found.own_text(40)
        return text if text is not None and any(c.isdigit() for c in text) else None

    def word(self, name: str) -> str | None:
        """A short code such as `active`, in lower case."""
        found = self.one(name)
        return None if found is None else found.own_word()

    def own_word(self) -> str | None:
        if not isinstance(self.value, str):
            self.flag()
            return None
        word = clean(self.value).lower()
        if not _WORD.fullmatch(word.replace("-", "_")):
            self.flag()
            return None
        return word
