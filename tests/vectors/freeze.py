"""Print test vectors of the format that the product writes today, for a file that is then never changed."""

import json
import sys
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from storage.envelope import SUITE, Key, blind_index, context, derive, seal, seal_blob, seal_stream, wrap

AUTHORITY, CHILD, BUNDLE, DOCUMENT, VERSION = (f"{number:032x}" for number in (161, 162, 163, 164, 165))
KEY = Key(bytes(range(32)))
OTHER_KEY = Key(bytes(range(100, 132)))


def pattern(length: int) -> bytes:
    return bytes(position % 251 for position in range(length))


def vector(kind: str, label: str, fields: list[str | int], sealed: bytes, **plaintext: Any) -> Mapping[str, Any]:
    return {
        "kind": kind,
        "key": KEY.material.hex(),
        "label": label,
        "fields": fields,
        **plaintext,
        "sealed": b64encode(sealed).decode(),
    }


def field_vector(text: str) -> Mapping[str, Any]:
    label = "portfolio/v1/field"
    fields: list[str | int] = [SUITE, AUTHORITY, CHILD, "documents", DOCUMENT, "title", 1]
    return vector("field", label, fields, seal(KEY, text.encode(), context(label, *fields)), plaintext=text)


def wrap_vector() -> Mapping[str, Any]:
    label = "portfolio/v1/ck"
    fields: list[str | int] = [SUITE, AUTHORITY, CHILD, 1, 1]
    sealed = wrap(KEY, OTHER_KEY, context(label, *fields))
    return vector("wrap", label, fields, sealed, plaintext_key=OTHER_KEY.material.hex())


def stream_vector(length: int) -> Mapping[str, Any]:
    label = "portfolio/v1/stream"
    fields: list[str | int] = [SUITE, "", CHILD]
    sealed = b"".join(seal_stream(KEY, (pattern(length),), context(label, *fields)))
    return vector("stream", label, fields, sealed, plaintext_pattern=length)


def blob_vector(length: int) -> Mapping[str, Any]:
    label = "portfolio/v1/blob"
    fields: list[str | int] = [SUITE, AUTHORITY, CHILD, BUNDLE, DOCUMENT, 1, VERSION, "application/pdf"]
    sealed = b"".join(seal_blob(KEY, VERSION, (pattern(length),), context(label, *fields)))
    return vector("blob", label, fields, sealed, version_id=VERSION, plaintext_pattern=length)


def frozen() -> Mapping[str, Any]:
    return {
        "format": 1,
        "sealed": [
            field_vector(""),
            field_vector("Jordnötter: andnöd inom minuter"),
            wrap_vector(),
            stream_vector(2 * 16_384 + 100),
            stream_vector(16_384),
            blob_vector(1000),
        ],
        "derived": [
            {"key": KEY.material.hex(), "label": label, "derived": derive(KEY, label).material.hex()}
            for label in ("wrap", "field", "installation/directory")
        ],
        "blind_index": {
            "key": KEY.material.hex(),
            "label": "login",
            "text": "sara.exempelsson",
            "index": blind_index(KEY, "login", "sara.exempelsson").hex(),
        },
    }


if __name__ == "__main__":
    json.dump(frozen(), sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
