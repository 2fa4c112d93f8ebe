"""Sign in, sign out, and sign in again in place with what was written kept."""

from typing import Any

from flask import Response, g, redirect, request, url_for
from flask_babel import gettext as _

from auth.accounts import Account
from auth.errors import SignInBusy, SignInRefused
from auth.guard import public
from portfolio import resuming
from portfolio.errors import InputRefused
from portfolio.local_paths import local_or_start
from portfolio.pages import demo_list, working_session
from portfolio.pages.blueprint import now, page, pages, parts, posted
from portfolio.schemas.reading import read
from portfolio.schemas.sign_in import SignInSchema

TEMPLATE = "sign_in/sign_in.html"
PLAIN_FORM = "application/x-www-form-urlencoded"


def ask() -> Response:
    """What somebody meets who is not signed in, or no longer: a form they sent is kept until they are back."""
    if request.method in ("GET", "HEAD"):
        local = local_or_start(request.path)
        return redirect(url_for("pages.sign_in", next=None if local == "/" else local), 303)  # type: ignore[return-value]
    g.actor = None
    return page(TEMPLATE, status=401, ended=True, **_shown(next="/", resume=_kept()))


@pages.get("/sign-in")
@public
def sign_in() -> Response:
    """The sign-in page for adults."""
    return page(TEMPLATE, **_shown(next=local_or_start(request.args.get("next", "/"))))


@pages.post("/sign-in")
@public
def prove_password() -> Response:
    """Sign in; back to where one was going, or to what one had written."""
    try:
        form = read(SignInSchema(), posted())
        account = parts().credentials.prove_password(
            form["login"], form["password"], form["totp"], now(), request.remote_addr or ""
        )
    except InputRefused as refused:
        return _again(422, refused.fields)
    except SignInRefused:
        return _again(422, {"": [refusal_words()]})
    except SignInBusy:
        return _again(503, {"": [_("Många loggar in just nu. Vänta en stund och försök igen.")]})
    return _entered(account, form["next"], form["resume"])


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    """Sign out on this device."""
    return working_session.leave(redirect(url_for("pages.sign_in"), 303))


def refusal_words() -> str:
    """The one answer to every sign-in that does not match, whatever the reason."""
    return str(_("Det gick inte att logga in. Kontrollera och försök igen."))


def sign_in_before(path: str) -> Response:
    """The sign-in page, for going on to a path that must not stand in an address, whoever was here before."""
    working_session.forget_forms()
    return page(TEMPLATE, **_shown(next=path))


def _entered(account: Account, on_to: str, resume: str) -> Response:
    written = resuming.open_for(parts().forms, account.id, resume, now())
    known = working_session.owner_of_forms()
    working_session.take_over_forms(account)
    if written is not None:
        g.actor = account.actor("")
        return working_session.enter(page("sign_in/resume.html", written=written), account)
    same_person = known in (None, account.id)
    return working_session.enter(redirect(local_or_start(on_to) if same_person else "/", 303), account)


def _again(status: int, errors: object) -> Response:
    typed = {"login": request.form.get("login", "")}
    resume = request.form.get("resume", "")
    on_to = local_or_start(request.form.get("next", "/"))
    return page(TEMPLATE, status=status, errors=errors, typed=typed, **_shown(next=on_to, resume=resume))


def _shown(**of_form: str) -> dict[str, Any]:
    return {"next": "/", "resume": "", "demo_people": demo_list.adults(parts(), now()), **of_form}


def _kept() -> str:
    """The form just sent, sealed for whoever it belongs to; nothing when that is unknown or files cannot follow."""
    owner = working_session.owner_of_forms()
    if owner is None or request.mimetype != PLAIN_FORM or not g.get("csrf_valid"):
        return ""
    path = request.full_path if request.query_string else request.path
    return resuming.keep(parts().forms, owner, path, request.form.items(multi=True), now())
