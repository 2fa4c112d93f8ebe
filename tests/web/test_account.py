"""One's own sign-in."""

from __future__ import annotations

from tests.web.at_the_door import fresh_code, send, sign_in, text_of
from tests.web.witness import Witness
from tests.world import PASSWORD, World

NEW = "en helt annan mening att minnas"
CHANGE = "/account/password"


def change(client: Witness, world: World, *, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> int:
    code = fresh_code(world, world.officer.totp_secret)
    typed = {"old_password": old, "totp": code, "password": new, "password_again": again}
    return send(client, client.get("/account"), CHANGE, **typed).status_code


def test_the_old_password_and_a_code_change_it_and_end_every_other_session(client: Witness, world: World) -> None:
    elsewhere = world.signed_in(world.officer)
    sign_in(client, world, world.officer)
    assert change(client, world) == 303
    assert client.get("/account").status_code == 200
    client.set_cookie("portfolio", elsewhere)
    assert client.get("/account").status_code == 303
    typed = {"login": world.officer.login, "password": NEW, "totp": fresh_code(world, world.officer.totp_secret)}
    assert send(client, client.get("/sign-in"), "/sign-in", **typed).status_code == 303


def test_without_the_old_password_nothing_changes(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    assert change(client, world, old="fel lösenord här") == 422
    client.signed_out()
    assert sign_in(client, world, world.officer).status_code == 303


def test_a_weak_or_mistyped_new_password_is_refused(client: Witness, world: World) -> None:
    sign_in(client, world, world.officer)
    assert change(client, world, new="kort", again="kort") == 422
    assert change(client, world, again="inte samma sak här") == 422


def test_signing_out_everywhere_ends_this_session_and_the_others(client: Witness, world: World) -> None:
    elsewhere = world.signed_in(world.officer)
    sign_in(client, world, world.officer)
    assert client.submit("/account/sign-out-everywhere", page="/account").status_code == 303
    assert client.get("/account").status_code == 303
    client.set_cookie("portfolio", elsewhere)
    assert client.get("/account").status_code == 303


def test_a_child_has_no_password_to_change(client: Witness, world: World) -> None:
    client.as_(world, world.child_as_someone(world.signe))
    assert "Byt lösenord" not in text_of(client.get("/account"))
