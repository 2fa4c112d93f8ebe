"""The one who asks, as facts: which person, in which units, in which roles, at a given time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    CHILD = "child"
    GUARDIAN = "guardian"
    CARER = "carer"
    """A named adult of a foster, emergency or other home."""
    OFFICER = "officer"
    """Socialsekreterare: answers for children."""
    ADMINISTRATOR = "administrator"
    """Keeps the units and people of one authority; sees no child by that."""
    SCHOOL = "school"
    CLINICIAN = "clinician"
    REVIEWER = "reviewer"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Membership:
    """A role in a unit, from `begins` until just before `ends`; None means until further notice.

    `authority` is the unit's founding authority, and for a child or a guardian the child's authority.
    """

    unit: str
    authority: str
    role: Role
    begins: datetime
    ends: datetime | None = None

    def active(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Actor:
    """The identity of one request. `session` is the stored hash of the session, never its secret."""

    account: str
    person: str
    memberships: tuple[Membership, ...]
    session: str = field(repr=False)

    def roles(self, at: datetime) -> frozenset[Role]:
        return frozenset(membership.role for membership in self._active(at))

    def units(self, at: datetime) -> frozenset[str]:
        return frozenset(membership.unit for membership in self._active(at))

    def authorities(self, at: datetime) -> frozenset[str]:
        return frozenset(membership.authority for membership in self._active(at))

    def holds(self, role: Role, at: datetime) -> bool:
        return any(membership.role is role for membership in self._active(at))

    def in_unit(self, unit: str, at: datetime) -> bool:
        return any(membership.unit == unit for membership in self._active(at))

    def _active(self, at: datetime) -> Iterator[Membership]:
        return (membership for membership in self.memberships if membership.active(at))
