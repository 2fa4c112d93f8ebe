"""All that a decision may look at, as frozen values. Nothing here reads a clock, a record or a setting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auth.actors import Actor
from consent.actions import Action
from consent.purposes import Purpose


class Bundle(StrEnum):
    """One area of a child's portfolio; each is an access boundary (design.md 4)."""

    CV = "cv"
    HEALTH = "health"
    DENTAL = "dental"
    SCHOOL = "school"
    PLAN = "plan"
    NETWORK = "network"
    EVERYDAY = "everyday"
    SAFETY = "safety"
    ECONOMY = "economy"
    HOME = "home"


class Side(StrEnum):
    """On whose behalf somebody reads; the child chooses among these per answer. None chosen means *bara jag*."""

    HOME = "home"
    SCHOOL = "school"
    OFFICER = "officer"
    CARE = "care"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Period:
    """From `begins`, up to but not including `ends`; an open end is None."""

    begins: datetime
    ends: datetime | None

    def covers(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Tie:
    """A person's standing relationship to a child: an officer who answers for her, or a guardian."""

    person: str
    period: Period


@dataclass(frozen=True, slots=True)
class PlacementFact:
    """This child in this home, for this time."""

    placement: str
    unit: str
    period: Period


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """One document as a decision sees it: never its content, title or size."""

    document: str
    version: str
    bundle: Bundle
    kind: str
    audience: frozenset[Side] | None
    """Whom the child lets read her own words; None for what is not the child's own."""
    unit: str = ""
    """The unit whose member wrote the newest version."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One child's facts, read after `epoch` was, so that facts gone stale cannot be committed."""

    child: str
    authority: str
    person: str
    epoch: int
    officers: tuple[Tie, ...] = ()
    guardians: tuple[Tie, ...] = ()
    placements: tuple[PlacementFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantFact:
    """A grant as a decision sees it: whom it lets do what with which kinds, for which purposes, until when."""

    grant: str
    child: str
    side: Side
    unit: str | None
    person: str | None
    actions: frozenset[Action]
    purposes: frozenset[Purpose]
    kinds: frozenset[str]
    documents: frozenset[str] | None
    """The documents handed over, by id; None lets every document of `kinds` through, later ones too.

    The child's own words are never listed: she decides who reads them, before a handover and after it."""
    period: Period
    placement: str | None
    """Tied to this placement: nothing of the grant outlives it."""
    withdrawn: datetime | None = None

    def in_force(self, placements: Iterable[PlacementFact], at: datetime) -> bool:
        """Whether it holds at that moment, given the child's placements (I6, I12)."""
        if not self.period.covers(at) or (self.withdrawn is not None and self.withdrawn <= at):
            return False
        return self.placement is None or any(
            one.placement == self.placement and one.period.covers(at) for one in placements
        )


@dataclass(frozen=True, slots=True)
class Request:
    """One question to `policy.decide`: may this actor do this, for this purpose, now?"""

    actor: Actor
    action: Action
    purpose: Purpose
    at: datetime
    subject: Subject
    grants: tuple[GrantFact, ...] = ()
    document: DocumentFact | None = None
    """The document asked for; None asks for the page about the child as such."""


@dataclass(frozen=True, slots=True)
class OfficeRequest:
    """A question about an authority's own office: its units, its people, a child not yet registered."""

    actor: Actor
    action: Action
    at: datetime
    authority: str
    invitation: str = ""
    """The invitation to this office that the actor holds the code of."""


@dataclass(frozen=True, slots=True)
class Standing:
    """In which capacity a ground let somebody through; what the ledger keeps beside the ground's name."""

    unit: str
    role: str
    grant: str = ""
