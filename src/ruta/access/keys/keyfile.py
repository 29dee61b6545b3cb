"""The one file that holds the installation's keys.

JSON, mode 0600, owned by whoever keeps the keys. Lost, every sealed text is lost; copied, every
text is open to whoever also has the database. It holds the wrapping keys of cases by version, a
root from which one key is derived for each index and each other use, the key that signs the heads
of the audit (Ed25519), and the one that opens what was sealed while the keeper was away (P-256).

A file of the first format, which had neither of the last two, is completed where it stands.
"""

import base64
import fcntl
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ruta.access.keys import envelope

OWNER_ONLY = 0o600
FORMAT = 2
FIRST_FORMAT = 1
P256_ORDER = int("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16)


class KeyFileRefused(Exception):
    """The key file is missing, unreadable, or readable by others. Names the file, not its keys."""


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation; they never appear in its representation."""

    current: int
    wrapping: dict[int, bytes] = field(repr=False, hash=False)
    root: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    intake: bytes = field(repr=False)

    def derived(self, use: str) -> bytes:
        """A key of 32 bytes for one use only."""
        return _derived(self.root, use)


@lru_cache(maxsize=64)
def _derived(root: bytes, use: str) -> bytes:
    info = f"ruta {use}".encode()
    return HKDF(SHA256(), length=envelope.KEY_BYTES, salt=None, info=info).derive(root)


def _new_scalar() -> bytes:
    """A private key of P-256: 32 bytes, from 1 to the order of the curve."""
    while True:
        made = envelope.new_key()
        if 0 < int.from_bytes(made, "big") < P256_ORDER:
            return made


def new_ring() -> Keyring:
    """All keys new."""
    return Keyring(
        current=1,
        wrapping={1: envelope.new_key()},
        root=envelope.new_key(),
        signing=envelope.new_key(),
        intake=_new_scalar(),
    )


def create(path: Path) -> Path:
    """
    Make a key file with new keys; a demonstration does so at its first start.

    :raises FileExistsError: when there is one already; keys are never overwritten
    """
    return store_new(path, encoded(new_ring()))


def store_new(path: Path, text: str) -> Path:
    """
    Write the text of a key file where there is none.

    :raises FileExistsError: when there is one already
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), text)
    _settle(path.parent)
    return path


def encoded(ring: Keyring) -> str:
    """The text of a key file."""
    content = {
        "format": FORMAT,
        "current": ring.current,
        "wrapping": {str(version): _encode(key) for version, key in ring.wrapping.items()},
        "root": _encode(ring.root),
        "signing": _encode(ring.signing),
        "intake": _encode(ring.intake),
    }
    return json.dumps(content, indent=1) + "\n"


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _write(handle: int, text: str) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    """Put another text in the file's place, whole or not at all."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    _write(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), text)
    part.replace(path)
    _settle(path.parent)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Within, no other process changes the file."""
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _text(path: Path) -> str:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise KeyFileRefused(f"{path} cannot be opened: {error.strerror}") from None
    with os.fdopen(handle, encoding="ascii") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            raise KeyFileRefused(f"{path} is not a file of ours")
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise KeyFileRefused(f"{path} can be read by others; its mode must be 0600")
        try:
            return file.read()
        except UnicodeDecodeError:
            raise KeyFileRefused(f"{path} is not a key file") from None


def decoded(text: str, path: Path) -> Keyring:
    """
    The keys of a key file's text.

    :param path: where it was read, for the message
    :raises KeyFileRefused: when it is not the text of a key file
    """
    try:
        content = json.loads(text)
        ring = _ring(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileRefused(f"{path} is not a key file") from None
    current = ring.wrapping.get(ring.current, b"")
    keys = (ring.root, ring.signing, ring.intake, current, *ring.wrapping.values())
    known = content.get("format") in {FIRST_FORMAT, FORMAT}
    if not known or any(len(key) != envelope.KEY_BYTES for key in keys):
        raise KeyFileRefused(f"{path} is not a key file of this version")
    return ring


def _ring(content: dict[str, Any]) -> Keyring:
    first = content["format"] == FIRST_FORMAT
    return Keyring(
        current=int(content["current"]),
        wrapping={int(v): base64.b64decode(k) for v, k in content["wrapping"].items()},
        root=base64.b64decode(content["root"]),
        signing=envelope.new_key() if first else base64.b64decode(content["signing"]),
        intake=_new_scalar() if first else base64.b64decode(content["intake"]),
    )


def read(path: Path) -> Keyring:
    """
    The keys of a file; one of the first format is completed where it stands.

    :raises KeyFileRefused: when it is missing, open to others, or not a key file
    """
    text = _text(path)
    if _is_of_first_format(text):
        return _changed(path, lambda ring: ring)
    return decoded(text, path)


def _is_of_first_format(text: str) -> bool:
    try:
        return bool(json.loads(text)["format"] == FIRST_FORMAT)
    except (ValueError, KeyError, TypeError):
        return False


def _changed(path: Path, change: Callable[[Keyring], Keyring]) -> Keyring:
    """Read, change and replace the file, alone; the new keys."""
    with _alone(path):
        before = _text(path)
        ring = change(decoded(before, path))
        if (after := encoded(ring)) != before:
            _replace(path, after)
    return ring


def add_version(path: Path) -> Keyring:
    """Add a wrapping key and make it the current one; the older ones stay."""

    def grow(ring: Keyring) -> Keyring:
        version = max(ring.wrapping) + 1
        return replace(
            ring, current=version, wrapping={**ring.wrapping, version: envelope.new_key()}
        )

    return _changed(path, grow)


def forget_versions(path: Path, versions: Iterable[int]) -> Keyring:
    """Remove wrapping keys that wrap nothing any more; never the current one."""
    gone = set(versions)

    def shrink(ring: Keyring) -> Keyring:
        kept = {v: key for v, key in ring.wrapping.items() if v not in gone or v == ring.current}
        return replace(ring, wrapping=kept)

    return _changed(path, shrink)


@cache
def kept(path: Path) -> Keyring:
    """The same, read once by this process."""
    return read(path)
