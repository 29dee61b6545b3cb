"""The keeper as a process: closed to others, stopped by a signal, its public key left behind."""

import ctypes
import logging
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from ruta.access.keyd.keeper import Keeper
from ruta.access.keyd.limits import Configuration
from ruta.access.keyd.listener import Listener
from ruta.access.keyd.requests import answer
from ruta.access.keys import intake
from ruta.access.keys.keyfile import KeyFileRefused, Keyring

logger = logging.getLogger("ruta.keyd")

PR_SET_DUMPABLE = 4
LOOK_S = 30.0


def harden() -> None:
    """Files of ours are ours only; no memory of ours is written to disk or read by a debugger."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)


def run(chosen: Configuration) -> None:
    """
    Keep the keys until a signal comes.

    SIGTERM and SIGINT stop it; SIGHUP has it read its key file again.

    :raises AlreadyRunning: another keeper listens there
    :raises KeyFileRefused: there is no usable key file
    """
    harden()
    keeper = Keeper(chosen)
    listener = Listener(chosen.socket, lambda message: answer(keeper, message), peers=chosen.peers)
    try:
        publish(chosen.socket, keeper.ring)
        _obey_signals(keeper, listener)
        threading.Thread(target=_look_around, args=[keeper], daemon=True).start()
        logger.info("keeper ready")
        listener.serve()
    finally:
        listener.close()
        keeper.close()
        logger.info("keeper stopped")


def publish(socket: Path, ring: Keyring) -> None:
    """Leave the public key for sealed intake beside the socket, where it stays when we go."""
    path = socket.with_name(intake.PUBLIC_FILE)
    part = path.with_suffix(".part")
    part.write_text(intake.public(ring).hex() + "\n", encoding="ascii")
    part.chmod(0o644)
    part.replace(path)


def _look_around(keeper: Keeper) -> None:
    """Look at what changes slowly, for as long as the process lives."""
    wait = threading.Event()
    while True:
        try:
            keeper.look_quietly()
        except Exception:
            logger.exception("looking around failed")
        wait.wait(LOOK_S)


def _obey_signals(keeper: Keeper, listener: Listener) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        listener.stop()

    def reread(number: int, frame: FrameType | None) -> None:
        # Not in the signal itself: it may come while a thread of ours holds the lock.
        threading.Thread(target=_reread, args=[keeper], daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, reread)


def _reread(keeper: Keeper) -> None:
    try:
        keeper.reload()
    except KeyFileRefused:
        logger.error("key file refused", extra={"kind": "reload"})
