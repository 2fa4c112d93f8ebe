"""Read one document of a child, whatever its kind, for a stated purpose: what the API and links into a page use."""

from dataclasses import dataclass
from datetime import datetime

from auth.actors import Actor
from consent.actions import Action
from consent.errors import AccessDenied
from consent.purposes import Purpose
from portfolio import admission, documents
from storage.vault import JSON, Vault


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with the Permit's entry that lists it."""

    entry: str
    document: documents.OpenedDocument


def read(actor: Actor, vault: Vault, child: str, document: str, *, purpose: Purpose, at: datetime) -> ReadDocument:
    """Open a structured document. Raises AccessDenied, alike for every reason; a file is not read this way."""
    admitted = admission.admit_document(actor, Action.READ, purpose, child, document, at)
    row = admitted.documents[0]
    if row["head"]["media_type"] != JSON:
        raise AccessDenied
    return ReadDocument(admitted.permit.entry, documents.opened(vault.open(admitted.permit), row))
