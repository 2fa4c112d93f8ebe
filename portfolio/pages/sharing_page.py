"""What is shared with whom, and stopping it."""

from flask import Response, request

from auth.guard import current_actor
from portfolio import sharing
from portfolio.errors import InputRefused
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted, see_other


@pages.get("/children/<child>/shares")
def shares(child: str) -> Response:
    shown = sharing.open_shares(current_actor(), parts().vault, child, now())
    done = request.args.get("done", "")
    return page("shares/shares.html", shown=shown, done=done, errors={}, typed={}, at_grant="")


@pages.post("/children/<child>/shares/<grant>/stop")
def stop_share(child: str, grant: str) -> Response:
    sharing.stop(current_actor(), child, grant, now())
    return _back(child, "stopped")


@pages.post("/children/<child>/shares/<grant>/decision")
def enter_decision(child: str, grant: str) -> Response:
    """The written decision for an oral one."""
    try:
        sharing.enter_written_decision(current_actor(), parts().vault, child, grant, posted(), now())
    except InputRefused as refused:
        shown = sharing.open_shares(current_actor(), parts().vault, child, now())
        return page_again("shares/shares.html", refused, shown=shown, done="", at_grant=grant)
    return _back(child, "decision")


def _back(child: str, done: str) -> Response:
    return see_other("pages.shares", child=child, done=done)
