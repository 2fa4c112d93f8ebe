"""One's own sign-in: a new password, and signing out everywhere."""

from flask import Response, redirect, request, url_for

from auth import sessions
from auth.accounts import Account
from auth.errors import PasswordRefused, SignInBusy, SignInRefused
from auth.guard import current_actor
from consent.errors import AccessDenied
from portfolio import enrolments
from portfolio.errors import InputRefused
from portfolio.pages import working_session
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted
from portfolio.pages.sign_in import refusal_words
from portfolio.schemas.reading import read
from portfolio.schemas.sign_in import NewPasswordSchema
from portfolio.words import N_


@pages.get("/account")
def account() -> Response:
    """One's own sign-in."""
    return page("account/account.html", has_password=_own().has_password, saved="saved" in request.args)


@pages.post("/account/password")
def account_password() -> Response:
    """Change one's password: the old one and a code prove who it is, and every other session ends."""
    try:
        return _changed()
    except InputRefused as refused:
        return page_again("account/account.html", refused, has_password=True, saved=False)
    except SignInRefused:
        return page_again("account/account.html", InputRefused({"": [refusal_words()]}), has_password=True, saved=False)
    except SignInBusy:
        busy = {"": [N_("Många loggar in just nu. Vänta en stund och försök igen.")]}
        return page("account/account.html", status=503, errors=busy, has_password=True, saved=False)


@pages.post("/account/sign-out-everywhere")
def account_sign_out_everywhere() -> Response:
    """End every session of one's own, this one too."""
    sessions.end_all(current_actor().account)
    return working_session.leave(redirect(url_for("pages.sign_in"), 303))


def _changed() -> Response:
    form = read(NewPasswordSchema(), posted())
    if form["password"] != form["password_again"]:
        raise InputRefused({"password_again": [N_("Lösenorden är inte lika. Skriv samma två gånger.")]})
    address = request.remote_addr or ""
    proved = parts().credentials.prove_again(_own().id, form["old_password"], form["totp"], now(), address)
    try:
        parts().accounts.set_password(proved.id, form["password"], now())
    except PasswordRefused as refused:
        raise InputRefused({"password": [enrolments.password_fault(refused)]}) from None
    return working_session.enter(redirect(url_for("pages.account", saved=1), 303), proved)


def _own() -> Account:
    found = parts().accounts.find(current_actor().account)
    if found is None:
        raise AccessDenied
    return found
