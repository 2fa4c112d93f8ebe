"""A child's code name: an animal and a colour, for when no name should be said aloud."""

from itertools import product
from secrets import choice

from auth.models import rows
from portfolio.models import Child
from portfolio.words import N_

ANIMALS: dict[str, str] = {
    "fox": N_("räv"),
    "bear": N_("björn"),
    "cat": N_("katt"),
    "dog": N_("hund"),
    "owl": N_("uggla"),
    "rabbit": N_("kanin"),
    "hedgehog": N_("igelkott"),
    "frog": N_("groda"),
    "turtle": N_("sköldpadda"),
    "whale": N_("val"),
    "butterfly": N_("fjäril"),
    "ladybug": N_("nyckelpiga"),
}
COLOURS: dict[str, str] = {
    "green": N_("Grön"),
    "blue": N_("Blå"),
    "yellow": N_("Gul"),
    "red": N_("Röd"),
    "purple": N_("Lila"),
    "orange": N_("Orange"),
    "pink": N_("Rosa"),
    "turquoise": N_("Turkos"),
    "brown": N_("Brun"),
    "grey": N_("Grå"),
}
"""Every animal here is of the gender whose adjective these colours are, so that any two go together in Swedish."""


def chosen_for(officer: str) -> tuple[str, str]:
    """An animal and a colour, by chance, that no other child of this officer's has while any are left."""
    theirs = rows(Child).find({"officers.person": officer}, {"code_animal": 1, "code_colour": 1})
    taken = {(row["code_animal"], row["code_colour"]) for row in theirs}
    every = list(product(ANIMALS, COLOURS))
    return choice([pair for pair in every if pair not in taken] or every)
