"""Which children live here: the home's list."""

from flask import Response, request

from auth.guard import current_actor
from portfolio import in_the_home
from portfolio.pages.blueprint import now, page, pages, parts, see_other


@pages.get("/home")
def home() -> Response:
    """*Här bor*; one child only: straight to her page, unless the list itself was asked for."""
    here = in_the_home.children_here(current_actor(), parts().vault, now())
    if len(here) == 1 and "all" not in request.args:
        return see_other("pages.first_screen", child=here[0].heading.child)
    return page("home/list.html", here=here)
