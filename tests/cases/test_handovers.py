"""A school's handover: nothing without consent, nothing but what was chosen, and gone when it is taken back."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from mongoengine import Document

from auth.identifiers import new_id
from auth.models import rows
from consent import ledger
from consent.errors import AccessDenied
from consent.models import ConsentRecord, Entry, Grant
from portfolio import (
    children,
    facts,
    handover_consents,
    handover_drafts,
    handover_inbox,
    handover_periods,
    handovers,
    kinds,
    own_words,
)
from portfolio.errors import InputRefused
from portfolio.handover_inbox import Received
from portfolio.models import Handover
from portfolio.models.handover import STEPS
from tests.cases.handed_over import (
    FETCHES,
    HELP,
    MAY_NOT_FETCH,
    PEANUT,
    START,
    add,
    chosen,
    deliver,
    guardians,
    says,
)
from tests.cases.shared import answer
from tests.world import Someone, World


def read_at_school(world: World, handover: str, *, reader: Someone | None = None) -> Received:
    return handover_inbox.open_one(world.actor(reader or world.school), world.parts.vault, handover, world.at)


def kept(record: type[Document], query: dict[str, Any]) -> dict[str, Any]:
    """The one row that was kept."""
    row = rows(record).find_one(query)
    assert row is not None
    return row


def refused_to(world: World, handover: str, reader: Someone) -> bool:
    try:
        read_at_school(world, handover, reader=reader)
    except AccessDenied:
        return True
    return False


@pytest.fixture
def delivered(world: World) -> str:
    """Signe's start date, handed over to Norrskolan with her guardian's yes."""
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    return deliver(world, world.signe, start)


def test_without_a_guardians_answer_nothing_is_handed_over_and_what_lacks_is_named(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe, start)
    assert list(refused.value.fields) == ["consent"]
    assert rows(Handover).count_documents({"child": world.signe}) == 0
    assert rows(Grant).count_documents({"child": world.signe}) == 0


def test_nothing_rests_on_a_guardians_no(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "no")
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe, start)
    assert list(refused.value.fields) == ["consent"]


def two_guardians(world: World) -> str:
    given = {
        "name": "Ola Påhittberg",
        "born": "2016-02-01",
        "guardians": [{"name": "Gun Påhittberg"}, {"name": "Per Påhittberg"}],
    }
    return children.register(world.actor(world.officer), world.parts.vault, world.authority, given, world.at)


def test_one_of_two_guardians_is_not_enough(world: World) -> None:
    child = two_guardians(world)
    start = add(world, child, "school_start", START)
    first, second = guardians(child)
    says(world, child, "yes", guardian=first)
    with pytest.raises(InputRefused):
        deliver(world, child, start)
    says(world, child, "yes", guardian=second)
    assert deliver(world, child, start)


def test_a_child_without_a_guardian_on_record_cannot_be_handed_over_on_consent(world: World) -> None:
    given = {"name": "Ebba Påhittberg", "born": "2016-02-01"}
    child = children.register(world.actor(world.officer), world.parts.vault, world.authority, given, world.at)
    start = add(world, child, "school_start", START)
    with pytest.raises(InputRefused) as refused:
        deliver(world, child, start)
    assert list(refused.value.fields) == ["consent"]


def test_a_yes_to_one_school_is_no_yes_to_another(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes", school=world.other_school.unit)
    with pytest.raises(InputRefused):
        deliver(world, world.signe, start)


def test_a_later_no_takes_back_what_rested_on_the_yes_at_once(world: World, delivered: str) -> None:
    read_at_school(world, delivered)
    says(world, world.signe, "no")
    assert refused_to(world, delivered, world.school)
    assert kept(Handover, {"_id": delivered})["step"] == "recalled"


def test_a_yes_after_a_no_counts_again(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "no")
    says(world, world.signe, "yes")
    assert deliver(world, world.signe, start)


def test_a_consent_record_keeps_the_exact_text_by_digest_and_the_childs_words_sealed(world: World) -> None:
    consent = says(world, world.signe, "yes")
    row = kept(ConsentRecord, {"_id": consent})
    assert row["text_version"] == handover_consents.TEXT_VERSION
    assert row["text_sha256"] == hashlib.sha256(handover_consents.TEXT.encode()).hexdigest()
    assert (row["capacity"], row["identified_by"], row["child_view"]) == ("guardian", "phone", "wants")
    assert b"Det blir bra." not in bytes(row["words"])
    asked = handover_consents.asking(
        world.actor(world.officer), world.parts.vault, world.signe, world.school.unit, world.at
    )
    assert asked.answers[0].child_words == "Det blir bra."


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answer": "maybe"}, "answer"),
        ({"answer": {"$ne": None}}, "answer"),
        ({"guardian": "not an id"}, "guardian"),
        ({"guardian": "0" * 32}, "guardian"),
        ({"identified_by": "hearsay"}, "identified_by"),
        ({"given_on": "2026-13-45"}, "given_on"),
        ({"given_on": "2026-11-22"}, "given_on"),
        ({"child_view": "not_asked", "child_words": ""}, "child_words"),
        ({"child_words": "hej\u202e"}, "child_words"),
        ({"child_words": "å" * 4001}, "child_words"),
        ({"secret": "hej"}, "secret"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field_and_not_kept(
    world: World, change: dict[str, object], field: str
) -> None:
    given = {
        "school": world.school.unit,
        "guardian": guardians(world.signe)[0],
        "answer": "yes",
        "identified_by": "meeting",
        "given_on": "2026-11-19",
        "language": "sv",
        "child_view": "wants",
        **change,
    }
    with pytest.raises(InputRefused) as refused:
        handover_consents.record(world.actor(world.officer), world.parts.vault, world.signe, given, world.at)
    assert list(refused.value.fields) == [field]
    assert rows(ConsentRecord).count_documents({"child": world.signe}) == 0


def test_the_school_sees_what_was_chosen_and_nothing_else(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    fetches = add(world, world.signe, "pickup", FETCHES)
    add(world, world.signe, "pickup", MAY_NOT_FETCH)
    add(world, world.signe, "classroom_help", HELP)
    add(world, world.signe, "allergy", PEANUT)
    add(world, world.signe, "note", {"title": "Samtal", "text": "Bara för oss."})
    says(world, world.signe, "yes")
    shown = read_at_school(world, deliver(world, world.signe, start, fetches)).contents
    assert [told.content["school"] for told in shown.starts] == ["Norrskolan"]
    assert [told.content["name"] for told in shown.may_fetch] == ["Bo Demovall"]
    assert (shown.may_not_fetch, shown.classroom, shown.health) == ((), (), None)


def test_health_goes_whole_with_what_is_not_known(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    add(world, world.signe, "allergy", PEANUT)
    add(world, world.signe, "risk", {"what": "Springer iväg", "what_to_do": "Följ efter.", "source": "mamma"})
    says(world, world.signe, "yes")
    health = read_at_school(world, deliver(world, world.signe, start, health=True)).contents.health
    assert health is not None
    assert [told.kind for told in health.lines] == ["allergy", "risk"]
    assert health.unknown == ("medicines", "emergency")


def test_a_single_health_fact_cannot_be_picked(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    peanut = add(world, world.signe, "allergy", PEANUT)
    says(world, world.signe, "yes")
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe, start, peanut)
    assert list(refused.value.fields) == ["documents"]


def test_another_childs_document_cannot_be_picked(world: World) -> None:
    foreign = add(world, world.roe, "school_start", START)
    says(world, world.signe, "yes")
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe, foreign)
    assert list(refused.value.fields) == ["documents"]


def test_without_a_start_date_a_reason_is_asked_for_and_the_school_reads_it(world: World) -> None:
    add(world, world.signe, "classroom_help", HELP)
    says(world, world.signe, "yes")
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe)
    assert list(refused.value.fields) == ["no_start"]
    handover = deliver(world, world.signe, no_start="Rektorn har inte svarat.")
    assert read_at_school(world, handover).contents.no_start == "Rektorn har inte svarat."
    assert b"Rektorn" not in bytes(kept(Handover, {"_id": handover})["no_start"]["sealed"])


def test_a_fact_added_later_does_not_flow_and_the_officer_is_told(world: World, delivered: str) -> None:
    add(world, world.signe, "classroom_help", HELP)
    assert read_at_school(world, delivered).contents.classroom == ()
    sent = handovers.sent(world.actor(world.officer), world.parts.vault, world.signe, delivered, world.at)
    assert sent.added_since == 1


def test_a_correction_of_what_was_handed_over_does_flow(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    handover = deliver(world, world.signe, start)
    corrected = {**START, "starts_on": "2026-11-24"}
    officer, kind = world.actor(world.officer), kinds.KINDS["school_start"]
    facts.correct(officer, world.parts.vault, world.signe, start, kind, corrected, world.at, based_on=1)
    shown = read_at_school(world, handover).contents.starts
    assert [told.content["starts_on"] for told in shown] == ["2026-11-24"]


def test_what_has_ended_is_no_longer_shown(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    fetches = add(world, world.signe, "pickup", FETCHES)
    says(world, world.signe, "yes")
    handover = deliver(world, world.signe, start, fetches)
    facts.end(world.actor(world.officer), world.signe, fetches, world.at)
    assert read_at_school(world, handover).contents.may_fetch == ()


def test_the_school_reads_only_the_words_the_child_shares_with_school(world: World) -> None:
    signe = world.child_as_someone(world.signe)
    answer(world, signe, "Jag vill sitta vid dörren.", question="likes", audience=["school"])
    answer(world, signe, "Lampan ska vara tänd.", question="sleep", audience=["home"])
    answer(world, signe, "Bara mitt.", question="sad")
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    shown = read_at_school(world, deliver(world, world.signe, start)).contents
    assert [told.words for told in shown.answers] == ["Jag vill sitta vid dörren."]


def test_what_she_shares_with_her_school_later_reaches_it(world: World, delivered: str) -> None:
    signe = world.child_as_someone(world.signe)
    assert read_at_school(world, delivered).contents.answers == ()
    answer(world, signe, "Jag vill sitta vid dörren.", question="likes", audience=["school"])
    assert [one.words for one in read_at_school(world, delivered).contents.answers] == ["Jag vill sitta vid dörren."]


def test_words_the_child_takes_back_are_gone_at_the_next_request(world: World) -> None:
    signe = world.child_as_someone(world.signe)
    answer(world, signe, "Jag vill sitta vid dörren.", question="likes", audience=["school"])
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    handover = deliver(world, world.signe, start)
    assert len(read_at_school(world, handover).contents.answers) == 1
    own_words.keep_to_herself(world.actor(signe), world.parts.vault, "likes", world.at, based_on=1)
    assert read_at_school(world, handover).contents.answers == ()


def test_the_officer_counts_the_words_for_school_without_reading_them(world: World) -> None:
    signe = world.child_as_someone(world.signe)
    answer(world, signe, "Jag vill sitta vid dörren.", question="likes", audience=["school"])
    shown = handover_drafts.shareable(
        world.actor(world.officer), world.parts.vault, world.signe, world.school.unit, world.at
    )
    assert shown.own_answers == 1
    assert all(kind != "own_words" for kind, _ in ledger.read(world.signe)[0].line.shown)


def test_the_preview_is_what_the_school_then_gets(world: World) -> None:
    signe = world.child_as_someone(world.signe)
    answer(world, signe, "Jag vill sitta vid dörren.", question="likes", audience=["school"])
    start = add(world, world.signe, "school_start", START)
    add(world, world.signe, "allergy", PEANUT)
    says(world, world.signe, "yes")
    given = chosen(world, start, health=True)
    preview = handover_drafts.preview(world.actor(world.officer), world.parts.vault, world.signe, given, world.at)
    received = read_at_school(world, deliver(world, world.signe, start, health=True))
    assert received.contents == preview.contents
    assert received.last_day == preview.last_day


def test_one_page_leaves_one_entry_that_lists_the_versions_shown(world: World, delivered: str) -> None:
    before = rows(Entry).count_documents({"chain": world.signe})
    read_at_school(world, delivered)
    assert rows(Entry).count_documents({"chain": world.signe}) == before + 1
    newest = ledger.read(world.signe)[0].line
    assert (newest.purpose, newest.reason, newest.unit) == ("school_start", "holds_a_grant", world.school.unit)
    assert [kind for kind, _ in newest.shown] == ["school_start"]


def test_another_school_another_officer_a_home_and_an_unknown_id_are_refused_alike(
    world: World, delivered: str
) -> None:
    for stranger in (world.other_school, world.other_officer, world.home, world.officer):
        assert refused_to(world, delivered, stranger)
    assert refused_to(world, new_id(), world.school)
    assert refused_to(world, "not an id", world.school)


def test_two_schools_of_one_child_read_their_own_handover_only(world: World, delivered: str) -> None:
    start = add(world, world.signe, "school_start", {**START, "school": "Åsgårdsskolan"})
    says(world, world.signe, "yes", school=world.other_school.unit)
    other = deliver(world, world.signe, start, school=world.other_school.unit)
    assert read_at_school(world, other, reader=world.other_school).contents.starts
    assert refused_to(world, other, world.school)
    assert refused_to(world, delivered, world.other_school)


def test_the_inbox_names_the_schools_own_children_and_opens_nothing_else(world: World, delivered: str) -> None:
    roes = add(world, world.roe, "school_start", START)
    says(world, world.roe, "yes", school=world.other_school.unit)
    deliver(world, world.roe, roes, school=world.other_school.unit)
    lines = handover_inbox.inbox(world.actor(world.school), world.parts.vault, world.at)
    assert [(line.handover, line.heading.name, line.status) for line in lines] == [(delivered, "Signe", "new")]
    assert handover_inbox.inbox(world.actor(world.home), world.parts.vault, world.at) == ()


def test_an_inbox_line_goes_from_new_to_read_to_confirmed(world: World, delivered: str) -> None:
    def status() -> list[str]:
        return [line.status for line in handover_inbox.inbox(world.actor(world.school), world.parts.vault, world.at)]

    assert status() == ["new"]
    read_at_school(world, delivered)
    assert status() == ["read"]
    handover_inbox.confirm(world.actor(world.school), world.parts.vault, delivered, {"role": "rektor"}, world.at)
    assert status() == ["confirmed"]


def test_confirming_twice_is_once_and_the_officer_sees_the_receipt(world: World, delivered: str) -> None:
    confirmed_at = world.at
    handover_inbox.confirm(world.actor(world.school), world.parts.vault, delivered, {"role": "rektor"}, world.at)
    world.moment.pass_(timedelta(minutes=5))
    handover_inbox.confirm(world.actor(world.school), world.parts.vault, delivered, {"role": "vaktmästare"}, world.at)
    sent = handovers.sent(world.actor(world.officer), world.parts.vault, world.signe, delivered, world.at)
    assert sent.receipt == handovers.Receipt("Rut Exempelsson", "rektor", confirmed_at)
    assert b"rektor" not in bytes(kept(Handover, {"_id": delivered})["received_as"]["sealed"])


def test_a_receipt_without_a_role_is_refused_after_admission(world: World, delivered: str) -> None:
    with pytest.raises(InputRefused):
        handover_inbox.confirm(world.actor(world.school), world.parts.vault, delivered, {}, world.at)
    with pytest.raises(AccessDenied):
        handover_inbox.confirm(world.actor(world.other_school), world.parts.vault, delivered, {}, world.at)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_handover_taken_back_is_gone_at_the_schools_next_request(
    world: World, delivered: str, confirmed: bool
) -> None:
    if confirmed:
        handover_inbox.confirm(world.actor(world.school), world.parts.vault, delivered, {"role": "rektor"}, world.at)
    handovers.recall(world.actor(world.officer), world.signe, delivered, world.at)
    assert refused_to(world, delivered, world.school)
    assert handover_inbox.inbox(world.actor(world.school), world.parts.vault, world.at) == ()
    with pytest.raises(AccessDenied):
        handover_inbox.confirm(world.actor(world.school), world.parts.vault, delivered, {"role": "rektor"}, world.at)
    handovers.recall(world.actor(world.officer), world.signe, delivered, world.at)
    sent = handovers.sent(world.actor(world.officer), world.parts.vault, world.signe, delivered, world.at)
    assert (sent.line.step, sent.line.in_force, sent.receipt is not None) == ("recalled", False, confirmed)


def test_a_handover_ends_at_its_instant(world: World, delivered: str) -> None:
    ends = kept(Grant, {"child": world.signe, "template": "skola"})["ends"]
    world.moment.set(ends - timedelta(milliseconds=1))
    assert read_at_school(world, delivered).contents.starts
    world.moment.set(ends)
    assert refused_to(world, delivered, world.school)


@pytest.mark.parametrize(
    ("timing", "field"),
    [
        ({"until": "for ever"}, "until"),
        ({"until": "date"}, "until_on"),
        ({"until": "date", "until_on": "2026-11-19"}, "until_on"),
        ({"until": "date", "until_on": "2027-06-15"}, "until_on"),
        ({"until": {"$gt": ""}}, "until"),
    ],
)
def test_a_time_that_the_basis_does_not_carry_is_refused_by_its_field(
    world: World, timing: dict[str, Any], field: str
) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe, start, **timing)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("until", ["term", "month", "longest"])
def test_every_offered_time_can_be_chosen(world: World, until: str) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    shown = read_at_school(world, deliver(world, world.signe, start, until=until))
    offered = {choice.code: choice.last_day for choice in handover_periods.until_choices(world.at)}
    assert shown.last_day == offered[until]


def test_a_newer_handover_to_the_same_school_replaces_the_earlier(world: World, delivered: str) -> None:
    start = add(world, world.signe, "school_start", {**START, "school_class": "3 B"})
    newer = deliver(world, world.signe, start)
    shown = read_at_school(world, newer).contents.starts
    assert [told.content.get("school_class") for told in shown] == ["3 B"]
    assert refused_to(world, delivered, world.school)
    lines = handover_inbox.inbox(world.actor(world.school), world.parts.vault, world.at)
    assert [line.handover for line in lines] == [newer]


def test_the_same_form_sent_twice_delivers_once(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    once, officer = new_id(), world.actor(world.officer)
    for _ in range(2):
        given = chosen(world, start)
        assert handovers.deliver(officer, world.parts.vault, world.signe, given, world.at, once=once) == once
    assert rows(Handover).count_documents({"child": world.signe}) == 1
    assert rows(Grant).count_documents({"child": world.signe}) == 1


def test_the_mark_of_another_childs_form_delivers_nothing(world: World, delivered: str) -> None:
    says(world, world.roe, "yes")
    start = add(world, world.roe, "school_start", START)
    officer, given = world.actor(world.officer), chosen(world, start)
    with pytest.raises(AccessDenied):
        handovers.deliver(officer, world.parts.vault, world.roe, given, world.at, once=delivered)


def test_nobody_but_who_answers_for_the_child_prepares_or_follows(world: World, delivered: str) -> None:
    vault = world.parts.vault
    for someone in (world.other_officer, world.school, world.home):
        actor = world.actor(someone)
        with pytest.raises(AccessDenied):
            handover_drafts.shareable(actor, vault, world.signe, world.school.unit, world.at)
        with pytest.raises(AccessDenied):
            handover_consents.record(actor, vault, world.signe, {}, world.at)
        with pytest.raises(AccessDenied):
            handover_drafts.preview(actor, vault, world.signe, {}, world.at)
        with pytest.raises(AccessDenied):
            handovers.deliver(actor, vault, world.signe, {}, world.at)
        with pytest.raises(AccessDenied):
            handovers.sent(actor, vault, world.signe, delivered, world.at)
        with pytest.raises(AccessDenied):
            handovers.recall(actor, world.signe, delivered, world.at)
    with pytest.raises(AccessDenied):
        handovers.sent(world.actor(world.officer), vault, world.roe, delivered, world.at)


def test_a_home_is_no_school_to_hand_over_to(world: World) -> None:
    start = add(world, world.signe, "school_start", START)
    says(world, world.signe, "yes")
    with pytest.raises(InputRefused) as refused:
        deliver(world, world.signe, start, school=world.home.unit)
    assert list(refused.value.fields) == ["school"]


def test_every_step_leads_to_steps_of_the_table() -> None:
    assert {after for following in STEPS.values() for after in following} <= set(STEPS)
    assert [step for step, following in STEPS.items() if not following] == ["recalled", "replaced"]
