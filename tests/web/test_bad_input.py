"""Whatever is typed into any field of any form: never a 5xx, and nothing but the entry is stored."""

from __future__ import annotations

import pytest
from flask import Flask

from auth.models import rows
from portfolio.models import Child, DocumentRecord, Handover
from portfolio.wiring import Parts
from tests.moment import Moment
from tests.web.canaries import CanaryWorld
from tests.web.forms import Form, forms_of
from tests.web.test_canaries import ABOUT_A_CHILD, LET_IN, Asker, address, cells
from tests.web.witness import Witness

BAD = {
    "operator": '{"$ne": null}',
    "control": "a\u0000b\u0007",
    "bidi": "a\u202eb\u2066c",
    "long": "å" * 30_000,
    "date": "2026-02-31",
    "number": "99999999999999999999",
    "markup": "<script>alert(1)</script>",
    "surrogate": "\ufffe\uffff",
}
OWN_PAGES = {"officer": ("/children/new", "/placements/new"), "signe_herself": ("/me/words/likes",)}
CARRIED = {"csrf_token"}


@pytest.fixture(scope="module")
def crowd(parts: Parts, moment: Moment) -> CanaryWorld:
    moment.reset()
    return CanaryWorld(parts, moment)


def pages(app: Flask, crowd: CanaryWorld) -> list[tuple[str, str]]:
    found = [(persona, page) for persona, own in OWN_PAGES.items() for page in own]
    for rule, method in cells(app):
        needed = ABOUT_A_CHILD.get(rule.endpoint)
        if needed is not None and method == "GET" and str(rule.rule).startswith(("/children", "/home", "/handovers")):
            found.append((LET_IN[needed][0], address(rule, crowd.signe)))
    return found


def counts() -> tuple[int, ...]:
    return tuple(rows(record).count_documents({}) for record in (Child, DocumentRecord, Handover))


def test_no_field_of_any_form_makes_the_service_fail_or_store_what_it_refuses(app: Flask, crowd: CanaryWorld) -> None:
    asked = 0
    for persona, page in pages(app, crowd):
        client = Asker(app, crowd, persona).client
        for form in forms_of(client.get(page).get_data(as_text=True)):
            if form.action.startswith(("/language", "/sign-out")):
                continue
            asked += _try_each_field(client, form, page)
    assert asked > 200


def _try_each_field(client: Witness, form: Form, page: str) -> int:
    asked = 0
    for name in form.fields:
        if name in CARRIED:
            continue
        for what, bad in BAD.items():
            given = {field: values[-1] for field, values in form.fields.items()} | {name: bad}
            before = counts()
            answer = client.post(form.action or page, data=given)
            assert answer.status_code < 500, f"{what} in {name} of {form.action or page}: {answer.status}"
            if answer.status_code >= 400:
                assert counts() == before, f"{what} in {name} of {form.action or page} stored something"
            asked += 1
    return asked
