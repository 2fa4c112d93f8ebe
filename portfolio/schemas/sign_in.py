"""Signing in, setting up a sign-in, and changing one's own password."""

from typing import Any

from marshmallow import ValidationError, fields

from auth import cards
from portfolio.schemas.fields import Choice, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_


class Secret(fields.String):
    """What is compared sign by sign: never trimmed, never shown again."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._longest = longest

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if len(text) > self._longest:
            raise ValidationError(N_("Texten är för lång. Korta den."))
        return text


PASSWORD = 1000
CARRIED = 1024 * 1024


class SignInSchema(InputSchema):
    login = Words(required=True, longest=254)
    password = Secret(required=True, longest=PASSWORD)
    totp = Words(required=True, longest=20)
    next = Secret(load_default="/", longest=2000)
    resume = Secret(load_default="", longest=CARRIED)


class CardCode(Words):
    """The code of a card as a child types it: dashes, spaces and small letters are forgiven."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if cards.compared_form(text) is None:
            raise ValidationError(N_("Koden har tolv tecken, så här: AB12-CD34-EF56."))
        return text


class PressSchema(InputSchema):
    """One press among the pictures; `pictures` are those pressed in the rounds before."""

    pictures = fields.List(Choice(cards.PICTURES), load_default=list)
    pick = Choice(cards.PICTURES, load_default="")
    undo = Words(load_default="")


class IssueSchema(PressSchema):
    """A press, or the card itself."""

    issue = Words(load_default="")


class CardSchema(PressSchema):
    """The card's code first, then one press a round."""

    card = CardCode(required=True, longest=60)


class EnrolmentSchema(InputSchema):
    """A new sign-in: the login and password wanted, and the first code from the phone."""

    login = Words(required=True, longest=254)
    password = Secret(required=True, longest=PASSWORD)
    password_again = Secret(required=True, longest=PASSWORD)
    totp = Words(required=True, longest=20)
    enrolment = Secret(required=True, longest=2000)


class NewPasswordSchema(InputSchema):
    old_password = Secret(required=True, longest=PASSWORD)
    totp = Words(required=True, longest=20)
    password = Secret(required=True, longest=PASSWORD)
    password_again = Secret(required=True, longest=PASSWORD)
