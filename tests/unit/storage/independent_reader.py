"""A second reader of sealed bytes, written from the text of c2sp.org/chunked-encryption and nothing of ours.

key ‖ base nonce ‖ commitment = HKDF-Expand-SHA-512(input key, name ‖ 00 ‖ salt ‖ context); chunks of 16 KiB,
each with nonce = base nonce XOR counter; the last chunk is always shorter;
message = salt (24) ‖ commitment (32) ‖ chunks.
"""

import hmac

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_NAME = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM"
_SEALED_CHUNK = 16 * 1024 + 16


def open_stream(input_key: bytes, message: bytes, context: bytes) -> bytes:
    salt, commitment, body = message[:24], message[24:56], message[56:]
    derived = HKDFExpand(SHA512(), 32 + 12 + 32, _NAME + b"\0" + salt + context).derive(input_key)
    key, base_nonce, expected = derived[:32], int.from_bytes(derived[32:44], "big"), derived[44:]
    assert hmac.compare_digest(commitment, expected)
    chunks = [body[start : start + _SEALED_CHUNK] for start in range(0, len(body) + 1, _SEALED_CHUNK)]
    assert 16 <= len(chunks[-1]) < _SEALED_CHUNK
    cipher = AESGCM(key)
    return b"".join(
        cipher.decrypt((base_nonce ^ counter).to_bytes(12, "big"), chunk, None) for counter, chunk in enumerate(chunks)
    )


def open_field(input_key: bytes, sealed: bytes, context: bytes) -> bytes:
    assert sealed[0] == 1
    return open_stream(input_key, sealed[1:], context)


def open_blob(input_key: bytes, blob: bytes, version_id: str, context: bytes) -> bytes:
    assert blob[:24] == b"PFB1\x01\x01\x00\x00" + bytes.fromhex(version_id)
    return open_stream(input_key, blob[24:], context)


def context_of(label: str, fields: list[str | int]) -> bytes:
    """Label, 00, then each field as two bytes of length and the field; a number takes four bytes."""
    encoded = [field.to_bytes(4, "big") if isinstance(field, int) else field.encode() for field in fields]
    return label.encode() + b"\0" + b"".join(len(one).to_bytes(2, "big") + one for one in encoded)
