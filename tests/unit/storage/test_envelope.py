import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.identifiers import new_id
from storage.envelope import (
    BLOB_HEADER_BYTES,
    SUITE,
    Key,
    blind_index,
    blob_header,
    context,
    derive,
    open_blob,
    open_sealed,
    open_whole,
    seal,
    seal_blob,
    seal_stream,
    unwrap,
    wrap,
)
from storage.errors import Unopenable
from tests.unit.storage import independent_reader

CHUNK = 16_384
SEALED_CHUNK = CHUNK + 16
START = 56
"""Where the first chunk of a stream begins: after salt and commitment."""

PLACE = context("portfolio/v1/test", SUITE, "here")
TEXT = "Hon är rädd för höga ljud.".encode()


def _accepted(opening: Callable[[bytes], bytes], forgeries: Iterable[bytes]) -> int:
    """How many open; any refusal but Unopenable breaks the test."""
    accepted = 0
    for forged in forgeries:
        try:
            opening(forged)
        except Unopenable:
            continue
        accepted += 1
    return accepted


def _flipped(sealed: bytes, position: int, bit: int) -> bytes:
    changed = bytearray(sealed)
    changed[position] ^= 1 << bit
    return bytes(changed)


# ── what opens ──────────────────────────────────────────────────────────────────────────────────


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_what_was_sealed_opens_in_its_place(plaintext: bytes) -> None:
    key = Key.random()
    assert open_sealed(key, seal(key, plaintext, PLACE), PLACE) == plaintext


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 100, 1_048_576])
def test_a_second_reader_opens_every_length(length: int) -> None:
    key = Key.random()
    plaintext = bytes(position % 251 for position in range(length))
    sealed = b"".join(seal_stream(key, (plaintext,), PLACE))
    assert independent_reader.open_stream(key.material, sealed, PLACE) == plaintext


@settings(deadline=None)
@given(st.lists(st.binary(max_size=9000), max_size=8))
def test_how_a_stream_is_cut_does_not_matter(chunks: list[bytes]) -> None:
    key = Key.random()
    assert open_whole(key, seal_stream(key, chunks, PLACE), PLACE) == b"".join(chunks)


def test_the_same_text_is_never_sealed_alike() -> None:
    key = Key.random()
    assert len({seal(key, TEXT, PLACE) for _ in range(1000)}) == 1000


def test_a_wrapped_key_is_105_bytes_and_unwraps() -> None:
    kek, key = Key.random(), Key.random()
    wrapped = wrap(kek, key, PLACE)
    assert len(wrapped) == 105
    assert unwrap(kek, wrapped, PLACE) == key


# ── what does not ───────────────────────────────────────────────────────────────────────────────


def test_no_flipped_bit_of_a_short_message_is_accepted() -> None:
    key = Key.random()
    sealed = seal(key, TEXT, PLACE)
    flips = (_flipped(sealed, position, bit) for position in range(len(sealed)) for bit in range(8))
    assert _accepted(lambda one: open_sealed(key, one, PLACE), flips) == 0


def test_no_flipped_byte_of_three_chunks_is_accepted() -> None:
    key = Key.random()
    sealed = b"".join(seal_stream(key, (bytes(2 * CHUNK + 100),), PLACE))
    flips = (_flipped(sealed, position, position % 8) for position in range(len(sealed)))
    assert _accepted(lambda one: open_whole(key, (one,), PLACE), flips) == 0


def test_no_truncation_of_a_short_message_is_accepted() -> None:
    key = Key.random()
    sealed = seal(key, TEXT, PLACE)
    cuts = (sealed[:length] for length in range(len(sealed)))
    assert _accepted(lambda one: open_sealed(key, one, PLACE), cuts) == 0


def test_no_cut_at_a_chunk_edge_and_no_addition_is_accepted() -> None:
    key = Key.random()
    sealed = b"".join(seal_stream(key, (bytes(2 * CHUNK + 100),), PLACE))
    edges = [sealed[: START + SEALED_CHUNK * whole] for whole in range(3)]
    longer = [sealed + b"\0", sealed + sealed[START:], sealed + bytes(SEALED_CHUNK)]
    assert _accepted(lambda one: open_whole(key, (one,), PLACE), edges + longer) == 0


def test_chunks_open_only_in_their_order_and_all_of_them() -> None:
    key = Key.random()
    sealed = b"".join(seal_stream(key, (bytes(3 * CHUNK + 100),), PLACE))
    head, body = sealed[:START], sealed[START:]
    chunks = [body[start : start + SEALED_CHUNK] for start in range(0, len(body), SEALED_CHUNK)]
    orders = [order for count in range(5) for order in permutations(range(4), count)] + [(0, 0, 1, 2, 3)]
    orders.remove((0, 1, 2, 3))
    forged = (head + b"".join(chunks[position] for position in order) for order in orders)
    assert _accepted(lambda one: open_whole(key, (one,), PLACE), forged) == 0


def test_chunks_of_another_message_under_the_same_key_are_refused() -> None:
    key = Key.random()
    mine, other = (b"".join(seal_stream(key, (bytes(CHUNK + 9),), PLACE)) for _ in range(2))
    for cut in (24, START, START + SEALED_CHUNK):
        with pytest.raises(Unopenable):
            open_whole(key, (mine[:cut] + other[cut:],), PLACE)


def test_nothing_of_a_stream_is_handed_on_before_its_end() -> None:
    key = Key.random()
    sealed = b"".join(seal_stream(key, (bytes(2 * CHUNK),), PLACE))
    with pytest.raises(Unopenable):
        open_whole(key, (sealed[: START + SEALED_CHUNK], sealed[START + SEALED_CHUNK : -1]), PLACE)


def test_an_unknown_format_is_refused() -> None:
    key = Key.random()
    sealed = seal(key, TEXT, PLACE)
    unknown = (bytes([number]) + sealed[1:] for number in range(256) if number != sealed[0])
    assert _accepted(lambda one: open_sealed(key, one, PLACE), unknown) == 0


def test_the_wrong_key_the_wrong_place_and_altered_bytes_look_alike() -> None:
    key = Key.random()
    sealed = seal(key, TEXT, PLACE)
    refusals = []
    openings: tuple[Callable[[], bytes], ...] = (
        lambda: open_sealed(Key.random(), sealed, PLACE),
        lambda: open_sealed(key, sealed, PLACE + b"."),
        lambda: open_sealed(key, _flipped(sealed, 70, 0), PLACE),
        lambda: open_sealed(key, b"\x02" + sealed[1:], PLACE),
        lambda: open_sealed(key, b"", PLACE),
    )
    for opening in openings:
        with pytest.raises(Unopenable) as refusal:
            opening()
        refusals.append((refusal.type, refusal.value.args, refusal.value.__cause__))
    assert len(set(refusals)) == 1


def test_something_that_opens_but_is_no_key_is_not_unwrapped() -> None:
    kek = Key.random()
    with pytest.raises(Unopenable):
        unwrap(kek, seal(kek, b"short", PLACE), PLACE)


def test_a_fault_of_the_source_is_not_taken_for_a_forgery() -> None:
    def broken() -> Iterator[bytes]:
        yield b"\0" * 10
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        open_whole(Key.random(), broken(), PLACE)


# ── the place ───────────────────────────────────────────────────────────────────────────────────

FIELDS: dict[str, tuple[str | int, ...]] = {
    "portfolio/v1/blob": (SUITE, new_id(), new_id(), new_id(), new_id(), 1, new_id(), "application/pdf"),
    "portfolio/v1/dk": (SUITE, new_id(), new_id(), new_id(), new_id(), 1, new_id(), 1),
    "portfolio/v1/ck": (SUITE, new_id(), new_id(), 1, 1),
    "portfolio/v1/field": (SUITE, new_id(), new_id(), "documents", new_id(), "title", 1),
}


def _altered(field: str | int) -> str | int:
    return field + 1 if isinstance(field, int) else field[:-1] + ("0" if field[-1] != "0" else "1")


@pytest.mark.parametrize("label", FIELDS)
def test_each_field_of_the_place_alone_keeps_it_shut(label: str) -> None:
    key, fields = Key.random(), FIELDS[label]
    sealed = seal(key, TEXT, context(label, *fields))
    places = [
        context(label, *fields[:position], changed, *fields[position + 1 :])
        for position, field in enumerate(fields)
        for changed in (_altered(field), "")
    ]
    places += [context(other, *fields) for other in FIELDS if other != label]
    assert _accepted(lambda place: open_sealed(key, sealed, place), places) == 0
    assert open_sealed(key, sealed, context(label, *fields)) == TEXT


FIELD_LISTS = st.lists(st.text(max_size=4) | st.binary(max_size=4), max_size=4)


@settings(deadline=None)
@given(FIELD_LISTS, FIELD_LISTS)
def test_two_places_are_written_alike_only_if_they_are_the_same(
    one: list[str | bytes], other: list[str | bytes]
) -> None:
    def octets(fields: list[str | bytes]) -> list[bytes]:
        return [field.encode() if isinstance(field, str) else field for field in fields]

    assert (context("a", *one) == context("a", *other)) == (octets(one) == octets(other))


@pytest.mark.parametrize(
    ("label", "fields"),
    [("", ()), ("å", ()), ("a\0", ()), ("a", (b"x" * 65_536,)), ("a", (-1,)), ("a", (2**32,))],
)
def test_what_has_no_single_form_is_no_place(label: str, fields: tuple[bytes | int, ...]) -> None:
    with pytest.raises(ValueError, match=r"label|context"):
        context(label, *fields)


# ── blobs ───────────────────────────────────────────────────────────────────────────────────────


def test_a_blob_opens_however_the_store_cuts_it() -> None:
    key, version = Key.random(), new_id()
    blob = b"".join(seal_blob(key, version, (TEXT,), PLACE))
    for step in (1, 7, BLOB_HEADER_BYTES, 1000):
        cut = [blob[start : start + step] for start in range(0, len(blob), step)]
        assert open_blob(key, version, cut, PLACE) == TEXT


def test_no_flipped_bit_and_no_truncation_of_a_blob_is_accepted() -> None:
    key, version = Key.random(), new_id()
    blob = b"".join(seal_blob(key, version, (TEXT,), PLACE))
    forged = [_flipped(blob, position, bit) for position in range(len(blob)) for bit in range(8)]
    forged += [blob[:length] for length in range(len(blob))]
    assert _accepted(lambda one: open_blob(key, version, (one,), PLACE), forged) == 0


def test_a_blob_does_not_open_as_another_version() -> None:
    key, version = Key.random(), new_id()
    blob = b"".join(seal_blob(key, version, (TEXT,), PLACE))
    with pytest.raises(Unopenable):
        open_blob(key, new_id(), (blob,), PLACE)


@pytest.mark.parametrize("version", ["", "ab", "A" * 32, "../" + "a" * 29, "a" * 34])
def test_only_an_id_names_a_version(version: str) -> None:
    with pytest.raises(ValueError, match="named by an id"):
        blob_header(version)


# ── keys ────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_has_no_printable_form() -> None:
    key = Key.random()
    for form in (repr(key), str(key), f"{key}", repr([key])):
        assert "<key>" in form
        assert key.material.hex() not in form


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_is_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Key(bytes(length))


def test_derived_keys_differ_by_label_and_by_key() -> None:
    keys = [Key.random(), Key.random()]
    derived = {derive(key, label).material for key in keys for label in ("wrap", "field", "directory")}
    assert len(derived) == 6
    assert derived.isdisjoint(key.material for key in keys)


def test_a_blind_index_is_the_first_half_of_an_hmac() -> None:
    key = Key.random()
    whole = hmac.new(key.material, b"login\0sara.exempelsson", hashlib.sha256).digest()
    assert blind_index(key, "login", "sara.exempelsson") == whole[:16]


def test_a_blind_index_differs_by_key_label_and_text() -> None:
    key = Key.random()
    found = {
        blind_index(key, "login", "a"),
        blind_index(Key.random(), "login", "a"),
        blind_index(key, "card", "a"),
        blind_index(key, "login", "b"),
    }
    assert len(found) == 4
