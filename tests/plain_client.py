"""A browser without eyes: forms over plain HTTP, for tests that need many posts and no pages."""

from __future__ import annotations

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PATIENCE = 15.0
"""Seconds; the service itself gives up on its database after three."""


class PlainClient:
    """One connection at a time to one service, with cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self._port = port
        self._token = ""
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> tuple[int, str]:
        """A page; its form's token is kept for the next post."""
        status, _, text = self._send("GET", path, None)
        found = TOKEN.search(text)
        self._token = found[1] if found else self._token
        return status, text

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """A form; the status, and where it leads. Raises OSError or HTTPException when nobody answers."""
        status, location, _ = self._send("POST", path, urlencode({"csrf_token": self._token, **fields}))
        return status, location

    def another(self) -> PlainClient:
        """The same person at the same time, for another thread."""
        other = PlainClient(self._port, self.cookies)
        other._token = self._token
        return other

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers.get("Location", ""), text
