"""The JSON face, `/api/v1`: the same use cases as the pages, bearer tokens only, problem+json for refusals."""

from flask import Flask
from flask_wtf import CSRFProtect

BLUEPRINTS: frozenset[str] = frozenset({"api"})
"""Blueprints that take a bearer token and never a cookie."""


def set_up(_app: Flask, _protection: CSRFProtect) -> None:
    """Add the API."""
