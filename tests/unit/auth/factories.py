"""Accounts for the tests of auth: real keyed hashes, real sealing, and argon2 at its smallest cost."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from argon2 import PasswordHasher

from auth.accounts import Accounts
from auth.actors import Membership, Role
from auth.credentials import Credentials
from auth.identifiers import new_id
from auth.one_time_codes import code_at
from storage import envelope

NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
"""Tomorrow, so that the database's own clock removes nothing while a test runs."""

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "ekorren bor i den gamla eken"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody who can sign in, with what they would type and hold."""

    account: str
    login: str
    totp: str

    def code(self, at: datetime) -> str:
        return code_at(self.totp, at)


def new_accounts(hasher: PasswordHasher = QUICK, index_key: bytes | None = None) -> Accounts:
    key = envelope.Key.random()
    secret = index_key or token_bytes(32)

    def index(text: str) -> bytes:
        return hmac.digest(secret, text.encode(), hashlib.sha256)[:16]

    def seal(account: str, plaintext: bytes) -> bytes:
        return envelope.seal(key, plaintext, envelope.context("tests/totp", account))

    def unseal(account: str, sealed: bytes) -> bytes:
        return envelope.open_sealed(key, sealed, envelope.context("tests/totp", account))

    return Accounts(index, seal, unseal, hasher)


def membership(role: Role = Role.OFFICER, *, begins: datetime = NOW, ends: datetime | None = None) -> Membership:
    return Membership(unit=new_id(), authority=new_id(), role=role, begins=begins, ends=ends)


def enrolled(accounts: Accounts, *, role: Role = Role.OFFICER) -> Enrolled:
    account = accounts.open_account(new_id(), [membership(role)], NOW)
    login = f"{new_id()}@kommun.example"
    accounts.set_login(account, login)
    accounts.set_password(account, PASSWORD, NOW)
    return Enrolled(account, login, accounts.reset_totp(account))


def credentials_of(accounts: Accounts) -> Credentials:
    return Credentials(accounts)


def new_address() -> str:
    """An address that no other test counts tries against."""
    sign = token_bytes(8).hex()
    return f"2001:db8:{sign[:4]}:{sign[4:8]}::1"
