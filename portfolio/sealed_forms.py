"""What a form carries for the service itself: sealed for one use, one bearer and one hour.

The browser holds it, so nothing is stored for somebody who may never come back, and nothing in it can be read or
changed on the way.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.errors import Unopenable

LASTS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SealedForms:
    """`seal` and `unseal` take the use and the bearer as the place that the sealed bytes belong to."""

    seal: Callable[[str, str, bytes], bytes]
    unseal: Callable[[str, str, bytes], bytes]

    def close(self, use: str, bearer: str, content: Mapping[str, Any], at: datetime) -> str:
        """The content as text for a hidden field."""
        whole = {"at": at.timestamp(), "content": dict(content)}
        return urlsafe_b64encode(self.seal(use, bearer, json.dumps(whole).encode())).decode()

    def reopen(self, use: str, bearer: str, text: str, at: datetime) -> dict[str, Any] | None:
        """What was closed for this use and this bearer within the hour; None for anything else."""
        try:
            whole = json.loads(self.unseal(use, bearer, urlsafe_b64decode(text)))
        except (Unopenable, NotBase64, ValueError):
            return None
        age = at.timestamp() - whole["at"]
        content: dict[str, Any] = whole["content"]
        return content if 0 <= age < LASTS.total_seconds() else None
