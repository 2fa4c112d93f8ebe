"""How use cases refuse. Each names what a person can put right."""

from collections.abc import Mapping, Sequence


class PortfolioError(Exception):
    """A use case refuses."""


class VersionConflict(PortfolioError):
    """Somebody saved a newer version first; nothing was overwritten."""

    def __init__(self, current: int) -> None:
        super().__init__(str(current))
        self.current = current


class InputRefused(PortfolioError):
    """The actor's own input does not hold; `fields` says what is wrong in each field, in words for a person."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


class TooBusy(PortfolioError):
    """The child's facts kept moving; nothing was done, and trying again is safe."""


class StepNotAllowed(PortfolioError):
    """The handover or placement is not at a step from which this can be done."""
