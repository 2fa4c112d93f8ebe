"""How consent refuses."""


class ConsentError(Exception):
    """Consent refuses."""


class AccessDenied(ConsentError):
    """What this actor may not see does not exist for them; the reason is in the ledger, never in the answer."""


class FactsMoved(ConsentError):
    """The child's facts changed between reading and admitting; read them again and ask again."""


class GrantRefused(ConsentError):
    """A grant cannot be saved as it stands; `field` names what lacks and `reason` is a code for the words to use."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
