"""The product's own command, run as a person runs it: its own process, its own folder, nothing shared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("portfolio")


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a trial installation in `home`."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
    return {**own, "PORTFOLIO_TRIAL": "1", "PORTFOLIO_HOME": str(home), **more}


def portfolio(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `portfolio …` to its end."""
    return subprocess.run(
        [str(COMMAND), *words], env=environment(home, **more), capture_output=True, text=True, timeout=120, check=False
    )
