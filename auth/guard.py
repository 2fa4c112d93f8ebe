"""Every view is closed; `@public` opens one, and is easy to search for.

Pages know a cookie, the API knows a bearer token, and neither takes the other's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask, Request, current_app, g, request

from auth import web
from auth.actors import Actor
from auth.errors import NotSignedIn

_MARK = "opens_without_sign_in"
_EXTENSION = "auth.guard"

View = TypeVar("View")


@dataclass(frozen=True, slots=True)
class Finders:
    """Who a secret from a cookie or an access token speaks for; None for one that no longer counts."""

    by_cookie: Callable[[str], Actor | None]
    by_token: Callable[[str], Actor | None]


@dataclass(frozen=True, slots=True)
class _Guard:
    find_actor: Finders
    bearer_blueprints: frozenset[str]
    secure: bool

    def find(self, asked: Request) -> Actor | None:
        if self.bearer_blueprints.isdisjoint(asked.blueprints):
            secret = web.read_session_cookie(asked, secure=self.secure)
            return self.find_actor.by_cookie(secret) if secret else None
        token = _bearer(asked)
        return self.find_actor.by_token(token) if token else None


def public(view: View) -> View:
    """Let a view, or one method of a view class, answer people who have not signed in."""
    setattr(view, _MARK, True)
    return view


def close(app: Flask, find_actor: Finders, *, bearer_blueprints: Collection[str] = (), secure: bool) -> None:
    """Raise NotSignedIn before any view that is not public, unless somebody is signed in."""
    app.extensions[_EXTENSION] = _Guard(find_actor, frozenset(bearer_blueprints), secure)
    app.before_request(_require_actor)


def current_actor() -> Actor:
    """Who this request comes from, or NotSignedIn."""
    actor = actor_if_any()
    if actor is None:
        raise NotSignedIn
    return actor


def actor_if_any() -> Actor | None:
    """For public views that differ for those who have signed in; looked up once a request."""
    if "actor" not in g:
        guard: _Guard = current_app.extensions[_EXTENSION]
        g.actor = guard.find(request)
    found: Actor | None = g.actor
    return found


def public_endpoints(app: Flask) -> frozenset[str]:
    """For the test that counts what is open: endpoints with any public method."""
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    return frozenset(name for name in app.view_functions if any(_is_public(app, name, method) for method in methods))


def _require_actor() -> None:
    # An address that leads nowhere is closed too: strangers cannot tell it from one that exists.
    if request.endpoint is None or not _is_public(current_app, request.endpoint, request.method):
        current_actor()


def _is_public(app: Flask, endpoint: str, method: str) -> bool:
    view = app.view_functions.get(endpoint)
    view_class = getattr(view, "view_class", None)
    if endpoint == "static" or _marked(view):
        return True
    return view_class is not None and _marked(_method_of(view_class, method))


def _marked(view: object) -> bool:
    return bool(getattr(view, _MARK, False))


def _method_of(view_class: type, method: str) -> object:
    found = getattr(view_class, method.lower(), None)
    return getattr(view_class, "get", None) if found is None and method == "HEAD" else found


def _bearer(asked: Request) -> str | None:
    """The token of an RFC 6750 header; anything else in it counts as nothing."""
    authorization = asked.authorization
    if authorization is None or authorization.type != "bearer":
        return None
    return authorization.token or None
