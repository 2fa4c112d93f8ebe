"""The pictures of the screens: taken on the way when a folder for them is named, as `JOURNEY_SCREENS=docs/screens`."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

FOLDER = os.environ.get("JOURNEY_SCREENS", "")


def keep(page: Page, name: str, width: int) -> None:
    """The whole page as `NAME-WIDTH.png`; nothing where no folder is named."""
    if not FOLDER:
        return
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    assert before is not None
    # A window as tall as the page: in a shorter one the bars that stay in place would lie across the picture.
    page.set_viewport_size({"width": width, "height": before["height"]})
    tall = int(page.evaluate("() => document.fonts.ready.then(() => document.documentElement.scrollHeight)"))
    page.set_viewport_size({"width": width, "height": max(tall, before["height"])})
    page.screenshot(path=folder / f"{name}-{width}.png", animations="disabled", scale="css")
    page.set_viewport_size(before)
