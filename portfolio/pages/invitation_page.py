"""An invitation, for whoever holds its link: who asks, for what, and yes."""

from flask import Response, redirect, request, url_for

from auth.guard import actor_if_any, current_actor, public
from consent.errors import AccessDenied
from portfolio import invitations
from portfolio.errors import InputRefused
from portfolio.pages.blueprint import now, page, pages, parts, posted
from portfolio.pages.sign_in import sign_in_before
from portfolio.pages.start_page import offered, welcomed


@pages.get("/invitation/<code>")
@public
def invitation(code: str) -> Response:
    """What is asked, with the form that fits who is looking."""
    return _shown(code)


@pages.post("/invitation/<code>")
@public
def answer_anew(code: str) -> Response:
    """Yes, with a new account."""
    try:
        account = invitations.accept_anew(parts(), code, posted(), now())
    except AccessDenied:
        return gone()
    except InputRefused as refused:
        return _shown(code, refused)
    return welcomed(account, "/")


@pages.post("/invitation/<code>/account")
@public
def answer_with_account(code: str) -> Response:
    """Yes, with the account one has; whoever is not signed in does that first."""
    if actor_if_any() is None:
        return sign_in_before(url_for("pages.invitation", code=code))
    try:
        invitations.accept(current_actor(), parts(), code, posted(), now())
    except AccessDenied:
        return gone()
    except InputRefused as refused:
        return _shown(code, refused)
    return redirect("/", 303)  # type: ignore[return-value]


def gone() -> Response:
    """The same for a code that never was, one that is used and one whose time is over."""
    return page("office/no_invitation.html", status=404)


def _shown(code: str, refused: InputRefused | None = None) -> Response:
    actor = actor_if_any()
    try:
        question = invitations.ask(actor, parts().vault, code, now())
    except AccessDenied:
        return gone()
    return page(
        "office/invitation.html",
        status=422 if refused else 200,
        errors=refused.fields if refused else {},
        typed=request.form,
        code=code,
        question=question,
        **({} if actor else offered(question.invitation)),
    )
