"""What the home gives and sees: doses ticked, and how it went. It stays with the child."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pymongo.client_session import ClientSession

from auth.actors import Actor
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, documents
from portfolio.admission import Admitted
from portfolio.errors import InputRefused, VersionConflict
from portfolio.important_now import due_doses
from portfolio.kinds import KINDS
from portfolio.schemas.everyday import TickSchema
from portfolio.schemas.reading import read
from portfolio.subjects import RECENT
from portfolio.words import N_
from storage.vault import Opening, Vault

DOSE_GIVEN = KINDS["dose_given"]
DAY_NOTE = KINDS["day_note"]


def give_dose(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime) -> None:
    """Tick a dose as given now; ticking twice ticks once. Raises AccessDenied before InputRefused."""
    try:
        _tick(actor, vault, child, given, at, is_given=True)
    except VersionConflict:
        return  # Somebody else in the home ticked the same dose at the same moment.


def take_back_dose(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime) -> None:
    """Say that a dose ticked by mistake was not given: a new version, the first one stays."""
    _tick(actor, vault, child, given, at, is_given=False)


def write_day_note(
    actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime, *, once: str
) -> None:
    """Keep how it went. The same form sent twice (`once`) is kept once. Raises AccessDenied before InputRefused."""

    def write(opened: Admitted, session: ClientSession) -> None:
        content = read(DAY_NOTE.schema(), given)
        documents.add(opened.permit, vault.open(opened.permit), DAY_NOTE, content, session, key=once)

    try:
        admission.change(lambda: _admit(actor, child, at), write)
    except VersionConflict:
        return


def _tick(actor: Actor, vault: Vault, child: str, given: Mapping[str, Any], at: datetime, *, is_given: bool) -> None:
    def write(opened: Admitted, session: ClientSession) -> None:
        form = read(TickSchema(), given)
        opening = vault.open(opened.permit)
        _must_be_due(opened, opening, form, at)
        key = f"{form['medicine']}:{form['due']}"
        ticked = next((row for row in opened.documents if row.get("key") == key), None)
        content = {**form, "given": is_given}
        if ticked is not None:
            _change_tick(opened, opening, ticked, content, session)
        elif is_given:
            documents.add(opened.permit, opening, DOSE_GIVEN, content, session, key=key)

    admission.change(
        lambda: _admit(actor, child, at, kinds=frozenset({"medicine", "dose_given"})),
        write,
    )


def _change_tick(
    opened: Admitted, opening: Opening, row: Mapping[str, Any], content: Mapping[str, Any], session: ClientSession
) -> None:
    if documents.opened(opening, row).content.get("given", True) == content["given"]:
        return
    documents.supersede(
        opened.permit,
        opening,
        DOSE_GIVEN,
        row,
        documents.encoded(content),
        session,
        based_on=row["head"]["number"],
    )


def _must_be_due(opened: Admitted, opening: Opening, form: Mapping[str, Any], at: datetime) -> None:
    for row in opened.documents:
        if row["_id"] == form["medicine"] and row["kind"] == "medicine":
            doses = due_doses(row["_id"], documents.opened(opening, row).content, at)
            if any(dose.code == form["due"] and dose.is_near for dose in doses):
                return
            raise InputRefused({"due": [N_("Den tiden går inte att markera nu.")]})
    raise AccessDenied


def _admit(actor: Actor, child: str, at: datetime, *, kinds: frozenset[str] = frozenset()) -> Admitted:
    return admission.admit(
        actor,
        Action.WRITE_EVERYDAY,
        Purpose.DAILY_CARE,
        child,
        at,
        kinds=kinds,
        ended=False,
        everyday_since=at - RECENT,
    )
