"""How long a school may read: a term, a month, the longest the legal basis carries, or a day of one's own. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from consent.facts import Period
from consent.share_templates import TEMPLATES
from portfolio.clock import STOCKHOLM, in_stockholm
from portfolio.errors import InputRefused
from portfolio.words import N_

LONGEST = TEMPLATES["skola"].longest
MONTH = timedelta(days=30)
TERM_ENDS = ((6, 20), (12, 22))
"""Month and day by which a Swedish school term has ended; a school's own date is typed instead."""


@dataclass(frozen=True, slots=True)
class Until:
    """One choice of how long: the last day on which the school reads; None is for a day of one's own."""

    code: str
    last_day: date | None


def until_choices(at: datetime) -> tuple[Until, ...]:
    """How long a school may read, each with its last day."""
    term, longest = _term_end(at), _longest_day(at)
    ends = (Until("term", term),) if term <= longest else ()
    return (*ends, Until("month", in_stockholm(at + MONTH).date()), Until("longest", longest), Until("date", None))


def last_day(period: Period) -> date:
    """The last day that the period touches, in Stockholm."""
    return in_stockholm((period.ends or period.begins) - timedelta(milliseconds=1)).date()


def chosen_end(form: Mapping[str, Any], at: datetime) -> datetime:
    """The end that a form asks for. Raises InputRefused for one the template does not carry."""
    days = {choice.code: choice.last_day for choice in until_choices(at)}
    asked = form["until_on"] if form["until"] == "date" else days.get(form["until"])
    if asked is None:
        raise InputRefused({"until": [N_("Välj hur länge.")]})
    if asked < in_stockholm(at).date():
        raise InputRefused({"until_on": [N_("Den dagen har redan varit.")]})
    if asked > _longest_day(at):
        raise InputRefused({"until_on": [N_("Så länge får det inte gälla. Välj en tidigare dag.")]})
    return min(_midnight_after(asked), at + LONGEST)


def _term_end(at: datetime) -> date:
    today = in_stockholm(at).date()
    ends = (date(today.year + later, month, day) for later in (0, 1) for month, day in TERM_ENDS)
    return next(end for end in ends if end >= today)


def _longest_day(at: datetime) -> date:
    return in_stockholm(at + LONGEST).date() - timedelta(days=1)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM)
