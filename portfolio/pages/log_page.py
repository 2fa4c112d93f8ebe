"""*Vem har tittat?*: to the child in plain words, to her officers with names."""

from flask import Response, request

from auth.guard import current_actor
from portfolio import logbook
from portfolio.pages import log_words
from portfolio.pages.blueprint import now, page, pages, parts

FURTHEST = 2**53
"""No chain is longer; a larger number in the address asks for nothing."""


@pages.get("/me/log")
def own_log() -> Response:
    log = logbook.of_own(current_actor(), now(), before=_before())
    return page("log/own_log.html", log=log, words=log_words)


@pages.get("/children/<child>/log")
def child_log(child: str) -> Response:
    log = logbook.of_child(current_actor(), parts().vault, child, now(), before=_before())
    return page("log/child_log.html", log=log, child=child, words=log_words)


def _before() -> int | None:
    asked = request.args.get("before", type=int)
    return asked if asked is not None and 0 < asked < FURTHEST else None
