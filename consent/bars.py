"""Reasons to refuse whatever else holds. Each is a statement that is true of the request when it bars."""

from consent.actions import Action
from consent.facts import Request
from consent.purposes import Purpose

PURPOSES: dict[Action, frozenset[Purpose]] = {
    Action.READ: frozenset(set(Purpose) - {Purpose.OFFICE}),
    Action.PREVIEW: frozenset({Purpose.CASEWORK}),
    Action.RECORD_FACT: frozenset({Purpose.CASEWORK}),
    Action.IMPORT_SUMMARY: frozenset({Purpose.CASEWORK}),
    Action.WRITE_EVERYDAY: frozenset({Purpose.DAILY_CARE}),
    Action.SAVE_OWN_WORDS: frozenset({Purpose.OWN_STORY}),
    Action.READ_LOG: frozenset({Purpose.OWN_STORY, Purpose.CASEWORK}),
    Action.APPOINT: frozenset({Purpose.CASEWORK}),
    Action.START_PLACEMENT: frozenset({Purpose.CASEWORK}),
    Action.END_PLACEMENT: frozenset({Purpose.CASEWORK}),
    Action.SHARE: frozenset({Purpose.CASEWORK}),
    Action.STOP_SHARING: frozenset({Purpose.CASEWORK}),
    Action.RECORD_CONSENT: frozenset({Purpose.CASEWORK}),
    Action.ISSUE_CARD: frozenset({Purpose.CASEWORK}),
    Action.CONFIRM_RECEIPT: frozenset({Purpose.SCHOOL_START}),
    Action.LIST_CHILDREN: frozenset(
        {Purpose.CASEWORK, Purpose.DAILY_CARE, Purpose.GUARDIAN_INSIGHT, Purpose.SCHOOL_START}
    ),
    Action.LIST_HANDOVERS: frozenset({Purpose.SCHOOL_START, Purpose.CASEWORK}),
}
"""Which purposes an act can have at all; an act that is not here has none and is barred."""


def purpose_does_not_fit(request: Request) -> bool:
    """The stated purpose is not one this act can have (I8)."""
    return request.purpose not in PURPOSES.get(request.action, frozenset())


def is_kept_by_the_child(request: Request) -> bool:
    """The child has kept these words to herself: nobody else reads them, whatever they hold (design.md 4)."""
    document = request.document
    if document is None or document.audience is None:
        return False
    return not document.audience and request.actor.person != request.subject.person
