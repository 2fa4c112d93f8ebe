"""Every route, every method, every persona: no mark reaches anybody without a right to it.

The routes are those the application has; a route that is not listed below fails the build, and so does a listed one
that is gone. For each, the relations that it lets in are typed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portfolio.wiring import Parts
from tests.moment import Moment
from tests.web.canaries import MAY_READ, PREVIEWS, CanaryWorld, Marked
from tests.web.witness import Witness

OFFICER, HOME, SCHOOL = "officer", "home", "school"
ANYBODY: frozenset[str] = frozenset()
"""Routes without a child in their address: what they show is for whoever asks, and the marks tell if it is too much."""

ABOUT_A_CHILD: dict[str, str] = {
    "pages.child": OFFICER,
    "pages.issue_card": OFFICER,
    "pages.press_card_picture": OFFICER,
    "pages.fact": OFFICER,
    "pages.correct_fact": OFFICER,
    "pages.end_fact": OFFICER,
    "pages.add_fact": OFFICER,
    "pages.save_fact": OFFICER,
    "pages.sent_handover": OFFICER,
    "pages.recall_handover": OFFICER,
    "pages.check_handover": OFFICER,
    "pages.record_consent": OFFICER,
    "pages.prepare_handover": OFFICER,
    "pages.deliver_handover": OFFICER,
    "pages.child_log": OFFICER,
    "pages.placement": OFFICER,
    "pages.end_placement": OFFICER,
    "pages.end_placement_now": OFFICER,
    "pages.undo_placement": OFFICER,
    "pages.appoint_officer": OFFICER,
    "pages.shares": OFFICER,
    "pages.enter_decision": OFFICER,
    "pages.stop_share": OFFICER,
    "pages.first_screen": HOME,
    "pages.give_dose": HOME,
    "pages.take_back_dose": HOME,
    "pages.home_health": HOME,
    "pages.home_more": HOME,
    "pages.home_school": HOME,
    "pages.day_note": HOME,
    "pages.write_day_note": HOME,
    "pages.still_open": HOME,
    "pages.handover": SCHOOL,
    "pages.handover_still_open": SCHOOL,
    "pages.confirm_handover": SCHOOL,
    "documents.Documents": OFFICER,
    "first_screens.FirstScreens": HOME,
    "patient_summaries.PatientSummaries": OFFICER,
}
WITHOUT_A_CHILD = {
    "api-docs.openapi_json", "children.Children", "own_words.OwnWords", "pages.account", "pages.account_password",
    "pages.account_sign_out_everywhere", "pages.answer_anew", "pages.answer_with_account", "pages.begin",
    "pages.begin_authority", "pages.check_or_start", "pages.children", "pages.handovers", "pages.health", "pages.home",
    "pages.invitation", "pages.keep_own_words", "pages.language", "pages.new_placement", "pages.office",
    "pages.office_add_unit", "pages.office_codes", "pages.office_end", "pages.office_invite",
    "pages.office_send_invitation", "pages.office_unit", "pages.office_withdraw", "pages.own_log", "pages.own_page",
    "pages.own_question", "pages.press_picture", "pages.prove_password", "pages.register_child",
    "pages.restore_own_words", "pages.save_child", "pages.save_own_words", "pages.sign_in", "pages.sign_in_card",
    "pages.sign_out", "pages.start", "pages.undo_own_words", "sign_ins.CardSignIns", "sign_ins.Renewals",
    "sign_ins.SignIns", "static",
}  # fmt: skip

RELATIONS: dict[tuple[str, str], str] = {
    ("officer", "signe"): OFFICER,
    ("officer", "roe"): OFFICER,
    ("far_officer", "hugo"): OFFICER,
    ("home", "signe"): HOME,
    ("home", "hugo"): HOME,
    ("other_home", "roe"): HOME,
    ("school", "signe"): SCHOOL,
}
PERSONAS = (
    "officer", "far_officer", "other_officer", "administrator", "operator", "home", "former_home", "other_home",
    "school", "other_school", "signe_herself", "roe_herself", "signe_guardian", "nobody",
)  # fmt: skip
NOBODY_ELSE = Marked("nothing", child="0" * 32)
API = ("children.Children", "documents.Documents", "first_screens.FirstScreens", "own_words.OwnWords",
       "patient_summaries.PatientSummaries")  # fmt: skip


@pytest.fixture(scope="module")
def canaries(parts: Parts, moment: Moment) -> CanaryWorld:
    moment.reset()
    return CanaryWorld(parts, moment)


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: this method of this route, about this child, by this persona."""

    rule: Rule
    method: str
    persona: str


def cells(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def test_every_route_is_listed_and_every_listed_route_exists(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert found == set(ABOUT_A_CHILD) | WITHOUT_A_CHILD


def address(rule: Rule, marked: Marked) -> str:
    """The rule's address with the ids of one child's things; unknown ids where she has no such thing."""
    unknown = "1" * 32
    values = {
        "child": marked.child,
        "document": marked.documents.get("allergy", unknown),
        "kind": "allergy",
        "placement": marked.placement or unknown,
        "grant": marked.grant or unknown,
        "handover": marked.handover or unknown,
        "question": "sleep",
        "code": "not-an-invitation",
        "person": unknown,
        "invitation": unknown,
        "filename": "css/base.css",
    }
    path = str(rule.rule)
    for name in rule.arguments:
        path = re.sub(rf"<(path:)?{name}>", values[name], path)
    return path + ("?purpose=casework" if rule.endpoint in ("documents.Documents", "children.Children") else "")


class Asker:
    """A persona with a browser of their own, and a token for the API."""

    def __init__(self, app: Flask, world: CanaryWorld, persona: str) -> None:
        client = app.test_client()
        assert isinstance(client, Witness)
        self.client, self.persona = client, persona
        self.headers: dict[str, str] = {}
        if persona != "nobody":
            client.set_cookie("portfolio", world.cookie(persona))
            self.headers = {"Authorization": f"Bearer {world.bearer(persona)}"}
        shown = client.get("/there-is-no-such-page", follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
        assert found
        self.token = found[1]

    def ask(self, rule: Rule, method: str, marked: Marked) -> TestResponse:
        if rule.endpoint in API:
            extra = {"json": {}} if method in {"POST", "PUT"} else {}
            return self.client.open(address(rule, marked), method=method, headers=self.headers, **extra)
        data = {"csrf_token": self.token} if method == "POST" else None
        return self.client.open(address(rule, marked), method=method, data=data)


def leaked(world: CanaryWorld, persona: str, endpoint: str, answer: TestResponse) -> set[str]:
    """Which marks of children the answer holds, in status, headers or body, that the persona may not read."""
    text = f"{answer.status}\n{answer.headers}\n{answer.get_data(as_text=True)}"
    found = set()
    for marked in world.children():
        permitted = MAY_READ.get((persona, marked.code), frozenset()) | (
            PREVIEWS.get(endpoint, set()) if MAY_READ.get((persona, marked.code)) else set()
        )
        found |= {
            f"{marked.code}:{where}" for made, where in marked.marks.items() if made in text and where not in permitted
        }
    return found


def plain(answer: TestResponse) -> tuple[str, str, tuple[str, ...]]:
    """An answer without what differs by chance: nonce, token, and the address that was asked for."""
    body = re.sub(r'(nonce=|value=|content=)"[^"]{16,}"', "", answer.get_data(as_text=True))
    body = re.sub(r"[0-9a-f]{32}", "ID", body)
    names = sorted(name for name, _ in answer.headers if name != "Set-Cookie")
    return answer.status, body, tuple(names)


@pytest.mark.parametrize("persona", PERSONAS)
def test_whoever_has_no_right_gets_what_an_unknown_id_gets_and_no_mark(
    app: Flask, canaries: CanaryWorld, persona: str
) -> None:
    asker = Asker(app, canaries, persona)
    asked = 0
    for rule, method in cells(app):
        needed = ABOUT_A_CHILD.get(rule.endpoint)
        if needed is None:
            continue
        unknown = plain(asker.ask(rule, method, NOBODY_ELSE))
        for marked in canaries.children():
            if RELATIONS.get((persona, marked.code)) == needed and not (needed == SCHOOL and not marked.handover):
                continue
            answer = asker.ask(rule, method, marked)
            place = f"{method} {rule.rule} by {persona} about {marked.code}"
            assert leaked(canaries, persona, rule.endpoint, answer) == set(), place
            assert plain(answer) == unknown, place
            assert answer.status_code in ({404} if persona != "nobody" else {303, 401, 200}), place
            asked += 1
    assert asked >= 60


@pytest.mark.parametrize("persona", PERSONAS)
def test_pages_of_ones_own_hold_no_mark_but_ones_own(app: Flask, canaries: CanaryWorld, persona: str) -> None:
    asker = Asker(app, canaries, persona)
    for rule, method in cells(app):
        if (
            rule.endpoint in ABOUT_A_CHILD
            or rule.endpoint == "static"
            or (method != "GET" and rule.endpoint not in API)
        ):
            continue
        answer = asker.ask(rule, method, canaries.signe)
        place = f"{method} {rule.rule} by {persona}"
        assert leaked(canaries, persona, rule.endpoint, answer) == set(), place
        assert answer.status_code < 500, place


LET_IN = {OFFICER: ("officer", "signe"), HOME: ("home", "signe"), SCHOOL: ("school", "signe")}


def test_every_route_about_a_child_lets_somebody_in_who_reads_only_their_own(app: Flask, canaries: CanaryWorld) -> None:
    for rule, method in cells(app):
        needed = ABOUT_A_CHILD.get(rule.endpoint)
        if needed is None or method != "GET":
            continue
        persona, _ = LET_IN[needed]
        answer = Asker(app, canaries, persona).ask(rule, method, canaries.signe)
        assert answer.status_code in {200, 204}, f"{method} {rule.rule} by {persona}: {answer.status}"
        assert leaked(canaries, persona, rule.endpoint, answer) == set(), f"{method} {rule.rule} by {persona}"


LAST = ("pages.end_fact", "pages.recall_handover", "pages.stop_share", "pages.undo_placement")
"""Forms that take away what the others stand on."""


def test_every_form_about_a_child_lets_somebody_in(app: Flask, parts: Parts, moment: Moment) -> None:
    moment.reset()
    world = CanaryWorld(parts, moment)
    forms = [(rule, method) for rule, method in cells(app) if method != "GET" and rule.endpoint in ABOUT_A_CHILD]
    for rule, method in sorted(forms, key=lambda form: form[0].endpoint in LAST):
        persona, _ = LET_IN[ABOUT_A_CHILD[rule.endpoint]]
        answer = Asker(app, world, persona).ask(rule, method, world.signe)
        assert answer.status_code in {200, 204, 303, 412, 422}, f"{method} {rule.rule} by {persona}: {answer.status}"
        assert "/sign-in" not in answer.headers.get("Location", "")
        assert leaked(world, persona, rule.endpoint, answer) == set(), f"{method} {rule.rule} by {persona}"


def test_the_matrix_sees_a_mark_that_should_not_be_there(canaries: CanaryWorld) -> None:
    secret = next(made for made, where in canaries.signe.marks.items() if where == "allergy")
    answer = TestResponse([secret.encode()], "200 OK", {}, request=None)  # type: ignore[arg-type]
    assert leaked(canaries, "other_home", "pages.first_screen", answer) == {"signe:allergy"}
