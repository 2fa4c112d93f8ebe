"""The home's first screen and its other three places."""

from collections.abc import Iterable

from flask import Response, request
from flask_babel import gettext as _

from auth.guard import current_actor
from consent.errors import AccessDenied
from portfolio import first_screen as first_screens
from portfolio import in_the_home
from portfolio.clock import in_stockholm
from portfolio.important_now import Dose
from portfolio.kinds.own_words import Picture
from portfolio.pages.blueprint import now, page, pages, parts
from portfolio.pages.language import clock_time, day
from portfolio.words import N_

LABELS = {
    "allergy": N_("Allergier"),
    "medicine": N_("Läkemedel"),
    "risk": N_("Risker"),
    "emergency_plan": N_("Om något händer"),
    "condition": N_("Diagnoser"),
    "immunisation": N_("Vaccinationer"),
    "known_none": N_("Det som inte finns"),
    "school_start": N_("Skolstart"),
    "classroom_help": N_("Det här hjälper"),
    "school_contact": N_("Kontakter i skolan"),
    "pickup": N_("Hämta"),
}
"""What the shelves are called."""

DONE = frozenset({"dose", "taken_back", "note"})

EVENING = 17
MORNING = 5


@pages.get("/home/<child>")
def first_screen(child: str) -> Response:
    shown = first_screens.open_for_home(current_actor(), parts().vault, child, now())
    done = request.args.get("done", "")
    return page("first_screen/first_screen.html", shown=shown, current="now", done=done if done in DONE else "")


@pages.get("/home/<child>/open")
def still_open(child: str) -> Response:
    """Asked by an open page: 204 while it may stay open, and the uniform 404 when not."""
    if not first_screens.may_still_open(current_actor(), child, now()):
        raise AccessDenied
    return Response(status=204)


@pages.get("/home/<child>/health")
def home_health(child: str) -> Response:
    shown = in_the_home.open_health(current_actor(), parts().vault, child, now())
    words = {"title": _("Hälsa"), "empty": _("Inget är skrivet om hälsan.")}
    return page("home/shelf.html", shown=shown, current="health", labels=LABELS, **words)


@pages.get("/home/<child>/school")
def home_school(child: str) -> Response:
    shown = in_the_home.open_school(current_actor(), parts().vault, child, now())
    words = {"title": _("Skola"), "empty": _("Inget är skrivet om skolan.")}
    return page("home/shelf.html", shown=shown, current="school", labels=LABELS, **words)


@pages.get("/home/<child>/more")
def home_more(child: str) -> Response:
    shown = in_the_home.open_more(current_actor(), parts().vault, child, now())
    return page("home/more.html", shown=shown, current="more")


@pages.app_template_filter("dose_time")
def dose_time(dose: Dose) -> str:
    """When a dose is due, as a person says it tonight: *I kväll 20.30*, *I morgon 07.30*, *I dag, tid okänd*."""
    if dose.due is None:
        return str(_("I dag, tid okänd"))
    local, clock = in_stockholm(dose.due), clock_time(dose.due)
    days = (local.date() - in_stockholm(now()).date()).days
    if days == 1:
        return str(_("I morgon %(clock)s", clock=clock))
    if days == 0 and local.hour >= EVENING:
        return str(_("I kväll %(clock)s", clock=clock))
    if days == 0 and local.hour < MORNING:
        return str(_("I natt %(clock)s", clock=clock))
    if days == 0:
        return str(_("I dag %(clock)s", clock=clock))
    if days == -1:
        return str(_("I går %(clock)s", clock=clock))
    return f"{day(local.date())} {clock}"


@pages.app_template_filter("picture_chips")
def picture_chips(pictures: Iterable[Picture]) -> list[dict[str, str]]:
    """The pictures a child chose, each with its word."""
    return [{"picture": picture.code, "text": _(picture.word)} for picture in pictures]
