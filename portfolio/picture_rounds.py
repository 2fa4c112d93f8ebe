"""Choosing four pictures in order, one press a round: it needs no script, and a child sees what each press did."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth import cards


@dataclass(frozen=True, slots=True)
class Round:
    """What has been chosen so far; `again` when the last press was on a picture already chosen."""

    chosen: tuple[str, ...] = ()
    again: bool = False

    @property
    def complete(self) -> bool:
        return len(self.chosen) == cards.PICTURES_IN_A_CODE


def after(chosen: Sequence[str], *, pick: str = "", undo: bool = False) -> Round:
    """The round after one press."""
    kept = tuple(dict.fromkeys(chosen))[: cards.PICTURES_IN_A_CODE]
    if undo:
        return Round(kept[:-1])
    if not pick or len(kept) == cards.PICTURES_IN_A_CODE:
        return Round(kept)
    return Round(kept, again=True) if pick in kept else Round((*kept, pick))
