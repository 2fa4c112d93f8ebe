"""*Ny placering* in steps, the page of a placement once begun, and its end."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from auth.guard import current_actor
from auth.identifiers import new_id
from portfolio import caseload, placement_draft, placements
from portfolio.errors import InputRefused
from portfolio.models.child import LAWS
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted, see_other
from portfolio.schemas.placement import END_WORDS

CHOSEN = ("child", "unit", "template", "until")
"""What the address carries from step to step: ids, a code and a minute. What is typed is posted."""


@pages.get("/placements/new")
def new_placement() -> Response:
    """The step after what has been chosen so far."""
    chosen = _chosen(request.args)
    if not chosen.get("child"):
        found = caseload.mine(current_actor(), parts().vault, now())
        return page("placement/child.html", found=found)
    try:
        draft = _draft(chosen)
    except InputRefused as refused:
        del chosen["until"]
        return _until_again(refused, chosen)
    return _step(draft, chosen)


@pages.post("/placements/new")
def check_or_start() -> Response:
    """The typed date, the page before sharing, a change of mind, or *Dela nu*, as the button pressed says."""
    form = posted()
    step = form.pop("step", "")
    if step == "date":
        return _typed_date(form)
    if step == "change":
        return _change_of_mind(form)
    child = str(form.pop("child", ""))
    try:
        return _share(child, form) if step == "share" else _check(child, form)
    except InputRefused as refused:
        return _refused(refused, {"child": child, **form})


@pages.get("/children/<child>/placements/<placement>")
def placement(child: str, placement: str) -> Response:
    shown = placements.open_one(current_actor(), parts().vault, child, placement, now())
    return page("placement/started.html", shown=shown, words=END_WORDS)


@pages.post("/children/<child>/placements/<placement>/undo")
def undo_placement(child: str, placement: str) -> Response:
    placements.undo(current_actor(), child, placement, now())
    return _to_placement(child, placement)


@pages.get("/children/<child>/placements/<placement>/end")
def end_placement(child: str, placement: str) -> Response:
    shown = placements.open_one(current_actor(), parts().vault, child, placement, now())
    return page("placement/end.html", shown=shown, words=END_WORDS, errors={}, typed={})


@pages.post("/children/<child>/placements/<placement>/end")
def end_placement_now(child: str, placement: str) -> Response:
    try:
        placements.end(current_actor(), child, placement, posted(), now())
    except InputRefused as refused:
        shown = placements.open_one(current_actor(), parts().vault, child, placement, now())
        return page_again("placement/end.html", refused, shown=shown, words=END_WORDS)
    return _to_placement(child, placement)


def _step(draft: placement_draft.Draft, chosen: dict[str, str]) -> Response:
    if draft.home is None:
        return page("placement/home.html", draft=draft, chosen=chosen)
    if draft.template is None:
        return page("placement/what.html", draft=draft, chosen=chosen)
    if draft.until is None:
        return page("placement/until.html", draft=draft, chosen=chosen, errors={}, typed={})
    return page("placement/decision.html", draft=draft, chosen=chosen, errors={}, typed={}, laws=LAWS)


def _typed_date(form: Mapping[str, Any]) -> Response:
    chosen = _chosen(form)
    chosen.pop("until", None)
    draft = _draft(chosen)
    if draft.home is None or draft.template is None:
        return _unfinished(draft, chosen)
    try:
        until = placement_draft.typed_day({"date": form.get("date", "")})
        _draft({**chosen, "until": until})
    except InputRefused as refused:
        return page_again("placement/until.html", refused, draft=draft, chosen=chosen)
    query: dict[str, Any] = {**chosen, "until": until}
    return see_other("pages.new_placement", **query)


def _change_of_mind(form: dict[str, Any]) -> Response:
    chosen = _chosen(form)
    draft = _draft(chosen)
    if draft.until is None:
        return _unfinished(draft, chosen)
    return page("placement/decision.html", draft=draft, chosen=chosen, errors={}, typed=form, laws=LAWS)


def _check(child: str, form: dict[str, Any]) -> Response:
    checked = placement_draft.check(current_actor(), parts().vault, child, form, now())
    return page("placement/check.html", shown=checked, carried={"child": child, **form}, once=new_id())


def _share(child: str, form: dict[str, Any]) -> Response:
    once = request.form.get("once", "")
    placements.start(current_actor(), parts().vault, child, form, now(), placement=once)
    return _to_placement(child, once)


def _refused(refused: InputRefused, form: dict[str, Any]) -> Response:
    chosen = _chosen(form)
    if "until" in refused.fields:
        chosen.pop("until", None)
        return _until_again(refused, chosen)
    draft = _draft(chosen)
    if draft.until is None:
        return _unfinished(draft, chosen)
    return page_again("placement/decision.html", refused, draft=draft, chosen=chosen, laws=LAWS)


def _until_again(refused: InputRefused, chosen: dict[str, str]) -> Response:
    draft = _draft(chosen)
    if draft.home is None or draft.template is None:
        return _unfinished(draft, chosen)
    return page_again("placement/until.html", refused, draft=draft, chosen=chosen)


def _unfinished(draft: placement_draft.Draft, chosen: dict[str, str]) -> Response:
    """The first step that still lacks a choice: whoever posts without it did not come from our pages."""
    shown = _step(draft, chosen)
    shown.status_code = 422
    return shown


def _draft(chosen: Mapping[str, Any]) -> placement_draft.Draft:
    return placement_draft.open_draft(current_actor(), parts().vault, str(chosen.get("child", "")), chosen, now())


def _chosen(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: given[name] for name in CHOSEN if given.get(name)}


def _to_placement(child: str, placement: str) -> Response:
    return see_other("pages.placement", child=child, placement=placement)
