"""The service as it is started by hand, a real Chromium, and the people who come to it. Nothing is put in by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.journeys.people import Person
from tests.journeys.town import Town
from tests.journeys.views import View
from tests.journeys.visitor import Seen, Visitor
from tests.service import Service, serving

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-dev-shm-usage"),
)

Windows = Callable[..., Visitor]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`portfolio serve` on an empty database, one for each test worker."""
    with serving(tmp_path_factory.mktemp("installation")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    binary = shutil.which("chromium")
    assert binary is not None, "The journeys need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(QUIET))
        yield browser
        browser.close()


class Opened:
    """Windows opened for one test or for the town, closed together; what they complained of."""

    def __init__(self, chromium: Browser, service: Service, seen: Seen) -> None:
        self._chromium = chromium
        self._seen = seen
        self._service = service
        self._contexts: list[BrowserContext] = []
        self._visitors: list[Visitor] = []

    def open(self, view: View, person: Person | None = None) -> Visitor:
        """A browser that nobody has used, or the one that this person signed in with."""
        context = self._chromium.new_context(**view.as_context())
        if person is not None:
            context.add_cookies(person.cookies)
        visitor = Visitor(context, self._service.url, view, self._seen)
        self._contexts.append(context)
        self._visitors.append(visitor)
        return visitor

    def close(self) -> list[str]:
        """Close every window; what each of them complained of."""
        for context in self._contexts:
            context.close()
        complaints = [one for visitor in self._visitors for one in visitor.complaints]
        self._contexts.clear()
        self._visitors.clear()
        return list(dict.fromkeys(complaints))


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Seen:
    """The pages looked over, shared by the workers of one run."""
    base = tmp_path_factory.getbasetemp()
    return Seen((base if worker_id == "master" else base.parent) / "looked-over")


@pytest.fixture(scope="session")
def town(chromium: Browser, service: Service, seen: Seen) -> Town:
    """Norrvik, begun through the screens."""
    opened = Opened(chromium, service, seen)
    town = Town.founded(service, opened.open)
    assert opened.close() == []
    return town


@pytest.fixture
def windows(chromium: Browser, service: Service, town: Town, seen: Seen) -> Iterator[Windows]:
    """Open a browser window: `windows(view)` for a stranger, `windows(view, person)` for somebody signed in.

    Fails the test at its end if any page broke a rule of WCAG 2.2 AA, was wider than 320 px, complained in the
    console, asked another site for something, or answered with a fault of ours.
    """
    opened = Opened(chromium, service, seen)
    town.open = opened.open
    yield opened.open
    assert opened.close() == []
