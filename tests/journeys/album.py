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
    page.evaluate("() => document.fonts.ready.then(() => null)")
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, animations="disabled", scale="css")
