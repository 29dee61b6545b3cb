"""The keeper's socket: one process on it, one thread for each connection, only known users."""

import contextlib
import ctypes
import errno
import fcntl
import logging
import os
import socket
import stat
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruta.access.keys import wire
from ruta.postgres.refusal import Refusal

logger = logging.getLogger("ruta.keyd")

CONNECTIONS = 256
TURN_S = 0.25
MESSAGE_S = 10.0
Answer = Callable[[dict[str, Any]], dict[str, Any]]


class AlreadyRunning(Refusal):
    """Another keeper listens on this socket."""


class FolderOpen(Refusal):
    """The socket's folder lets others in."""


def peer_of(connection: socket.socket) -> int:
    """The user on the other side, as the system says it."""
    if hasattr(socket, "SO_PEERCRED"):
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", told)[1])
    user, group = ctypes.c_uint(), ctypes.c_uint()
    asked = ctypes.CDLL(None).getpeereid(
        connection.fileno(), ctypes.byref(user), ctypes.byref(group)
    )
    if asked != 0:
        raise OSError("the system does not say who asks")
    return user.value


class Listener:
    """Owns the socket at `path` until `close`; `answer` makes an answer of each message."""

    def __init__(self, path: Path, answer: Answer, *, peers: frozenset[int]) -> None:
        self.path, self._answer = path, answer
        self.peers = peers | {os.geteuid()}
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._lock = _hold(path)
        # The lock is ours: what lies there is of a keeper that was killed.
        path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            self._socket.bind(str(path))
        finally:
            os.umask(before)
        path.chmod(0o660 if peers else 0o600)
        self._socket.listen(CONNECTIONS)
        self._socket.settimeout(TURN_S)

    def serve(self) -> None:
        """Take connections until `stop`."""
        while not self._stopping.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            except OSError as error:
                # Out of file descriptors, say: whoever is served already is served on.
                logger.error(
                    "no connection taken",
                    extra={"kind": errno.errorcode.get(error.errno or 0, "?")},
                )
                self._stopping.wait(TURN_S)
                continue
            self._admit(connection)

    def stop(self) -> None:
        """Take no more; from a signal, too."""
        self._stopping.set()

    def close(self) -> None:
        """End every connection, remove the socket, let another keeper take its place."""
        self.stop()
        self._socket.close()
        self.path.unlink(missing_ok=True)
        with self._guard:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        os.close(self._lock)

    def _admit(self, connection: socket.socket) -> None:
        with self._guard:
            full = len(self._open) >= CONNECTIONS
        try:
            known = peer_of(connection) in self.peers
        except OSError:
            known = False
        if not known or full:
            logger.warning("turned away", extra={"kind": "full" if known else "stranger"})
            connection.close()
            return
        connection.settimeout(None)
        with self._guard:
            self._open.add(connection)
        threading.Thread(target=self._converse, args=[connection], daemon=True).start()

    def _converse(self, connection: socket.socket) -> None:
        """Answer until the other side goes, or says what is no question."""
        try:
            while not self._stopping.is_set():
                wire.send(connection, self._answer(self._next(connection)))
        except (wire.Closed, OSError):
            pass
        except wire.Malformed as error:
            logger.warning("malformed", extra={"kind": str(error)})
        except Exception:
            # A mistake of ours ends one conversation, answers nothing and stops nothing.
            logger.exception("conversation failed")
        finally:
            with self._guard:
                self._open.discard(connection)
            connection.close()

    @staticmethod
    def _next(connection: socket.socket) -> dict[str, Any]:
        """The next message: it may be long in coming, not in arriving."""
        connection.settimeout(None)
        if not connection.recv(1, socket.MSG_PEEK):
            raise wire.Closed
        connection.settimeout(MESSAGE_S)
        return wire.receive(connection)


def _hold(path: Path) -> int:
    """
    Make the socket's folder and hold its lock, until the handle is closed.

    :raises AlreadyRunning: another process holds it
    :raises FolderOpen: others may enter the folder
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = path.parent.stat()
    if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o027:
        raise FolderOpen(f"{path.parent} must be ours and closed to others: chmod 0700")
    handle = os.open(path.with_name("lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise AlreadyRunning(f"a keeper of keys already listens on {path}") from None
    return handle
