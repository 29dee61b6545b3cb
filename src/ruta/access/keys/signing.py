"""Signatures of the heads of the audit: Ed25519, over a text that says it is one."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ruta.access.keys.keyfile import Keyring

SAYS = b"ruta head of the audit|"


def _key(ring: Keyring) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(ring.signing)


def sign_head(ring: Keyring, head: bytes) -> bytes:
    """The signature of a head, 64 bytes."""
    return _key(ring).sign(SAYS + head)


def public(ring: Keyring) -> bytes:
    """The public key, 32 bytes."""
    return _key(ring).public_key().public_bytes_raw()


def is_signed(head: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the holder of this public key signed this head."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, SAYS + head)
    except (InvalidSignature, ValueError):
        return False
    return True
