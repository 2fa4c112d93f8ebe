"""What every API module shares: its schemas' strictness, and its blueprint."""

from flask import request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

from consent.purposes import Purpose
from portfolio.schemas.fields import Choice


class ApiSchema(Schema):
    """Unknown fields are refused."""

    class Meta:
        """marshmallow's own."""

        unknown = RAISE
        ordered = True


class PurposeQuery(ApiSchema):
    """Why the caller looks: kept in the ledger, and read by the child in plain words."""

    purpose = Choice(
        tuple(purpose.value for purpose in Purpose),
        required=True,
        metadata={"description": "Why you look. The child reads it.", "enum": [purpose.value for purpose in Purpose]},
    )


def make_blueprint(name: str, description: str) -> Blueprint:
    """A blueprint of the API."""
    return Blueprint(name, __name__, description=description)


def based_on() -> int:
    """The version a change is based on, from `If-Match`: 428 without, 412 for what is no number of ours."""
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionRequired
    number = given.strip().strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise PreconditionFailed
    return int(number)
