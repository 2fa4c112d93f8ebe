"""What a newer summary of the same patient changes: which documents it adds, revises, ends and leaves alone. Pure.

Lines are told apart by what they are about (their group); lines about the same thing by what they say. What an
officer has corrected or ended by hand stays as the officer left it until the file itself says something new.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count, zip_longest
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """One line of the file. `group` is its key without the number that tells twins apart."""

    kind: str
    group: str
    content: Mapping[str, Any] = field(repr=False)
    ended: bool
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", said(self.content))

    @property
    def size(self) -> int:
        """How many bytes its words take, about."""
        return len(json.dumps(self.content, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True, eq=False)
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
    corrected = [document for document in kept if document.is_corrected]
    same, imported, wanted = _paired(imported, wanted, {one.key: said(one.content) for one in imported})
    for document, line in same:
        found.held[document.key] = line.digest
        if document.ended and not line.ended and document.key not in held:
            found.revisions.append((document, line))
    answered, _, wanted = _paired(corrected, wanted, held)
    found.held.update((document.key, line.digest) for document, line in answered)
    _revise(imported, wanted, found)
    _add(group, kept, wanted[len(imported) :], found)


def _paired(
    kept: list[Kept], wanted: list[Wanted], said_by: Mapping[str, str]
) -> tuple[list[tuple[Kept, Wanted]], list[Kept], list[Wanted]]:
    """Documents and lines that say the same, two by two; then those left over on either side."""
    lines = defaultdict[str, list[Wanted]](list)
    for line in wanted:
        lines[line.digest].append(line)
    pairs, rest = [], []
    for document in kept:
        alike = lines[said_by.get(document.key, "")]
        if alike:
            pairs.append((document, alike.pop()))
        else:
            rest.append(document)
    return pairs, rest, [line for line in wanted if line in lines[line.digest]]


def _revise(kept: list[Kept], wanted: list[Wanted], found: Changes) -> None:
    """The lines left over take the documents left over, in order; documents that get none end."""
    for document, line in zip_longest(kept, wanted[: len(kept)]):
        if line is not None:
            found.revisions.append((document, line))
            found.held[document.key] = line.digest
        elif not document.ended:
            found.ends.append(document)


def _add(group: str, kept: list[Kept], wanted: list[Wanted], found: Changes) -> None:
    taken = {document.key for document in kept}
    free = (key for number in count() if (key := f"{group}:{number}") not in taken)
    for key, line in zip(free, wanted, strict=False):
        found.additions.append((key, line))
        found.held[key] = line.digest
