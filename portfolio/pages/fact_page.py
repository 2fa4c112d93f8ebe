"""Facts by hand: add, read back, correct, end."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from auth.guard import current_actor
from auth.identifiers import new_id
from portfolio import facts, forms
from portfolio.errors import InputRefused, VersionConflict
from portfolio.kinds import KINDS
from portfolio.kinds.kind import Kind
from portfolio.pages import fact_words
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted, see_other

__all__ = ("fact_words",)

STEPS = ("save", "change")
"""What the buttons of a read-back say; no button of it pressed means that there is still something to read back."""


@pages.get("/children/<child>/facts/<kind>/new")
def add_fact(child: str, kind: str) -> Response:
    sort = facts.typed_kind(kind)
    heading = facts.about(current_actor(), parts().vault, child, now())
    return page("fact/add.html", heading=heading, kind=sort, **_form(sort), once=new_id(), typed=_begun(), errors={})


@pages.post("/children/<child>/facts/<kind>/new")
def save_fact(child: str, kind: str) -> Response:
    """Save a fact, after it has been read back where its kind asks for that."""
    actor, sort, sent, step = current_actor(), facts.typed_kind(kind), *_sent()
    shown = {"kind": sort, **_form(sort), "once": request.form.get("once") or new_id()}
    if step == "change":
        heading = facts.about(actor, parts().vault, child, now())
        return page("fact/add.html", heading=heading, typed=request.form, errors={}, **shown)
    try:
        if sort.read_back and step != "save":
            checked = facts.checked(actor, parts().vault, child, sort, sent, now())
            return page("fact/check.html", checked=checked, sent=_again(), **shown)
        facts.add_once(actor, parts().vault, child, sort, sent, now(), once=request.form.get("once", ""))
    except InputRefused as refused:
        heading = facts.about(actor, parts().vault, child, now())
        return page_again("fact/add.html", _by_field(refused), heading=heading, **shown)
    return _saved(child, sort)


@pages.get("/children/<child>/facts/<document>")
def fact(child: str, document: str) -> Response:
    opened = facts.open_one(current_actor(), parts().vault, child, document, now())
    sort = KINDS[opened.fact.kind]
    typed = forms.values(opened.fact.content)
    return page("fact/fact.html", opened=opened, kind=sort, **_form(sort), typed=typed, errors={}, correcting=False)


@pages.post("/children/<child>/facts/<document>")
def correct_fact(child: str, document: str) -> Response:
    """Correct a fact, after it has been read back where its kind asks for that."""
    actor, sent, step = current_actor(), *_sent()
    opened = facts.open_one(actor, parts().vault, child, document, now())
    sort = KINDS[opened.fact.kind]
    shown = {"opened": opened, "kind": sort, **_form(sort)}
    if step == "change":
        return page("fact/fact.html", typed=request.form, errors={}, correcting=True, **shown)
    try:
        if sort.read_back and step != "save":
            checked = facts.checked(actor, parts().vault, child, sort, sent, now())
            return page("fact/check.html", checked=checked, sent=_again(), kind=sort)
        facts.correct(actor, parts().vault, child, document, sort, sent, now(), based_on=_based_on())
    except InputRefused as refused:
        return page_again("fact/fact.html", _by_field(refused), correcting=True, **shown)
    except VersionConflict:
        mine = facts.checked(actor, parts().vault, child, sort, sent, now())
        return page("fact/two_versions.html", status=412, mine=mine, sent=_again(), **shown)
    return _saved(child, sort)


@pages.post("/children/<child>/facts/<document>/end")
def end_fact(child: str, document: str) -> Response:
    facts.end(current_actor(), child, document, now())
    flash(_("Sparat. Uppgiften står nu under Gäller inte längre."))
    return see_other("pages.child", child=child)


def _sent() -> tuple[dict[str, Any], str]:
    sent = posted(lists=("times",))
    if not sent.get("times"):
        sent.pop("times", None)
    step = sent.pop("step", "")
    return sent, step if step in STEPS else ""


def _begun() -> dict[str, str]:
    """What the button that led here already said: of which area nothing is known."""
    return {"area": request.args.get("area", "")}


def _again() -> list[tuple[str, str]]:
    """What was sent, to be sent again by the next button."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in {"csrf_token", "step"}]


def _based_on() -> int:
    number = request.form.get("based_on", "")
    return int(number) if number.isdecimal() and len(number) < 9 else 0


def _form(kind: Kind) -> dict[str, Any]:
    return {"fields": forms.of_schema(kind.schema)}


def _by_field(refused: InputRefused) -> InputRefused:
    return InputRefused(forms.by_field(refused.fields))


def _saved(child: str, kind: Kind) -> Response:
    flash(_("Sparat."))
    return see_other("pages.child", child=child, _anchor=kind.code)
