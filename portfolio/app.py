"""Wire the Flask application: close every route, then add pages and API, headers and refusals."""

from io import BytesIO
from pathlib import Path

from flask import Flask, Request
from flask_wtf import CSRFProtect

from auth import guard, recognition
from auth.actors import Actor
from portfolio import api, pages
from portfolio.api import problems
from portfolio.pages import headers, language, refusals
from portfolio.wiring import Parts

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent.parent / "static"

BODY_LIMIT = 1024 * 1024
"""Bytes a page's form or an API body may have; a summary to import has a larger limit of its own."""


class InMemoryRequest(Request):
    """Keeps what is sent out of the disk: a file part stays in memory, and the body limit keeps it small (F3)."""

    max_content_length = BODY_LIMIT
    max_form_memory_size = BODY_LIMIT
    max_form_parts = 200

    def _get_file_stream(self, *_args: object, **_kwargs: object) -> BytesIO:
        return BytesIO()


def create_app(parts: Parts) -> Flask:
    """The application on wired parts."""
    app = Flask("portfolio", static_folder=str(STATIC), template_folder=str(TEMPLATES))
    app.request_class = InMemoryRequest
    app.config.update(
        SECRET_KEY=parts.web_secret,
        SESSION_COOKIE_NAME="__Host-portfolio-form" if parts.settings.https else "portfolio-form",
        SESSION_COOKIE_SECURE=parts.settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(parts.settings.hosts) or None,
        # The Referer that the strict check wants is one we ask browsers never to send; `headers` checks the origin.
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_TIME_LIMIT=None,
        PREFERRED_URL_SCHEME="https" if parts.settings.https else "http",
    )
    app.extensions["portfolio"] = parts
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    language.set_up(app)
    headers.set_up(app)
    protection = CSRFProtect(app)
    guard.close(app, _finders(parts), bearer_blueprints=api.BLUEPRINTS, secure=parts.settings.https)
    pages.set_up(app)
    api.set_up(app, protection)
    refusals.set_up(app, problems.PREFIX, problems.answer_for)
    return app


def _finders(parts: Parts) -> guard.Finders:
    def by_cookie(secret: str) -> Actor | None:
        return recognition.by_cookie(secret, parts.clock())

    def by_token(token: str) -> Actor | None:
        return recognition.by_token(parts.tokens, token, parts.clock())

    return guard.Finders(by_cookie, by_token)
