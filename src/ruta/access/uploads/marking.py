"""
A cleaned copy with a strip that says who looks at it, on each page or under the picture.

The copy was made of a stranger's file, so it is read apart, as in cleaning; the strip is ours.
"""

from typing import Final

from ruta.access.uploads import cleaning

WORKER: Final = "ruta.access.uploads.strips"
LENGTH_BYTES: Final = 4


def mark(content: bytes, strip: bytes) -> bytes:
    """
    The copy, marked; apart, and with few others at once.

    :param strip: a PDF of one page for a PDF, else a picture; as wide as the page it goes on
    :raises NotAccepted: what `cleaning.clean` raises
    """
    return cleaning.apart(WORKER, told(content, strip))


def told(content: bytes, strip: bytes) -> bytes:
    """Both as one: how long the strip is, the strip, the copy."""
    return len(strip).to_bytes(LENGTH_BYTES, "big") + strip + content


def parted(both: bytes) -> tuple[bytes, bytes]:
    """The strip and the copy, of what `told` put together."""
    until = LENGTH_BYTES + int.from_bytes(both[:LENGTH_BYTES], "big")
    return both[LENGTH_BYTES:until], both[until:]
