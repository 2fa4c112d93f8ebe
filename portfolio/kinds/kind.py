"""What a kind is."""

from dataclasses import dataclass

from consent.facts import Bundle
from portfolio.schemas.reading import InputSchema


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of document. `reveals_location` None means unknown, which counts as yes (security.md 2.6)."""

    code: str
    bundle: Bundle
    label: str
    """What it is called, in words for the catalogues."""
    schema: type[InputSchema]
    typed_by_officer: bool = False
    reveals_location: bool | None = None
    add_label: str = ""
    """What the button that adds one says."""
    read_back: bool = False
    """Read back as one sentence before it is saved: a slip here could hurt."""
