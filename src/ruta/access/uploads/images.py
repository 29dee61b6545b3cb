"""Pictures drawn anew, so that nothing of the file they came in is left: only what is seen."""

import warnings
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from ruta.access.uploads.kinds import DAMAGED, TOO_BIG, Kind, NotAccepted, kind_of

PIXELS_ALLOWED = 50_000_000
READERS = ("JPEG", "PNG", "WEBP")
DRAWN_AS_JPEG = frozenset({Kind.JPEG, Kind.HEIC})
UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, EOFError, UnidentifiedImageError)


def clean_image(content: bytes) -> bytes:
    """
    The first picture of a file, turned as it was held: a photograph as a JPEG, others as a PNG.

    Where it was taken, by what and when, comments, previews and colour profiles stay behind.

    :raises NotAccepted: `unknown-kind`, `damaged`, or `too-big` in pixels
    """
    kind = kind_of(content)
    if not kind.is_image:
        raise NotAccepted(DAMAGED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _drawn_anew(content, kind)
    except (Image.DecompressionBombError, MemoryError):
        raise NotAccepted(TOO_BIG) from None
    except UNREADABLE:
        raise NotAccepted(DAMAGED) from None


def _drawn_anew(content: bytes, kind: Kind) -> bytes:
    readers: tuple[str, ...] = READERS
    if kind is Kind.HEIC:
        pillow_heif.register_heif_opener(thumbnails=False)
        readers = ("HEIF",)
    with Image.open(BytesIO(content), formats=readers) as picture:
        if picture.width * picture.height > PIXELS_ALLOWED:
            raise NotAccepted(TOO_BIG)
        upright = ImageOps.exif_transpose(picture)
        clear = upright.convert("RGB" if kind in DRAWN_AS_JPEG else "RGBA")
    bare = Image.new(clear.mode, clear.size)
    bare.paste(clear)
    file = BytesIO()
    if kind in DRAWN_AS_JPEG:
        bare.save(file, "JPEG", quality=92)
    else:
        bare.save(file, "PNG")
    return file.getvalue()


def without_notes(jpeg: bytes) -> bytes:
    """
    A JPEG without the segments that say something about it; its pixels are not touched.

    :raises NotAccepted: `damaged`
    """
    kept, at = [jpeg[:2]], 2
    while jpeg[at : at + 1] == b"\xff":
        marker = jpeg[at + 1]
        if marker == 0xDA:  # the picture itself begins
            return b"".join([*kept, jpeg[at:]])
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if length < 2:
            break
        # Of the application's segments only Adobe's says how the colours are written.
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE0, 0xEE):
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    raise NotAccepted(DAMAGED)


def without_boxes(jpeg2000: bytes) -> bytes:
    """
    A JPEG 2000 without its boxes of words; a bare stream of pixels has none and is left alone.

    :raises NotAccepted: `damaged`
    """
    if not jpeg2000.startswith(b"\0\0\0\x0cjP  "):
        return jpeg2000
    kept, at = [], 0
    while at < len(jpeg2000):
        length, kind = int.from_bytes(jpeg2000[at : at + 4], "big"), jpeg2000[at + 4 : at + 8]
        if length == 1:
            length = int.from_bytes(jpeg2000[at + 8 : at + 16], "big")
        end = at + length if length else len(jpeg2000)
        if end < at + 8:
            raise NotAccepted(DAMAGED)
        if kind not in (b"xml ", b"uuid", b"uinf"):
            kept.append(jpeg2000[at:end])
        at = end
    return b"".join(kept)
