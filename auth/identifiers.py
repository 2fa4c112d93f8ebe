"""Ids that carry no meaning: no time, no order, no kind."""

from __future__ import annotations

import re
import secrets
from typing import TypeGuard

_FORM = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """128 random bits as 32 lower-case hexadecimal characters."""
    return secrets.token_hex(16)


def is_id(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and _FORM.fullmatch(text) is not None
