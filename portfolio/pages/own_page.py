"""The child's own pages: her words, and who may read them."""

from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext as _

from auth.guard import current_actor
from portfolio import own_book, own_words
from portfolio.errors import InputRefused, VersionConflict
from portfolio.kinds.own_words import BY_CODE, QUESTIONS
from portfolio.pages.blueprint import now, page, page_again, pages, parts, see_other
from portfolio.pages.blueprint import posted as posted_form
from portfolio.pages.language import clock_time, translated
from portfolio.words import N_

READERS: dict[str, str] = {
    "home": N_("Där jag bor"),
    "school": N_("Min skola"),
    "officer": N_("Min socialsekreterare"),
    "care": N_("Vården"),
}
"""Whom the child may choose, in her words, in the order they stand."""

LARGEST = 2**31
"""No answer has so many versions."""


@pages.get("/me")
def own_page() -> Response:
    book = own_book.open_book(current_actor(), parts().vault, now())
    return page("own/book.html", book=book, readers=READERS)


@pages.get("/me/words/<question>")
def own_question(question: str) -> Response:
    opened = own_words.open_one(current_actor(), parts().vault, question, now())
    return page("own/question.html", **_shown(question, opened))


@pages.post("/me/words/<question>")
def save_own_words(question: str) -> Response:
    return _save(question, _given(question), based_on=_version())


@pages.post("/me/words/<question>/only-me")
def keep_own_words(question: str) -> Response:
    """*Jag ändrade mig*: taken back for everybody first; then what else the form holds is saved."""
    based_on = own_words.keep_to_herself(current_actor(), parts().vault, question, now(), based_on=_version())
    return _save(question, {**_given(question), "audience": []}, based_on=based_on, stay=True)


@pages.post("/me/words/<question>/undo")
def undo_own_words(question: str) -> Response:
    try:
        own_words.undo(current_actor(), parts().vault, _given(question), now(), based_on=_version())
    except InputRefused:
        # What could not be saved is not saved; leaving it is the undoing.
        return _to(question)
    return _to(question)


@pages.post("/me/words/<question>/restore")
def restore_own_words(question: str) -> Response:
    number = request.form.get("number", type=int) or 0
    try:
        own_words.restore(current_actor(), parts().vault, question, number, now(), based_on=_version())
    except VersionConflict:
        return _two_versions(question, _given(question))
    return _to(question)


def _save(question: str, given: dict[str, Any], *, based_on: int, stay: bool = False) -> Response:
    try:
        number = own_words.save(current_actor(), parts().vault, given, now(), based_on=based_on)
    except InputRefused as refused:
        if _by_script():
            messages = [message for texts in translated(refused.fields).values() for message in texts]
            return _told(422, status=" ".join(messages))
        opened = own_words.open_one(current_actor(), parts().vault, question, now())
        return page_again("own/question.html", refused, **_shown(question, opened), given=given)
    except VersionConflict:
        if _by_script():
            return _told(412)
        return _two_versions(question, given)
    if _by_script():
        return _told(200, status=_("Sparat %(clock)s", clock=clock_time(now())), version=str(number))
    if stay:
        return _to(question)
    following = _following(question)
    return _to(following) if following else see_other("pages.own_page")


def _two_versions(question: str, given: dict[str, Any]) -> Response:
    opened = own_words.open_one(current_actor(), parts().vault, question, now())
    return page("own/two_versions.html", status=412, **_shown(question, opened), given=given)


def _shown(question: str, opened: own_words.OpenedAnswer) -> dict[str, Any]:
    codes = [one.code for one in QUESTIONS]
    return {
        "answer": opened.answer,
        "earlier": opened.earlier,
        "readers": READERS,
        "place": codes.index(question) + 1,
        "total": len(codes),
        "following": _following(question),
    }


def _following(question: str) -> str | None:
    codes = list(BY_CODE)
    return next(iter(codes[codes.index(question) + 1 :]), None)


def _given(question: str) -> dict[str, Any]:
    form = posted_form(lists=("pictures", "audience"))
    form.pop("number", None)
    return {**form, "question": question}


def _version() -> int:
    """The number that the form was made from; one that is no number stands on nothing."""
    asked = request.form.get("version", type=int)
    return asked if asked is not None and 0 <= asked < LARGEST else -1


def _by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _told(code: int, **said: str) -> Response:
    answer = jsonify(said)
    answer.status_code = code
    return answer


def _to(question: str) -> Response:
    return see_other("pages.own_question", question=question)
