"""The blueprint that every page hangs on, and what each page asks of the request it answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for

from portfolio.errors import InputRefused
from portfolio.wiring import Parts

pages = Blueprint("pages", __name__)


def parts() -> Parts:
    """The running service's parts."""
    found: Parts = current_app.extensions["portfolio"]
    return found


def now() -> datetime:
    """The time of this request, the same however often it is asked."""
    if "at" not in g:
        g.at = parts().clock()
    at: datetime = g.at
    return at


def posted(*, lists: tuple[str, ...] = ()) -> dict[str, Any]:
    """The form as a mapping: empty optional fields and the form's own fields left out, `lists` as lists."""
    form: dict[str, Any] = {}
    for name in request.form:
        if name in OWN_FIELDS:
            continue
        if name in lists:
            values = [value for value in request.form.getlist(name) if value.strip()]
            form[name] = values
        elif request.form[name].strip():
            form[name] = request.form[name]
    return form


OWN_FIELDS = frozenset({"csrf_token", "based_on", "once", "version"})
"""What our forms carry for themselves: never part of what a person wrote."""


def page(template: str, *, status: int = 200, **shown: Any) -> Response:
    """A rendered page."""
    return make_response(render_template(template, **shown), status)


def see_other(endpoint: str, **values: Any) -> Response:
    """Where to look after a post: a page that can be loaded again without posting again (303)."""
    return redirect(url_for(endpoint, **values), 303)  # type: ignore[return-value]  # werkzeug's response, not flask's


def page_again(template: str, refused: InputRefused, **shown: Any) -> Response:
    """The same page with what was typed and what to put right (422)."""
    errors: Mapping[str, Any] = refused.fields
    return page(template, status=422, errors=errors, typed=request.form, **shown)
