"""Refusals of the API as problem+json (RFC 9457); the body for what one may not see is that of an unknown id."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, json, request
from flask_babel import gettext as _
from flask_smorest import Api
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from auth.errors import AuthError, NotSignedIn, SignInBusy, SignInRefused
from auth.guard import public
from portfolio.errors import InputRefused
from portfolio.pages import refusals

PREFIX = "/api/"

STATUS: dict[type[Exception], int] = {
    **refusals.STATUS,
    NotSignedIn: 401,
    SignInRefused: 401,
    SignInBusy: 503,
    AuthError: 401,
    RecursionError: 400,
}
"""Every refusal that reaches the API's edge: those of the pages, and what signing in refuses."""


class ProblemSchema(Schema):
    """RFC 9457."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    errors = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), metadata={"description": "By field"}
    )


class ProblemApi(Api):  # type: ignore[misc]  # flask-smorest carries no types
    """flask-smorest with our one error shape."""

    ERROR_SCHEMA = ProblemSchema

    @public
    def _openapi_json(self) -> Response:
        """The description is for everybody: it holds no child."""
        described: Response = super()._openapi_json()
        return described

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Kept in step with `answer_for`, which is what the application asks."""
        return _http_problem(error)


def problem(status: int, errors: dict[str, list[str]] | None = None) -> Response:
    """A refusal. `errors` are the asker's own fields, and nobody else's."""
    body: dict[str, Any] = {"type": "about:blank", "title": HTTP_STATUS_CODES.get(status, "Error"), "status": status}
    if errors:
        body["errors"] = errors
    response = Response(json.dumps(body), status=status, content_type="application/problem+json")
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def answer_problems(app: Flask, api: ProblemApi) -> None:
    """Say in the description what the answers really are."""
    for name in list(api.spec.components.responses):
        content = api.spec.components.responses[name].get("content", {})
        if "application/json" in content and name != "NOT_MODIFIED":
            content["application/problem+json"] = content.pop("application/json")
    del app


def answer_for(refusal: Exception) -> Response:
    """The API's answer to a refusal, ours or werkzeug's."""
    if isinstance(refusal, HTTPException):
        return _http_problem(refusal)
    for kind in type(refusal).__mro__:
        if kind in STATUS:
            fields_said = refusal.fields if isinstance(refusal, InputRefused) else {}
            said = {name: [str(_(message)) for message in messages] for name, messages in fields_said.items()}
            return problem(STATUS[kind], said)
    current_app.logger.error("%s %s: %s", request.method, request.endpoint, type(refusal).__name__)
    return problem(500)


def _http_problem(error: HTTPException) -> Response:
    given = getattr(error, "data", None) or {}
    found: dict[str, list[str]] = {}
    for place in given.get("messages", {}).values():
        found.update(_by_field(place))
    response = problem(error.code or 500, found)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _by_field(messages: object, prefix: str = "") -> dict[str, list[str]]:
    if not isinstance(messages, dict):
        texts = messages if isinstance(messages, list) else [messages]
        return {prefix or "body": [str(_(str(text))) for text in texts]}
    found: dict[str, list[str]] = {}
    for name, inner in messages.items():
        found.update(_by_field(inner, f"{prefix}.{name}" if prefix else str(name)))
    return found
