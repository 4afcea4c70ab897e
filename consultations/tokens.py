"""Texts in links that say who comes. None of them is stored as it is.

A link to something of one's own is a random id with a signature over it and over what the link is for. The link of
an invitation is computed from a random value of its row; the row keeps the hash, so a copy of it opens nothing.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from consultations.models import Invitation

OWN_REGISTRATION = "registration"
NO_MORE_MAIL = "no-more-mail"
TOKEN_BYTES = 24  # 192 bits


def signer(purpose: str) -> Signer:
    return Signer(salt=f"consultations.{purpose}", sep=".")


def token_for(purpose: str, pk: int) -> str:
    return signer(purpose).sign(str(pk))


def pk_from(purpose: str, token: str) -> int | None:
    """The id in a token that this server made for ``purpose``; nothing for any other."""
    try:
        return int(signer(purpose).unsign(token))
    except (BadSignature, ValueError):
        return None


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def token_from(nonce: str) -> str:
    """The token of the invitation that has this random value."""
    digest = salted_hmac("consultations.invitation", nonce, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def token_again(invitation: Invitation) -> str:
    """The token of an invitation; a new one, in place of the old, where the server's secret has changed since."""
    token = token_from(invitation.nonce)
    if hash_of(token) != invitation.token_hash:
        invitation.token_hash = hash_of(token)
        invitation.save(update_fields=["token_hash"])
    return token
