"""What somebody wrote that belongs to no case, such as why: sealed for one use, and read back."""

from uuid import UUID

from ruta.access.keys import vault
from ruta.access.keys.service import KeeperAbsent
from ruta.access.keys.vault import SealBroken


def seal(use: str, of: UUID, text: str) -> bytes:
    """A text, sealed for a use and for the thing it is about."""
    return vault.service().protect(use=use, context=str(of), text=text.encode())


def read(use: str, of: UUID, sealed: bytes | None) -> str | None:
    """What was sealed; empty where nothing was, None while it cannot be opened."""
    if not sealed:
        return ""
    try:
        return vault.service().reveal(use=use, context=str(of), sealed=bytes(sealed)).decode()
    except (KeeperAbsent, SealBroken):
        return None
