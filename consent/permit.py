"""Proof that the gate said yes and that the ledger has it. Only `consent.gate` makes one (a house test looks)."""

from dataclasses import dataclass, field
from datetime import datetime

from auth.actors import Actor
from consent.actions import Action
from consent.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Permit:
    """One actor, one act, one child, one page. `documents` are those the page may show."""

    entry: str
    actor: Actor
    action: Action
    purpose: Purpose
    at: datetime
    child: str
    authority: str
    epoch: int
    ground: str
    role: str
    unit: str
    grant: str = ""
    documents: frozenset[str] = field(default_factory=frozenset, repr=False)


@dataclass(frozen=True, slots=True)
class ListPermit:
    """Opens the names of the children listed, and nothing else of theirs."""

    entries: tuple[str, ...]
    actor: Actor
    at: datetime
    children: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfficePermit:
    """One act in an authority's own office. Opens no child."""

    entry: str
    actor: Actor
    action: Action
    at: datetime
    authority: str
    unit: str


AnyPermit = Permit | ListPermit | OfficePermit
