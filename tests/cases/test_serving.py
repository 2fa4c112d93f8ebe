"""Starting from nothing with the service's own commands, in processes of their own: no test database stands by."""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from auth.one_time_codes import code_at
from portfolio.cli import main

PORTFOLIO = str(Path(sys.executable).parent / "portfolio")
PASSWORD = "en lång mening som ingen gissar"


EARNEST = {"PORTFOLIO_TRIAL": "0", "PORTFOLIO_MONGODB": "mongodb://db", "PORTFOLIO_HOSTS": "portfolio.example"}
"""Settings of a production that nobody answers in."""


def environment(home: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
    return {**ours, "PORTFOLIO_HOME": str(home), "PORTFOLIO_TRIAL": "1", "PORTFOLIO_THREADS": "4"}


def command(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PORTFOLIO, *words], env={**environment(home), **more}, capture_output=True, text=True, check=False, timeout=120
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Served:
    """A service in a process of its own, and a browser's worth of cookies."""

    home: Path
    address: str

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[int, str, str]:
        return self._open(self.address + path, None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        return self._open(self.address + path, urllib.parse.urlencode(fields).encode())

    def _open(self, url: str, body: bytes | None) -> tuple[int, str, str]:
        try:
            with self.opener.open(url, body, timeout=30) as answer:
                return answer.status, urllib.parse.urlsplit(answer.url).path, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, urllib.parse.urlsplit(refused.url).path, refused.read().decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    port = str(free_port())
    with subprocess.Popen(
        [PORTFOLIO, "serve", "--port", port], env=environment(home), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == f"http://127.0.0.1:{port}"
            yield Served(home, f"http://127.0.0.1:{port}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    assert process.returncode == 0
    shutil.rmtree(home)


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that posts there."""
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    assert form
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in found}


def test_an_empty_service_leads_to_its_beginning_and_then_to_the_office(served: Served) -> None:
    status, path, page = served.get("/")
    assert (status, path) == (200, "/begin")
    letters = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert letters
    typed = {
        **fields_of(page, "/begin"),
        "kind": "municipality",
        "name": "Norrvik",
        "on_call": "08-465 004 00",
        "unit": "Barn och unga",
        "officer": "Sanna Exempelsson",
        "login": "sanna@norrvik.example",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    wrong = served.post("/begin", {**typed, "totp": "12"})
    assert wrong[0] == 422
    assert letters[1] in wrong[2]
    code = code_at(letters[1].replace(" ", ""), datetime.now(UTC))
    status, path, page = served.post("/begin", {**typed, "totp": code})
    assert (status, path) == (200, "/office")
    assert "Sanna Exempelsson" in page
    assert served.get("/begin")[0] == 404


def test_health_answers(served: Served) -> None:
    assert served.get("/health")[0] == 200


def test_a_second_service_on_the_same_folder_is_refused(served: Served) -> None:
    second = command(served.home, "serve", "--port", str(free_port()))
    assert second.returncode == 1
    assert "Already served" in second.stderr


def test_the_ledger_is_verified_beside_a_running_service(served: Served) -> None:
    verified = command(served.home, "ledger", "verify")
    assert (verified.returncode, verified.stdout.startswith("good:")) == (0, True)


def test_init_begins_an_authority_shows_the_secret_once_and_takes_no_login_twice(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n")
    words = ["--name", "Norrvik", "--on-call", "08-465 004 10", "--unit", "Barn", "--officer", "Siv Demovall"]
    words += ["--login", "siv@norrvik.example", "--password-file", str(secret)]
    begun = command(tmp_path, "init", *words)
    assert begun.returncode == 0, begun.stderr
    assert "otpauth://totp/" in begun.stdout
    assert PASSWORD not in begun.stdout
    again = command(tmp_path, "init", *words)
    assert (again.returncode, "taken" in again.stderr) == (1, True)
    verified = command(tmp_path, "ledger", "verify")
    assert (verified.returncode, verified.stdout.strip()) == (0, "good: 1 entries in 1 chains")


def test_verify_says_when_it_could_not_check(tmp_path: Path) -> None:
    nothing = CliRunner(env=environment(tmp_path)).invoke(main, ["ledger", "verify"])
    assert nothing.exit_code == 11
    away = f"mongodb://127.0.0.1:{free_port()}/?replicaSet=rs0"
    assert command(tmp_path, "ledger", "verify", PORTFOLIO_MONGODB=away).returncode == 11


@pytest.mark.parametrize("unsafe", [{"PORTFOLIO_MONGODB": ""}, {"PORTFOLIO_DEMO": "1"}, {"PORTFOLIO_HTTPS": "0"}])
def test_production_does_not_start_with_unsafe_settings(tmp_path: Path, unsafe: dict[str, str]) -> None:
    given: dict[str, str | None] = {**environment(tmp_path), **EARNEST, **unsafe}
    if not given["PORTFOLIO_MONGODB"]:
        given["PORTFOLIO_MONGODB"] = None
    refused = CliRunner(env=given).invoke(main, ["serve"])
    assert refused.exit_code == 1
    assert "PORTFOLIO_" in refused.output


def test_a_trial_listens_on_loopback_only(tmp_path: Path) -> None:
    refused = CliRunner(env=environment(tmp_path)).invoke(main, ["serve", "--host", "0.0.0.0"])  # noqa: S104 - refused
    assert (refused.exit_code, "loopback" in refused.output) == (1, True)
