"""An authority's office: how it begins, its units, and whom it invites."""

from portfolio.models.parties import AUTHORITY_KINDS
from portfolio.schemas.fields import Choice, Id, Phone, Words
from portfolio.schemas.reading import InputSchema
from portfolio.schemas.sign_in import EnrolmentSchema

ADDABLE = ("home", "school", "office")
INVITED_ROLES = ("carer", "school", "officer", "administrator")


class AuthoritySchema(InputSchema):
    """A new authority, its first unit and its first officer."""

    kind = Choice(AUTHORITY_KINDS, load_default="municipality")
    name = Words(required=True)
    on_call = Phone(required=True)
    unit = Words(required=True)
    officer = Words(required=True)
    officer_phone = Phone(load_default="")


class BeginSchema(AuthoritySchema, EnrolmentSchema):
    """An authority begun from a page, with its officer's sign-in."""


class NewUnitSchema(InputSchema):
    kind = Choice(ADDABLE, required=True)
    name = Words(required=True)
    phone = Phone(load_default="")


class InviteSchema(InputSchema):
    """Somebody to ask: in which role, and to which unit (one of ours, or a new home or school by its name)."""

    role = Choice(INVITED_ROLES, required=True)
    unit = Id(load_default="")
    unit_name = Words(load_default="")
    person = Words(required=True)
    phone = Phone(load_default="")


class AnswerSchema(InputSchema):
    """Yes, as one of the units one already works in, or as the one on the invitation."""

    unit = Id(load_default="")


class MemberSchema(InputSchema):
    """A person's place in a unit."""

    unit = Id(required=True)
