"""Where each sort of person lands after signing in."""

from flask import Response, redirect, url_for

from auth.actors import Role
from auth.guard import actor_if_any, public
from portfolio.pages.blueprint import now, page, pages

LANDINGS: tuple[tuple[Role, str], ...] = (
    (Role.OFFICER, "pages.children"),
    (Role.CARER, "pages.home"),
    (Role.SCHOOL, "pages.handovers"),
    (Role.CHILD, "pages.own_page"),
    (Role.ADMINISTRATOR, "pages.office"),
)
"""The first role that somebody holds decides where they land."""


@pages.get("/")
@public
def start() -> Response:
    """Send a person to their own first page, and everybody else to the sign-in."""
    actor = actor_if_any()
    if actor is None:
        return redirect(url_for("pages.sign_in"), 303)  # type: ignore[return-value]
    for role, endpoint in LANDINGS:
        if actor.holds(role, now()):
            return redirect(url_for(endpoint), 303)  # type: ignore[return-value]
    return page("start/nothing.html")


@pages.get("/health")
@public
def health() -> Response:
    """Whether the process answers; says nothing else."""
    return Response("ok\n", mimetype="text/plain")
