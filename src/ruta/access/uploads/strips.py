"""A strip set on a copy: at the foot of every page of a document, or under a picture."""

from io import BytesIO

import pikepdf
from pikepdf import Object, Page, Pdf, Rectangle
from PIL import Image

from ruta.access.uploads import cleaning, documents, images, marking
from ruta.access.uploads.kinds import DAMAGED, TOO_BIG, Kind, NotAccepted, kind_of

NARROWEST = 480
QUALITY = 92
DEEPEST = 50


def marked(told: bytes) -> bytes:
    """
    The copy with its strip, of what `marking.told` put together.

    :raises NotAccepted: what `cleaning.clean` raises
    """
    strip, content = marking.parted(told)
    try:
        if kind_of(content) is Kind.PDF:
            return _document(content, strip)
        return _picture(content, strip)
    except MemoryError:
        raise NotAccepted(TOO_BIG) from None
    except (*images.UNREADABLE, *documents.UNREADABLE, RecursionError):
        raise NotAccepted(DAMAGED) from None


def _picture(content: bytes, strip: bytes) -> bytes:
    """Below the picture, which is not covered; a small one gets as much room as words need."""
    with Image.open(BytesIO(content), formats=images.READERS) as picture:
        form = picture.format or ""
        with Image.open(BytesIO(strip), formats=["PNG"]) as words:
            width = max(picture.width, NARROWEST)
            size = (width, max(1, round(words.height * width / words.width)))
            below = words.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        whole = Image.new(picture.mode, (width, picture.height + below.height), "white")
        whole.paste(picture, (0, 0))
        whole.paste(below, (0, picture.height))
    file = BytesIO()
    options = {"quality": QUALITY} if form == "JPEG" else {"compress_level": 1}
    whole.save(file, form, **options)
    return file.getvalue()


def _document(content: bytes, strip: bytes) -> bytes:
    """At the foot of every page as it is seen, over what is there."""
    with (
        pikepdf.open(BytesIO(content)) as document,
        pikepdf.open(BytesIO(strip)) as words,
        pikepdf.new() as feet,
    ):
        made: dict[tuple[float, float], Page] = {}
        for page in document.pages:
            size = _seen(page)
            if size not in made:
                made[size] = _foot(feet, words.pages[0], size)
            page.add_overlay(made[size], Rectangle(page.cropbox))
        return documents.saved(document)


def _seen(page: Page) -> tuple[float, float]:
    """How wide and high a page is, held as it is read."""
    box = Rectangle(page.cropbox)
    turned = _rotation(page.obj) % 180 == 90
    return (box.height, box.width) if turned else (box.width, box.height)


def _rotation(found: Object, depth: int = DEEPEST) -> int:
    """Degrees, of the page or of the nearest branch of pages that says it."""
    if "/Rotate" in found:
        return int(found["/Rotate"])
    return _rotation(found["/Parent"], depth - 1) if depth and "/Parent" in found else 0


def _foot(feet: Pdf, words: Page, size: tuple[float, float]) -> Page:
    """An empty page of a size with the strip at its foot, across all of it."""
    page = feet.add_blank_page(page_size=size)
    box = Rectangle(words.mediabox)
    page.add_overlay(words, Rectangle(0, 0, size[0], size[0] * box.height / box.width))
    return page


if __name__ == "__main__":
    raise SystemExit(cleaning.answer(marked))
