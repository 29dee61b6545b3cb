"""The door to the keys: what the rest of Ruta calls to seal, open and index.

Say `from ruta.access.keys import vault`. Which keeper answers is decided here and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from ruta.access.keys import intake, keyfile
from ruta.access.keys.client import Client
from ruta.access.keys.envelope import SealBroken, Unreadable
from ruta.access.keys.local import LocalKeyService, PurposeMissing
from ruta.access.keys.service import (
    CompartmentUnknown,
    KeeperAbsent,
    KeyMissing,
    KeyService,
    Refused,
    Sealing,
)
from ruta.access.viewer import Viewer

__all__ = [
    "CompartmentUnknown",
    "KeeperAbsent",
    "KeyMissing",
    "PurposeMissing",
    "Refused",
    "SealBroken",
    "Sealing",
    "Unreadable",
    "blind_index",
    "open_batch",
    "open_many",
    "person_id",
    "seal_batch",
    "seal_case",
    "seal_codes",
    "seal_intake",
    "seal_many",
    "service",
    "use",
]

_chosen: list[KeyService] = []


def service() -> KeyService:
    """
    The keeper of this installation's keys: a process of its own where a socket is set, else ours.

    :raises KeyFileRefused: when it is ours, and the key file is missing or open to others
    """
    if _chosen:
        return _chosen[-1]
    if settings.RUTA_KEYD_SOCKET:
        return _client(Path(settings.RUTA_KEYD_SOCKET))
    return LocalKeyService(keyfile.kept(Path(settings.RUTA_KEY_FILE)))


@cache
def _client(path: Path) -> Client:
    """One for each socket; its connections are kept by thread."""
    return Client(path)


@contextmanager
def use(keeper: KeyService) -> Iterator[KeyService]:
    """Within, this keeper answers, in every thread; for loading and for tests."""
    _chosen.append(keeper)
    try:
        yield keeper
    finally:
        _chosen.pop()


def seal_many(
    *, case_id: UUID, compartment: str, fields: Mapping[str, bytes], actor: Viewer, purpose: str
) -> dict[str, bytes]:
    """Seal texts of one compartment of one case, making its key when it has none."""
    parts = {compartment: fields}
    return seal_case(case_id=case_id, parts=parts, actor=actor, purpose=purpose)[compartment]


def seal_case(
    *, case_id: UUID, parts: Mapping[str, Mapping[str, bytes]], actor: Viewer, purpose: str
) -> dict[str, dict[str, bytes]]:
    """Seal texts of several compartments of one case in one question; see `KeyService`."""
    return service().seal_case(case_id=case_id, parts=parts, actor=actor, purpose=purpose)


def open_many(
    *, case_id: UUID, compartment: str, fields: Mapping[str, bytes], actor: Viewer, purpose: str
) -> dict[str, bytes]:
    """
    Open sealed texts of one compartment of one case; all or nothing.

    :raises KeyMissing: when nothing was ever sealed there, or it was erased
    :raises SealBroken: when any was altered, cut or moved
    """
    items = [Sealing(case_id, compartment, fields)]
    return open_batch(items, actor=actor, purpose=purpose)[0]


def open_batch(items: Sequence[Sealing], *, actor: Viewer, purpose: str) -> list[dict[str, bytes]]:
    """Open several compartments at once, in the order given; see `KeyService`."""
    return service().open_batch(items, actor=actor, purpose=purpose)


def seal_batch(items: Sequence[Sealing], *, actor: Viewer, purpose: str) -> list[dict[str, bytes]]:
    """Seal for many cases at once, in the order given; for loading."""
    return service().seal_batch(items, actor=actor, purpose=purpose)


def seal_codes(
    fields: Mapping[str, bytes], *, actor: Viewer, purpose: str
) -> tuple[str, dict[str, bytes]]:
    """Seal codes for figures under the key of this quarter; see `KeyService`."""
    return service().seal_codes(fields, actor=actor, purpose=purpose)


def seal_intake(text: bytes, *, author: UUID, intake_id: UUID) -> bytes:
    """
    Seal a text that only the keeper opens and only for its author; the keeper need not be there.

    :raises KeeperAbsent: when it never was, and left no public key
    """
    if settings.RUTA_KEYD_SOCKET:
        key = intake.public_beside(Path(settings.RUTA_KEYD_SOCKET))
    else:
        key = intake.public(keyfile.kept(Path(settings.RUTA_KEY_FILE)))
    return intake.seal(key, text, author=author, intake_id=intake_id)


def blind_index(purpose: str, value: str) -> bytes:
    """32 bytes by which equal values of one purpose are found; see `KeyService`."""
    return service().blind_index(purpose, value)


def person_id(document: str) -> UUID:
    """The identifier of whoever holds this document, the same in every case."""
    return UUID(bytes=blind_index("person", document)[:16], version=4)
