"""What the home posts: a dose ticked, or its tick taken back."""

from marshmallow import fields

from portfolio.schemas.fields import Id
from portfolio.schemas.reading import InputSchema


class TickSchema(InputSchema):
    """Which medicine, and for which of its times (`important_now.Dose.code`)."""

    medicine = Id(required=True)
    due = fields.String(required=True)
