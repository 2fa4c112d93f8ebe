"""Load a mapping by a schema, and say what is wrong in words that name the field."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from portfolio.errors import InputRefused
from portfolio.words import N_

MESSAGES = {
    "required": N_("Fyll i det här."),
    "null": N_("Fyll i det här."),
    "invalid": N_("Skriv med bokstäver och siffror."),
    "type": N_("Det här gick inte att läsa."),
    "unknown": N_("Det här fältet finns inte."),
}


class InputSchema(Schema):
    """Every schema of ours: unknown fields are refused, and messages are ours."""

    error_messages = {"unknown": MESSAGES["unknown"], "type": MESSAGES["type"]}  # noqa: RUF012 - marshmallow's own

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give the field our words for what marshmallow refuses by itself."""
        del field_name
        for code in ("required", "null", "invalid"):
            if code in field_obj.error_messages and type(field_obj).__name__ != "PlainDate":
                field_obj.error_messages[code] = MESSAGES[code]
        if field_obj.required:
            field_obj.error_messages["required"] = MESSAGES["required"]


def read(schema: Schema, given: Mapping[str, Any]) -> dict[str, Any]:
    """The loaded values. Raises InputRefused with one list of messages a field."""
    try:
        loaded: dict[str, Any] = schema.load(given)
    except ValidationError as refusal:
        raise InputRefused(flat(_messages(refusal))) from None
    return loaded


def flat(messages: Mapping[Any, Any]) -> dict[str, list[str]]:
    """Nested messages as `field.0` -> messages."""
    found: dict[str, list[str]] = {}
    for name, value in messages.items():
        if isinstance(value, Mapping):
            found.update({f"{name}.{inner}": texts for inner, texts in flat(value).items()})
        else:
            found[str(name)] = [str(text) for text in value]
    return found


def _messages(refusal: ValidationError) -> Mapping[Any, Any]:
    messages = refusal.messages
    return messages if isinstance(messages, Mapping) else {"": messages}
