"""How the web and the keeper of keys speak: frames of JSON over a Unix socket.

A frame is its length (4 bytes, big endian) and that many bytes of JSON: one object. Bytes travel
as base64. Whatever is not such a frame ends the connection.
"""

import base64
import binascii
import hashlib
import json
import os
import socket
import tempfile
from pathlib import Path
from typing import Any

LENGTH_BYTES = 4
LIMIT_BYTES = 8 * 1024 * 1024
PATH_LIMIT = 90  # bytes of path that a Unix socket allows, less some room


class Malformed(Exception):
    """Not a frame of this protocol, or one too long; its content is not quoted."""


class Closed(Exception):
    """The other side ended the connection between two frames."""


def socket_in(folder: Path) -> Path:
    """The socket of the keeper of this data folder; a short path where the folder's is too long."""
    inside = folder / "keyd" / "socket"
    if len(os.fsencode(inside)) <= PATH_LIMIT:
        return inside
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"ruta-keyd-{os.geteuid()}-{mark}" / "socket"


def text(data: bytes) -> str:
    """Bytes as they travel."""
    return base64.b64encode(data).decode("ascii")


def data(value: object) -> bytes:
    """
    Bytes from how they travel.

    :raises Malformed: when it is not base64
    """
    if not isinstance(value, str):
        raise Malformed("bytes")
    try:
        return base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("bytes") from None


def texts(values: dict[str, bytes]) -> dict[str, str]:
    """Several, by name."""
    return {name: text(value) for name, value in values.items()}


def datas(values: object) -> dict[str, bytes]:
    """
    Several, by name.

    :raises Malformed: when it is no object of base64 texts
    """
    if not isinstance(values, dict):
        raise Malformed("fields")
    return {name: data(value) for name, value in values.items()}


def frame(message: dict[str, Any]) -> bytes:
    """
    A message as it is sent.

    :raises Malformed: when it is too long
    """
    body = json.dumps(message, separators=(",", ":")).encode()
    if len(body) > LIMIT_BYTES:
        raise Malformed("length")
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    """Send one message."""
    connection.sendall(frame(message))


def receive(connection: socket.socket) -> dict[str, Any]:
    """
    The next message.

    :raises Closed: when there is none and the other side is gone
    :raises Malformed: when what came is not one
    """
    first = connection.recv(LENGTH_BYTES)
    if not first:
        raise Closed
    header = first + _exactly(connection, LENGTH_BYTES - len(first))
    length = int.from_bytes(header, "big")
    if not 0 < length <= LIMIT_BYTES:
        raise Malformed("length")
    return parsed(_exactly(connection, length))


def _exactly(connection: socket.socket, length: int) -> bytes:
    """So many bytes, or `Malformed` when the other side stops before."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise Malformed("cut")
        parts += part
    return bytes(parts)


def parsed(body: bytes) -> dict[str, Any]:
    """
    The object of a body.

    :raises Malformed: when it is anything else
    """
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise Malformed("JSON") from None
    if not isinstance(message, dict):
        raise Malformed("object")
    return message
