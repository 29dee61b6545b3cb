"""What a file is, by what it holds; its name and what the browser says of it count for nothing."""

from enum import StrEnum


class NotAccepted(Exception):
    """A file that we do not take; `why` is a word for the page, the content is never quoted."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Kind(StrEnum):
    """The kinds of file that are taken, by their media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.startswith("image/")


UNKNOWN, DAMAGED, TOO_BIG, LOCKED = "unknown-kind", "damaged", "too-big", "locked"
BUSY = "busy"
# The brands by which a file of telephones says that it holds pictures, not a film.
HEIC_BRANDS = frozenset(b"heic heix heim heis mif1".split())
ENDINGS = {
    Kind.JPEG: "jpg", Kind.PNG: "png", Kind.WEBP: "webp", Kind.HEIC: "heic", Kind.PDF: "pdf",
}  # fmt: skip


def kind_of(content: bytes) -> Kind:
    """
    The kind of a file, by its first bytes.

    :raises NotAccepted: `unknown-kind`
    """
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    raise NotAccepted(UNKNOWN)
