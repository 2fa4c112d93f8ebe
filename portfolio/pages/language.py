"""Which language a page speaks: the one chosen, else the browser's among ours, else Swedish."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask import Flask, Response, g, redirect, request, session
from flask_babel import Babel, format_date, format_timedelta, get_locale
from flask_babel import gettext as _

from auth.actors import Role
from auth.guard import actor_if_any, public
from portfolio.clock import in_stockholm
from portfolio.local_paths import local_or_start
from portfolio.pages.blueprint import now, pages, parts

LANGUAGES = ("sv", "en")


@pages.post("/language")
@public
def language() -> Response:
    """Remember the language chosen, and go back to where it was chosen."""
    chosen = request.form.get("value", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
    back = local_or_start(request.form.get("next", "/"))
    return redirect(back, 303)  # type: ignore[return-value]  # werkzeug's response, not flask's


def set_up(app: Flask) -> None:
    """Babel with our catalogues, and the words for times that templates use."""
    Babel(
        app,
        default_locale="sv",
        default_timezone="Europe/Stockholm",
        default_translation_directories="translations",
        locale_selector=_chosen,
    )
    app.jinja_env.filters.update(when=when, ago=ago, day=day, clock=clock_time)
    app.context_processor(_globals)


def when(at: datetime) -> str:
    """A time as a person says it: *i dag 21.48*, *i går 10.12*, *tisdag 24 november 12.00*."""
    local, today = in_stockholm(at), in_stockholm(now()).date()
    clock = clock_time(at)
    if local.date() == today:
        return str(_("i dag %(clock)s", clock=clock))
    if local.date() == today - timedelta(days=1):
        return str(_("i går %(clock)s", clock=clock))
    if local.date() == today + timedelta(days=1):
        return str(_("i morgon %(clock)s", clock=clock))
    return str(_("%(day)s %(clock)s", day=day(local.date()), clock=clock))


def clock_time(at: datetime) -> str:
    """The time of day in Stockholm, `21.48`."""
    return f"{in_stockholm(at):%H.%M}"


def day(given: date | str) -> str:
    """A day with its weekday, `tisdag 24 november`; the year when it is not this one."""
    found = date.fromisoformat(given) if isinstance(given, str) else given
    this_year = found.year == in_stockholm(now()).year
    pattern = "EEEE d MMMM" if this_year else "EEEE d MMMM y"
    return str(format_date(found, pattern))


def ago(given: datetime | date | str) -> str:
    """How old something is: *i dag*, *i går*, *3 veckor sedan*."""
    found = _as_day(given)
    days = (in_stockholm(now()).date() - found).days
    if days <= 0:
        return str(_("i dag"))
    if days == 1:
        return str(_("i går"))
    return str(format_timedelta(timedelta(days=-days), granularity="day", add_direction=True, threshold=1.2))


def _as_day(given: datetime | date | str) -> date:
    if isinstance(given, str):
        return date.fromisoformat(given[:10])
    return in_stockholm(given).date() if isinstance(given, datetime) else given


def translated(fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """A refusal's messages in the reader's language."""
    return {name: [_(message) for message in messages] for name, messages in fields.items()}


def _chosen() -> str:
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES) or "sv"


def _globals() -> dict[str, object]:
    locale = get_locale()
    actor = actor_if_any() if not g.get("no_actor") else None
    roles = actor.roles(now()) if actor else frozenset()
    return {
        "actor": actor,
        "runs_office": Role.ADMINISTRATOR in roles,
        "signs_in_by_name": bool(roles - {Role.CHILD}),
        "demo_world": parts().settings.demo,
        "lang": str(locale.language) if locale else "sv",
        "languages": LANGUAGES,
        "translated": translated,
    }
