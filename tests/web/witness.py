"""The test client as a witness: every reply it gets is looked at, whatever the test was about."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.world import Someone, World

ALWAYS = (
    "Content-Security-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "Cross-Origin-Opener-Policy",
    "Cache-Control",
)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Witness(FlaskClient):
    """Signs people in, posts forms as a browser without JavaScript would, and checks every reply's headers."""

    def as_(self, world: World, someone: Someone) -> Witness:
        """Sign somebody in, as after the sign-in page."""
        self.set_cookie("portfolio", world.signed_in(someone))
        return self

    def signed_out(self) -> Witness:
        self.delete_cookie("portfolio")
        return self

    def submit(self, url: str, *, page: str | None = None, **fields: Any) -> TestResponse:
        """Post a form to `url` with the token of the page it stands on (`page`, else `url` itself)."""
        shown = self.get(page or url, follow_redirects=True)
        found = _TOKEN.search(shown.get_data(as_text=True))
        assert found, f"no form on {page or url} ({shown.status})"
        return self.post(url, data={"csrf_token": found[1], **fields})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        missing = [name for name in ALWAYS if name not in response.headers]
        assert not missing, f"{response.request.path} lacks {missing}"
        if response.request.path.startswith("/static/"):
            return response
        assert response.headers["Cache-Control"] == "no-store"
        return response
