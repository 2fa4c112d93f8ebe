"""A world whose every text field carries a mark: a random word without any common prefix, one for each field.

Three children: Signe, whom the stories are about; Roe, of the same municipality, in another home; and Hugo, of another
municipality, in the same home as Signe. Whoever may read a mark is typed here by hand, from the needs and the design.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from datetime import timedelta
from secrets import choice
from typing import Any

from auth import sessions
from auth.actors import Actor, Membership, Role
from auth.identifiers import new_id
from auth.models import rows
from auth.sessions import SessionKind
from consent import gate
from consent.actions import Action
from consent.models import Grant
from portfolio import (
    children,
    everyday,
    facts,
    handover_consents,
    handover_inbox,
    handovers,
    kinds,
    office,
    own_words,
    placements,
    signing_in,
)
from portfolio.clock import in_stockholm
from portfolio.models import Child, Handover, Unit
from portfolio.wiring import Parts
from tests.moment import Moment
from tests.world import PASSWORD, Someone

LETTERS = 14


def mark() -> str:
    """A word that occurs nowhere else."""
    return "".join(choice(string.ascii_lowercase) for _ in range(LETTERS))


@dataclass
class Marked:
    """One child with the ids of her things, and her marks by who may read them."""

    code: str
    child: str = ""
    documents: dict[str, str] = field(default_factory=dict)
    placement: str = ""
    grant: str = ""
    handover: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    """Mark -> which field it stands in."""

    def mark(self, where: str) -> str:
        made = mark()
        self.marks[made] = where
        return made


FACTS: dict[str, tuple[str, ...]] = {
    "allergy": ("substance", "reaction", "what_to_do", "source"),
    "medicine": ("name", "reason", "how", "source"),
    "risk": ("what", "what_to_do", "source"),
    "emergency_plan": ("when", "what_to_do", "where", "source"),
    "condition": ("name", "meaning", "source"),
    "contact": ("name", "relation", "when", "source"),
    "school_start": ("school", "school_class", "bring", "source"),
    "classroom_help": ("helps", "disturbs", "source"),
    "school_contact": ("name", "role", "source"),
    "pickup": ("name", "relation", "source"),
    "note": ("title", "text"),
}
EXTRA: dict[str, dict[str, Any]] = {
    "allergy": {"severity": "life_threatening"},
    "medicine": {"dose": "3", "unit": "mg", "times": ["20:30"]},
    "contact": {"phone": "070-174 06 05"},
    "pickup": {"may": "yes"},
}
AUDIENCES: dict[str, tuple[str, ...]] = {"me": (), "home": ("home",), "school": ("school",), "officer": ("officer",)}
QUESTIONS = {"me": "likes", "home": "sleep", "school": "food", "officer": "angry"}


class CanaryWorld:
    """Everybody, and everything with a mark in it."""

    def __init__(self, parts: Parts, moment: Moment) -> None:
        self.parts = parts
        self.moment = moment
        self.people: dict[str, Someone] = {}
        self.shared_marks: dict[str, str] = {}
        self.signe, self.roe, self.hugo = Marked("signe"), Marked("roe"), Marked("hugo")
        self._town("officer", "norrvik")
        self._town("far_officer", "soderby")
        self._everybody()
        self._child(self.signe, "officer", "2017-03-10")
        self._child(self.roe, "officer", "2015-01-30")
        self._child(self.hugo, "far_officer", "2013-09-02")
        self._story()

    @property
    def at(self) -> Any:
        return self.moment()

    def children(self) -> tuple[Marked, ...]:
        return (self.signe, self.roe, self.hugo)

    def actor(self, who: str) -> Actor:
        account = self.parts.accounts.find(self.people[who].account)
        assert account is not None
        return account.actor("session")

    def cookie(self, who: str) -> str:
        return self._session(who, SessionKind.WORKING)

    def bearer(self, who: str) -> str:
        session = sessions.find(self._session(who, SessionKind.API), SessionKind.API, self.at)
        assert session is not None
        return self.parts.tokens.issue(session.account, session.id, self.at)

    def _session(self, who: str, kind: SessionKind) -> str:
        account = self.parts.accounts.find(self.people[who].account)
        assert account is not None
        return signing_in.begin(account, kind, self.at)

    def shared(self, where: str) -> str:
        made = mark()
        self.shared_marks[made] = where
        return made

    def _town(self, officer: str, town: str) -> None:
        login = f"{new_id()[:12]}@{town}.example"
        new = office.NewAuthority(
            "municipality",
            self.shared(f"{town}:authority"),
            "08-465 004 00",
            self.shared(f"{town}:office"),
            self.shared(f"{officer}:name"),
            login,
            PASSWORD,
        )
        founded = office.found(self.parts.vault, self.parts.accounts, new, self.at)
        opened = founded.officer
        self.people[officer] = Someone(opened.account, opened.person, founded.unit, login, opened.totp_secret)
        setattr(self, town, founded.authority)

    def _everybody(self) -> None:
        self._join("other_officer", Role.OFFICER, self.people["officer"].unit)
        self._join("administrator", Role.ADMINISTRATOR, self.people["officer"].unit)
        self._join("operator", Role.OPERATOR, self.people["officer"].unit)
        for who in ("home", "former_home", "other_home"):
            self._join(who, Role.CARER, self._unit("home", who))
        for who in ("school", "other_school"):
            self._join(who, Role.SCHOOL, self._unit("school", who))
        rows(Unit).update_one({"_id": self.people["home"].unit}, {"$addToSet": {"serves": self.soderby}})  # type: ignore[attr-defined]

    def _unit(self, kind: str, who: str) -> str:
        permit = gate.admit_office(self.actor("officer"), Action.RUN_OFFICE, self.norrvik, self.at)  # type: ignore[attr-defined]
        return office.add_unit(permit, self.parts.vault, kind, self.shared(f"{who}:unit"), "08-465 004 01", self.at)

    def _join(self, who: str, role: Role, unit: str) -> None:
        permit = gate.admit_office(self.actor("officer"), Action.RUN_OFFICE, self.norrvik, self.at)  # type: ignore[attr-defined]
        login = f"{new_id()[:12]}@norrvik.example"
        person = office.add_person(permit, self.parts.vault, self.shared(f"{who}:name"), "08-465 004 02", (unit,))
        opened = office.open_account(permit, self.parts.accounts, person, unit, (role,), login, PASSWORD, self.at)
        self.people[who] = Someone(opened.account, person, unit, login, opened.totp_secret)

    def _child(self, marked: Marked, officer: str, born: str) -> None:
        actor, vault = self.actor(officer), self.parts.vault
        authority = actor.memberships[0].authority
        given = {
            "name": f"{marked.mark('name')} {marked.mark('name')}",
            "called": marked.mark("called"),
            "born": born,
            "guardians": [{"name": marked.mark("guardian"), "phone": "08-465 004 03"}],
        }
        marked.child = children.register(actor, vault, authority, given, self.at)
        for kind, texts in FACTS.items():
            content = {name: marked.mark(f"{kind}") for name in texts} | EXTRA.get(kind, {})
            if kind == "school_start":
                content["starts_on"] = (in_stockholm(self.at) + timedelta(days=3)).date().isoformat()
            marked.documents[kind] = facts.add(actor, vault, marked.child, kinds.KINDS[kind], content, self.at)
        self._herself(marked, authority)

    def _herself(self, marked: Marked, authority: str) -> None:
        row = rows(Child).find_one({"_id": marked.child})
        assert row is not None
        membership = Membership("", authority, Role.CHILD, self.at)
        account = self.parts.accounts.open_account(row["person"], (membership,), self.at)
        self.people[f"{marked.code}_herself"] = Someone(account, row["person"], "", "", "")
        guardian = row["guardians"][0]["person"]
        tie = Membership("", authority, Role.GUARDIAN, self.at)
        guardians_account = self.parts.accounts.open_account(guardian, (tie,), self.at)
        self.people[f"{marked.code}_guardian"] = Someone(guardians_account, guardian, "", "", "")
        for audience, sides in AUDIENCES.items():
            answer = {
                "question": QUESTIONS[audience],
                "words": marked.mark(f"own:{audience}"),
                "pictures": [],
                "audience": list(sides),
            }
            own_words.save(self.actor(f"{marked.code}_herself"), self.parts.vault, answer, self.at, based_on=0)

    def _story(self) -> None:
        self._place(self.signe, "officer", "former_home")
        self._note(self.signe, "former_home", "former_note")
        placements.end(self.actor("officer"), self.signe.child, self.signe.placement, {"reason": "moved"}, self.at)
        self.moment.pass_(timedelta(minutes=1))
        self._place(self.signe, "officer", "home")
        self._place(self.roe, "officer", "other_home")
        self._place(self.hugo, "far_officer", "home")
        self._note(self.signe, "home", "day_note")
        self._note(self.hugo, "home", "day_note")
        self._hand_over(self.signe)

    def _place(self, marked: Marked, officer: str, home: str) -> None:
        marked.placement = new_id()
        until = in_stockholm(self.at + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
        given = {
            "unit": self.people[home].unit,
            "template": "jourhem_natt",
            "law": "SoL",
            "reference": marked.mark("reference"),
            "until": until,
        }
        vault = self.parts.vault
        placements.start(self.actor(officer), vault, marked.child, given, self.at, placement=marked.placement)
        found = rows(Grant).find_one({"placement": marked.placement})
        assert found is not None
        marked.grant = found["_id"]

    def _note(self, marked: Marked, home: str, where: str) -> None:
        given = {"how": "good", "text": marked.mark(where)}
        everyday.write_day_note(self.actor(home), self.parts.vault, marked.child, given, self.at, once=new_id())

    def _hand_over(self, marked: Marked) -> None:
        officer, vault, school = self.actor("officer"), self.parts.vault, self.people["school"].unit
        given = {
            "school": school,
            "guardian": self.people[f"{marked.code}_guardian"].person,
            "answer": "yes",
            "identified_by": "phone",
            "given_on": in_stockholm(self.at).date().isoformat(),
            "language": "sv",
            "child_view": "wants",
            "child_words": marked.mark("consent_words"),
        }
        handover_consents.record(officer, vault, marked.child, given, self.at)
        chosen = [marked.documents[kind] for kind in ("school_start", "classroom_help", "pickup")]
        handover = {"school": school, "documents": chosen, "until": "month", "health": "yes"}
        marked.handover = handovers.deliver(officer, vault, marked.child, handover, self.at)
        receipt = {"role": marked.mark("receipt")}
        handover_inbox.confirm(self.actor("school"), vault, marked.handover, receipt, self.at)
        assert rows(Handover).find_one({"_id": marked.handover, "step": "received"})


EVERY_FACT = frozenset(FACTS)
IMPORTANT = frozenset({"allergy", "medicine", "risk", "emergency_plan"})
OWN = frozenset({"own:me", "own:home", "own:school", "own:officer"})

OFFICERS = EVERY_FACT | {
    "name", "called", "guardian", "reference", "day_note", "former_note", "own:officer", "consent_words", "receipt",
}  # fmt: skip
HOMES = IMPORTANT | {
    "called", "contact", "own:home", "day_note", "school_start", "classroom_help", "school_contact", "pickup",
}  # fmt: skip
SCHOOLS = IMPORTANT | {"called", "own:school", "school_start", "classroom_help", "pickup", "receipt"}

MAY_READ: dict[tuple[str, str], frozenset[str]] = {
    ("officer", "signe"): frozenset(OFFICERS),
    ("officer", "roe"): frozenset(OFFICERS),
    ("far_officer", "hugo"): frozenset(OFFICERS),
    ("home", "signe"): frozenset(HOMES),
    ("home", "hugo"): frozenset(HOMES),
    ("other_home", "roe"): frozenset(HOMES),
    ("school", "signe"): frozenset(SCHOOLS),
    ("signe_herself", "signe"): OWN | {"called"},
    ("roe_herself", "roe"): OWN | {"called"},
}
"""Who may ever read which of a child's marks; whoever is not here reads none. Typed by hand, from no code of ours."""

PREVIEWS = {"pages.check_or_start": {"own:home"}, "pages.check_handover": {"own:school"}}
"""Pages where the officer sees exactly what the recipient would get (docs/adr/0004)."""
