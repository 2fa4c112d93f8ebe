"""The table of kinds: what sorts of documents there are, which bundle each belongs to and what it holds.

Kinds are data for every use case; who may do what with one is decided in `consent`.
"""

from collections.abc import Iterable

from consent.facts import Bundle
from portfolio.kinds import everyday, health, network, own_words, plan, school
from portfolio.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    kind.code: kind for module in (health, school, network, own_words, everyday, plan) for kind in module.KINDS
}


def bundles_of(codes: Iterable[str]) -> frozenset[Bundle]:
    """The areas that kinds of those codes belong to."""
    return frozenset(KINDS[code].bundle for code in codes)


def recorded_by_officers() -> tuple[Kind, ...]:
    """Kinds that an officer types in by hand, in the order of a child's page."""
    return tuple(kind for kind in KINDS.values() if kind.typed_by_officer)
