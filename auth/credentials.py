"""Prove a password with a one-time code, or a card with its pictures; get the account, or one refusal.

Unknown, wrong, locked and already used raise the same SignInRefused after the same work. Codes are taken
by compare-and-set, so that two requests with one code are one sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument

from auth import cards, hashing, one_time_codes, passwords, tries
from auth.accounts import Account, Accounts, account_of
from auth.blind_indexes import login_tries
from auth.errors import PicturesRefused, SignInRefused
from auth.models import AccountRecord, rows

Row = dict[str, Any]


class Credentials:
    """Checks what `accounts` keeps."""

    def __init__(self, accounts: Accounts) -> None:
        self._indexes = accounts.indexes
        self._unseal = accounts.unseal
        self._hasher = accounts.hasher

    def prove_password(self, login: str, password: str, totp: str, at: datetime, address: str) -> Account:
        """Raise SignInRefused, or SignInBusy when too many others are signing in this second."""
        return self._prove(self._indexes.login(login), password, totp, at, address)

    def prove_again(self, account: str, password: str, totp: str, at: datetime, address: str) -> Account:
        """As prove_password, for somebody already signed in: the tries are counted against the same login."""
        row = rows(AccountRecord).find_one({"_id": account, "closed_at": None}, {"login_index": 1}) or {}
        return self._prove(row.get("login_index"), password, totp, at, address)

    def prove_card(self, card_code: str, pictures: Sequence[str], at: datetime, address: str) -> Account:
        """As prove_password; five wrong picture codes kill the card until an adult issues a new one."""
        source = self._admit_address(address, at)
        with hashing.turn(self._hasher) as turn:
            row = self._row_by_card(turn, card_code, pictures)
        return _found_or_refused(row, source, at)

    def _prove(self, login_index: bytes | None, password: str, totp: str, at: datetime, address: str) -> Account:
        source = self._admit_address(address, at)
        with hashing.turn(self._hasher) as turn:
            row = self._row_by_password(turn, login_index, password, totp, at)
        return _found_or_refused(row, source, at)

    def _admit_address(self, address: str, at: datetime) -> str:
        # Before any hash is computed, or a flood from one place would use the turns of all.
        source = self._indexes.address_tries(address)
        if tries.is_locked(source, at):
            raise SignInRefused
        return source

    def _row_by_password(
        self, turn: hashing.Turn, login_index: bytes | None, password: str, totp: str, at: datetime
    ) -> Row | None:
        if login_index is None or not tries.count(login_tries(login_index), tries.PER_LOGIN, at):
            return None
        row = rows(AccountRecord).find_one({"login_index": login_index, "closed_at": None}) or {}
        # One sign more than any password has: enough to differ, and a long text costs no more than a short.
        secret = passwords.readable_form(password[: passwords.LONGEST + 1])
        matches = turn.matches(row.get("password_hash"), secret)
        step = self._step(row, totp, at)
        if not matches or step is None or not _take_step(row, step):
            return None
        tries.forget(login_tries(login_index))
        _renew(turn, row, "password_hash", secret)
        return row

    def _row_by_card(self, turn: hashing.Turn, card_code: str, pictures: Sequence[str]) -> Row | None:
        card_index = self._indexes.card(card_code)
        row = _count_card_try(card_index) if card_index is not None else None
        secret = self._indexes.pictures(row["_id"] if row else "", _as_code(pictures))
        if not turn.matches(row.get("picture_hash") if row else None, secret) or row is None:
            return None
        if not _forget_card_tries(row):
            return None
        _renew(turn, row, "picture_hash", secret)
        return row | {"card_failures": 0}

    def _step(self, row: Row, totp: str, at: datetime) -> int | None:
        sealed = row.get("totp")
        if sealed is None:
            return None
        return one_time_codes.matching_step(self._unseal(row["_id"], sealed).decode(), totp, at)


def _found_or_refused(row: Row | None, source: str, at: datetime) -> Account:
    if row is None:
        tries.count(source, tries.PER_ADDRESS, at)
        raise SignInRefused
    return account_of(row)


def _take_step(row: Row, step: int) -> bool:
    """True for the one request that uses this time step first, with credentials that still hold."""
    proved = {name: row[name] for name in ("_id", "login_index", "password_hash", "totp")}
    taken = rows(AccountRecord).update_one(
        proved | {"closed_at": None, "totp_step": {"$lt": step}}, {"$set": {"totp_step": step}}
    )
    return taken.modified_count == 1


def _count_card_try(card_index: bytes) -> Row | None:
    """The card's account with one more try counted; None when there is no such card or it is dead."""
    row: Row | None = rows(AccountRecord).find_one_and_update(
        {"card_index": card_index, "closed_at": None, "card_failures": {"$lt": cards.TRIES}},
        {"$inc": {"card_failures": 1}},
        return_document=ReturnDocument.AFTER,
    )
    return row


def _forget_card_tries(row: Row) -> bool:
    """False when card, pictures or account were changed while the pictures were being checked."""
    proved = {name: row[name] for name in ("_id", "card_index", "picture_hash")}
    cleared = rows(AccountRecord).update_one(proved | {"closed_at": None}, {"$set": {"card_failures": 0}})
    return cleared.matched_count == 1


def _as_code(pictures: Sequence[str]) -> tuple[str, ...]:
    """The pictures if they can be a code; otherwise none, which no card has."""
    try:
        return cards.check_pictures(pictures)
    except PicturesRefused:
        return ()


def _renew(turn: hashing.Turn, row: Row, hash_field: str, secret: bytes) -> None:
    """Bring an old hash up to today's costs while the secret is at hand."""
    renewed = turn.renewed(row[hash_field], secret)
    if renewed is not None:
        rows(AccountRecord).update_one(
            {"_id": row["_id"], hash_field: row[hash_field]}, {"$set": {hash_field: renewed}}
        )
