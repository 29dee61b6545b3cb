"""What is written while the keeper of keys is away: sealed to its public key (HPKE, RFC 9180).

P-256, HKDF-SHA256 and AES-256-GCM. Whoever seals cannot open again; the keeper does, for the
session of its author only, since the author is bound into the seal.
"""

from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ruta.access.keys import envelope
from ruta.access.keys.keyfile import Keyring
from ruta.access.keys.service import KeeperAbsent

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
VERSION = 1
PUBLIC_FILE = "keyd.pub"


def _info(author: UUID, intake_id: UUID) -> bytes:
    return f"ruta intake|{VERSION}|{author}|{intake_id}".encode()


def _private(ring: Keyring) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(ring.intake, "big"), ec.SECP256R1())


def public(ring: Keyring) -> bytes:
    """The public key, an uncompressed point of 65 bytes."""
    point = serialization.PublicFormat.UncompressedPoint
    return _private(ring).public_key().public_bytes(serialization.Encoding.X962, point)


def public_beside(socket: Path) -> bytes:
    """
    The public key that the keeper left beside its socket; it stays when the keeper goes.

    :raises KeeperAbsent: when it never left one
    """
    try:
        return bytes.fromhex(socket.with_name(PUBLIC_FILE).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise KeeperAbsent("no public key") from None


def seal(public_key: bytes, text: bytes, *, author: UUID, intake_id: UUID) -> bytes:
    """A text that only the keeper opens, and only for its author."""
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    return bytes([VERSION]) + SUITE.encrypt(envelope.pad(text), key, _info(author, intake_id))


def open_(ring: Keyring, sealed: bytes, *, author: UUID, intake_id: UUID) -> bytes:
    """
    The text of `seal`.

    :raises SealBroken: when it was altered, or is of another author or intake
    """
    if sealed[:1] != bytes([VERSION]):
        raise envelope.SealBroken("version")
    try:
        padded = SUITE.decrypt(sealed[1:], _private(ring), _info(author, intake_id))
    except (InvalidTag, ValueError):
        raise envelope.SealBroken("not sealed to this key, by this author") from None
    return envelope.unpad(padded)
