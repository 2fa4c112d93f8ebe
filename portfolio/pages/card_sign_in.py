"""A child signs in with a card: the code first, then four pictures, one press a round. Nothing of it in an address."""

from flask import Response, redirect, request
from flask_babel import gettext as _

from auth.errors import SignInBusy, SignInRefused
from auth.guard import public
from portfolio import picture_rounds
from portfolio.errors import InputRefused
from portfolio.pages import demo_list, working_session
from portfolio.pages.blueprint import now, page, pages, parts, posted
from portfolio.pages.sign_in import refusal_words
from portfolio.picture_rounds import Round
from portfolio.schemas.reading import read
from portfolio.schemas.sign_in import CardSchema

CODE = "sign_in/card.html"
PICTURES = "sign_in/pictures.html"


@pages.get("/sign-in/card")
@public
def sign_in_card() -> Response:
    """Ask for the card's code; a card held up to a camera brings it along behind the `#`."""
    return page(CODE, demo_children=demo_list.children(parts()))


@pages.post("/sign-in/card")
@public
def press_picture() -> Response:
    """One round: the code, or one picture more or less; the fourth picture signs in."""
    try:
        form = read(CardSchema(), posted(lists=("pictures",)))
    except InputRefused as refused:
        return page(CODE, status=422, errors=refused.fields, typed=request.form, demo_children=())
    shown = picture_rounds.after(form["pictures"], pick=form["pick"], undo=bool(form["undo"]))
    return _proved(form["card"], shown) if shown.complete else page(PICTURES, card=form["card"], round=shown)


def _proved(card: str, shown: Round) -> Response:
    try:
        account = parts().credentials.prove_card(card, shown.chosen, now(), request.remote_addr or "")
    except SignInRefused:
        return page(PICTURES, status=422, card=card, round=Round(), refused=refusal_words())
    except SignInBusy:
        words = _("Många loggar in just nu. Vänta en stund och försök igen.")
        return page(PICTURES, status=503, card=card, round=Round(), refused=words)
    working_session.take_over_forms(account)
    return working_session.enter(redirect("/", 303), account)
