"""The office through its pages: units, people, invitations."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from auth.models import rows
from portfolio.models import Unit
from tests.web.at_the_door import fresh_code, secret_on, send, sign_in, text_of
from tests.web.witness import Witness
from tests.world import PASSWORD, World

NEW = "/office/invitations/new"


def invited(client: Witness, world: World, **given: str) -> str:
    """The path of an invitation that the officer has made."""
    client.as_(world, world.officer)
    typed = {"role": "carer", "person": "Mia Provström", "unit_name": f"Solgården {world.mark}", **given}
    made = client.submit(NEW, **typed)
    assert made.status_code == 200, text_of(made)
    client.signed_out()
    found = re.search(r"/invitation/[0-9a-f]{32}", text_of(made))
    assert found
    return found[0]


def yes_anew(client: Witness, world: World, path: str, login: str) -> TestResponse:
    shown = client.get(path)
    code = fresh_code(world, secret_on(shown))
    return send(client, shown, path, login=login, password=PASSWORD, password_again=PASSWORD, totp=code)


def serving(world: World) -> set[str]:
    return {row["_id"] for row in rows(Unit).find({"serves": world.authority})}


def test_an_invited_foster_parent_makes_an_account_and_lands_at_home(client: Witness, world: World) -> None:
    path = invited(client, world)
    shown = text_of(client.get(path))
    assert "Norrvik" in shown
    assert f"Solgården {world.mark}" in shown
    entered = yes_anew(client, world, path, world.login("mia"))
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    assert client.get("/").headers["Location"] == "/home"
    client.signed_out().as_(world, world.officer)
    assert "Mia Provström" in text_of(client.get("/office"))


def test_before_the_yes_the_new_home_serves_nobody(client: Witness, world: World) -> None:
    before = serving(world)
    path = invited(client, world)
    assert serving(world) == before
    yes_anew(client, world, path, world.login("mia"))
    assert len(serving(world) - before) == 1


def test_an_invitation_is_used_once(client: Witness, world: World) -> None:
    path = invited(client, world)
    shown = client.get(path)
    yes_anew(client, world, path, world.login("mia"))
    client.signed_out()
    code = fresh_code(world, secret_on(shown))
    again = client.submit(
        path,
        page="/sign-in",
        login=world.login("nils"),
        password=PASSWORD,
        password_again=PASSWORD,
        totp=code,
        enrolment="x",
    )
    assert again.status_code == 404
    assert client.get(path).status_code == 404


def test_used_withdrawn_late_and_unknown_invitations_look_the_same(client: Witness, world: World) -> None:
    used, withdrawn, late = (invited(client, world) for _ in range(3))
    yes_anew(client, world, used, world.login("mia"))
    client.signed_out().as_(world, world.officer)
    actions = re.findall(r'action="(/office/invitations/[0-9a-f]{32}/withdrawal)"', text_of(client.get("/office")))
    assert client.submit(actions[0], page="/office").status_code == 303
    client.signed_out()
    world.moment.pass_(timedelta(days=15))
    answers = [client.get(path) for path in (used, withdrawn, late, "/invitation/" + "0" * 32, "/invitation/x")]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {
        re.sub(r'(nonce|value)="[^"]*"', "", text_of(answer)).replace(answer.request.path, "") for answer in answers
    }
    assert len(bodies) == 1


def test_a_withdrawn_invitation_cannot_be_answered(client: Witness, world: World) -> None:
    path = invited(client, world)
    client.as_(world, world.officer)
    actions = re.findall(r'action="(/office/invitations/[0-9a-f]{32}/withdrawal)"', text_of(client.get("/office")))
    client.submit(actions[0], page="/office")
    client.signed_out()
    assert client.get(path).status_code == 404


def test_what_is_wrong_is_named_and_nothing_is_used_up(client: Witness, world: World) -> None:
    path = invited(client, world)
    shown = client.get(path)
    typed = {"login": world.officer.login, "password": "kort", "password_again": "annat", "totp": "1"}
    refused = send(client, shown, path, **typed)
    assert refused.status_code == 422
    for name in ("login", "password_again", "totp"):
        assert f'href="#{name}"' in text_of(refused)
    assert secret_on(refused) == secret_on(shown)
    assert yes_anew(client, world, path, world.login("mia")).status_code == 303


def test_a_school_that_has_an_account_says_yes_to_a_second_municipality(client: Witness, world: World) -> None:
    neighbour = World(world.parts, world.moment)
    path = invited(client, neighbour, role="school", unit_name="Norrskolan igen")
    asked = send(client, client.get(path), f"{path}/account")
    typed = {"login": world.school.login, "password": PASSWORD}
    entered = send(client, asked, "/sign-in", **typed, totp=fresh_code(world, world.school.totp_secret))
    assert entered.headers["Location"] == path
    shown = client.get(path)
    assert "Norrskolan" in text_of(shown)
    assert client.submit(f"{path}/account", page=path, unit=world.school.unit).status_code == 303
    unit = rows(Unit).find_one({"_id": world.school.unit})
    assert set(unit["serves"]) == {world.authority, neighbour.authority}
    assert rows(Unit).find_one({"authority": neighbour.authority, "kind": "school"}) is None
    client.signed_out().as_(world, neighbour.officer)
    page = text_of(client.get("/office"))
    assert "Norrskolan" in page
    assert "Rut Exempelsson" not in page


def test_nobody_says_yes_for_a_unit_that_is_not_theirs(client: Witness, world: World) -> None:
    neighbour = World(world.parts, world.moment)
    path = invited(client, neighbour, role="school", unit_name="Ny skola")
    client.as_(world, world.school)
    refused = client.submit(f"{path}/account", page=path, unit=world.other_school.unit)
    assert refused.status_code == 422
    assert rows(Unit).find_one({"_id": world.other_school.unit})["serves"] == [world.authority]


def test_a_second_officer_joins_the_office(client: Witness, world: World) -> None:
    path = invited(client, world, role="officer", unit=world.officer.unit, unit_name="", person="Nils Demovall")
    assert yes_anew(client, world, path, world.login("nils")).status_code == 303
    assert client.get("/").headers["Location"] == "/children"
    assert client.get("/office").status_code == 404


def test_people_are_asked_only_to_units_that_the_authority_added(client: Witness, world: World) -> None:
    neighbour = World(world.parts, world.moment)
    rows(Unit).update_one({"_id": world.home.unit}, {"$addToSet": {"serves": neighbour.authority}})
    client.as_(world, neighbour.officer)
    refused = client.submit(NEW, role="carer", person="Ove Demovall", unit=world.home.unit)
    assert refused.status_code == 422
    assert world.home.unit not in text_of(client.get(NEW))


def test_a_unit_that_does_not_fit_the_role_is_refused(client: Witness, world: World) -> None:
    client.as_(world, world.officer)
    assert client.submit(NEW, role="school", person="Ove", unit=world.home.unit).status_code == 422
    assert client.submit(NEW, role="officer", person="Ove").status_code == 422
    assert client.submit(NEW, role="carer", person="Ove").status_code == 422
    assert client.submit(NEW, role="operator", person="Ove").status_code == 422


def test_new_codes_end_the_old_and_are_shown_once(client: Witness, world: World) -> None:
    old = world.home
    client.as_(world, world.officer)
    shown = client.submit(f"/office/people/{old.person}/codes", page="/office")
    secret = secret_on(shown)
    client.signed_out()
    assert sign_in(client, world, old).status_code == 422
    typed = {"login": old.login, "password": PASSWORD, "totp": fresh_code(world, secret)}
    assert send(client, client.get("/sign-in"), "/sign-in", **typed).status_code == 303


def test_whoever_no_longer_works_there_feels_it_at_the_next_request(client: Witness, world: World) -> None:
    gone = world.other_officer
    signed_in = world.signed_in(gone)
    client.as_(world, world.officer)
    ended = client.submit(f"/office/people/{gone.person}/end", page="/office", unit=gone.unit)
    assert ended.status_code == 303
    assert "Omar Provström" not in text_of(client.get("/office"))
    client.set_cookie("portfolio", signed_in)
    assert client.get("/").status_code == 200
    assert client.get("/office").status_code == 404


def test_nobody_ends_their_own_place(client: Witness, world: World) -> None:
    client.as_(world, world.officer)
    refused = client.submit(f"/office/people/{world.officer.person}/end", page="/office", unit=world.officer.unit)
    assert refused.status_code == 422
    assert client.get("/office").status_code == 200


@pytest.mark.parametrize("deed", ["codes", "end"])
def test_another_authoritys_people_do_not_exist(client: Witness, world: World, deed: str) -> None:
    neighbour = World(world.parts, world.moment)
    client.as_(world, neighbour.officer)
    for person in (world.home.person, world.officer.person, "0" * 32, "x"):
        url = f"/office/people/{person}/{deed}"
        assert client.submit(url, page="/office", unit=world.home.unit).status_code == 404


def test_who_does_not_run_the_office_does_not_see_it(client: Witness, world: World) -> None:
    for someone in (world.other_officer, world.home, world.school):
        client.as_(world, someone)
        for url in ("/office", "/office/units/new", NEW):
            assert client.get(url).status_code == 404
        assert client.submit("/office/units/new", page="/account", kind="home", name="X").status_code == 404
        assert client.submit(NEW, page="/account", role="carer").status_code == 404


def test_bad_input_names_the_field_and_adds_nothing(client: Witness, world: World) -> None:
    client.as_(world, world.officer)
    before = rows(Unit).count_documents({})
    for given in ({"kind": "castle", "name": "X"}, {"kind": "home"}, {"kind": "home", "name": "a\u0000b"}):
        refused = client.submit("/office/units/new", **given)
        assert refused.status_code == 422
        assert "error-summary" in text_of(refused)
    assert rows(Unit).count_documents({}) == before


def test_the_beginning_is_closed_once_an_authority_exists(client: Witness, world: World) -> None:
    assert client.get("/begin").status_code == 404
    assert client.submit("/begin", page="/sign-in", name="Annan", login="x").status_code == 404
    assert world.authority


def test_whoever_runs_the_office_finds_it_and_everybody_with_a_name_finds_their_own_sign_in(
    client: Witness, world: World
) -> None:
    own = client.as_(world, world.officer).get("/children").get_data(as_text=True)
    assert 'href="/office"' in own
    assert 'href="/account"' in own
    other = client.as_(world, world.other_officer).get("/children").get_data(as_text=True)
    assert 'href="/office"' not in other
    assert 'href="/account"' in other
