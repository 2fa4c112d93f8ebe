"""The one table from a refusal to a page. What an actor may not see looks exactly like what does not exist."""

from collections.abc import Callable

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFError
from pymongo.errors import PyMongoError
from werkzeug.exceptions import HTTPException

from auth.errors import NotSignedIn
from auth.guard import actor_if_any, public_endpoints
from consent.errors import AccessDenied, GrantRefused
from portfolio.errors import InputRefused, StepNotAllowed, TooBusy, VersionConflict
from portfolio.pages import sign_in
from portfolio.pages.blueprint import page
from storage.errors import StorageError

Answer = Callable[[Exception], Response]

STATUS: dict[type[Exception], int] = {
    AccessDenied: 404,
    GrantRefused: 422,
    InputRefused: 422,
    VersionConflict: 412,
    StepNotAllowed: 412,
    TooBusy: 503,
    PyMongoError: 503,
    CSRFError: 400,
    StorageError: 500,
}
"""Every refusal that reaches the edge; a test finds any class that is missing."""


def set_up(app: Flask, api_prefix: str, api_answer: Answer) -> None:
    """Answer each refusal with its page, or with the API's own answer under its prefix."""

    def register(refusal: type[Exception], answer: Answer) -> None:
        def chosen(raised: Exception) -> Response:
            return api_answer(raised) if request.path.startswith(api_prefix) else answer(raised)

        app.register_error_handler(refusal, chosen)

    for refusal, status in STATUS.items():
        register(refusal, _answer(status))
    register(CSRFError, _stale_form)
    register(NotSignedIn, lambda _refusal: sign_in.ask())
    register(HTTPException, _http)
    register(Exception, _unexpected(app))


def not_found() -> Response:
    """The one answer for what does not exist, and for what this actor may not see."""
    return page("refusals/404.html", status=404)


def _stale_form(_refusal: Exception) -> Response:
    # Nobody is signed in, so whoever sent the form has more to do than load a page again.
    if request.endpoint not in public_endpoints(current_app) and actor_if_any() is None:
        return sign_in.ask()
    return _answer(STATUS[CSRFError])(_refusal)


def _answer(status: int) -> Answer:
    def answer(refusal: Exception) -> Response:
        if status == 404:
            return not_found()
        fields = refusal.fields if isinstance(refusal, InputRefused) else {}
        return page("refusals/refusal.html", status=status, code=status, fields=fields)

    return answer


def _http(refusal: Exception) -> Response:
    code = getattr(refusal, "code", None) or 500
    if code == 404:
        return not_found()
    response = page("refusals/refusal.html", status=code, code=code, fields={})
    if isinstance(refusal, HTTPException) and code == 405:
        response.headers["Allow"] = dict(refusal.get_headers()).get("Allow", "")
    return response


def _unexpected(app: Flask) -> Answer:
    def answer(refusal: Exception) -> Response:
        # Neither the path, where an invitation's code can stand, nor the refusal's own text is logged.
        app.logger.error("%s %s: %s", request.method, request.endpoint, type(refusal).__name__)
        g.no_actor = True
        return page("refusals/refusal.html", status=500, code=500, fields={})

    return answer
