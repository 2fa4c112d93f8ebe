"""How auth refuses. None of these says more than the asker already knew."""

from __future__ import annotations

from enum import StrEnum


class AuthError(Exception):
    """Somebody could not be recognised, or a credential could not be set."""


class NotSignedIn(AuthError):
    """This page needs a sign-in, and there is none that still counts."""


class SignInRefused(AuthError):
    """The sign-in did not match; unknown, wrong, locked and used-up look the same."""

    def __init__(self) -> None:
        super().__init__("sign-in refused")


class SignInBusy(AuthError):
    """So many sign-ins are being checked that this one was not looked at; it counts as no try."""


class TokenRefused(AuthError):
    """The access token is not one of ours, or its five minutes are over."""


class NoSuchAccount(AuthError):
    """There is no open account with this id."""


class LoginTaken(AuthError):
    """Another account already answers to this login name."""


class LoginRefused(AuthError):
    """A login name is 3 to 254 printable characters."""


class PasswordFault(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    MONOTONOUS = "monotonous"
    IS_LOGIN = "is_login"


class PasswordRefused(AuthError):
    """The new password is too easy to guess; `reason` says in which way."""

    def __init__(self, reason: PasswordFault) -> None:
        super().__init__(reason.value)
        self.reason = reason


class PicturesRefused(AuthError):
    """A picture code is four different pictures of the twelve, in order."""
