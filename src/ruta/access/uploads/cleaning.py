"""
A stranger's file cleaned in a process of its own: little memory, little time, nothing of ours.

The libraries that read pictures and documents are large and read what an adversary may have made;
the process of the pages, which can ask for keys, never runs them.
"""

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ruta.access.uploads.kinds import BUSY, DAMAGED, TOO_BIG, Kind, NotAccepted, kind_of

SOURCE = Path(__file__).resolve().parents[3]
MEMORY_BYTES = 1024 * 1024 * 1024
SECONDS = 20
REFUSED = 3
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Cleaned:
    """A file to show: its kind after cleaning, its content, and the SHA-256 of the original."""

    kind: Kind
    content: bytes = field(repr=False)
    original_sha256: str


def clean(content: bytes) -> Cleaned:
    """
    Clean a picture or a PDF, apart; of each process of the web two at once, the others wait.

    :raises NotAccepted: `unknown-kind`, `damaged`, `locked`, `too-big`, or `busy` after a wait
    """
    kind_of(content)
    done = apart(__name__, content)
    return Cleaned(kind_of(done), done, sha256(content).hexdigest())


def apart(module: str, content: bytes) -> bytes:
    """
    What a module of ours that ends in `answer` makes of a stranger's content, in its own process.

    :raises NotAccepted: as `clean` does
    """
    if not _places.acquire(timeout=SECONDS):
        raise NotAccepted(BUSY)
    try:
        return _ran(module, content)
    finally:
        _places.release()


def _ran(module: str, content: bytes) -> bytes:
    words = [sys.executable, "-m", module]
    # Neither addresses nor secrets: whoever takes this process over finds an empty room.
    environment = {"PYTHONPATH": str(SOURCE), "PATH": os.defpath, "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            words, input=content, capture_output=True, check=False, env=environment,
            cwd="/", timeout=SECONDS * 2,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NotAccepted(TOO_BIG) from None
    if done.returncode == REFUSED:
        raise NotAccepted(done.stdout.decode("ascii"))
    if done.returncode != 0:
        raise NotAccepted(TOO_BIG if done.returncode < 0 else DAMAGED)
    return done.stdout


def cleaned(content: bytes) -> bytes:
    """The same, in this process."""
    from ruta.access.uploads import documents, images

    if kind_of(content).is_image:
        return images.clean_image(content)
    return documents.clean_pdf(content)


def answer(work: Callable[[bytes], bytes]) -> int:
    """Write what becomes of the standard input, or why not; answers the code to end with."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        made, code = work(sys.stdin.buffer.read()), 0
    except NotAccepted as refusal:
        made, code = refusal.why.encode("ascii"), REFUSED
    sys.stdout.buffer.write(made)
    return code


if __name__ == "__main__":
    raise SystemExit(answer(cleaned))
