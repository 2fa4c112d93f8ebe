"""The people whom the sign-in page of a demo lists, with the codes their phones would show now. Nobody elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime

from auth import one_time_codes
from portfolio.demo import people
from portfolio.demo.people import DemoPerson
from portfolio.wiring import Parts


@dataclass(frozen=True, slots=True)
class WayIn:
    """One invented person and how to sign in as them; `totp` is empty for a child, who has a card."""

    person: DemoPerson = field(repr=False)
    totp: str = field(repr=False)


def adults(parts: Parts, at: datetime) -> tuple[WayIn, ...]:
    """Those with a password."""
    return tuple(
        WayIn(person, one_time_codes.code_at(person.totp_secret, at)) for person in _people(parts) if person.totp_secret
    )


def children(parts: Parts) -> tuple[DemoPerson, ...]:
    """Those with a card."""
    return tuple(person for person in _people(parts) if person.card)


def _people(parts: Parts) -> tuple[DemoPerson, ...]:
    settings = parts.settings
    return people.kept(settings.data_folder) if settings.trial and settings.demo else ()
