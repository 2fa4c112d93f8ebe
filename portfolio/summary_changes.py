"""What a newer summary of the same patient changes: which documents it adds, revises, ends and leaves alone. Pure.

Lines are told apart by what they are about (their group); lines about the same thing by what they say. What an
officer has corrected or ended by hand stays as the officer left it until the file itself says something new.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of the file. `group` is its key without the number that tells twins apart."""

    kind: str
    group: str
    content: Mapping[str, Any] = field(repr=False)
    ended: bool

    @property
    def digest(self) -> str:
        return said(self.content)


@dataclass(frozen=True, slots=True)
class Kept:
    """One document that an earlier import of the same summary made."""

    key: str
    content: Mapping[str, Any] = field(repr=False)
    ended: bool
    row: dict[str, Any] = field(repr=False)

    @property
    def group(self) -> str:
        return self.key.rpartition(":")[0]

    @property
    def is_corrected(self) -> bool:
        """An officer has written another version by hand."""
        return not self.content.get("imported")


@dataclass(slots=True)
class Changes:
    """`held` is what the file says under each key, to be kept until the next import."""

    additions: list[tuple[str, Wanted]] = field(default_factory=list)
    revisions: list[tuple[Kept, Wanted]] = field(default_factory=list)
    ends: list[Kept] = field(default_factory=list)
    held: dict[str, str] = field(default_factory=dict)


def said(content: Mapping[str, Any]) -> str:
    """What a line says, whatever day its summary is of. A line's own date is in `recorded`."""
    told = {name: value for name, value in content.items() if name != "as_of"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def changes(kept: Iterable[Kept], wanted: Iterable[Wanted], held: Mapping[str, str]) -> Changes:
    """Compare the file's lines with the documents there are; `held` is that of the import before."""
    found = Changes()
    before, now = defaultdict[str, list[Kept]](list), defaultdict[str, list[Wanted]](list)
    for document in sorted(kept, key=lambda one: one.key):
        before[document.group].append(document)
    for line in sorted(wanted, key=lambda one: (one.group, one.digest)):
        now[line.group].append(line)
    for group in sorted({*before, *now}):
        _compare(group, before[group], now[group], held, found)
    return found


def _compare(group: str, kept: list[Kept], wanted: list[Wanted], held: Mapping[str, str], found: Changes) -> None:
    imported = [document for document in kept if not document.is_corrected]
    same = {document.key: said(document.content) for document in imported}
    for document, line in _paired(imported, wanted, same):
        found.held[document.key] = line.digest
        if document.ended and not line.ended and document.key not in held:
            found.revisions.append((document, line))
    for document, line in _paired([one for one in kept if one.is_corrected], wanted, held):
        found.held[document.key] = line.digest
    _revise(imported, wanted, found)
    numbers = (number for number in count() if f"{group}:{number}" not in {one.key for one in kept})
    for line, number in zip(wanted, numbers, strict=False):
        found.additions.append((f"{group}:{number}", line))
    found.held.update((key, line.digest) for key, line in found.additions)


def _paired(kept: list[Kept], wanted: list[Wanted], said_by: Mapping[str, str]) -> list[tuple[Kept, Wanted]]:
    """Take out of both lists what says the same."""
    pairs = []
    for document in tuple(kept):
        line = next((one for one in wanted if one.digest == said_by.get(document.key)), None)
        if line is not None:
            kept.remove(document)
            wanted.remove(line)
            pairs.append((document, line))
    return pairs


def _revise(kept: list[Kept], wanted: list[Wanted], found: Changes) -> None:
    for document in kept:
        if wanted:
            line = wanted.pop(0)
            found.revisions.append((document, line))
            found.held[document.key] = line.digest
        elif not document.ended:
            found.ends.append(document)
