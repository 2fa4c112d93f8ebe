"""The JSON face, `/api/v1`: the same use cases as the pages, bearer tokens only, problem+json for refusals."""

from flask import Flask
from flask_wtf import CSRFProtect

from portfolio.api import children, documents, first_screens, own_words, patient_summaries, sign_ins
from portfolio.api.problems import ProblemApi, answer_problems

BLUEPRINTS: frozenset[str] = frozenset({"children", "documents", "first_screens", "own_words", "patient_summaries"})
"""Blueprints that take a bearer token and never a cookie; `sign_ins` is where one is got."""

MODULES = (sign_ins, children, first_screens, documents, own_words, patient_summaries)


def set_up(app: Flask, protection: CSRFProtect) -> None:
    """Add the API and its description at `/api/openapi.json`."""
    app.config.update(
        API_TITLE="Portfolio",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": __doc__},
            "security": [{"bearer": []}],
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}},
        },
    )
    api = ProblemApi(app)
    for module in MODULES:
        api.register_blueprint(module.blueprint, url_prefix="/api/v1")
        protection.exempt(module.blueprint)
    answer_problems(app, api)
