"""The application on the real parts, and its witness."""

from __future__ import annotations

import pytest
from flask import Flask

from portfolio.app import create_app
from portfolio.wiring import Parts
from tests.web.witness import Witness


@pytest.fixture(scope="session")
def app(parts: Parts) -> Flask:
    app = create_app(parts)
    app.test_client_class = Witness
    return app


@pytest.fixture
def client(app: Flask) -> Witness:
    made = app.test_client()
    assert isinstance(made, Witness)
    return made
