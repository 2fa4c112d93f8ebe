"""Credentials proved before an account is equipped, and proved again by somebody signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auth.errors import LoginRefused, LoginTaken, PasswordRefused, SignInRefused
from auth.one_time_codes import code_at, matching_step, new_secret
from tests.world import PASSWORD, World


def test_a_new_login_is_refused_before_anything_is_written(world: World) -> None:
    check = world.parts.accounts.check_new
    check(world.login("ny"), PASSWORD)
    with pytest.raises(LoginTaken):
        check(world.officer.login.upper(), PASSWORD)
    with pytest.raises(LoginRefused):
        check("a", PASSWORD)
    with pytest.raises(PasswordRefused):
        check(world.login("ny"), "kort")
    with pytest.raises(PasswordRefused):
        check(world.login("ny"), world.login("ny"))


def test_the_code_that_proved_a_secret_does_not_sign_in_too(world: World) -> None:
    secret = new_secret()
    code = code_at(secret, world.at)
    step = matching_step(secret, code, world.at)
    assert step is not None
    world.parts.accounts.set_totp(world.officer.account, secret, step)
    prove = world.parts.credentials.prove_password
    with pytest.raises(SignInRefused):
        prove(world.officer.login, PASSWORD, code, world.at, "192.0.2.7")
    later = world.moment.pass_(timedelta(seconds=30))
    assert prove(world.officer.login, PASSWORD, code_at(secret, later), later, "192.0.2.7").id == world.officer.account


def test_proving_again_counts_against_the_same_login(world: World) -> None:
    again = world.parts.credentials.prove_again
    for _ in range(5):
        with pytest.raises(SignInRefused):
            again(world.officer.account, "fel lösenord här", "000000", world.at, "192.0.2.8")
    code = code_at(world.officer.totp_secret, world.at)
    with pytest.raises(SignInRefused):
        world.parts.credentials.prove_password(world.officer.login, PASSWORD, code, world.at, "192.0.2.9")


def test_an_account_without_a_password_proves_nothing(world: World) -> None:
    child = world.child_as_someone(world.signe)
    with pytest.raises(SignInRefused):
        world.parts.credentials.prove_again(child.account, "", "000000", world.at, "192.0.2.10")
