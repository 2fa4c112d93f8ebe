"""The officer's pages about one child, and registering one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from auth.guard import current_actor
from auth.identifiers import new_id
from portfolio import caseload, child_overview, children, forms
from portfolio.errors import InputRefused
from portfolio.kinds import recorded_by_officers
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted, see_other

GUARDIAN_ROWS = 3


@pages.get("/children", endpoint="children")
def mine() -> Response:
    """*Mina barn*."""
    return page("children/mine.html", mine=caseload.mine(current_actor(), parts().vault, now()))


@pages.get("/children/new")
def register_child() -> Response:
    return page("children/register.html", **_registration(), typed={}, errors={})


@pages.post("/children/new")
def save_child() -> Response:
    actor = current_actor()
    sent = posted(lists=("officers",))
    forms.joined_date(sent, "born")
    filled = forms.gathered_rows(sent, "guardians", ("name", "phone"), GUARDIAN_ROWS)
    authority = children.office_of(actor, now())
    try:
        child = children.register(actor, parts().vault, authority, sent, now(), once=request.form.get("once", ""))
    except InputRefused as refused:
        errors = InputRefused(forms.row_errors(refused.fields, "guardians", filled))
        return page_again("children/register.html", errors, **_registration())
    return see_other("pages.child", child=child)


@pages.get("/children/<child>")
def child(child: str) -> Response:
    return _overview(child)


@pages.post("/children/<child>/officers")
def appoint_officer(child: str) -> Response:
    """Let another officer answer for the child too."""
    try:
        children.appoint(current_actor(), child, posted(), now())
    except InputRefused as refused:
        return _overview(child, refused.fields)
    return see_other("pages.child", child=child, _anchor="svarar")


def _registration() -> dict[str, Any]:
    actor = current_actor()
    start = children.registration(actor, parts().vault, children.office_of(actor, now()), now())
    return {"start": start, "guardian_rows": range(1, GUARDIAN_ROWS + 1), "once": request.form.get("once") or new_id()}


def _overview(child: str, errors: Mapping[str, Sequence[str]] | None = None) -> Response:
    shown = child_overview.open_for_officer(current_actor(), parts().vault, child, now())
    kinds = {kind.code: kind for kind in recorded_by_officers()}
    return page("child/child.html", status=422 if errors else 200, shown=shown, kinds=kinds, errors=errors or {})
