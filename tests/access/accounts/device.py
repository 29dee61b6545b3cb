"""A device with a passkey, in software: it answers ceremonies as a browser would, or as a thief."""

import base64
import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """Makes and shows one passkey; `verifies` says whether it asks for a finger or a PIN."""

    def __init__(self, *, origin: str = "http://localhost", verifies: bool = True) -> None:
        self.origin, self.verifies = origin, verifies
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.user = b""

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _flags(self) -> int:
        return PRESENT | (VERIFIED if self.verifies else 0)

    def make(self, options: dict[str, Any]) -> str:
        given = options["publicKey"]
        self.user = base64.urlsafe_b64decode(given["user"]["id"] + "==")
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        data = hashlib.sha256(given["rp"]["id"].encode()).digest()
        data += bytes([self._flags() | ATTESTED]) + struct.pack(">I", 0)
        data += bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", given["challenge"])
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {"clientDataJSON": text(client), "attestationObject": text(made)},
            }
        )

    def show(self, options: dict[str, Any], *, user: bytes | None = None) -> str:
        given = options["publicKey"]
        data = hashlib.sha256(given["rpId"].encode()).digest()
        data += bytes([self._flags()]) + struct.pack(">I", 0)
        client = self._client("webauthn.get", given["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {
                    "clientDataJSON": text(client),
                    "authenticatorData": text(data),
                    "signature": text(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
                    "userHandle": text(self.user if user is None else user),
                },
            }
        )
