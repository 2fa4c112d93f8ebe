"""The browser windows of a run. A new one costs a second, so whoever has one keeps it, and one left is used again."""

from __future__ import annotations

from collections.abc import Collection

from playwright.sync_api import Browser

from tests.journeys.people import Person
from tests.journeys.views import View
from tests.journeys.visitor import Seen, Visitor


class Windows:
    """Opens windows, and finds the ones that are open."""

    def __init__(self, chromium: Browser, url: str, seen: Seen) -> None:
        self._chromium = chromium
        self._url = url
        self._seen = seen
        self._own: dict[tuple[str, bool], Visitor] = {}
        self._others: list[Visitor] = []
        self._free: dict[bool, list[Visitor]] = {True: [], False: []}
        self._complaints: list[str] = []

    def __call__(self, view: View, person: Person | None = None) -> Visitor:
        """A browser that nobody has used, or this person's own, in the size of the view."""
        if person is None:
            return self.elsewhere(view)
        own = self._own.get((person.login, view.scripts))
        if own is None:
            own = self._new(view)
            own.is_signed_in_as(person.cookies)
            self._own[person.login, view.scripts] = own
        own.is_seen_through(view)
        return own

    def at_work(self, person: Person) -> Visitor:
        """The window that this person has open, as it is."""
        return self._own[person.login, True]

    def elsewhere(self, view: View, person: Person | None = None) -> Visitor:
        """Another browser, where the person is signed in too if one is named."""
        other = self._new(view)
        if person is not None:
            other.is_signed_in_as(person.cookies)
        self._others.append(other)
        return other

    def belongs_to(self, window: Visitor, person: Person) -> None:
        """From now on this is the person's own window."""
        self._others.remove(window)
        self._own[person.login, window.view.scripts] = window

    def leave(self, *, but: Collection[str]) -> None:
        """Leave every window except those of the people with these logins; whoever comes next finds no trace."""
        going = [key for key in self._own if key[0] not in but]
        for window in (*self._others, *(self._own.pop(key) for key in going)):
            self._complaints += window.complaints
            window.forget()
            self._free[window.view.scripts].append(window)
        self._others.clear()

    def complaints(self) -> list[str]:
        """What the windows have complained of since last asked."""
        found = [*self._complaints, *(one for window in self._own.values() for one in window.complaints)]
        self._complaints.clear()
        for window in self._own.values():
            window.complaints.clear()
        return list(dict.fromkeys(found))

    def _new(self, view: View) -> Visitor:
        if self._free[view.scripts]:
            window = self._free[view.scripts].pop()
            window.is_seen_through(view)
            return window
        return Visitor(self._chromium.new_context(**view.as_context()), self._url, view, self._seen)
