"""What keys derived from the root do: indexes nobody can read, and texts that belong to no case."""

import hmac
import re
import unicodedata
from collections.abc import Iterable

from ruta.access.keys import envelope
from ruta.access.keys.keyfile import Keyring
from ruta.access.keys.service import COMPARTMENTS, CompartmentUnknown

NAME_FORM = re.compile(r"[a-z][a-z0-9-]{1,40}")


class PurposeMissing(Exception):
    """Every sealing and opening says who asks and why, in a short name."""


def check_purpose(purpose: str) -> None:
    """:raises PurposeMissing: when it is no short name"""
    if not NAME_FORM.fullmatch(purpose):
        raise PurposeMissing


def check(compartments: Iterable[str], purpose: str) -> None:
    """
    What every sealing and opening is asked first.

    :raises PurposeMissing: when the purpose is no short name
    :raises CompartmentUnknown: when one is not sealed at all
    """
    check_purpose(purpose)
    for compartment in compartments:
        if compartment not in COMPARTMENTS:
            raise CompartmentUnknown(compartment)


def normalised(value: str) -> str:
    """A document number, telephone or name as it is indexed: capitals and figures, no accents."""
    plain = unicodedata.normalize("NFKD", value).upper()
    return "".join(sign for sign in plain if sign.isalnum())


def blind_index(ring: Keyring, purpose: str, value: str) -> bytes:
    """32 bytes by which equal values of one purpose are found; the value is normalised first."""
    check_purpose(purpose)
    return hmac.digest(ring.derived(f"index {purpose}"), normalised(value).encode(), "sha256")


def protect(ring: Keyring, *, use: str, context: str, text: bytes) -> bytes:
    """Seal a text that belongs to no case, for one use and one context."""
    key = ring.derived(f"protect {use}")
    return envelope.encrypt(key, envelope.pad(text), f"{use}|{context}".encode())


def reveal(ring: Keyring, *, use: str, context: str, sealed: bytes) -> bytes:
    """
    Open what `protect` sealed.

    :raises SealBroken: when it was altered, or is of another use or context
    """
    key = ring.derived(f"protect {use}")
    return envelope.unpad(envelope.decrypt(key, sealed, f"{use}|{context}".encode()))
