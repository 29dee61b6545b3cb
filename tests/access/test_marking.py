"""A copy that is looked at says on every page, or under the picture, who looks at it."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests.access.test_uploads import document, photograph, unpacked

from ruta.access.uploads import cleaning, kinds, marking, strips
from ruta.access.uploads.kinds import Kind, NotAccepted

WORDS = b"(Cobalto-Inventado-55) Tj"


def strip_of_pages() -> bytes:
    """A PDF of one page, wide and low, that says something."""
    pdf, file = pikepdf.new(), BytesIO()
    page = pdf.add_blank_page(page_size=(595, 18))
    page.obj.Resources = Dictionary(
        Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    page.obj.Contents = pdf.make_stream(b"BT /F 8 Tf 4 4 Td " + WORDS + b" ET")
    pdf.save(file)
    return file.getvalue()


def strip_of_pictures() -> bytes:
    file = BytesIO()
    Image.new("RGB", (1984, 46), "green").save(file, "PNG")
    return file.getvalue()


def pages(*boxes: tuple[list[int], int]) -> bytes:
    """A PDF with a page for each box, turned so many degrees."""
    pdf, file = pikepdf.new(), BytesIO()
    for box, turned in boxes:
        page = pdf.add_blank_page(page_size=(900, 900))
        page.obj.CropBox, page.obj.Rotate = Array(box), turned
    pdf.save(file)
    return file.getvalue()


@pytest.mark.check("SEC-56")
def test_every_page_of_a_document_is_marked_once() -> None:
    copy = pages(([0, 0, 595, 842], 0), ([-50, -50, 300, 200], 90), ([0, 0, 595, 842], 0))

    marked = strips.marked(marking.told(copy, strip_of_pages()))

    assert unpacked(marked).count(WORDS) == 2  # drawn once for each size of page
    with pikepdf.open(BytesIO(marked)) as pdf:
        assert len(pdf.pages) == 3
        for page in pdf.pages:
            assert len(page.obj.Resources.XObject) == 1
            page.contents_coalesce()
            assert b" Do" in page.obj.Contents.read_bytes()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_foot_is_as_wide_as_the_page_is_seen(turned: int) -> None:
    copy = pages(([0, 0, 300, 800], turned))

    with pikepdf.open(BytesIO(copy)) as pdf:
        seen = strips._seen(pdf.pages[0])

    assert seen == ((800, 300) if turned % 180 else (300, 800))


def test_a_page_turned_by_its_branch_is_turned() -> None:
    with pikepdf.open(BytesIO(pages(([0, 0, 300, 800], 0)))) as pdf:
        del pdf.pages[0].obj["/Rotate"]
        pdf.Root.Pages.Rotate = 90
        assert strips._seen(pdf.pages[0]) == (800, 300)


def test_a_document_stays_clean_when_it_is_marked() -> None:
    clean = cleaning.clean(document()).content

    marked = marking.mark(clean, strip_of_pages())

    assert kinds.kind_of(marked) is Kind.PDF
    assert WORDS in unpacked(marked)
    with pikepdf.open(BytesIO(marked)) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert not pdf.docinfo


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(64, 32), (1200, 900)])
def test_a_picture_is_marked_below_and_nothing_of_it_is_covered(
    form: str, size: tuple[int, int]
) -> None:
    file = BytesIO()
    Image.new("RGB", size, "red").save(file, form)

    marked = marking.mark(file.getvalue(), strip_of_pictures())

    with Image.open(BytesIO(marked)) as picture:
        seen = picture.convert("RGB")
        assert picture.format == form
        assert seen.width == max(size[0], strips.NARROWEST)
        assert seen.height > size[1]
        red, green, _ = seen.getpixel((size[0] - 1, size[1] - 2))  # type: ignore[misc]
        assert red > 200 > green
        red, green, _ = seen.getpixel((seen.width - 2, seen.height - 2))  # type: ignore[misc]
        assert red < 50 < green


def test_a_transparent_picture_is_marked_too() -> None:
    clean = cleaning.clean(photograph(form="PNG")).content

    with Image.open(BytesIO(marking.mark(clean, strip_of_pictures()))) as picture:
        assert picture.size[0] == strips.NARROWEST


@pytest.mark.parametrize(
    "copy",
    [b"%PDF-1.7\n" + bytes(range(256)), b"\xff\xd8\xff" + bytes(64), b"MZ" + bytes(9), b""],
)
def test_what_cannot_be_marked_is_not_shown(copy: bytes) -> None:
    with pytest.raises(NotAccepted):
        marking.mark(copy, strip_of_pictures())
