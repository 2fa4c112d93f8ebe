"""The home ticks doses and writes how it went."""

from flask import Response, request

from auth.guard import current_actor
from auth.identifiers import is_id, new_id
from portfolio import everyday, in_the_home
from portfolio.errors import InputRefused
from portfolio.pages.blueprint import now, page, page_again, pages, parts, posted, see_other


@pages.post("/home/<child>/doses")
def give_dose(child: str) -> Response:
    everyday.give_dose(current_actor(), parts().vault, child, posted(), now())
    return _back(child, "dose")


@pages.post("/home/<child>/doses/undo")
def take_back_dose(child: str) -> Response:
    everyday.take_back_dose(current_actor(), parts().vault, child, posted(), now())
    return _back(child, "taken_back")


@pages.get("/home/<child>/note")
def day_note(child: str) -> Response:
    shown = in_the_home.open_note_form(current_actor(), parts().vault, child, now())
    return page("everyday/note.html", shown=shown, current="more", once=new_id(), errors={}, typed={})


@pages.post("/home/<child>/note")
def write_day_note(child: str) -> Response:
    once = request.form.get("once", "")
    once = once if is_id(once) else new_id()
    try:
        everyday.write_day_note(current_actor(), parts().vault, child, posted(), now(), once=once)
    except InputRefused as refused:
        shown = in_the_home.open_note_form(current_actor(), parts().vault, child, now())
        return page_again("everyday/note.html", refused, shown=shown, current="more", once=once)
    return _back(child, "note")


def _back(child: str, done: str) -> Response:
    return see_other("pages.first_screen", child=child, done=done)
