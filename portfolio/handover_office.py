"""Whom a school rings at the social services: the officer who handed over, and the on-call number."""

from collections.abc import Mapping
from typing import Any

from consent.permit import Permit
from portfolio import children, directory
from portfolio.directory import Party
from storage.vault import Opening, Vault

ON_CALL = "on_call"


def to_ring(
    permit: Permit, vault: Vault, opening: Opening, child_row: Mapping[str, Any], officer: str
) -> tuple[Party, ...]:
    """The officer by name, if still in the directory, and the child's on-call number (its `kind` says so)."""
    who = directory.persons(permit, vault, (officer,))
    on_call = Party("", "", children.on_call(opening, child_row), ON_CALL)
    return (*who.values(), on_call)
