"""Set up somebody's sign-in: a login name, a password, and a phone that has shown one right code.

The secret for the codes is offered on the form itself, sealed. Nothing is written before the phone has proved that
it works, so nobody is left with an account that cannot be opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from auth import one_time_codes
from auth.accounts import Accounts
from auth.errors import LoginRefused, LoginTaken, PasswordFault, PasswordRefused
from portfolio.errors import InputRefused
from portfolio.sealed_forms import SealedForms
from portfolio.words import N_

USE = "enrolment"

FAULTS: dict[PasswordFault, str] = {
    PasswordFault.TOO_SHORT: N_("Lösenordet behöver minst tolv tecken. Ta gärna en hel mening."),
    PasswordFault.TOO_LONG: N_("Lösenordet är för långt. Korta det."),
    PasswordFault.COMMON: N_("Det lösenordet är för lätt att gissa. Välj ett annat."),
    PasswordFault.MONOTONOUS: N_("Lösenordet har för få olika tecken. Välj ett annat."),
    PasswordFault.IS_LOGIN: N_("Lösenordet får inte vara samma som inloggningsnamnet."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for one-time codes as a form offers it: to show, and sealed to get back."""

    secret: str = field(repr=False)
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proof:
    """A secret whose holder has shown the code of that time step."""

    secret: str = field(repr=False)
    step: int


def offer(forms: SealedForms, bearer: str, at: datetime, *, before: str = "") -> Offer:
    """The secret offered before, if it still stands, so that a form shown again keeps its picture; else a new one."""
    content = forms.reopen(USE, bearer, before, at) if before else None
    if content is not None:
        return Offer(content["secret"], before)
    secret = one_time_codes.new_secret()
    return Offer(secret, forms.close(USE, bearer, {"secret": secret}, at))


def check(accounts: Accounts, forms: SealedForms, bearer: str, given: Mapping[str, str], at: datetime) -> Proof:
    """Everything about the new sign-in that can be told before anything is written. Raises InputRefused."""
    faults = _login_faults(accounts, given)
    content = forms.reopen(USE, bearer, given["enrolment"], at)
    if content is None:
        raise InputRefused({**faults, "totp": [N_("Sidan hade blivit gammal. Läs in den nya bilden i din kodapp.")]})
    step = one_time_codes.matching_step(content["secret"], given["totp"], at)
    if step is None:
        faults["totp"] = [N_("Koden stämmer inte. Skriv den kod som appen visar nu.")]
    if faults or step is None:
        raise InputRefused(faults)
    return Proof(content["secret"], step)


def equip(accounts: Accounts, account: str, login: str, password: str, proof: Proof, at: datetime) -> None:
    """Give a new account its credentials; InputRefused, and the account closed, if somebody took the name meanwhile."""
    try:
        accounts.set_login(account, login)
    except LoginTaken:
        accounts.close(account, at)
        raise InputRefused({"login": [TAKEN]}) from None
    accounts.set_password(account, password, at)
    accounts.set_totp(account, proof.secret, proof.step)


TAKEN = N_("Det inloggningsnamnet finns redan. Välj ett annat.")


def password_fault(refused: PasswordRefused) -> str:
    """What to do about a refused password, in words."""
    return FAULTS[refused.reason]


def _login_faults(accounts: Accounts, given: Mapping[str, str]) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    try:
        accounts.check_new(given["login"], given["password"])
    except LoginRefused:
        faults["login"] = [N_("Välj ett inloggningsnamn med minst tre tecken.")]
    except LoginTaken:
        faults["login"] = [TAKEN]
    except PasswordRefused as refused:
        faults["password"] = [password_fault(refused)]
    if given["password"] != given["password_again"]:
        faults["password_again"] = [N_("Lösenorden är inte lika. Skriv samma två gånger.")]
    return faults
