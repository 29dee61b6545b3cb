"""Files that open with a password only: AES-256, as readers of PDF and of workbooks know it."""

import secrets
from io import BytesIO

import pikepdf
from msoffcrypto.format.ooxml import OOXMLFile

# Nothing that is mistaken for something else when it is read aloud or copied by hand.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
GROUPS, SIGNS = 4, 4


class NoLock(Exception):
    """A kind of file that has no password of its own."""


def new_password() -> str:
    """Sixteen signs in four groups, 79 bits: `k7fm-2xqp-9dta-wz4h`."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(SIGNS)) for _ in range(GROUPS))
    return "-".join(groups)


def locked(content: bytes, media_type: str, password: str) -> bytes:
    """
    The same file, encrypted.

    :raises NoLock: neither a PDF nor a workbook
    """
    if media_type == "application/pdf":
        return _locked_pdf(content, password)
    if media_type.endswith("spreadsheetml.sheet"):
        return _locked_workbook(content, password)
    raise NoLock(media_type)


def _locked_pdf(content: bytes, password: str) -> bytes:
    file = BytesIO()
    # Nobody is given the other password, by which permissions could be lifted.
    locking = pikepdf.Encryption(user=password, owner=secrets.token_urlsafe(32), R=6)
    with pikepdf.open(BytesIO(content)) as document:
        document.save(file, encryption=locking, preserve_pdfa=False, fix_metadata_version=False)
    return file.getvalue()


def _locked_workbook(content: bytes, password: str) -> bytes:
    file = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, file)
    return file.getvalue()
