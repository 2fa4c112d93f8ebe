"""Six digits from a phone (TOTP, RFC 6238): which time step a code belongs to."""

from __future__ import annotations

import hmac
import re
from datetime import datetime

import pyotp

STEP_SECONDS = 30
_DIGITS = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """160 random bits in base 32, as an authenticator app wants them."""
    return pyotp.random_base32(32)


def setup_uri(secret: str, *, login: str, issuer: str) -> str:
    """The otpauth address that an authenticator app reads from a QR picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def code_at(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step that the code is for: the present one or a neighbour; None if it is none of them."""
    digits = code.replace(" ", "")
    if not _DIGITS.fullmatch(digits):
        return None
    present = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    matching = [
        step for step in (present + 1, present, present - 1) if hmac.compare_digest(totp.generate_otp(step), digits)
    ]
    return matching[0] if matching else None
