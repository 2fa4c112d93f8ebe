"""Coded concepts: the words to show, the codes behind them, and stated absence of a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portfolio.patient_summary.facts import NAME_MISSING, Code
from portfolio.patient_summary.nodes import Node
from portfolio.patient_summary.texts import MAX_NAME, is_bare_code, one_line

_ABSENT_REASON_TAIL: Final = "data-absent-reason"


@dataclass(frozen=True, slots=True)
class Concept:
    """`words` is None where the file has no text or display that a person can read."""

    place: str
    words: str | None
    codes: tuple[Code, ...] = ()
    absent_reason: str | None = None

    @property
    def is_told(self) -> bool:
        return self.words is not None or any(code.code for code in self.codes)

    @property
    def shown(self) -> str:
        return self.words or NAME_MISSING

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(w for w in (self.words, *(code.display for code in self.codes)) if w)


def concept(parent: Node, name: str) -> Concept | None:
    """The named CodeableConcept; a plain text in its place is read as its words."""
    found = parent.one(name)
    if found is not None:
        return read(found, beside=parent.child(f"_{name}") if parent.has(f"_{name}") else None)
    reason = _absent_reason(parent.object(f"_{name}")) if parent.has(f"_{name}") else None
    return Concept(f"{parent.place}.{name}", None, (), reason) if reason else None


def concepts(parent: Node, name: str) -> tuple[Concept, ...]:
    return tuple(read(member) for member in parent.each(name))


def words_of(parent: Node, name: str) -> tuple[str, ...]:
    """The readable words of each concept in a list; concepts without words are left out as flaws."""
    return tuple(words for found in concepts(parent, name) if (words := found.words))


def words(parent: Node, name: str) -> str | None:
    found = concept(parent, name)
    return found.words if found else None


def code_word(parent: Node, name: str) -> str | None:
    """The code of a status, in lower case: `active`, whether a CodeableConcept or a plain code."""
    found = parent.one(name)
    if found is None:
        return None
    if not isinstance(found.value, dict):
        return found.own_word()
    for coding in found.objects("coding"):
        if coding.has("code") and (code := coding.word("code")):
            return code
    return found.word("text") if found.has("text") else None


def read(node: Node, beside: Node | None = None) -> Concept:
    if not isinstance(node.value, dict):
        node.flag()
        return Concept(node.place, _readable(node.own_text(MAX_NAME), ()))
    codes = tuple(_codes(node))
    known = tuple(code.code for code in codes)
    text = node.text("text", MAX_NAME) if node.has("text") else None
    candidates = (text, *(code.display for code in codes))
    shown = next((words for words in (_readable(c, known) for c in candidates) if words), None)
    return Concept(node.place, shown, codes, _absent_reason(node) or _absent_reason(beside))


def _codes(node: Node) -> Iterator[Code]:
    for member in node.each("coding"):
        if isinstance(member.value, str):
            member.flag()
            yield Code("", one_line(member.own_text(MAX_NAME) or ""), "")
        elif isinstance(member.value, dict):
            parts = (
                member.text(part, MAX_NAME) if member.has(part) else None for part in ("system", "code", "display")
            )
            yield Code(*(one_line(part or "") for part in parts))
        else:
            member.flag()


def _readable(text: str | None, codes: tuple[str, ...]) -> str | None:
    shown = one_line(text or "")
    return None if not shown or is_bare_code(shown, codes) else shown


def _absent_reason(node: Node | None) -> str | None:
    if node is None or not node.has("extension"):
        return None
    for extension in node.objects("extension"):
        url = extension.text("url", MAX_NAME) if extension.has("url") else None
        if url and url.endswith(_ABSENT_REASON_TAIL):
            return extension.word("valueCode") or "unknown"
    return None
