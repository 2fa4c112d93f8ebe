"""A child's card: the adult who answers for her issues it, and she chooses four pictures beside them."""

from flask import Response, request, url_for

from auth.guard import current_actor
from portfolio import cards, picture_rounds
from portfolio.errors import InputRefused
from portfolio.pages.blueprint import now, page, pages, parts, posted
from portfolio.pages.qr import qr_svg
from portfolio.picture_rounds import Round
from portfolio.schemas.reading import read
from portfolio.schemas.sign_in import IssueSchema


@pages.get("/children/<child>/card")
def issue_card(child: str) -> Response:
    """The card as it stands, and the pictures to choose from."""
    return _choosing(child, Round())


@pages.post("/children/<child>/card")
def press_card_picture(child: str) -> Response:
    """One round: one picture more or less, or the card itself."""
    try:
        pressed = read(IssueSchema(), posted(lists=("pictures",)))
    except InputRefused as refused:
        return _choosing(child, Round(), refused)
    if pressed["issue"]:
        return _issued(child, tuple(pressed["pictures"]))
    return _choosing(child, picture_rounds.after(pressed["pictures"], pick=pressed["pick"], undo=bool(pressed["undo"])))


def _choosing(child: str, shown: Round, refused: InputRefused | None = None) -> Response:
    plan = cards.plan(current_actor(), parts().vault, parts().accounts, child, now())
    errors = refused.fields if refused else {}
    return page("card/choose.html", status=422 if refused else 200, plan=plan, round=shown, errors=errors)


def _issued(child: str, pictures: tuple[str, ...]) -> Response:
    try:
        card = cards.issue(current_actor(), parts().vault, parts().accounts, child, pictures, now())
    except InputRefused as refused:
        return _choosing(child, Round(), refused)
    # Behind the `#`, where no server and no log sees it.
    link = f"{url_for('pages.sign_in_card', _external=True)}#{card.code}"
    return page("card/card.html", card=card, qr=qr_svg(link), address=request.host)
