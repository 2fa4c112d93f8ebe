"""The school's page, opened under a Permit: the school reads it, and the officer sees the very same before."""

from portfolio import children, directory, documents
from portfolio.admission import Admitted
from portfolio.directory import Party
from portfolio.handover_contents import SchoolContents, school_contents
from storage.vault import Opening, Vault

ON_CALL = "on_call"


def opened(admitted: Admitted, vault: Vault, *, health: bool, no_start: str, officer: str) -> SchoolContents:
    """The page from what the Permit names; `officer` handed over, or is about to."""
    opening = vault.open(admitted.permit)
    found = documents.opened_all(opening, admitted.documents)
    authors = directory.persons(admitted.permit, vault, {document.person for document in found})
    office = _to_ring(admitted, vault, opening, officer)
    return school_contents(found, authors, admitted.permit.at, health=health, no_start=no_start, office=office)


def _to_ring(admitted: Admitted, vault: Vault, opening: Opening, officer: str) -> tuple[Party, ...]:
    """The officer by name, if still in the directory, and the child's on-call number (its `kind` says so)."""
    who = directory.persons(admitted.permit, vault, (officer,))
    on_call = Party("", "", children.on_call(opening, admitted.child), ON_CALL)
    return (*who.values(), on_call)
