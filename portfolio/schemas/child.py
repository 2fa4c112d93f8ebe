"""Registering a child, and who answers for her."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from stdnum.exceptions import ValidationError as NumberRefused
from stdnum.se import personnummer

from portfolio.schemas.fields import Id, Phone, PlainDate, Words
from portfolio.schemas.reading import InputSchema
from portfolio.words import N_


class Personnummer(Words):
    """Twelve digits; spaces and a dash are forgiven. A samordningsnummer counts too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not text:
            return ""
        digits = text.replace("-", "").replace(" ", "").replace("+", "")
        if len(digits) != 12 or not digits.isdigit():
            raise ValidationError(N_("Skriv personnumret med tolv siffror."))
        try:
            personnummer.validate(digits)
        except NumberRefused:
            raise ValidationError(N_("Det personnumret finns inte. Kontrollera siffrorna.")) from None
        return digits


class GuardianSchema(InputSchema):
    name = Words(required=True)
    phone = Phone(load_default="")


class NewChildSchema(InputSchema):
    """A child to register: with or without personnummer; the code name is given by the service."""

    name = Words(required=True)
    called = Words(load_default="")
    born = PlainDate(required=True)
    personnummer = Personnummer(load_default="")
    guardians = fields.List(fields.Nested(GuardianSchema), load_default=list)
    officers = fields.List(Id(), load_default=list)
    on_call = Phone(load_default="")

    @validates_schema
    def born_as_the_number_says(self, child: dict[str, Any], **_kwargs: Any) -> None:
        number, born = child.get("personnummer"), child.get("born")
        if not number or not isinstance(born, date):
            return
        year, month, day = int(number[:4]), int(number[4:6]), int(number[6:8])
        if (born.year, born.month, born.day) != (year, month, day if day <= 60 else day - 60):
            raise ValidationError({"personnummer": [N_("Personnumret och födelsedagen stämmer inte överens.")]})


class AppointSchema(InputSchema):
    """Another officer to answer for the child."""

    officer = Id(required=True)
