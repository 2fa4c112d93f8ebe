"""Forged, foreign and stale access tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from auth.errors import TokenRefused
from auth.identifiers import new_id
from auth.tokens import LIFETIME, REMEMBERED, Tokens

AT = datetime(2026, 11, 20, 21, 40, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SEED = token_bytes(32)
KEY = Ed25519PrivateKey.from_private_bytes(SEED)
RAW_PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
PEM_PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
HEADER = {"alg": "EdDSA", "typ": "at+jwt", "kid": hashlib.sha256(RAW_PUBLIC).hexdigest()[:16]}


def new_tokens(seed: bytes = SEED) -> Tokens:
    return Tokens(seed, issuer="https://portfolio.example", audience="portfolio-api")


def claims(**changed: Any) -> dict[str, Any]:
    issued = int(AT.timestamp())
    plain = {
        "iss": "https://portfolio.example",
        "aud": "portfolio-api",
        "sub": new_id(),
        "sid": "5" * 64,
        "iat": issued,
        "exp": issued + 300,
        "jti": new_id(),
    }
    return {name: value for name, value in (plain | changed).items() if value is not None}


def part(content: object) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=")


def signed(payload: object, header: dict[str, Any] | None = None) -> str:
    """A token with a true signature of our key over whatever it says."""
    head = part(HEADER if header is None else header)
    body = head + b"." + part(payload)
    return (body + b"." + base64.urlsafe_b64encode(KEY.sign(body)).rstrip(b"=")).decode()


def refused(token: str, at: datetime = AT) -> bool:
    try:
        new_tokens().verify(token, at)
    except TokenRefused:
        return True
    return False


def test_a_token_of_ours_says_whose_it_is_and_from_which_session() -> None:
    tokens, account = new_tokens(), new_id()
    read = tokens.verify(tokens.issue(account, "5" * 64, AT), AT)
    assert (read.account, read.session) == (account, "5" * 64)
    assert (read.issued, read.expires) == (AT, AT + LIFETIME)
    assert "5" * 64 not in repr(read)


def test_the_forger_in_these_tests_can_make_a_good_token() -> None:
    assert not refused(signed(claims()))


def test_a_token_lives_five_minutes_even_when_it_was_verified_before() -> None:
    tokens = new_tokens()
    token = tokens.issue(new_id(), "5" * 64, AT)
    assert tokens.verify(token, AT + LIFETIME - SECOND).expires == AT + LIFETIME
    with pytest.raises(TokenRefused):
        tokens.verify(token, AT + LIFETIME)
    assert refused(token, AT + LIFETIME)


def test_a_token_from_the_future_is_refused() -> None:
    assert refused(signed(claims(iat=int(AT.timestamp()) + 60)))


def test_no_signature_is_refused() -> None:
    for algorithm in ("none", "None", "NONE"):
        head = part(HEADER | {"alg": algorithm})
        assert refused((head + b"." + part(claims()) + b".").decode())
    assert refused(jwt.encode(claims(), "", algorithm="none", headers={"typ": "at+jwt"}))


@pytest.mark.parametrize("public", [RAW_PUBLIC, PEM_PUBLIC, RAW_PUBLIC.hex().encode()], ids=["raw", "pem", "hex"])
def test_the_public_key_as_an_hmac_secret_is_refused(public: bytes) -> None:
    body = part(HEADER | {"alg": "HS256"}) + b"." + part(claims())
    forged = hmac.digest(public, body, hashlib.sha256)
    assert refused((body + b"." + base64.urlsafe_b64encode(forged).rstrip(b"=")).decode())


def test_another_key_is_refused_even_under_our_key_id() -> None:
    other = new_tokens(token_bytes(32)).issue(new_id(), "5" * 64, AT)
    assert refused(other)
    claimed = jwt.encode(claims(), Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=HEADER)
    assert refused(claimed)
    elliptic = jwt.encode(
        claims(), generate_private_key(SECP256R1()), algorithm="ES256", headers=HEADER | {"alg": "ES256"}
    )
    assert refused(elliptic)


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "JWT"},
        {"typ": "at+JWT"},
        {"kid": "0" * 16},
        {"crit": ["exp"]},
        {"b64": False},
        {"jwk": {"kty": "OKP"}},
        {"jku": "https://elsewhere.example/keys"},
        {"x5u": "https://elsewhere.example/chain"},
        {"alg": "Ed25519"},
    ],
)
def test_any_other_header_is_refused_though_the_signature_is_ours(changed: dict[str, Any]) -> None:
    assert refused(signed(claims(), HEADER | changed))


@pytest.mark.parametrize("missing", ["typ", "kid"])
def test_a_header_without_type_or_key_is_refused(missing: str) -> None:
    assert refused(signed(claims(), {name: value for name, value in HEADER.items() if name != missing}))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-api"},
        {"aud": ["portfolio-api"]},
        {"aud": ["portfolio-api", "another-api"]},
        {"sub": "somebody"},
        {"sub": 7},
        {"sid": 7},
        {"jti": "x"},
        {"exp": "9999999999"},
        {"exp": 9999999999},
        {"exp": float("inf")},
        {"exp": True},
        {"exp": 10**30},
        {"iat": -(10**30), "exp": -(10**30) + 1},
        {"iat": 10**30, "exp": 10**30 + 1},
        {"iat": "1"},
        {"role": "operator"},
        {"nbf": 0},
    ],
)
def test_any_other_claim_is_refused_though_the_signature_is_ours(changed: dict[str, Any]) -> None:
    assert refused(signed(claims(**changed)))


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "sid", "iat", "exp", "jti"])
def test_a_missing_claim_is_refused_though_the_signature_is_ours(missing: str) -> None:
    assert refused(signed(claims(**{missing: None})))


@pytest.mark.parametrize("payload", [[], "text", 7, None, {}])
def test_a_payload_that_is_no_set_of_claims_is_refused(payload: object) -> None:
    assert refused(signed(payload))


def test_every_changed_byte_of_header_and_claims_is_refused() -> None:
    token = new_tokens().issue(new_id(), "5" * 64, AT)
    body, dot, signature = token.rpartition(".")
    for place in range(len(body)):
        changed = body[:place] + ("A" if body[place] != "A" else "B") + body[place + 1 :]
        assert refused(changed + dot + signature)


@given(st.text())
def test_no_text_is_too_odd_to_refuse(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize("text", ["", ".", "..", "...", "a.b.c", "é.é.é", "A" * 100_000, "[" * 2000])
def test_rubbish_is_refused(text: str) -> None:
    assert refused(text)


def test_the_memory_of_verified_tokens_is_bounded_and_never_outlives_them() -> None:
    tokens = new_tokens()
    first = tokens.issue(new_id(), "5" * 64, AT)
    tokens.verify(first, AT)
    for _ in range(REMEMBERED + 1):
        tokens.verify(tokens.issue(new_id(), "5" * 64, AT), AT)
    assert len(tokens._verified._claims) == REMEMBERED
    assert tokens.verify(first, AT).issued == AT
    with pytest.raises(TokenRefused):
        tokens.verify(first, AT + LIFETIME)


def test_a_seed_of_another_length_makes_no_tokens() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        new_tokens(token_bytes(31))
