"""The applications that the web server runs, one factory each. Parts are taken away here and nowhere else."""

import os
from dataclasses import replace
from typing import Any

from flask import Flask, Response, abort
from pymongo import MongoClient

from auth.identifiers import new_id
from bench.bare_vault import BareVault
from consent import gate
from portfolio.app import create_app
from portfolio.serving import parts_from_environment

PLAIN_DATABASE = "bench_plain"
LEDGER = "_enter"
"""What in the gate touches the guard and writes the entry of a Permit about one child."""


def ours() -> Flask:
    """The service as `wsgi.py` builds it."""
    return create_app(parts_from_environment())


def hello() -> Flask:
    """The least that Flask can do."""
    app = Flask("hello")

    @app.get("/")
    def _hello() -> str:
        return "hello"

    return app


def plain() -> Flask:
    """The same bytes by id, with PyMongo, for whoever asks: no token, no decision, no seal, no entry."""
    app = Flask("plain")
    client: MongoClient[dict[str, Any]] = MongoClient(os.environ["PORTFOLIO_MONGODB"])
    documents = client[PLAIN_DATABASE]["documents"]

    @app.get("/documents/<document>")
    def _read(document: str) -> Response:
        row = documents.find_one({"_id": document})
        if row is None:
            abort(404)
        return Response(row["body"], mimetype="application/json")

    return app


def without_encryption() -> Flask:
    """The service on rows that hold plaintext."""
    parts = parts_from_environment()
    return create_app(replace(parts, vault=BareVault(parts.vault)))


def without_ledger() -> Flask:
    """The service without guard and entry: it decides, and nobody ever learns."""
    if not hasattr(gate, LEDGER):
        raise AttributeError(f"consent.gate has no {LEDGER}: say here what writes the entry now.")
    setattr(gate, LEDGER, lambda *_: new_id())
    return create_app(parts_from_environment())
