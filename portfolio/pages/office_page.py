"""The office: units, people and invitations."""

from typing import Any

from flask import Response, redirect, request, url_for

from auth.actors import Role
from auth.guard import current_actor
from portfolio import invitations, office_people
from portfolio.enrolments import Offer
from portfolio.errors import InputRefused
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted
from portfolio.pages.qr import qr_svg
from portfolio.pages.start_page import setup


@pages.get("/office")
def office() -> Response:
    """Everything the office keeps, on one page."""
    permit = office_people.admit(current_actor(), now())
    vault = parts().vault
    return page(
        "office/office.html",
        office=office_people.overview(permit, vault, parts().accounts, now()),
        is_officer=current_actor().holds(Role.OFFICER, now()),
        pending=invitations.pending(permit, vault, now()),
    )


@pages.get("/office/units/new")
def office_unit() -> Response:
    """The form for a unit."""
    office_people.admit(current_actor(), now())
    return page("office/unit.html")


@pages.post("/office/units/new")
def office_add_unit() -> Response:
    """Add a unit."""
    try:
        office_people.add_unit(current_actor(), parts().vault, posted(), now())
    except InputRefused as refused:
        return page_again("office/unit.html", refused)
    return redirect(url_for("pages.office"), 303)  # type: ignore[return-value]


@pages.get("/office/invitations/new")
def office_invite() -> Response:
    """The form for an invitation."""
    return page("office/invite.html", **_choices())


@pages.post("/office/invitations/new")
def office_send_invitation() -> Response:
    """Make an invitation and show its link, this once."""
    try:
        issued = invitations.invite(current_actor(), parts().vault, posted(), now())
    except InputRefused as refused:
        return page_again("office/invite.html", refused, **_choices())
    link = url_for("pages.invitation", code=issued.code, _external=True)
    return page("office/invited.html", issued=issued, link=link, qr=qr_svg(link), person=request.form["person"])


@pages.post("/office/invitations/<invitation>/withdrawal")
def office_withdraw(invitation: str) -> Response:
    """Take an invitation back."""
    invitations.withdraw(current_actor(), invitation, now())
    return redirect(url_for("pages.office"), 303)  # type: ignore[return-value]


@pages.post("/office/people/<person>/codes")
def office_codes(person: str) -> Response:
    """Give somebody new one-time codes, and show their secret this once."""
    secret = office_people.reset_totp(current_actor(), parts().accounts, person, now())
    return page("office/codes.html", setup=setup(Offer(secret, "")))


@pages.post("/office/people/<person>/end")
def office_end(person: str) -> Response:
    """Somebody no longer works in a unit."""
    office_people.end_membership(current_actor(), parts().accounts, person, posted(), now())
    return redirect(url_for("pages.office"), 303)  # type: ignore[return-value]


def _choices() -> dict[str, Any]:
    permit = office_people.admit(current_actor(), now())
    return {"units": office_people.own_units(permit, parts().vault)}
