"""`decide`: bars first, then one ground, and no ground means no. Pure, total, and short enough to print."""

from collections.abc import Callable
from dataclasses import dataclass

from consent import bars, grounds
from consent.actions import Action
from consent.facts import OfficeRequest, Request, Standing


@dataclass(frozen=True, slots=True)
class Allowed:
    """Let through, on the ground of that name, in that capacity."""

    ground: str
    standing: Standing

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """Refused, by the bar of that name or for want of a ground. Falsy, so that `if decision` reads as it should."""

    bar: str

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied

BARS: tuple[Callable[[Request], bool], ...] = (bars.purpose_does_not_fit, bars.is_kept_by_the_child)

_CASEWORK = (grounds.answers_for_the_child,)
_LISTS = (grounds.answers_for_the_child, grounds.holds_a_grant)

GROUNDS: dict[Action, tuple[Callable[[Request], Standing | None], ...]] = {
    Action.READ: (grounds.is_the_child, grounds.answers_for_the_child, grounds.holds_a_grant),
    Action.PREVIEW: _CASEWORK,
    Action.RECORD_FACT: _CASEWORK,
    Action.IMPORT_SUMMARY: _CASEWORK,
    Action.WRITE_EVERYDAY: (grounds.holds_a_grant,),
    Action.SAVE_OWN_WORDS: (grounds.is_the_child,),
    Action.READ_LOG: (grounds.is_the_child, grounds.answers_for_the_child),
    Action.APPOINT: _CASEWORK,
    Action.START_PLACEMENT: _CASEWORK,
    Action.END_PLACEMENT: _CASEWORK,
    Action.SHARE: _CASEWORK,
    Action.STOP_SHARING: _CASEWORK,
    Action.RECORD_CONSENT: _CASEWORK,
    Action.ISSUE_CARD: _CASEWORK,
    Action.CONFIRM_RECEIPT: (grounds.holds_a_grant,),
    Action.LIST_CHILDREN: _LISTS,
    Action.LIST_HANDOVERS: _LISTS,
}

OFFICE_GROUNDS: dict[Action, tuple[Callable[[OfficeRequest], Standing | None], ...]] = {
    Action.REGISTER_CHILD: (grounds.works_for_the_authority,),
    Action.CHOOSE_RECIPIENT: (grounds.works_for_the_authority, grounds.runs_the_office),
    Action.RUN_OFFICE: (grounds.runs_the_office,),
    Action.ANSWER_INVITATION: (grounds.holds_an_invitation,),
}


def decide(request: Request) -> Decision:
    """Decide one question about one child."""
    for bar in BARS:
        if bar(request):
            return Denied(bar.__name__)
    for ground in GROUNDS.get(request.action, ()):
        standing = ground(request)
        if standing is not None:
            return Allowed(ground.__name__, standing)
    return Denied("no_ground")


def decide_office(request: OfficeRequest) -> Decision:
    """Decide one question about an authority's own office."""
    for ground in OFFICE_GROUNDS.get(request.action, ()):
        standing = ground(request)
        if standing is not None:
            return Allowed(ground.__name__, standing)
    return Denied("no_ground")
