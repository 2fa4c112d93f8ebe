"""Somebody at a browser: presses and types as people do, counts the presses, and looks every new page over."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.journeys import album, axe
from tests.journeys.views import View

ID = re.compile(r"[0-9a-f]{32}")
NARROWEST = 320
PATIENCE = 30_000
"""Milliseconds until a press that leads nowhere is a failure; two cores are shared."""


class Seen:
    """Pages that some worker of the run has looked over, so that no other does it again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def first(self, *page: str) -> bool:
        """Whether nobody has claimed this page before."""
        name = hashlib.sha256("\0".join(page).encode()).hexdigest()
        try:
            (self._folder / name).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Visitor:
    """One browser window, with a memory of its own unless it is given another window's."""

    def __init__(self, context: BrowserContext, url: str, view: View, seen: Seen) -> None:
        self.view = view
        self._seen = seen
        self.taps = 0
        self.complaints: list[str] = []
        self._url = url
        self._context = context
        context.set_default_timeout(PATIENCE)
        self.page = context.new_page()
        self._listen(self.page)

    # ── going places ────────────────────────────────────────────────────────────────────────────

    def go(self, path: str) -> int:
        """Open an address of the service; the status of the page that comes."""
        answer = self.page.goto(path if path.startswith("http") else self._url + path)
        assert answer is not None
        self.look_over()
        return answer.status

    @property
    def path(self) -> str:
        """Where the window stands, without the service's own part."""
        return self.page.url.removeprefix(self._url)

    def tell(self) -> str:
        """Everything that can be read on the page, folded parts too."""
        return (self.page.locator("body").text_content() or "").strip()

    def lines(self, place: str) -> list[str]:
        """Headings, sentences, quotes and chips in one part of the page, in their order."""
        found: list[str] = self.page.locator(place).first.evaluate(
            """part => [...part.querySelectorAll("h1, h2, h3, p, blockquote, .chip")].map(
                 one => one.textContent.trim().replace(/\\s+/g, " "))"""
        )
        return found

    def reads(self, *texts: str) -> None:
        """Fail unless each text can be seen."""
        for text in texts:
            expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def reads_not(self, *texts: str) -> None:
        """Fail if any of the texts stands anywhere on the page, in its title or in its source."""
        everything = self.page.content()
        found = [text for text in texts if text in everything]
        assert found == [], f"{self.path} shows {found}"

    def heading(self) -> str:
        """The page's first heading."""
        return " ".join((self.page.locator("h1").first.text_content() or "").split())

    # ── presses ─────────────────────────────────────────────────────────────────────────────────

    def press(self, name: str, *, within: Locator | None = None, exact: bool = True, nth: int = 0) -> None:
        """Press a button or link that leads to a page, and be on that page."""
        self.follow(self.pressable(name, within=within, exact=exact).nth(nth))

    def follow(self, target: Locator) -> None:
        """Press what leads to a page, and be on that page."""
        with self.page.expect_event("load"):
            self.touch(target)
        self.look_over()

    def touch(self, target: Locator) -> None:
        """One press, counted."""
        self.taps += 1
        target.click()

    def pressable(self, name: str, *, within: Locator | None = None, exact: bool = True) -> Locator:
        """Buttons and links by the name a screen reader says."""
        place = within or self.page.locator("body")
        button = place.get_by_role("button", name=name, exact=exact)
        return button.or_(place.get_by_role("link", name=name, exact=exact)).filter(visible=True)

    def unfold(self, title: str) -> Locator:
        """Open a folded part by its title; the part."""
        part = self.page.locator("details").filter(has=self.page.get_by_text(title, exact=True))
        if part.get_attribute("open") is None:
            self.touch(part.locator("summary"))
        expect(part).to_have_attribute("open", "")
        return part

    def choose(self, text: str, *, group: str | None = None) -> None:
        """Press the card of a radio or checkbox that says this."""
        place = self.page.get_by_role("group", name=group) if group else self.page.locator("body")
        cards = place.locator("label.choice").filter(has=self.page.locator("input"))
        words = self.page.locator(".choice-words", has_text=re.compile(rf"^\s*{re.escape(text)}"))
        card = cards.filter(has=words).first
        before = card.locator("input").is_checked()
        self.touch(card)
        assert card.locator("input").is_checked() is not before, text

    # ── typing ──────────────────────────────────────────────────────────────────────────────────

    def write(self, label: str, text: str, *, within: Locator | None = None, nth: int = 0) -> None:
        """Type in the field with this label, in place of what stands there."""
        (within or self.page.locator("main")).get_by_label(label, exact=True).nth(nth).fill(text)

    def spell(self, label: str, text: str) -> None:
        """Type letter by letter, as somebody at a keyboard."""
        field = self.page.get_by_label(label, exact=True)
        field.focus()
        self.page.keyboard.press("End")
        self.page.keyboard.type(text)

    def pick(self, label: str, option: str) -> None:
        """Choose from a list that unfolds."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    # ── what everything on the way must be ──────────────────────────────────────────────────────

    def look_over(self) -> None:
        """Axe and the narrowest width, the first time this process meets the page in this view."""
        if not self.view.scripts:
            return
        where = "404" if self.heading() == "Sidan finns inte" else ID.sub("*", self.path.partition("?")[0])
        page = (where, self._shape(), str(self.view))
        if not self._seen.first(*page):
            return
        # As tall as the page: a bar at the thumb covers what can be scrolled away from under it.
        tall = int(self.page.evaluate("() => document.documentElement.scrollHeight"))
        with self._sized(self.view.width, max(tall, self.view.height)):
            self.complaints += [f"{page[0]}: {one}" for one in axe.violations(self.page)]
        self.complaints += [f"{page[0]}: {one}" for one in self._too_wide()]

    def _shape(self) -> str:
        """What the page is built of; its words left out, since every child's are others."""
        built: str = self.page.evaluate(
            """() => {
                 const all = [...document.querySelectorAll("body *")];
                 return [...new Set(all.map((one) => `${one.tagName}.${one.className}`))].sort().join();
               }"""
        )
        return built

    def _too_wide(self) -> list[str]:
        with self._sized(NARROWEST, self.view.height):
            wide: list[str] = self.page.evaluate(
                """() => document.documentElement.scrollWidth <= innerWidth ? []
                     : [...document.querySelectorAll("body *")].filter((one) => {
                         const place = one.getBoundingClientRect();
                         return place.width && place.right > innerWidth + 1;
                       }).slice(-3).map((one) => `wider than ${innerWidth} px: ${one.outerHTML.slice(0, 160)}`)"""
            )
        return wide

    @contextmanager
    def _sized(self, width: int, height: int) -> Iterator[None]:
        self.page.set_viewport_size({"width": width, "height": height})
        yield
        self.page.set_viewport_size({"width": self.view.width, "height": self.view.height})

    def picture(self, name: str) -> None:
        """Keep a picture of the page, where pictures are wanted."""
        if self.view.scripts:
            album.keep(self.page, name, self.view.width)

    def pictures(self, name: str) -> None:
        """Keep a picture for a phone and one for a desk, of a page that the run sees once."""
        for width in (360, 1280):
            album.keep(self.page, name, width)

    def another_tab(self) -> Visitor:
        """A second window of the same browser: it knows who is signed in here."""
        return Visitor(self._context, self._url, self.view, self._seen)

    def is_signed_in_as(self, cookies: list[Any]) -> None:
        """Remember what a browser remembers of whoever signed in there."""
        self._context.add_cookies(cookies)

    def is_seen_through(self, view: View) -> None:
        """Look at it through a window of that size."""
        if view != self.view:
            self.view = view
            self.page.set_viewport_size({"width": view.width, "height": view.height})

    def forget(self) -> None:
        """Be a browser that nobody has used: one window, nothing remembered."""
        for page in self._context.pages:
            if page is not self.page:
                page.close()
        self._context.clear_cookies()
        self.page.goto("about:blank")
        self.complaints.clear()
        self.taps = 0

    def _listen(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{self.path}: {error}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused page is told of in the console too; which refusals are right is each journey's own matter.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"{self.path}: console says {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._url}/", "data:", "blob:")):
            self.complaints.append(f"{self.path} asks elsewhere: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.request.method} {response.url} answered {response.status}")
