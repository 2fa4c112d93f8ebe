"""The service as it is started by hand, a real Chromium, and the people who come to it. Nothing is put in by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.town import Town
from tests.journeys.visitor import Seen
from tests.journeys.windows import Windows
from tests.service import Service, serving

COSTLY = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "BackForwardCache", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "IsolateOrigins", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying"),
    *("OptimizationHints", "PaintHolding", "RenderDocument", "ThirdPartyStoragePartitioning", "Translate"),
    "site-per-process",
)
"""Nobody attacks the pages here, and every further process costs more than the page in it."""

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--disable-site-isolation-trials"),
    f"--disable-features={','.join(COSTLY)}",
)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`portfolio serve` on an empty database, one for each test worker."""
    with serving(tmp_path_factory.mktemp("installation")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, built without windows: a third of the work of the one that merely hides them."""
    binary = shutil.which("chromium-headless-shell")
    assert binary is not None, "The journeys need Chromium: apt-get install chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Seen:
    """The pages looked over, shared by the workers of one run."""
    base = tmp_path_factory.getbasetemp()
    return Seen((base if worker_id == "master" else base.parent) / "looked-over")


@pytest.fixture(scope="session")
def every_window(chromium: Browser, service: Service, seen: Seen) -> Windows:
    """Every window of the run; a person keeps theirs from one journey to the next."""
    return Windows(chromium, service.url, seen)


@pytest.fixture(scope="session")
def town(service: Service, every_window: Windows) -> Town:
    """Norrvik, begun through the screens."""
    return Town.founded(service, every_window)


@pytest.fixture
def windows(every_window: Windows, town: Town) -> Iterator[Windows]:
    """Open a browser window: `windows(view)` for a stranger, `windows(view, person)` for somebody signed in.

    Fails the test at its end if any page broke a rule of WCAG 2.2 AA, was wider than 320 px, complained in the
    console, asked another site for something, or answered with a fault of ours.
    """
    yield every_window
    every_window.leave(but=town.regulars)
    assert every_window.complaints() == []
