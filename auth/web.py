"""The session's cookie: opaque, out of reach for scripts, and gone from the browser at sign-out."""

from __future__ import annotations

from flask import Request, Response

_SECURE_NAME = "__Host-portfolio"
_PLAIN_NAME = "portfolio"


def cookie_name(*, secure: bool) -> str:
    """`__Host-` lets no other host or path plant the cookie, but browsers take it over HTTPS only."""
    return _SECURE_NAME if secure else _PLAIN_NAME


def read_session_cookie(request: Request, *, secure: bool) -> str | None:
    return request.cookies.get(cookie_name(secure=secure)) or None


def set_session_cookie(response: Response, secret: str, *, secure: bool) -> None:
    """Without an age: the browser forgets it when closed, and the server decides when it ends."""
    response.set_cookie(cookie_name(secure=secure), secret, secure=secure, httponly=True, samesite="Lax", path="/")


def clear_session_cookie(response: Response, *, secure: bool) -> None:
    """Take the cookie back and ask the browser to drop the pages it has kept."""
    response.delete_cookie(cookie_name(secure=secure), secure=secure, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
