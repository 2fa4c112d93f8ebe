"""Login names, passwords, picture codes, card codes and one-time codes before any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import cards, hashing, logins, one_time_codes, passwords, tries
from auth.errors import LoginRefused, PasswordFault, PasswordRefused, PicturesRefused, SignInBusy
from tests.unit.auth.factories import QUICK

AT = datetime(2026, 11, 20, 21, 40, 10, tzinfo=UTC)
STEP = timedelta(seconds=one_time_codes.STEP_SECONDS)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elva tecken", PasswordFault.TOO_SHORT),
        ("x1" * 129, PasswordFault.TOO_LONG),
        ("Lösenord1234", PasswordFault.COMMON),
        ("abababababab", PasswordFault.MONOTONOUS),
    ],
)
def test_a_password_that_is_tried_first_is_refused_with_its_reason(password: str, reason: PasswordFault) -> None:
    with pytest.raises(PasswordRefused) as refused:
        passwords.check_strength(password)
    assert refused.value.reason is reason


def test_a_long_sentence_needs_no_digit_and_no_capital() -> None:
    passwords.check_strength("ekorren bor i eken")


def test_a_password_is_the_same_from_a_keyboard_that_composes_letters() -> None:
    assert passwords.readable_form("så ska det låta") == passwords.readable_form("sa\u030a ska det la\u030ata")


@given(st.text(st.characters(), max_size=300))
def test_no_text_is_too_odd_to_compare(text: str) -> None:
    passwords.readable_form(text)
    cards.compared_form(text)
    form = logins.compared_form(text)
    assert form is None or form.encode()


def test_a_login_name_is_compared_without_case_width_and_outer_space() -> None:
    assert logins.compared_form("  Örjan.Påhittberg@Kommun.Example ") == "örjan.påhittberg@kommun.example"
    assert logins.compared_form("ＡＮＮＡ") == "anna"


@pytest.mark.parametrize("login", ["", "  ", "ab", "a" * 255, "anna\x00b", "anna\nb", "an\u202ena", "\ud800abc"])
def test_a_login_name_that_nobody_can_type_is_refused(login: str) -> None:
    with pytest.raises(LoginRefused):
        logins.acceptable_form(login)


def test_card_codes_are_random_and_survive_being_typed() -> None:
    codes = {cards.new_card_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        form = cards.compared_form(code)
        assert form is not None
        typed = form.lower().replace("0", "o").replace("1", "l")
        assert cards.compared_form(f" {typed[:6]} {typed[6:]}") == form


@pytest.mark.parametrize("code", ["", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMNP", "UUUU-UUUU-UUUU", "å" * 12, "A" * 10_000])
def test_what_cannot_be_a_card_code_is_none(code: str) -> None:
    assert cards.compared_form(code) is None


def test_a_picture_code_is_four_different_pictures_in_order() -> None:
    code = cards.new_picture_code()
    assert cards.check_pictures(list(code)) == code


@pytest.mark.parametrize(
    "pictures",
    [
        [],
        ["fox", "bear", "cat"],
        ["fox"] * 4,
        ["fox", "bear", "cat", "lion"],
        ["fox", "bear", "cat", "dog", "owl"],
    ],
)
def test_anything_else_is_no_picture_code(pictures: list[str]) -> None:
    with pytest.raises(PicturesRefused):
        cards.check_pictures(pictures)


def test_a_printed_card_in_a_log_does_not_show_its_code() -> None:
    code = cards.new_card_code()
    assert code not in repr(cards.IssuedCard("a" * 32, code, AT))


def test_a_one_time_code_counts_one_step_early_and_one_step_late() -> None:
    secret = one_time_codes.new_secret()
    present = int(AT.timestamp()) // one_time_codes.STEP_SECONDS
    for steps in (-1, 0, 1):
        code = one_time_codes.code_at(secret, AT + steps * STEP)
        assert one_time_codes.matching_step(secret, code, AT) == present + steps
    for steps in (-2, 2):
        assert one_time_codes.matching_step(secret, one_time_codes.code_at(secret, AT + steps * STEP), AT) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "12345a", "-12345"])
def test_only_six_plain_digits_are_a_one_time_code(code: str) -> None:
    assert one_time_codes.matching_step(one_time_codes.new_secret(), code, AT) is None


def test_the_rfc_6238_vectors_hold() -> None:
    # RFC 6238 appendix B, SHA-1, last six of its eight digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        assert one_time_codes.code_at(secret, datetime.fromtimestamp(seconds, UTC)) == code


def test_the_setup_address_names_the_service_and_holds_the_secret() -> None:
    secret = one_time_codes.new_secret()
    uri = one_time_codes.setup_uri(secret, login="anna@kommun.example", issuer="Portfolio")
    assert uri.startswith("otpauth://totp/Portfolio:anna%40kommun.example?")
    assert f"secret={secret}" in uri


def test_a_third_sign_in_at_once_is_told_to_come_back() -> None:
    ready, finish = [Event(), Event()], Event()

    def occupy(mine: Event) -> None:
        with hashing.turn(QUICK):
            mine.set()
            finish.wait(10)

    holders = [Thread(target=occupy, args=(mine,)) for mine in ready]
    for holder in holders:
        holder.start()
    try:
        assert all(mine.wait(10) for mine in ready)
        with pytest.raises(SignInBusy), hashing.turn(QUICK, patience=0.01):
            pytest.fail("there are only two places")
    finally:
        finish.set()
        for holder in holders:
            holder.join()
    with hashing.turn(QUICK, patience=10):
        pass


def test_production_hashes_are_argon2id_with_64_mib_three_passes_and_one_lane() -> None:
    with hashing.turn(hashing.production_hasher()) as turn:
        stored = turn.seal(b"ekorren")
        assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
        assert turn.matches(stored, b"ekorren")
        assert not turn.matches(stored, b"igelkotten")
        assert turn.renewed(stored, b"ekorren") is None


def test_a_damaged_hash_matches_nothing() -> None:
    with hashing.turn(QUICK) as turn:
        assert not turn.matches("$argon2id$nonsense", b"ekorren")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_tries_are_counted_per_ipv4_address_and_per_ipv6_household(address: str, network: str) -> None:
    assert tries.network_of(address) == network
