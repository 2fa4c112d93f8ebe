"""A school's handover: the officer prepares and follows it, the school reads and confirms it."""

from typing import Any

from flask import Response, request

from auth.guard import current_actor
from auth.identifiers import is_id, new_id
from consent.errors import AccessDenied
from portfolio import handover_consents, handover_drafts, handover_inbox, handovers
from portfolio.errors import InputRefused
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted, see_other
from portfolio.schemas import handover as words


@pages.get("/children/<child>/handovers/new")
def prepare_handover(child: str) -> Response:
    """The steps before the page can be seen; what is chosen so far travels as ids in the query."""
    chosen = _chosen()
    step = request.args.get("step", "school")
    if not chosen["school"] or step not in {"contents", "consent", "until"}:
        shown = handover_drafts.schools(current_actor(), parts().vault, child, now())
        return page("handover/choose_school.html", shown=shown, chosen=chosen)
    if step == "contents":
        return _contents(child, chosen)
    return _consent(child, chosen) if step == "consent" else _until(child, chosen)


@pages.post("/children/<child>/handovers/consent")
def record_consent(child: str) -> Response:
    """Keep one guardian's answer, then go on to whatever lacks."""
    chosen = _chosen()
    given = {name: value for name, value in posted().items() if name not in {"documents", "health"}}
    try:
        handover_consents.record(current_actor(), parts().vault, child, given, now())
    except InputRefused as refused:
        return page_again("handover/consent.html", refused, **_consent_words(child, chosen))
    return _to(child, "until", chosen)


@pages.post("/children/<child>/handovers/check")
def check_handover(child: str) -> Response:
    """The very page that the school will get."""
    chosen, given = _chosen(), posted(lists=("documents",))
    try:
        shown = handover_drafts.preview(current_actor(), parts().vault, child, given, now())
    except InputRefused as refused:
        return page_again("handover/until.html", refused, **_until_words(child, chosen))
    return page("handover/check.html", shown=shown, chosen=chosen, given=given, once=new_id(), words=words)


@pages.post("/children/<child>/handovers/new")
def deliver_handover(child: str) -> Response:
    """Hand over what was checked."""
    chosen, given = _chosen(), posted(lists=("documents",))
    try:
        handover = handovers.deliver(
            current_actor(), parts().vault, child, given, now(), once=request.form.get("once", "")
        )
    except InputRefused as refused:
        return page_again("handover/until.html", refused, **_until_words(child, chosen))
    return see_other("pages.sent_handover", child=child, handover=handover)


@pages.get("/children/<child>/handovers/<handover>")
def sent_handover(child: str, handover: str) -> Response:
    """How far the handover has come, with its receipt."""
    shown = handovers.sent(current_actor(), parts().vault, child, handover, now())
    return page("handover/sent.html", shown=shown, words=words)


@pages.post("/children/<child>/handovers/<handover>/recall")
def recall_handover(child: str, handover: str) -> Response:
    """Take it back at once."""
    handovers.recall(current_actor(), child, handover, now())
    return see_other("pages.sent_handover", child=child, handover=handover)


@pages.get("/handovers", endpoint="handovers")
def inbox() -> Response:
    """A school's handovers: names only."""
    shown = handover_inbox.inbox(current_actor(), parts().vault, now())
    return page("handover/inbox.html", lines=shown)


@pages.get("/handovers/<handover>", endpoint="handover")
def received(handover: str) -> Response:
    """One handover as the school reads it."""
    shown = handover_inbox.open_one(current_actor(), parts().vault, handover, now())
    return page("handover/received.html", shown=shown)


@pages.get("/handovers/<handover>/open")
def handover_still_open(handover: str) -> Response:
    """Asked by an open page: 204 while it may stay open, and the uniform 404 when not."""
    if not handover_inbox.may_still_open(current_actor(), handover, now()):
        raise AccessDenied
    return Response(status=204)


@pages.post("/handovers/<handover>/receipt")
def confirm_handover(handover: str) -> Response:
    """Confirm that it was received."""
    actor, vault = current_actor(), parts().vault
    try:
        handover_inbox.confirm(actor, vault, handover, posted(), now())
    except InputRefused as refused:
        shown = handover_inbox.open_one(actor, vault, handover, now())
        return page_again("handover/received.html", refused, shown=shown)
    return see_other("pages.handover", handover=handover)


def _contents(child: str, chosen: dict[str, Any]) -> Response:
    shown = handover_drafts.shareable(current_actor(), parts().vault, child, chosen["school"], now())
    return page("handover/contents.html", shown=shown, chosen=chosen)


def _consent(child: str, chosen: dict[str, Any]) -> Response:
    return page("handover/consent.html", **_consent_words(child, chosen))


def _until(child: str, chosen: dict[str, Any]) -> Response:
    shown = _until_words(child, chosen)
    if not shown["shown"].asking.everybody_said_yes:
        return _to(child, "consent", chosen)
    return page("handover/until.html", **shown)


def _consent_words(child: str, chosen: dict[str, Any]) -> dict[str, Any]:
    shown = handover_consents.asking(current_actor(), parts().vault, child, chosen["school"], now())
    asked = request.values.get("guardian", "")
    return {"shown": shown, "chosen": chosen, "words": words, "asked": asked, "text": handover_consents.TEXT}


def _until_words(child: str, chosen: dict[str, Any]) -> dict[str, Any]:
    shown = handover_drafts.timing(current_actor(), parts().vault, child, chosen["school"], chosen["documents"], now())
    return {"shown": shown, "chosen": chosen}


def _chosen() -> dict[str, Any]:
    """What has been chosen so far: ids and a yes, nothing anybody wrote."""
    school = request.values.get("school", "")
    return {
        "school": school if is_id(school) else "",
        "documents": [one for one in request.values.getlist("documents") if is_id(one)],
        "health": "yes" if request.values.get("health") == "yes" else "",
    }


def _to(child: str, step: str, chosen: dict[str, Any]) -> Response:
    return see_other("pages.prepare_handover", child=child, step=step, **chosen)
