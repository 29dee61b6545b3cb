"""The cryptography: AES-256-GCM-SIV over padded text, bound to the place where it belongs.

A sealed field is `version (1 byte) | nonce (12) | ciphertext and tag`. What it is bound to
(case, compartment, field, version) is authenticated and not stored: moved elsewhere, it does not
open. The padded text is its length (4 bytes), the text, and zeros up to a multiple of 256 bytes.
"""

import os
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

VERSION = 1
KEY_BYTES = 32
NONCE_BYTES = 12
LENGTH_BYTES = 4
BLOCK_BYTES = 256


class Unreadable(Exception):
    """
    A sealed text cannot be opened: no key of it is left, or it is not what was sealed.

    It is no refusal, and the keeper is there: to try again does not help. A page says that this
    part cannot be read and whom to call. The message holds identifiers at most, for a log.
    """


class SealBroken(Unreadable):
    """A sealed field was altered, cut, moved or sealed under another key. Carries no content."""


class Place(NamedTuple):
    """Where a sealed field belongs; no part may hold the separator `|`."""

    case_id: str
    compartment: str
    field: str

    def bound(self, version: int) -> bytes:
        """What the seal authenticates."""
        if any("|" in part for part in self):
            raise ValueError("a place may not hold a separator")
        return "|".join((*self, str(version))).encode()


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def pad(text: bytes) -> bytes:
    """The text with its length before it and zeros after it, a multiple of 256 bytes long."""
    framed = len(text).to_bytes(LENGTH_BYTES, "big") + text
    return framed + bytes(-len(framed) % BLOCK_BYTES)


def unpad(padded: bytes) -> bytes:
    """
    The text that was padded.

    :raises SealBroken: when the length is impossible
    """
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    if len(padded) % BLOCK_BYTES or length > len(padded) - LENGTH_BYTES:
        raise SealBroken("padding")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def encrypt(key: bytes, text: bytes, bound: bytes) -> bytes:
    """Nonce and ciphertext of a text, bound to `bound`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCMSIV(key).encrypt(nonce, text, bound)


def decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """
    The text of `encrypt`.

    :raises SealBroken: when anything differs; the cause is not chained, it would tell nothing
    """
    try:
        return AESGCMSIV(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise SealBroken("not sealed under this key, for this place") from None


def seal(key: bytes, text: bytes, place: Place) -> bytes:
    """The sealed field of a text."""
    return bytes([VERSION]) + encrypt(key, pad(text), place.bound(VERSION))


def open_(key: bytes, sealed: bytes, place: Place) -> bytes:
    """
    The text of a sealed field.

    :raises SealBroken: when it was altered, cut, moved, or is of an unknown version
    """
    if sealed[:1] != bytes([VERSION]):
        raise SealBroken("version")
    return unpad(decrypt(key, sealed[1:], place.bound(VERSION)))
