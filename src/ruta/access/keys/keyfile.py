"""The one file that holds the installation's keys: its wrapping keys by version, and a root.

JSON, mode 0600, owned by whoever runs Ruta. Lost, every sealed text is lost; copied, every text
is open to whoever also has the database. From the root, one key is derived for each index and
each other use.
"""

import base64
import json
import os
import stat
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ruta.access.keys import envelope

OWNER_ONLY = 0o600
FORMAT = 1


class KeyFileRefused(Exception):
    """The key file is missing, unreadable, or readable by others. Names the file, not its keys."""


@dataclass(frozen=True)
class Keyring:
    """The keys of an installation; they never appear in its representation."""

    current: int
    wrapping: dict[int, bytes] = field(repr=False)
    root: bytes = field(repr=False)

    def derived(self, use: str) -> bytes:
        """A key of 32 bytes for one use only."""
        info = f"ruta {use}".encode()
        return HKDF(SHA256(), length=envelope.KEY_BYTES, salt=None, info=info).derive(self.root)


def create(path: Path) -> Path:
    """
    Make a key file with new keys; a demonstration does so at its first start.

    :raises FileExistsError: when there is one already; keys are never overwritten
    """
    keys = {"1": base64.b64encode(envelope.new_key()).decode()}
    root = base64.b64encode(envelope.new_key()).decode()
    text = json.dumps({"format": FORMAT, "current": 1, "wrapping": keys, "root": root}, indent=1)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return path


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
        return file.read()


def read(path: Path) -> Keyring:
    """
    The keys of a file.

    :raises KeyFileRefused: when it is missing, open to others, or not a key file
    """
    try:
        content = json.loads(_text(path))
        wrapping = {int(v): base64.b64decode(k) for v, k in content["wrapping"].items()}
        ring = Keyring(int(content["current"]), wrapping, base64.b64decode(content["root"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileRefused(f"{path} is not a key file") from None
    keys = (ring.root, ring.wrapping.get(ring.current, b""), *ring.wrapping.values())
    if content.get("format") != FORMAT or any(len(key) != envelope.KEY_BYTES for key in keys):
        raise KeyFileRefused(f"{path} is not a key file of this version")
    return ring


@cache
def kept(path: Path) -> Keyring:
    """The same, read once by this process."""
    return read(path)
