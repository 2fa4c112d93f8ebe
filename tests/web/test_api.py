"""The JSON face: the same rules as the pages, a bearer token and nothing else, problems in one shape."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from auth.actors import Actor
from portfolio import facts, kinds, own_words
from tests.web.witness import Witness
from tests.world import PASSWORD, Someone, World

SUMMARY = Path(__file__).parents[1] / "data" / "ips" / "IPS_IG_bundle-minimal.json"
NOTE = {"title": "Samtal", "text": "Dörren på glänt."}


class Caller:
    """Somebody with an API sign-in of their own."""

    def __init__(self, client: Witness, tokens: dict[str, Any]) -> None:
        self.client = client
        self.tokens = tokens

    def __call__(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.tokens['access_token']}", **more.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)


def code(world: World, someone: Someone) -> str:
    return pyotp.TOTP(someone.totp_secret).at(world.at)


def sign_in(client: Witness, world: World, someone: Someone, **changed: str) -> TestResponse:
    given = {"login": someone.login, "password": PASSWORD, "totp": code(world, someone), **changed}
    return client.post("/api/v1/sign-ins", json=given)


def caller(client: Witness, world: World, someone: Someone) -> Caller:
    signed_in = sign_in(client, world, someone)
    assert signed_in.status_code == 201, signed_in.text
    return Caller(client, signed_in.get_json())


def card_caller(client: Witness, world: World, child: str) -> Caller:
    someone = world.child_as_someone(child)
    accounts = world.parts.accounts
    pictures = ["fox", "bear", "cat", "dog"]
    accounts.set_picture_code(someone.account, pictures)
    card = accounts.issue_card(someone.account, world.at).card_code
    signed_in = client.post("/api/v1/sign-ins/card", json={"card": card, "pictures": pictures})
    assert signed_in.status_code == 201, signed_in.text
    return Caller(client, signed_in.get_json())


def officer(world: World) -> Actor:
    return world.actor(world.officer)


def note(world: World, child: str) -> str:
    return facts.add(officer(world), world.parts.vault, child, kinds.KINDS["note"], NOTE, world.at)


def test_the_description_is_valid_openapi_3_1_and_open_to_everybody(client: Witness) -> None:
    described = client.get("/api/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    validate(described)


def test_whoever_answers_for_the_child_opens_a_document_with_an_etag(client: Witness, world: World) -> None:
    call = caller(client, world, world.officer)
    path = f"/children/{world.signe}/documents/{note(world, world.signe)}?purpose=casework"
    opened = call("GET", path)
    assert opened.status_code == 200
    assert opened.get_json()["content"] == NOTE
    assert opened.headers["ETag"] == '"1"'
    assert call("GET", path, headers={"If-None-Match": '"1"'}).status_code == 304


def test_a_stranger_gets_the_same_404_for_a_child_and_for_nothing(client: Witness, world: World) -> None:
    call = caller(client, world, world.other_officer)
    real = call("GET", f"/children/{world.signe}/documents/{note(world, world.signe)}?purpose=casework")
    unknown = call("GET", f"/children/{'0' * 32}/documents/{'1' * 32}?purpose=casework")
    malformed = call("GET", "/children/x/documents/y?purpose=casework")
    assert real.status_code == unknown.status_code == malformed.status_code == 404
    assert real.data == unknown.data == malformed.data
    assert real.content_type == "application/problem+json"


def test_a_purpose_must_be_stated_and_fit(client: Witness, world: World) -> None:
    call = caller(client, world, world.officer)
    path = f"/children/{world.signe}/documents/{note(world, world.signe)}"
    lacking = call("GET", path)
    assert lacking.status_code == 422
    assert "purpose" in lacking.get_json()["errors"]
    assert call("GET", f"{path}?purpose=school_start").status_code == 404


def test_a_cookie_opens_no_api_and_a_token_no_page(client: Witness, world: World) -> None:
    call = caller(client, world, world.officer)
    assert (
        client.get("/children", headers={"Authorization": f"Bearer {call.tokens['access_token']}"}).status_code == 303
    )
    client.as_(world, world.officer)
    refused = client.get("/api/v1/children?purpose=casework")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_lives_five_minutes_is_renewed_and_dies_with_its_sign_in(client: Witness, world: World) -> None:
    call = caller(client, world, world.officer)
    assert call("GET", "/children?purpose=casework").status_code == 200
    world.moment.pass_(timedelta(minutes=5, seconds=1))
    assert call("GET", "/children?purpose=casework").status_code == 401
    renewed = client.post("/api/v1/sign-ins/renewal", json={"renewal": call.tokens["renewal"]})
    call.tokens.update(renewed.get_json())
    assert call("GET", "/children?purpose=casework").status_code == 200
    assert client.delete("/api/v1/sign-ins", json={"renewal": call.tokens["renewal"]}).status_code == 204
    assert call("GET", "/children?purpose=casework").status_code == 401
    assert client.post("/api/v1/sign-ins/renewal", json={"renewal": call.tokens["renewal"]}).status_code == 401


@pytest.mark.parametrize("wrong", ["login", "password", "totp"])
def test_a_sign_in_is_refused_alike_whatever_was_wrong(client: Witness, world: World, wrong: str) -> None:
    refused = sign_in(client, world, world.officer, **{wrong: "000000 fel"})
    assert refused.status_code == 401
    assert refused.get_json() == {"type": "about:blank", "title": "Unauthorized", "status": 401}


def test_my_children_are_those_i_answer_for(client: Witness, world: World) -> None:
    first = (world.signe, world.roe)
    listed = caller(client, world, world.officer)("GET", "/children?purpose=casework").get_json()["children"]
    assert {one["child"] for one in listed} == set(first)
    assert caller(client, world, world.other_officer)("GET", "/children?purpose=casework").get_json() == {
        "children": []
    }


def test_the_child_saves_an_answer_and_an_older_copy_is_refused(client: Witness, world: World) -> None:
    call = card_caller(client, world, world.signe)
    path, answer = "/me/words/likes", {"words": "Drakar", "pictures": ["dog"], "audience": []}
    assert call("PUT", path, json=answer).status_code == 428
    saved = call("PUT", path, json=answer, headers={"If-Match": '"0"'})
    assert (saved.status_code, saved.headers["ETag"]) == (200, '"1"')
    assert call("PUT", path, json={**answer, "words": "Katter"}, headers={"If-Match": '"0"'}).status_code == 412
    assert call("PUT", path, json={**answer, "words": "Katter"}, headers={"If-Match": '"1"'}).headers["ETag"] == '"2"'


def test_a_strangers_summary_is_taken_in_for_a_reason_only_and_told_in_numbers(client: Witness, world: World) -> None:
    call, path = caller(client, world, world.officer), f"/children/{world.signe}/patient-summaries"
    sent = {"data": SUMMARY.read_bytes(), "content_type": "application/fhir+json"}
    assert call("POST", path, **sent).status_code == 422
    told = call("POST", f"{path}?despite_mismatch=Samma%20barn", **sent)
    assert (told.status_code, told.get_json()["outcome"]) == (200, "imported")
    assert set(told.get_json()) == {
        *("outcome", "allergies", "medicines", "conditions", "immunisations"),
        *("absences", "ended", "partly_read", "left_out"),
    }


def test_nobody_but_the_child_writes_her_words(client: Witness, world: World) -> None:
    answer = {"words": "Drakar", "pictures": [], "audience": []}
    refused = caller(client, world, world.officer)("PUT", "/me/words/likes", json=answer, headers={"If-Match": '"0"'})
    assert refused.status_code == 404


BAD: list[Any] = [
    {"words": {"$ne": None}},
    {"words": 7},
    {"words": "a\u202eb"},
    {"words": "a\u0000b"},
    {"words": "x" * 5000},
    {"audience": ["everybody"]},
    {"audience": "home"},
    {"pictures": [{"$gt": ""}]},
    {"unheard_of": 1},
    {"question": "sad", "words": "another question than the path's"},
    {},
    [],
    "text",
]


WHOLE = {"words": "Drakar", "pictures": [], "audience": []}


@pytest.mark.parametrize("body", BAD, ids=lambda body: json.dumps(body)[:40])
def test_bad_input_names_its_field_and_stores_nothing(client: Witness, world: World, body: Any) -> None:
    call = card_caller(client, world, world.signe)
    given = {**WHOLE, **body} if isinstance(body, dict) and body else body
    refused = call("PUT", "/me/words/likes", json=given, headers={"If-Match": '"0"'})
    assert refused.status_code == 422, refused.text
    assert refused.get_json()["errors"]
    child = world.child_as_actor(world.signe)
    assert own_words.open_one(child, world.parts.vault, "likes", world.at).answer.number == 0


def test_what_is_no_json_or_too_much_is_refused(client: Witness, world: World) -> None:
    call = card_caller(client, world, world.signe)
    headers = {"If-Match": '"0"'}
    broken = call("PUT", "/me/words/likes", data="{", content_type="application/json", headers=headers)
    assert broken.status_code in {400, 422}
    large = json.dumps({"words": "x" * 2_000_000})
    assert (
        call("PUT", "/me/words/likes", data=large, content_type="application/json", headers=headers).status_code == 413
    )


def test_an_unknown_address_of_the_api_answers_as_the_api(client: Witness, world: World) -> None:
    assert client.get("/api/v1/nothing").status_code == 401
    client.as_(world, world.officer)
    unknown = client.get("/api/v1/nothing")
    assert (unknown.status_code, unknown.content_type) == (404, "application/problem+json")


def test_json_nested_without_end_is_refused(client: Witness, world: World) -> None:
    call = card_caller(client, world, world.signe)
    deep = "[" * 30_000
    refused = call("PUT", "/me/words/likes", data=deep, content_type="application/json", headers={"If-Match": '"0"'})
    assert refused.status_code in {400, 422}
