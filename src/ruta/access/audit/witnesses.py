"""
Witnesses: who keeps signed heads outside the operator's reach.

A witness is a folder (on another machine, mounted) or an HTTPS address that takes one head a POST;
plain HTTP is for a relay on this machine only. They are configured by `RUTA_WITNESSES`.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ruta.access.audit.heads import PUBLIC_KEY, Head
from ruta.postgres.refusal import Refusal

SECONDS = 10
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LARGEST_ANSWER = 4_096


class BadWitness(Refusal):
    """An address that is neither a folder nor safe to send to."""


class NotTaken(Exception):
    """A witness did not take a head; it is offered again."""


class _Stays(HTTPRedirectHandler):
    """A witness that moved is configured again, never followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass(frozen=True)
class Witness:
    """A witness, by the address it is configured with."""

    address: str

    @property
    def is_remote(self) -> bool:
        """Whether it is reached over the network."""
        return "://" in self.address

    @property
    def name(self) -> str:
        """A short name to show: its host, or the last part of its folder."""
        return (urlsplit(self.address).hostname or "") if self.is_remote else self.folder.name

    @property
    def folder(self) -> Path:
        return Path(self.address)

    def give(self, head: Head, *, public_key: bytes) -> None:
        """
        Hand a head over; the same head twice does no harm.

        :raises NotTaken: when it was not kept
        """
        if self.is_remote:
            _post(self.address, head)
        else:
            _write(self.folder, head, public_key)


def configured(addresses: Iterable[str]) -> tuple[Witness, ...]:
    """
    The witnesses of an installation.

    :raises BadWitness: when an address is not HTTPS, or not a whole path
    """
    return tuple(_checked(address.strip()) for address in addresses if address.strip())


def _checked(address: str) -> Witness:
    parts = urlsplit(address)
    if "://" in address:
        here = parts.scheme == "http" and parts.hostname in LOOPBACK
        if parts.scheme != "https" and not here:
            raise BadWitness("a witness is reached over https")
    elif not Path(address).is_absolute():
        raise BadWitness("the folder of a witness is given by its whole path")
    return Witness(address)


def _post(address: str, head: Head) -> None:
    words = {"Content-Type": "application/json"}
    request = Request(address, data=head.line().encode(), headers=words, method="POST")
    try:
        with build_opener(_Stays).open(request, timeout=SECONDS) as answer:
            answer.read(LARGEST_ANSWER)
    except (URLError, OSError) as error:
        raise NotTaken(type(error).__name__) from error


def _write(folder: Path, head: Head, public_key: bytes) -> None:
    """Add the head to the file of its month, on the disk before this returns."""
    try:
        if not folder.is_dir():
            raise NotTaken("no such folder")
        known = folder / PUBLIC_KEY
        if not known.exists():
            _append(known, public_key.hex())
        _append(folder / f"heads-{head.end.at:%Y-%m}.jsonl", head.line())
    except OSError as error:
        raise NotTaken(type(error).__name__) from error


def _append(file: Path, line: str) -> None:
    """Add a line; what a crash left half written before it keeps to a line of its own."""
    with file.open("a+b") as out:
        if out.tell() and _last_byte(out) != b"\n":
            out.write(b"\n")
        out.write(f"{line}\n".encode())
        out.flush()
        os.fsync(out.fileno())


def _last_byte(file: BinaryIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)
