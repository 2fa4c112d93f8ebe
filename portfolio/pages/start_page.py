"""Where each sort of person lands after signing in, and how an empty service begins."""

from typing import Any

from flask import Response, redirect, request, url_for

from auth import one_time_codes
from auth.actors import Role
from auth.guard import actor_if_any, public
from consent.errors import AccessDenied
from portfolio import enrolments, office
from portfolio.enrolments import Offer
from portfolio.errors import InputRefused
from portfolio.pages import working_session
from portfolio.pages.blueprint import now, page, pages, parts, posted
from portfolio.pages.qr import qr_svg
from storage.database import is_answering

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
    """Send a person to their own first page, everybody else to the sign-in, and a new service to its beginning."""
    actor = actor_if_any()
    if actor is None:
        empty = parts().settings.trial and office.is_empty()
        return redirect(url_for("pages.begin" if empty else "pages.sign_in"), 303)  # type: ignore[return-value]
    for role, endpoint in LANDINGS:
        if actor.holds(role, now()):
            return redirect(url_for(endpoint), 303)  # type: ignore[return-value]
    return page("start/nothing.html")


@pages.get("/begin")
@public
def begin() -> Response:
    """The form for the first authority; it is not there once one has begun."""
    if not parts().settings.trial or not office.is_empty():
        raise AccessDenied
    return page("start/begin.html", **offered(office.BEGIN))


@pages.post("/begin")
@public
def begin_authority() -> Response:
    """Begin the first authority and sign its officer in."""
    try:
        account = office.found_first(parts(), posted(), now())
    except InputRefused as refused:
        return page("start/begin.html", status=422, errors=refused.fields, typed=request.form, **offered(office.BEGIN))
    return welcomed(account, url_for("pages.office"))


@pages.get("/health")
@public
def health() -> Response:
    """Whether the service can answer and save; says nothing else."""
    if is_answering(parts().databases):
        return Response("ok\n", mimetype="text/plain")
    return Response("the database does not answer\n", status=503, mimetype="text/plain")


def offered(bearer: str) -> dict[str, Any]:
    """What a form for a new sign-in shows of its one-time codes: the same as before if it is shown again."""
    offer = enrolments.offer(parts().forms, bearer, now(), before=request.form.get("enrolment", ""))
    return {"offer": offer, "setup": setup(offer)}


def setup(offer: Offer) -> dict[str, Any]:
    """The same secret three ways: a picture for another device's camera, a link for this one, letters to type."""
    uri = one_time_codes.setup_uri(offer.secret, login=request.host, issuer="Portföljen")
    return {"qr": qr_svg(uri), "uri": uri, "letters": grouped(offer.secret)}


def grouped(secret: str) -> str:
    """A secret in groups of four, as people copy it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def welcomed(account: str, on_to: str) -> Response:
    """Sign in somebody whose account has just been set up and proved."""
    found = parts().accounts.find(account)
    if found is None:
        raise AccessDenied
    working_session.take_over_forms(found)
    return working_session.enter(redirect(on_to, 303), found)
