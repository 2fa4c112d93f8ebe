"""The building inspects itself: who may build a Permit, what every act and refusal owes, what must not be there."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from auth import errors as auth_errors
from consent import bars, policy
from consent import errors as consent_errors
from consent.actions import Action
from portfolio import errors as portfolio_errors
from portfolio.api import problems
from portfolio.kinds import KINDS
from portfolio.pages import refusals
from storage import errors as storage_errors

ROOT = Path(__file__).parents[2]
PACKAGES = ("auth", "consent", "storage", "portfolio")
PERMITS = {"Permit", "ListPermit", "OfficePermit"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    function = call.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def test_permits_are_minted_at_the_gate_only() -> None:
    makers = {place for place, tree in sources() for call in calls(tree) if called(call) in PERMITS}
    assert makers == {"consent/gate.py"}


def test_keys_are_unwrapped_by_the_vault_only() -> None:
    callers = {place for place, tree in sources() for call in calls(tree) if called(call) == "Opening"}
    assert callers == {"storage/vault.py"}


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_grounds_and_purposes(action: Action) -> None:
    if action in policy.OFFICE_GROUNDS:
        assert policy.OFFICE_GROUNDS[action]
    else:
        assert policy.GROUNDS[action]
        assert bars.PURPOSES[action]


def refusal_classes() -> Iterator[type[Exception]]:
    for module in (auth_errors, consent_errors, portfolio_errors, storage_errors):
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, Exception) and found.__module__ == module.__name__:
                yield found


INNER = {
    consent_errors.ConsentError: "a family name; its members have their own answers",
    consent_errors.FactsMoved: "tried again by portfolio.admission, which raises TooBusy",
    portfolio_errors.PortfolioError: "a family name",
}
"""Refusals that never reach the edge, and why."""


@pytest.mark.parametrize("refusal", list(refusal_classes()), ids=lambda refusal: refusal.__name__)
def test_every_refusal_has_a_status_in_the_api(refusal: type[Exception]) -> None:
    assert any(kind in problems.STATUS for kind in refusal.__mro__) or refusal in INNER


def test_a_refusal_on_a_page_is_answered_like_in_the_api() -> None:
    for refusal, status in refusals.STATUS.items():
        if refusal in problems.STATUS:
            assert problems.STATUS[refusal] == status


def test_every_kind_belongs_to_a_bundle_and_reads_only_what_its_schema_names() -> None:
    for code, kind in KINDS.items():
        assert kind.code == code
        assert kind.schema().unknown == "raise"


def test_no_upload_is_spooled_to_disk() -> None:
    reads_files = [
        place
        for place, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "files" and getattr(node.value, "id", "") == "request"
    ]
    assert reads_files == []


def test_only_edges_read_a_clock() -> None:
    readers = {
        place
        for place, tree in sources()
        for call in calls(tree)
        if called(call) in {"now", "utcnow", "today"} and isinstance(call.func, ast.Attribute)
    }
    assert {place for place in readers if not place.startswith("portfolio/pages/")} <= {"portfolio/clock.py"}


def test_no_query_takes_its_shape_from_outside() -> None:
    starred = [
        f"{place}:{call.lineno}"
        for place, tree in sources()
        for call in calls(tree)
        if called(call) in {"find", "find_one", "objects"} and any(keyword.arg is None for keyword in call.keywords)
    ]
    assert starred == []
