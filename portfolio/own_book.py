"""*Min bok*: the child's own first page, with her answers and how to reach who is responsible for her."""

from dataclasses import dataclass
from datetime import datetime

from auth.actors import Actor
from consent.actions import Action
from consent.purposes import Purpose
from portfolio import admission, children, own_words
from portfolio.directory import Party
from portfolio.own_words import Answer
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Book:
    """Her name and picture, every question with her answer, and the adults she can always ring (needs-1 A-04)."""

    heading: children.Heading
    answers: tuple[Answer, ...]
    officers: tuple[Party, ...]
    on_call: str


def open_book(actor: Actor, vault: Vault, at: datetime) -> Book:
    """Open her own page for the child. Raises AccessDenied."""
    child = own_words.child_of(actor)
    admitted = admission.admit(actor, Action.READ, Purpose.OWN_STORY, child, at, kinds={own_words.KIND.code})
    opening = vault.open(admitted.permit)
    return Book(
        heading=children.heading(opening, admitted.child, at),
        answers=own_words.answers(opening, admitted.documents),
        officers=children.responsible(admitted, vault),
        on_call=children.on_call(opening, admitted.child),
    )
