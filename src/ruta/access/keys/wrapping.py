"""Data keys as they are kept: each wrapped by a key of the key file, for one slot only."""

from uuid import UUID

from ruta.access.keys import envelope
from ruta.access.keys.keyfile import Keyring

Slot = tuple[UUID, str]
"""A case and one of its compartments."""


def _bound(slot: Slot, version: int) -> bytes:
    return f"data-key|{slot[0]}|{slot[1]}|{version}".encode()


def wrap(ring: Keyring, slot: Slot, key: bytes) -> bytes:
    """The data key of a slot, wrapped by the current wrapping key."""
    version = ring.current
    return envelope.encrypt(ring.wrapping[version], key, _bound(slot, version))


def unwrap(ring: Keyring, slot: Slot, version: int, wrapped: bytes) -> bytes:
    """
    The data key of a slot.

    :raises SealBroken: when it was altered, moved from another slot, or its wrapping key is gone
    """
    if version not in ring.wrapping:
        raise envelope.SealBroken(f"no wrapping key of version {version}")
    return envelope.decrypt(ring.wrapping[version], bytes(wrapped), _bound(slot, version))
