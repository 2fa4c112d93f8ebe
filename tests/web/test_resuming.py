"""A form posted after its sign-in has ended is saved for whoever wrote it, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

from werkzeug.test import TestResponse

from auth.actors import Role
from tests.web.at_the_door import form_on, fresh_code, send, sign_in, text_of
from tests.web.witness import Witness
from tests.world import PASSWORD, Someone, World

FORM = "/office/units/new"


def posted_too_late(client: Witness, world: World, name: str) -> TestResponse:
    """The officer writes, rests for a quarter of an hour, and sends."""
    sign_in(client, world, world.officer)
    written = client.get(FORM)
    world.moment.pass_(timedelta(minutes=20))
    return send(client, written, FORM, kind="home", name=name)


def back_as(client: Witness, world: World, someone: Someone, page: TestResponse) -> TestResponse:
    typed = {"login": someone.login, "password": PASSWORD, "totp": fresh_code(world, someone.totp_secret)}
    return send(client, page, "/sign-in", **typed)


def test_the_same_person_signs_in_in_place_and_the_text_is_saved(client: Witness, world: World) -> None:
    late = posted_too_late(client, world, f"Lindgården {world.mark}")
    assert late.status_code == 401
    assert "så sparas det du skrev" in text_of(late)
    assert "Lindgården" not in text_of(late)
    back = back_as(client, world, world.officer, late)
    assert "data-resume" in text_of(back)
    assert form_on(back, FORM)["name"] == [f"Lindgården {world.mark}"]
    assert send(client, back, FORM).status_code == 303
    assert f"Lindgården {world.mark}" in text_of(client.get("/office"))


def test_a_slip_at_the_sign_in_loses_nothing(client: Witness, world: World) -> None:
    late = posted_too_late(client, world, f"Björkgården {world.mark}")
    slipped = send(client, late, "/sign-in", login=world.officer.login, password="fel lösenord", totp="123456")
    assert slipped.status_code == 422
    back = back_as(client, world, world.officer, slipped)
    assert form_on(back, FORM)["name"] == [f"Björkgården {world.mark}"]


def test_another_person_neither_sees_nor_saves_the_text(client: Witness, world: World) -> None:
    colleague = world.add_someone("Kim Demovall", Role.ADMINISTRATOR, world.officer.unit)
    late = posted_too_late(client, world, f"Hemligården {world.mark}")
    back = back_as(client, world, colleague, late)
    assert (back.status_code, back.headers["Location"]) == (303, "/")
    assert "Hemligården" not in text_of(back)
    assert "Hemligården" not in text_of(client.get("/office"))


def test_a_form_left_open_by_one_person_is_not_sent_as_the_next(client: Witness, world: World) -> None:
    colleague = world.add_someone("Kim Demovall", Role.ADMINISTRATOR, world.officer.unit)
    sign_in(client, world, world.officer)
    left_open = client.get(FORM)
    world.moment.pass_(timedelta(minutes=20))
    sign_in(client, world, colleague)
    sent = send(client, left_open, FORM, kind="home", name=f"Kvargården {world.mark}")
    assert sent.status_code == 400
    assert "Kvargården" not in text_of(client.get("/office"))


def test_a_form_left_open_over_a_new_sign_in_of_the_same_person_still_counts(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    left_open = client.get(FORM)
    world.moment.pass_(timedelta(minutes=20))
    sign_in(client, world, world.officer)
    assert send(client, left_open, FORM, kind="home", name=f"Samgården {world.mark}").status_code == 303


def test_after_an_hour_the_text_is_gone(client: Witness, world: World) -> None:
    late = posted_too_late(client, world, f"Sengården {world.mark}")
    world.moment.pass_(timedelta(hours=1))
    back = back_as(client, world, world.officer, late)
    assert back.status_code == 303


def test_where_nobody_is_known_nothing_is_kept(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    written = client.get(FORM)
    client.submit("/sign-out", page="/office")
    late = send(client, written, FORM, kind="home", name=f"Okändgården {world.mark}")
    assert late.status_code == 401
    assert "kunde inte följa med" in text_of(late)
    assert "resume" not in form_on(late, "/sign-in")


def test_an_altered_text_is_not_taken(client: Witness, world: World) -> None:
    late = posted_too_late(client, world, f"Ändgården {world.mark}")
    kept = form_on(late, "/sign-in")["resume"][0]
    altered = kept[:-8] + ("AAAAAAA=" if kept[-8:] != "AAAAAAA=" else "BBBBBBB=")
    typed = {"login": world.officer.login, "password": PASSWORD, "resume": altered}
    back = send(client, late, "/sign-in", **typed, totp=fresh_code(world, world.officer.totp_secret))
    assert back.status_code == 303
