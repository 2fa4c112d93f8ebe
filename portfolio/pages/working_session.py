"""The browser's side of being signed in: the session's cookie, and whose forms the browser holds.

A form's token stands in a signed cookie beside the account it was made for. When somebody else signs in, both are
replaced: a form left open by one person can never be sent as another.
"""

from flask import Response, g, request, session
from werkzeug.wrappers import Response as Reply

from auth import sessions, web
from auth.accounts import Account
from auth.sessions import SessionKind
from portfolio import signing_in
from portfolio.pages.blueprint import now, pages, parts

_OWNER = "account"
_TOKEN = "csrf_token"  # noqa: S105 - the name of a field


def enter(response: Reply, account: Account) -> Response:
    """Sign somebody in on this browser, in place of whoever was."""
    secure = parts().settings.https
    before = web.read_session_cookie(request, secure=secure)
    secret = signing_in.begin(account, SessionKind.WORKING, now(), instead_of=before)
    answer = _as_flask(response)
    web.set_session_cookie(answer, secret, secure=secure)
    return answer


def take_over_forms(account: Account) -> None:
    """From now on the browser's forms are this account's; another's open forms no longer count."""
    if session.get(_OWNER) != account.id:
        forget_forms()
        session[_OWNER] = account.id


def leave(response: Reply) -> Response:
    """Sign out: the session ends on the server, and the browser drops what it kept."""
    secure = parts().settings.https
    secret = web.read_session_cookie(request, secure=secure)
    if secret:
        sessions.end(secret)
    forget_forms()
    answer = _as_flask(response)
    web.clear_session_cookie(answer, secure=secure)
    return answer


def forget_forms() -> None:
    """Let no form that this browser holds count any longer."""
    session.pop(_TOKEN, None)
    session.pop(_OWNER, None)
    g.pop(_TOKEN, None)


def owner_of_forms() -> str | None:
    """The account whose forms this browser holds, also after its session has ended."""
    owner = session.get(_OWNER)
    return owner if isinstance(owner, str) else None


@pages.after_app_request
def note_owner(response: Response) -> Response:
    """Remember for whom a form's token was made, the first time it is made while somebody is signed in."""
    actor = g.get("actor")
    if actor is not None and _TOKEN in session and _OWNER not in session:
        session[_OWNER] = actor.account
    return response


def _as_flask(response: Reply) -> Response:
    assert isinstance(response, Response)  # noqa: S101 - flask's own redirect makes flask's responses
    return response
