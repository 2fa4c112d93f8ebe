"""What the FHIR library finds wrong in a resource: the places, in the words of the file.

It knows every field and type of the standard, our reader only those it shows. The library is slow to
import (about a second), so it is imported when the first resource is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portfolio.patient_summary.entries import Resource

_NOT_SHOWN: Final = frozenset({"text", "meta", "id", "implicitRules", "language", "identifier", "extension"})
"""Members that no line shows: a flaw there leaves the line wholly read."""


def is_known(kind: str) -> bool:
    """True if the standard has a resource of this name."""
    from fhir.resources.R4B import fhirtypes

    return kind.isalpha() and hasattr(fhirtypes, f"{kind}Type")


def flaws(resource: Resource) -> tuple[str, ...]:
    """Places of wrong types, unknown members and impossible values. A missing member is no flaw."""
    from fhir.resources.R4B import get_fhir_model_class
    from pydantic import ValidationError

    try:
        get_fhir_model_class(resource.kind).model_validate(resource.value)
    except ValidationError as error:
        found = ((part["type"], part["msg"], part["loc"]) for part in error.errors(include_input=False))
        return tuple(dict.fromkeys(_places(resource.place, found)))
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError):
        # The library itself stumbles on some wrong shapes; the whole resource is then in doubt.
        return (resource.place,)
    return ()


def _places(place: str, found: Iterator[tuple[str, str, tuple[int | str, ...]]]) -> Iterator[str]:
    for kind, message, location in found:
        if "missing" in kind or "Expect any of field value" in message:
            continue
        if location and str(location[0]) in _NOT_SHOWN:
            continue
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location if part != "root")
        yield place + "".join(parts)
