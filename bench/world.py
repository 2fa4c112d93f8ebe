"""The worlds that are measured: made through the service's own use cases, the size said by the caller.

Each office has one officer who answers for its children. Nothing here is anybody's: names are invented.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from auth import sessions
from auth.accounts import Account
from auth.actors import Actor, Membership, Role
from auth.identifiers import new_id
from auth.models import rows
from auth.sessions import SessionKind, lifetime_for
from consent import gate
from consent.actions import Action
from portfolio import children, facts, kinds, office, placements
from portfolio.clock import in_stockholm
from portfolio.kinds.own_words import QUESTIONS
from portfolio.models import Child
from portfolio.wiring import Parts

T = TypeVar("T")
S = TypeVar("S")

SEEDERS = 4
"""Threads that seed: more only make them lose races for an office's chain."""

NOTE_BYTES = 4096
QUESTION = QUESTIONS[0].code
ALLERGY, DOSE = "Jordnötter", "18"

_NAMES = ("Alva", "Bo", "Cleo", "Disa", "Elis", "Freja", "Gry", "Hedda", "Ilse", "Joar", "Kim", "Love", "Mio", "Nils")
_WORDS = ("hon", "han", "vill", "gärna", "läsa", "rita", "efter", "skolan", "när", "det", "regnar", "blir", "kvällen")

FACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("allergy", {"substance": ALLERGY, "severity": "life_threatening", "what_to_do": "Ge sprutan. Ring 112."}),
    ("allergy", {"substance": "Pollen", "severity": "mild"}),
    ("medicine", {"name": "Metylfenidat", "dose": DOSE, "unit": "mg", "times": ["07:30"], "reason": "ADHD"}),
    ("medicine", {"name": "Melatonin", "dose": "3", "unit": "mg", "times": ["20:30"], "how": "En halvtimme före"}),
    ("risk", {"what": "Går ut på natten", "what_to_do": "Lås ytterdörren. Ring jouren om hon är borta."}),
    ("emergency_plan", {"when": "Svullnad eller andnöd", "what_to_do": "Spruta i låret. Ring 112.", "where": "Väskan"}),
    ("contact", {"name": "Gun Påhittberg", "relation": "mormor", "phone": "08-465 004 05", "when": "När som helst"}),
    ("classroom_help", {"helps": "Hörlurar och en plats nära dörren", "disturbs": "Många på en gång"}),
)
"""Eight facts a child, of the lengths that people write."""


@dataclass(frozen=True, slots=True)
class Kid:
    """One child: who answers for her, her 4 KiB note, and where she lives, if she does in this world."""

    child: str
    officer: str
    note: str
    account: str = ""
    """Her own."""
    carer: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """Everybody of one database."""

    database: str
    kids: tuple[Kid, ...]

    @property
    def officers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(kid.officer for kid in self.kids))

    def of_officer(self, officer: str) -> tuple[Kid, ...]:
        return tuple(kid for kid in self.kids if kid.officer == officer)

    @property
    def placed(self) -> tuple[Kid, ...]:
        """Those who live in a home of this world."""
        return tuple(kid for kid in self.kids if kid.carer)


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make: offices, children in each, and how many of those with facts and a home."""

    offices: int
    children: int
    with_facts: int
    placed: int


def seed(parts: Parts, database: str, size: Size, at: datetime) -> World:
    """Fill an empty database. Each office's children are registered one by one, offices side by side."""
    officers = [_found(parts, number, at) for number in range(size.offices)]

    def registered(officer: Account) -> list[str]:
        return [_register(parts, officer, number, at) for number in range(size.children)]

    kids = []
    for officer, found in zip(officers, _each(registered, officers), strict=True):
        kids += [Kid(child, officer.id, "") for child in found]
    noted = _each(lambda kid: _with_note(parts, kid, at), kids)
    _each(lambda kid: _add_facts(parts, kid, at), _first_of_each(noted, size.with_facts))
    living = {kid.child: kid for kid in _placed(parts, _first_of_each(noted, size.placed), at)}
    return World(database, tuple(living.get(kid.child, kid) for kid in noted))


def working_session(parts: Parts, account: str, kind: SessionKind, at: datetime) -> str:
    """The secret of a new session, as after a sign-in."""
    lifetime = lifetime_for(membership.role for membership in _account(parts, account).memberships)
    return sessions.begin(account, kind, at, idle=lifetime.idle, absolute=lifetime.absolute)


def actor(parts: Parts, account: str) -> Actor:
    """Somebody of the world, signed in."""
    return _account(parts, account).actor("session")


def _account(parts: Parts, account: str) -> Account:
    found = parts.accounts.find(account)
    if found is None:
        raise LookupError(account)
    return found


def _found(parts: Parts, number: int, at: datetime) -> Account:
    login = f"kontor{number}.{new_id()[:8]}@norrvik.example"
    new = office.NewAuthority(
        "municipality", f"Norrvik {number}", "08-465 004 00", "Barn och unga", "Sanna Exempelsson", login, _password()
    )
    return _account(parts, office.found(parts.vault, parts.accounts, new, at).officer.account)


def _register(parts: Parts, officer: Account, number: int, at: datetime) -> str:
    called = f"{_NAMES[number % len(_NAMES)]} {number}"
    given = {
        "name": f"{called} Påhittberg",
        "called": called,
        "born": f"20{10 + number % 9}-0{1 + number % 9}-1{number % 10}",
        "guardians": [{"name": f"Gun Påhittberg {number}", "phone": "08-465 004 03"}],
    }
    return children.register(officer.actor("session"), parts.vault, _authority(officer), given, at)


def _with_note(parts: Parts, kid: Kid, at: datetime) -> Kid:
    content = {"title": "Samtal", "text": text(kid.child)}
    note = facts.add(actor(parts, kid.officer), parts.vault, kid.child, kinds.KINDS["note"], content, at)
    return replace(kid, note=note)


def text(child: str) -> str:
    """About 4 KiB with the JSON around it, different for each child."""
    chosen = Random(child)
    words = " ".join(chosen.choice(_WORDS) for _ in range(NOTE_BYTES // 4))
    return words.encode()[: NOTE_BYTES - 200].decode(errors="ignore").strip()


def _add_facts(parts: Parts, kid: Kid, at: datetime) -> None:
    officer = actor(parts, kid.officer)
    for kind, content in FACTS:
        given = {**content, "source": "vårdcentralen"}
        facts.add(officer, parts.vault, kid.child, kinds.KINDS[kind], given, at)


def _placed(parts: Parts, kids: Iterable[Kid], at: datetime) -> list[Kid]:
    """Each in a home of her own, with an account for a carer and one for herself."""
    until = in_stockholm(at + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    found = []
    for kid in kids:
        officer = _account(parts, kid.officer)
        acting = officer.actor("session")
        permit = gate.admit_office(acting, Action.RUN_OFFICE, _authority(officer), at)
        home = office.add_unit(permit, parts.vault, "home", "Björkbacken", "08-465 004 01", at)
        carer = office.add_person(permit, parts.vault, "Bo Demovall", "08-465 004 02", (home,))
        membership = Membership(home, _authority(officer), Role.CARER, at)
        given = {"unit": home, "template": "jourhem_natt", "until": until, "law": "SoL", "reference": "SN 2026-114"}
        placements.start(acting, parts.vault, kid.child, given, at, placement=new_id())
        found.append(
            replace(
                kid,
                carer=parts.accounts.open_account(carer, (membership,), at),
                account=_own_account(parts, kid, officer, at),
            )
        )
    return found


def _own_account(parts: Parts, kid: Kid, officer: Account, at: datetime) -> str:
    row = rows(Child).find_one({"_id": kid.child}, {"person": 1})
    if row is None:
        raise LookupError(kid.child)
    return parts.accounts.open_account(row["person"], (Membership("", _authority(officer), Role.CHILD, at),), at)


def _authority(officer: Account) -> str:
    return officer.memberships[0].authority


def _password() -> str:
    """Nobody signs in with it: sessions are begun without."""
    return f"{new_id()} {new_id()}"


def _first_of_each(kids: Sequence[Kid], count: int) -> list[Kid]:
    """The first children of every officer."""
    seen: dict[str, int] = {}
    chosen = []
    for kid in kids:
        seen[kid.officer] = seen.get(kid.officer, 0) + 1
        if seen[kid.officer] <= count:
            chosen.append(kid)
    return chosen


def _each(act: Callable[[S], T], over: Iterable[S]) -> list[T]:
    with ThreadPoolExecutor(SEEDERS) as pool:
        return list(pool.map(act, over))
