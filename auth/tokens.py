"""Access tokens: signed with Ed25519, for one audience, living five minutes at most.

A token says which session it came from; whoever accepts one asks whether that session still lives, so that
signing out is felt by the next request.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auth.errors import TokenRefused
from auth.identifiers import is_id, new_id

LIFETIME = timedelta(minutes=5)
SKEW = timedelta(seconds=30)
"""How far ahead the clock of another of our own servers may be."""
LONGEST = 2048
REMEMBERED = 1024
_LAST_SECOND = 2**34
"""In the year 2514: later ones are no mistake that a datetime should choke on."""

_ALGORITHM = "EdDSA"
_TYPE = "at+jwt"
_CLAIMS = ["iss", "aud", "sub", "sid", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class Claims:
    """`session` is the stored hash of the API session that the token was issued from."""

    account: str
    session: str = field(repr=False)
    token_id: str
    issued: datetime
    expires: datetime

    def current(self, at: datetime) -> bool:
        return self.issued - SKEW <= at < self.expires


class Tokens:
    """`seed` is the raw 32-byte Ed25519 key; tokens of other keys, issuers and audiences are refused."""

    def __init__(self, seed: bytes, *, issuer: str, audience: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public_key = self._key.public_key()
        raw = self._public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._header = {"alg": _ALGORITHM, "typ": _TYPE, "kid": hashlib.sha256(raw).hexdigest()[:16]}
        self._issuer = issuer
        self._audience = audience
        self._verified = _Verified(REMEMBERED)

    def issue(self, account: str, session: str, at: datetime) -> str:
        issued = int(at.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": account,
            "sid": session,
            "iat": issued,
            "exp": issued + int(LIFETIME.total_seconds()),
            "jti": new_id(),
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM, headers=self._header)

    def verify(self, token: str, at: datetime) -> Claims:
        """The claims of a token of ours that is current, or TokenRefused. Ask afterwards for its session."""
        if len(token) > LONGEST or not token.isascii():
            raise TokenRefused
        digest = hashlib.sha256(token.encode("ascii")).digest()
        claims = self._verified.get(digest)
        if claims is None:
            claims = self._checked(token)
            self._verified.keep(digest, claims)
        if not claims.current(at):
            raise TokenRefused
        return claims

    def _checked(self, token: str) -> Claims:
        try:
            parts = jwt.decode_complete(
                token,
                self._public_key,
                algorithms=[_ALGORITHM],
                audience=self._audience,
                issuer=self._issuer,
                # The times are compared by `current`, at the time of the request and not at the library's.
                options={
                    "require": _CLAIMS,
                    "strict_aud": True,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.PyJWTError as refused:
            raise TokenRefused from refused
        if parts["header"] != self._header:
            raise TokenRefused
        return _claims(parts["payload"])


def _claims(payload: dict[str, Any]) -> Claims:
    issued, expires = payload["iat"], payload["exp"]
    whole = type(issued) is int and type(expires) is int
    texts = isinstance(payload["sid"], str) and is_id(payload["sub"]) and is_id(payload["jti"])
    if set(payload) != set(_CLAIMS) or not whole or not texts:
        raise TokenRefused
    if not (0 <= issued < expires <= _LAST_SECOND and expires - issued <= LIFETIME.total_seconds()):
        raise TokenRefused
    return Claims(
        account=payload["sub"],
        session=payload["sid"],
        token_id=payload["jti"],
        issued=datetime.fromtimestamp(issued, UTC),
        expires=datetime.fromtimestamp(expires, UTC),
    )


class _Verified:
    """The tokens verified last: a signature is checked once, its time and session at every request."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._claims: OrderedDict[bytes, Claims] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: bytes) -> Claims | None:
        with self._lock:
            return self._claims.get(digest)

    def keep(self, digest: bytes, claims: Claims) -> None:
        with self._lock:
            self._claims[digest] = claims
            while len(self._claims) > self._size:
                self._claims.popitem(last=False)
