"""The HTML face: parse, call a use case, render. No rule lives here; every page works without JavaScript."""

from flask import Flask

from portfolio.pages import (
    account_page,
    card_page,
    card_sign_in,
    child_page,
    everyday_page,
    fact_page,
    first_page,
    handover_page,
    headers,
    home_page,
    invitation_page,
    language,
    log_page,
    office_page,
    own_page,
    placement_page,
    refusals,
    sharing_page,
    sign_in,
    start_page,
)
from portfolio.pages.blueprint import pages

ASKED_BY_SCRIPTS = frozenset({"pages.still_open", "pages.handover_still_open"})
"""What an open page asks by itself, minute after minute: no sign that somebody is there."""

__all__ = (
    "ASKED_BY_SCRIPTS",
    "account_page",
    "card_page",
    "card_sign_in",
    "child_page",
    "everyday_page",
    "fact_page",
    "first_page",
    "handover_page",
    "headers",
    "home_page",
    "invitation_page",
    "language",
    "log_page",
    "office_page",
    "own_page",
    "placement_page",
    "refusals",
    "set_up",
    "sharing_page",
    "sign_in",
    "start_page",
)


def set_up(app: Flask) -> None:
    """Add every page."""
    app.register_blueprint(pages)
