"""Read a page's forms as a browser without JavaScript would, and sign in through the page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

from werkzeug.test import TestResponse

from auth.one_time_codes import code_at
from tests.web.witness import Witness
from tests.world import PASSWORD, Someone, World

_FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_LETTERS = re.compile(r"<code>([A-Z2-7 ]+)</code>")


def text_of(response: TestResponse) -> str:
    return response.get_data(as_text=True)


def form_on(response: TestResponse, action: str) -> dict[str, list[str]]:
    """The hidden fields of the form that posts to that address."""
    for found, inside in _FORM.findall(text_of(response)):
        if unescape(found) == action:
            fields: dict[str, list[str]] = {}
            for name, value in _HIDDEN.findall(inside):
                fields.setdefault(name, []).append(unescape(value))
            return fields
    raise AssertionError(f"no form to {action}")


def send(client: Witness, response: TestResponse, action: str, **typed: object) -> TestResponse:
    """Send the form as it stands on the page, with what is typed into it."""
    return client.post(action, data={**form_on(response, action), **typed})


def secret_on(response: TestResponse) -> str:
    """The secret for one-time codes as a page shows it in letters."""
    found = _LETTERS.search(text_of(response))
    assert found
    return found[1].replace(" ", "")


def fresh_code(world: World, secret: str) -> str:
    """A code that has not been used: the clock moves one step on."""
    return code_at(secret, world.moment.pass_(timedelta(seconds=30)))


def sign_in(client: Witness, world: World, someone: Someone, path: str = "/sign-in") -> TestResponse:
    """Sign in through the page."""
    typed = {"login": someone.login, "password": PASSWORD, "totp": fresh_code(world, someone.totp_secret)}
    return send(client, client.get(path), "/sign-in", **typed)
