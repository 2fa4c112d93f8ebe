"""The child's card: an adult who answers for her issues it with her, and she chooses the pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auth.accounts import Accounts
from auth.actors import Actor, Membership, Role
from auth.errors import PicturesRefused
from consent.actions import Action
from consent.purposes import Purpose
from portfolio import admission, children
from portfolio.admission import Admitted
from portfolio.children import Heading
from portfolio.errors import InputRefused
from portfolio.words import N_
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class CardPlan:
    """Whose card it is, and whether she has one: since when, and whether too many wrong tries have shut it."""

    heading: Heading
    issued_at: datetime | None
    shut: bool
    has_pictures: bool


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to print: its code is shown now and never again."""

    heading: Heading
    code: str = field(repr=False)


def plan(actor: Actor, vault: Vault, accounts: Accounts, child: str, at: datetime) -> CardPlan:
    """The child's card as it stands, for whoever may issue a new one. Raises AccessDenied."""
    admitted = _admit(actor, child, at)
    account = accounts.of_person(admitted.child["person"])
    heading = _heading(admitted, vault, at)
    if account is None:
        return CardPlan(heading, None, shut=False, has_pictures=False)
    return CardPlan(heading, account.card_issued_at, account.card_locked, account.has_pictures)


def issue(actor: Actor, vault: Vault, accounts: Accounts, child: str, pictures: Sequence[str], at: datetime) -> NewCard:
    """A new card with these four pictures, or with those she has if none are given; an earlier card is dead.

    Raises AccessDenied before InputRefused.
    """
    admitted = _admit(actor, child, at)
    account = accounts.of_person(admitted.child["person"])
    if not pictures and (account is None or not account.has_pictures):
        raise InputRefused({"pictures": [CHOOSE]})
    opened = account.id if account else _open(accounts, admitted, at)
    if pictures:
        try:
            accounts.set_picture_code(opened, pictures)
        except PicturesRefused:
            raise InputRefused({"pictures": [CHOOSE]}) from None
    return NewCard(_heading(admitted, vault, at), accounts.issue_card(opened, at).card_code)


CHOOSE = N_("Välj fyra olika bilder.")


def _admit(actor: Actor, child: str, at: datetime) -> Admitted:
    return admission.admit(actor, Action.ISSUE_CARD, Purpose.CASEWORK, child, at)


def _heading(admitted: Admitted, vault: Vault, at: datetime) -> Heading:
    return children.heading(vault.open(admitted.permit), admitted.child, at)


def _open(accounts: Accounts, admitted: Admitted, at: datetime) -> str:
    membership = Membership("", admitted.permit.authority, Role.CHILD, at)
    return accounts.open_account(admitted.child["person"], (membership,), at)
