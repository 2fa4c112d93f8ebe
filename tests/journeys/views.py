"""Through what a person looks at the service: a phone, a tablet, a desk, a phone without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class View:
    """A window's size in CSS pixels, and whether its browser runs scripts."""

    width: int
    height: int
    scripts: bool = True

    def __str__(self) -> str:
        return str(self.width) if self.scripts else f"{self.width}-without-scripts"

    def as_context(self) -> dict[str, Any]:
        """What a browser context is told of it."""
        return {
            "viewport": {"width": self.width, "height": self.height},
            "java_script_enabled": self.scripts,
            "locale": "sv-SE",
            "timezone_id": "Europe/Stockholm",
            "reduced_motion": "reduce",
            "color_scheme": "light",
            "service_workers": "block",
            "accept_downloads": False,
        }


PHONE = View(360, 780)
TABLET = View(820, 1180)
DESK = View(1280, 900)
PHONE_WITHOUT_SCRIPTS = View(360, 780, scripts=False)
TABLET_WITHOUT_SCRIPTS = View(820, 1180, scripts=False)
VIEWS = (PHONE, DESK, PHONE_WITHOUT_SCRIPTS)
