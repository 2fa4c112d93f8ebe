"""Sign in, sign out, and sign in again in place."""

from flask import Response, redirect, request, url_for

from auth.guard import public
from portfolio.pages.blueprint import page, pages


def ask() -> Response:
    """What somebody meets who is not signed in, or no longer."""
    return redirect(url_for("pages.sign_in", next=request.path), 303)  # type: ignore[return-value]


@pages.get("/sign-in")
@public
def sign_in() -> Response:
    return page("sign_in/sign_in.html")


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    return redirect("/", 303)  # type: ignore[return-value]
