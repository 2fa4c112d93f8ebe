"""The clock of tests: stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

FRIDAY_NIGHT = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
"""Friday 20 November 2026, 21.40 in Stockholm."""


class Moment:
    """Called for the time; `pass_` moves it on, `set` puts it where a story needs it."""

    def __init__(self) -> None:
        self.at = FRIDAY_NIGHT

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, span: timedelta) -> datetime:
        self.at += span
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at

    def reset(self) -> None:
        self.at = FRIDAY_NIGHT
