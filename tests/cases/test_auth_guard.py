"""Every view is closed unless it says public; cookies and tokens each open their own doors only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_bytes

import pytest
from flask import Blueprint, Flask, Response
from flask.testing import FlaskClient
from flask.views import MethodView
from werkzeug.test import TestResponse

from auth import guard, recognition, sessions, web
from auth.accounts import Accounts
from auth.errors import NotSignedIn
from auth.guard import Finders, actor_if_any, current_actor, public
from auth.identifiers import new_id
from auth.sessions import OFFICE, SessionKind
from auth.tokens import Tokens
from tests.unit.auth.factories import NOW, Enrolled, enrolled, new_accounts

pytestmark = pytest.mark.usefixtures("database")


class Letters(MethodView):
    """One method open, the others closed."""

    @public
    def get(self) -> str:
        return "open"

    def post(self) -> str:
        return "closed"


def service(tokens: Tokens, *, secure: bool = False) -> Flask:
    app = Flask(__name__)
    pages, nested, api = (
        Blueprint("pages", __name__),
        Blueprint("nested", __name__),
        Blueprint("api", __name__),
    )

    @pages.get("/front")
    @public
    def front() -> str:
        actor = actor_if_any()
        return "nobody" if actor is None else actor.person

    @pages.get("/page")
    def page() -> str:
        return current_actor().person

    @nested.get("/page")
    def api_page() -> str:
        return current_actor().person

    @app.errorhandler(NotSignedIn)
    def not_signed_in(_: NotSignedIn) -> tuple[str, int]:
        return "sign in", 401

    pages.add_url_rule("/letters", view_func=Letters.as_view("letters"))
    api.register_blueprint(nested)
    app.register_blueprint(pages)
    app.register_blueprint(api, url_prefix="/api")
    finders = Finders(
        by_cookie=lambda secret: recognition.by_cookie(secret, NOW),
        by_token=lambda token: recognition.by_token(tokens, token, NOW),
    )
    guard.close(app, finders, bearer_blueprints={"api"}, secure=secure)
    return app


@dataclass(frozen=True, slots=True)
class House:
    accounts: Accounts
    tokens: Tokens
    somebody: Enrolled
    app: Flask

    @property
    def person(self) -> str:
        found = self.accounts.find(self.somebody.account)
        assert found is not None
        return found.person

    def secret(self, kind: SessionKind = SessionKind.WORKING) -> str:
        return sessions.begin(self.somebody.account, kind, NOW, idle=OFFICE.idle, absolute=OFFICE.absolute)

    def with_cookie(self, secret: str) -> FlaskClient:
        client = self.app.test_client()
        client.set_cookie("portfolio", secret)
        return client

    def token(self, secret: str) -> str:
        token = recognition.renewed_token(self.tokens, secret, NOW)
        assert token is not None
        return token


@pytest.fixture
def house() -> House:
    accounts, tokens = new_accounts(), Tokens(token_bytes(32), issuer="portfolio", audience="api")
    return House(accounts, tokens, enrolled(accounts), service(tokens))


def bearer(client: FlaskClient, token: str, scheme: str = "Bearer") -> TestResponse:
    return client.get("/api/page", headers={"Authorization": f"{scheme} {token}"})


def test_a_stranger_sees_public_views_and_nothing_else(house: House) -> None:
    client = house.app.test_client()
    assert client.get("/front").text == "nobody"
    assert client.get("/letters").text == "open"
    assert client.head("/letters").status_code == 200
    for method, path in (
        ("GET", "/page"),
        ("POST", "/letters"),
        ("GET", "/api/page"),
        ("GET", "/nowhere"),
        ("DELETE", "/page"),
        ("OPTIONS", "/page"),
        ("POST", "/front"),
    ):
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.text) == (401, "sign in"), f"{method} {path}"


def test_what_is_open_can_be_counted(house: House) -> None:
    assert guard.public_endpoints(house.app) == {"pages.front", "pages.letters", "static"}


def test_a_cookie_opens_pages_and_no_api(house: House) -> None:
    client = house.with_cookie(house.secret())
    assert client.get("/page").text == house.person
    assert client.get("/front").text == house.person
    assert client.post("/letters").text == "closed"
    assert client.get("/nowhere").status_code == 404
    assert client.get("/api/page").status_code == 401


def test_a_token_opens_the_api_and_no_page(house: House) -> None:
    token = house.token(house.secret(SessionKind.API))
    client = house.app.test_client()
    assert bearer(client, token).text == house.person
    assert bearer(client, token, scheme="bearer").text == house.person
    assert client.get("/page", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_neither_secret_nor_token_passes_for_the_other(house: House) -> None:
    working, program = house.secret(), house.secret(SessionKind.API)
    token = house.token(program)
    for wrong in (program, token, "", "x", "A" * 43):
        assert house.with_cookie(wrong).get("/page").status_code == 401
    for wrong in (working, program, "", "x", "a.b.c"):
        assert bearer(house.app.test_client(), wrong).status_code == 401
    for scheme in ("Basic", "Digest", "Token", ""):
        assert bearer(house.app.test_client(), token, scheme).status_code == 401


def test_signing_out_closes_the_api_to_a_token_that_was_just_used(house: House) -> None:
    secret, client = house.secret(SessionKind.API), house.app.test_client()
    token = house.token(secret)
    assert bearer(client, token).status_code == 200
    sessions.end(secret)
    assert bearer(client, token).status_code == 401
    assert recognition.renewed_token(house.tokens, secret, NOW) is None


def test_a_token_that_names_another_accounts_session_opens_nothing(house: House) -> None:
    found = sessions.find(house.secret(SessionKind.API), SessionKind.API, NOW)
    assert found is not None
    crossed = house.tokens.issue(new_id(), found.id, NOW)
    assert bearer(house.app.test_client(), crossed).status_code == 401


def test_a_closed_account_is_felt_by_the_very_next_request(house: House) -> None:
    page, token = house.with_cookie(house.secret()), house.token(house.secret(SessionKind.API))
    api = house.app.test_client()
    assert page.get("/page").status_code == bearer(api, token).status_code == 200
    house.accounts.close(house.somebody.account, NOW)
    assert page.get("/page").status_code == bearer(api, token).status_code == 401


def test_an_ended_sessions_cookie_is_a_strangers(house: House) -> None:
    secret = sessions.begin(
        house.somebody.account,
        SessionKind.WORKING,
        NOW - timedelta(minutes=15),
        idle=OFFICE.idle,
        absolute=OFFICE.absolute,
    )
    assert house.with_cookie(secret).get("/page").status_code == 401
    assert house.with_cookie(secret).get("/front").text == "nobody"


def test_in_earnest_only_the_host_bound_cookie_counts(house: House) -> None:
    app, secret = service(house.tokens, secure=True), house.secret()
    plain, bound = app.test_client(), app.test_client()
    plain.set_cookie("portfolio", secret, secure=True)
    bound.set_cookie("__Host-portfolio", secret, secure=True)
    assert plain.get("/page", base_url="https://localhost").status_code == 401
    assert bound.get("/page", base_url="https://localhost").text == house.person


def test_the_cookie_is_bound_to_the_host_and_out_of_reach_for_scripts() -> None:
    response = Response()
    web.set_session_cookie(response, "s" * 43, secure=True)
    parts = set(response.headers["Set-Cookie"].split("; "))
    assert parts == {f"__Host-portfolio={'s' * 43}", "Secure", "HttpOnly", "Path=/", "SameSite=Lax"}


def test_signing_out_takes_back_the_cookie_and_what_the_browser_kept() -> None:
    response = Response()
    web.clear_session_cookie(response, secure=True)
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-portfolio=;")
    assert "Max-Age=0" in cookie
    assert "Secure" in cookie
