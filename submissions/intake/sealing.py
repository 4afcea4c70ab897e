"""Closes what a draft holds with its resume code: the database alone cannot read it.

AES-256-GCM and no Fernet, because a Fernet token carries the second at which it was made.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from submissions.intake.receipts import letters_of

NONCE_BYTES = 12
# The length of what is stored tells how much was written, to so many bytes only.
STEP = 1024


def seal(value: Any, *, code: str, place: tuple[UUID, str]) -> bytes:
    """``value`` (JSON) as bytes that only ``unseal`` with the same code and place opens."""
    plain = json.dumps(value, separators=(",", ":")).encode()
    plain += b" " * (-len(plain) % STEP)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key_of(code)).encrypt(nonce, plain, bound_to(place))


def unseal(sealed: bytes, *, code: str, place: tuple[UUID, str]) -> Any:
    """Raises ``InvalidTag`` for another code, another place, or bytes that were altered."""
    nonce, closed = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    return json.loads(AESGCM(key_of(code)).decrypt(nonce, closed, bound_to(place)))


def key_of(code: str) -> bytes:
    """The code has 140 random bits, so it needs no slow derivation."""
    return HKDF(SHA256(), 32, salt=None, info=b"draft").derive(letters_of(code).encode())


def bound_to(place: tuple[UUID, str]) -> bytes:
    """What is sealed for one column of one draft opens nowhere else."""
    draft, column = place
    return draft.bytes + column.encode()


__all__ = ["InvalidTag", "seal", "unseal"]
