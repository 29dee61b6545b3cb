"""PDF written anew: its pages as they look, without what it says of its author or what it does."""

import zlib
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ruta.access.uploads import images
from ruta.access.uploads.kinds import DAMAGED, LOCKED, TOO_BIG, Kind, NotAccepted, kind_of

PAGES_ALLOWED = 1000
# Wherever they stand: words about the file, and whatever is run, opened, sent or carried along.
DROPPED = (
    "/Metadata", "/PieceInfo", "/LastModified", "/OpenAction", "/AA", "/A", "/JS", "/JavaScript",
    "/EmbeddedFiles", "/EmbeddedFile", "/AF", "/EF", "/XFA", "/Collection", "/Perms", "/DSS",
    "/Extensions", "/SpiderInfo", "/URI", "/Launch", "/RichMediaContent", "/Thumb", "/Requirements",
)  # fmt: skip
PICTURES = {"/DCTDecode": images.without_notes, "/JPXDecode": images.without_boxes}
UNREADABLE = (
    pikepdf.PdfError, zlib.error, ValueError, TypeError, KeyError, RuntimeError,
)  # fmt: skip
UNPACKED_BYTES = 64 * 1024 * 1024
ACTIVE = frozenset(
    f"/{name}" for name in "FileAttachment Sound Movie Screen 3D RichMedia Widget".split()
)


def clean_pdf(content: bytes) -> bytes:
    """
    The pages of a document, without its properties, scripts, actions, forms and attached files.

    Pictures within lose their notes; earlier states of the file and its identity are gone.

    :raises NotAccepted: `unknown-kind`, `damaged`, `locked` by a password, `too-big` in pages
    """
    if kind_of(content) is not Kind.PDF:
        raise NotAccepted(DAMAGED)
    try:
        with pikepdf.open(BytesIO(content)) as document:
            return _written_anew(document)
    except pikepdf.PasswordError:
        raise NotAccepted(LOCKED) from None
    except (
        pikepdf.PdfError,
        zlib.error,
        ValueError,
        TypeError,
        KeyError,
        RuntimeError,
        RecursionError,
    ):
        raise NotAccepted(DAMAGED) from None
    except MemoryError:
        raise NotAccepted(TOO_BIG) from None


def _written_anew(document: Pdf) -> bytes:
    if document.is_encrypted:
        raise NotAccepted(LOCKED)
    if len(document.pages) > PAGES_ALLOWED:
        raise NotAccepted(TOO_BIG)
    for name in ("/Info", "/ID"):
        _drop(document.trailer, name)
    _drop(document.Root, "/AcroForm")
    for each in _dictionaries(document):
        _clean(each)
    return saved(document)


def saved(document: Pdf) -> bytes:
    """What is compressed stays so: nothing that a stranger packed is unpacked here."""
    file = BytesIO()
    document.save(
        file,
        fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return file.getvalue()


def _dictionaries(document: Pdf) -> Iterator[Dictionary | Stream]:
    """Every dictionary of a document, those inside others too."""
    waiting: list[object] = list(document.objects)
    while waiting:
        found = waiting.pop()
        if isinstance(found, Dictionary | Stream):
            yield found
        inside = found.values() if isinstance(found, Dictionary | Stream) else ()
        if isinstance(found, Array):
            inside = list(found)
        waiting.extend(
            part for part in inside if isinstance(part, Dictionary | Array) and not part.is_indirect
        )


def _clean(found: Dictionary | Stream) -> None:
    for name in DROPPED:
        _drop(found, name)
    marks = found.get("/Annots")
    if isinstance(marks, Array):
        found["/Annots"] = Array([mark for mark in marks if not _is_active(mark)])
    if isinstance(found, Stream):
        _clean_picture(found)


def _clean_picture(found: Stream) -> None:
    """Take the notes out of a picture that is kept as the file it once was."""
    written = found.get("/Filter")
    filters = [str(each) for each in written] if isinstance(written, Array) else [str(written)]
    packed = found.read_raw_bytes() if filters[-1] in PICTURES else b""
    if len(filters) == 2 and filters[0] == "/FlateDecode":
        packed = zlib.decompressobj().decompress(packed, UNPACKED_BYTES)
    elif len(filters) > 1 and packed:
        raise NotAccepted(DAMAGED)
    if packed:
        found.write(PICTURES[filters[-1]](packed), filter=Name(filters[-1]))


def _is_active(mark: object) -> bool:
    return not isinstance(mark, Dictionary) or str(mark.get("/Subtype", "")) in ACTIVE


def _drop(found: Object, name: str) -> None:
    if name in found:
        del found[name]
