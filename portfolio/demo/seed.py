"""Seed the demo world through the use cases that people use: every chain in its ledger is a real one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from auth.actors import Actor, Membership, Role
from auth.cards import new_picture_code
from auth.identifiers import new_id
from auth.models import rows
from consent import gate
from consent.actions import Action
from portfolio import children, facts, kinds, office, own_words, placements
from portfolio.clock import in_stockholm
from portfolio.demo import crowd, people
from portfolio.demo.cast import ADULTS, ALVA, ELLA, HUGO, NEIGHBOURS, OTHERS, UNITS, CastAdult, CastChild
from portfolio.demo.numbers import of_age
from portfolio.demo.people import DemoPerson
from portfolio.models import Authority, Child, Unit
from portfolio.wiring import Parts

PASSWORD = "demo: en mening som alla får veta"  # noqa: S105 - the demo world's, printed on its own sign-in page
SIZES = {"s": 0, "m": 488}
"""How many children more than the twelve of the cast."""

CHOSEN_SEED = 20261120


class DemoRefused(Exception):
    """The demo world is seeded in trial mode, into an empty database, or not at all."""


@dataclass
class Town:
    """What has been made so far."""

    parts: Parts
    at: datetime
    units: dict[str, str] = field(default_factory=dict)
    authorities: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    people: list[DemoPerson] = field(default_factory=list)


def ensure(parts: Parts, size: str) -> bool:
    """Seed unless there is an authority already; whether anything was seeded."""
    if rows(Authority).find_one({}) is not None:
        return False
    seed(parts, size)
    return True


def seed(parts: Parts, size: str, *, told: Callable[[int], None] = lambda _done: None) -> tuple[DemoPerson, ...]:
    """Make the whole world. `told` hears how many children there are. Raises DemoRefused."""
    if not parts.settings.trial:
        raise DemoRefused("The demo world is for trial mode: set PORTFOLIO_TRIAL=1.")
    if rows(Authority).find_one({}) is not None:
        raise DemoRefused("There is an authority here already: `portfolio demo wipe` first.")
    town = Town(parts, parts.clock())
    _found(town)
    for number, (child, officer) in enumerate(_cast(), start=1):
        _child(town, child, officer)
        told(number)
    _crowd(town, SIZES[size], told)
    people.keep(parts.settings.data_folder, tuple(town.people))
    return tuple(town.people)


def _cast() -> tuple[tuple[CastChild, str], ...]:
    return ((ALVA, "sanna"), (HUGO, "siv"), (ELLA, "sanna"), *((child, "sanna") for child in OTHERS))


def _found(town: Town) -> None:
    first, *others = ADULTS
    _authority(town, "norrvik", "Norrviks kommun", "08-465 004 00", UNITS["office"][1], first)
    _authority(town, "soderby", "Söderby kommun", "08-465 004 50", "Barn och familj, Söderby", NEIGHBOURS)
    permit = gate.admit_office(town.actors["sanna"], Action.RUN_OFFICE, town.authorities["norrvik"], town.at)
    for code, (kind, name) in UNITS.items():
        if code != "office":
            town.units[code] = office.add_unit(permit, town.parts.vault, kind, name, "08-465 004 20", town.at)
    # Björkbacken has said yes to Söderby too: a home may serve several authorities.
    rows(Unit).update_one({"_id": town.units["bjorkbacken"]}, {"$addToSet": {"serves": town.authorities["soderby"]}})
    for adult in others:
        _adult(town, adult)


def _authority(town: Town, code: str, name: str, on_call: str, unit: str, adult: CastAdult) -> None:
    login = f"{adult.code}@{code}.example"
    new = office.NewAuthority("municipality", name, on_call, unit, adult.name, login, PASSWORD, "08-465 004 31")
    founded = office.found(town.parts.vault, town.parts.accounts, new, town.at)
    town.authorities[code] = founded.authority
    town.units.setdefault("office", founded.unit)
    _signs_in(town, adult, login, founded.officer)


def _adult(town: Town, adult: CastAdult) -> None:
    parts, authority = town.parts, town.authorities["norrvik"]
    permit = gate.admit_office(town.actors["sanna"], Action.RUN_OFFICE, authority, town.at)
    unit, login = town.units[adult.unit], f"{adult.code}@norrvik.example"
    person = office.add_person(permit, parts.vault, adult.name, "08-465 004 30", (unit,))
    opened = office.open_account(permit, parts.accounts, person, unit, (Role(adult.role),), login, PASSWORD, town.at)
    _signs_in(town, adult, login, opened)


def _signs_in(town: Town, adult: CastAdult, login: str, opened: office.Opened) -> None:
    account = town.parts.accounts.find(opened.account)
    if account is None:
        raise DemoRefused("An account vanished while it was made.")
    town.actors[adult.code] = account.actor("")
    town.people.append(DemoPerson(adult.code, adult.name, adult.words, login, PASSWORD, opened.totp_secret))


def _child(town: Town, cast: CastChild, officer: str) -> None:
    actor, vault = town.actors[officer], town.parts.vault
    number = of_age(cast.age, cast.gender, skip=cast.skip)
    given = {
        "name": f"{cast.called} {cast.surname}",
        "called": cast.called,
        "born": number.born.isoformat(),
        "personnummer": number.number if cast.has_personnummer else "",
        "guardians": [{"name": name, "phone": "070-174 06 10"} for name in cast.guardians],
    }
    child = children.register(actor, vault, _authority_of(actor), given, town.at)
    for kind, content in (*cast.facts, *_dated(cast, town.at)):
        facts.add(actor, vault, child, kinds.KINDS[kind], content, town.at)
    if cast.home is not None:
        _place(town, child, officer, cast.home)
    _own_page(town, cast, child)


def _authority_of(actor: Actor) -> str:
    return actor.memberships[0].authority


def _dated(cast: CastChild, at: datetime) -> tuple[tuple[str, dict[str, object]], ...]:
    if cast is not ALVA:
        return ()
    monday = in_stockholm(at).date() + timedelta(days=7 - in_stockholm(at).weekday())
    start: dict[str, object] = {
        "starts_on": monday.isoformat(),
        "school": "Norrskolan",
        "school_class": "3B",
        "source": "Socialtjänsten",
    }
    return (("school_start", start),)


def _place(town: Town, child: str, officer: str, home: str) -> None:
    until = in_stockholm(town.at) + timedelta(days=180)
    given = {
        "unit": town.units[home],
        "template": "familjehem",
        "until": until.strftime("%Y-%m-%dT12:00"),
        "law": "SoL",
        "reference": f"SN {town.at:%Y}/{new_id()[:4]}",
    }
    placements.start(town.actors[officer], town.parts.vault, child, given, town.at, placement=new_id())


def _own_page(town: Town, cast: CastChild, child: str) -> None:
    accounts = town.parts.accounts
    row = rows(Child).find_one({"_id": child}) or {}
    membership = Membership("", row["authority"], Role.CHILD, town.at)
    account = accounts.open_account(row["person"], (membership,), town.at)
    pictures = new_picture_code()
    accounts.set_picture_code(account, pictures)
    card = accounts.issue_card(account, town.at)
    town.people.append(
        DemoPerson(
            cast.called.casefold(),
            cast.called,
            f"{cast.age} år",
            card=card.card_code,
            pictures=tuple(pictures),
            child=child,
        )
    )
    actor = Actor(account, row["person"], (membership,), "")
    for answer in cast.answers:
        given = {
            "question": answer.question,
            "words": answer.words,
            "pictures": list(answer.pictures),
            "audience": list(answer.audience),
        }
        own_words.save(actor, town.parts.vault, given, town.at, based_on=0)


def _crowd(town: Town, size: int, told: Callable[[int], None]) -> None:
    chance = Random(CHOSEN_SEED)  # noqa: S311 - who is in the demo world is no secret
    drawn = [crowd.child(chance, number) for number in range(size)]

    def one(child: crowd.CrowdChild) -> None:
        actor, vault = town.actors["sanna" if child.number < crowd.SANNAS else "omar"], town.parts.vault
        made = children.register(actor, vault, _authority_of(actor), child.given, town.at)
        for kind, content in child.facts:
            facts.add(actor, vault, made, kinds.KINDS[kind], content, town.at)
        if child.home:
            _place(town, made, "sanna" if child.number < crowd.SANNAS else "omar", child.home)

    with ThreadPoolExecutor(8) as workers:
        for done, _ in enumerate(workers.map(one, drawn), start=13):
            told(done)
