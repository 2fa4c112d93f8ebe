"""Wire the Flask application: close every route, then add pages and API, headers and refusals."""

from io import BytesIO
from pathlib import Path

from flask import Flask, Request, Response, abort, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from auth import guard, recognition
from auth.actors import Actor
from portfolio import api, pages
from portfolio.api import problems
from portfolio.pages import headers, language, refusals
from portfolio.wiring import Parts

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent.parent / "static"

BODY_LIMIT = 1024 * 1024
"""Bytes a page's form may have."""

API_BODY_LIMIT = 64 * 1024
"""Bytes an API body may have; a summary to import has a larger limit of its own."""

FIELDS_LIMIT = 200
"""Fields a page's form may have: each unknown one would have its own message in the answer."""


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
    if parts.settings.proxies:
        # Else everybody comes from the proxy's address: thirty wrong passwords would lock everybody out, and
        # links would say `http`.
        near = parts.settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=near, x_proto=near, x_host=0)  # type: ignore[method-assign]
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
    app.before_request(_refuse_other_hosts)
    app.before_request(_refuse_too_much)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    language.set_up(app)
    headers.set_up(app)
    protection = CSRFProtect(app)
    guard.close(app, _finders(parts), bearer_blueprints=api.BLUEPRINTS, secure=parts.settings.https)
    pages.set_up(app)
    api.set_up(app, protection)
    refusals.set_up(app, problems.PREFIX, problems.answer_for)
    return app


def _refuse_other_hosts() -> Response | None:
    # In plain text: under a host that is not ours no page can be addressed.
    if isinstance(request.routing_exception, SecurityError):
        return Response("There is no such host here.\n", status=400, mimetype="text/plain")
    return None


def _refuse_too_much() -> None:
    if request.path.startswith(problems.PREFIX):
        request.max_content_length = API_BODY_LIMIT
    elif len(request.form) > FIELDS_LIMIT:
        abort(413)


def _finders(parts: Parts) -> guard.Finders:
    def by_cookie(secret: str) -> Actor | None:
        rests = request.endpoint in pages.ASKED_BY_SCRIPTS
        return recognition.by_cookie(secret, parts.clock(), rests=rests)

    def by_token(token: str) -> Actor | None:
        return recognition.by_token(parts.tokens, token, parts.clock())

    return guard.Finders(by_cookie, by_token)
