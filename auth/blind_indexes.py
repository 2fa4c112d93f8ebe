"""Keyed hashes under which auth finds what it may not write down. The key stays with whoever passed it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auth import cards, logins, tries


class BlindIndexes:
    """`index` is a keyed hash of text; a prefix keeps logins, cards, pictures and addresses apart."""

    def __init__(self, index: Callable[[str], bytes]) -> None:
        self._index = index

    def login(self, login: str) -> bytes | None:
        form = logins.compared_form(login)
        return None if form is None else self._index(f"login:{form}")

    def new_login(self, login: str) -> bytes:
        """The index of a login name about to be given; LoginRefused if it has no acceptable form."""
        return self._index(f"login:{logins.acceptable_form(login)}")

    def card(self, card_code: str) -> bytes | None:
        form = cards.compared_form(card_code)
        return None if form is None else self._index(f"card:{form}")

    def pictures(self, account: str, pictures: Sequence[str]) -> bytes:
        """What is hashed for a picture code: without the key, its twelve thousand values cannot be tried."""
        return self._index(f"pictures:{account}:{' '.join(pictures)}")

    def address_tries(self, address: str) -> str:
        return f"address:{self._index(f'address:{tries.network_of(address)}').hex()}"


def login_tries(login_index: bytes) -> str:
    """The row in which tries against one login name are counted."""
    return f"login:{login_index.hex()}"
