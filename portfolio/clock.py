"""Time, told once for each request. Stored in UTC to the millisecond; read in Stockholm."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, cut to the millisecond that the database keeps."""
    return to_millisecond(datetime.now(UTC))


def to_millisecond(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def in_stockholm(at: datetime) -> datetime:
    return at.astimezone(STOCKHOLM)


def age(born: date, at: datetime) -> int:
    """Whole years at that moment in Stockholm."""
    return age_on(born, in_stockholm(at).date())


def age_on(born: date, day: date) -> int:
    """Whole years on that day; somebody born on 29 February grows older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
