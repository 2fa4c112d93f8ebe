"""What an attacker tried at the door and on the pages, and what stands in the way."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from auth.guard import public
from auth.identifiers import new_id
from auth.one_time_codes import code_at
from portfolio.app import create_app
from portfolio.wiring import Parts
from tests.placing import place
from tests.web.witness import Witness
from tests.world import PASSWORD, World

STRANGER, OFFICE = "198.51.100.7", "198.51.100.8"
MINUTE = timedelta(minutes=1)


def behind_a_proxy(parts: Parts) -> Flask:
    return create_app(replace(parts, settings=replace(parts.settings, proxies=1)))


def try_to_sign_in(app: Flask, login: str, totp: str, address: str) -> TestResponse:
    body = {"login": login, "password": PASSWORD, "totp": totp}
    return app.test_client().post("/api/v1/sign-ins", json=body, headers={"X-Forwarded-For": f"203.0.113.9, {address}"})


def test_a_stranger_behind_the_proxy_locks_nobody_out_but_himself(world: World) -> None:
    app = behind_a_proxy(world.parts)
    for _ in range(30):
        assert try_to_sign_in(app, f"{new_id()}@nowhere.example", "123456", STRANGER).status_code == 401
    code = code_at(world.officer.totp_secret, world.at)
    assert try_to_sign_in(app, world.officer.login, code, STRANGER).status_code == 401
    assert try_to_sign_in(app, world.officer.login, code, OFFICE).status_code == 201


def test_an_open_page_that_nobody_touches_does_not_keep_its_session_alive(client: Witness, world: World) -> None:
    place(world, world.signe, world.home)
    client.as_(world, world.home)
    asked = f"/home/{world.signe}/open"
    assert client.get(f"/home/{world.signe}").status_code == 200
    for _ in range(29):
        world.moment.pass_(MINUTE)
        assert client.get(asked).status_code == 204
    world.moment.pass_(MINUTE)
    assert client.get(asked).status_code == 303


def test_somebody_who_uses_the_page_stays_signed_in(client: Witness, world: World) -> None:
    place(world, world.signe, world.home)
    client.as_(world, world.home)
    for _ in range(3):
        world.moment.pass_(20 * MINUTE)
        assert client.get(f"/home/{world.signe}").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/\t/evil.example", "/a\\b", "evil.example"])
def test_choosing_a_language_leads_nowhere_else(client: Witness, path: str) -> None:
    answer = client.submit("/language", page="/sign-in", value="en", next=path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_the_log_of_a_failure_holds_no_code_that_stands_in_an_address(
    parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    app, code = create_app(parts), new_id()

    @public
    def fails(code: str) -> str:
        raise LookupError(code)

    app.add_url_rule("/invitation/<code>/fails", "fails", fails)
    with caplog.at_level(logging.ERROR):
        assert app.test_client().get(f"/invitation/{code}/fails").status_code == 500
    assert "LookupError" in caplog.text
    assert code not in caplog.text


def test_a_host_that_is_not_ours_is_refused_and_nothing_fails(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(replace(parts, settings=replace(parts.settings, hosts=("portfolio.example",))))
    for path in ("/", "/health", "/sign-in", "/children", "/api/v1/children"):
        assert app.test_client().get(path, headers={"Host": "evil.example"}).status_code == 400, path
    assert app.test_client().get("/health", headers={"Host": "portfolio.example"}).status_code == 200
    assert caplog.text == ""


def test_a_form_of_endless_fields_is_not_answered_field_by_field(client: Witness) -> None:
    answer = client.submit("/sign-in", **{f"field{number}": "x" for number in range(300)})
    assert answer.status_code == 413
    assert len(answer.data) < 10_000


def test_an_endless_api_body_is_not_answered_field_by_field(client: Witness) -> None:
    answer = client.post("/api/v1/sign-ins", json={f"field{number}": "x" for number in range(10_000)})
    assert answer.status_code == 413
    assert len(answer.data) < 10_000
