"""SEC-56: what is uploaded is told by its content, shown without its notes, and sealed whole."""

import hashlib
import subprocess
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ruta.access.uploads import cleaning, documents, images, kinds
from ruta.access.uploads.kinds import Kind, NotAccepted

MARK = "Zafiro-Inventado-7731"


def photograph(*, orientation: int = 6, form: str = "JPEG") -> bytes:
    """A picture, red above and blue below, with where, by whom and of what it was taken."""
    picture = Image.new("RGB", (64, 32), "blue")
    picture.paste("red", (0, 0, 64, 16))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = orientation, MARK, MARK
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (12.0, 2.0, 36.0)
    extra: dict[str, Any] = {"comment": MARK.encode()} if form == "JPEG" else {}
    if form == "PNG":
        extra["pnginfo"] = PngInfo()
        extra["pnginfo"].add_text("Author", MARK)
    file = BytesIO()
    xmp = f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode()
    if form != "PNG":
        extra["xmp"] = xmp
    picture.save(file, form, exif=exif, icc_profile=MARK.encode(), **extra)
    return file.getvalue()


@pytest.mark.check("SEC-56")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_nothing_but_what_is_seen(form: str) -> None:
    original = photograph(form=form)
    assert MARK.encode() in original

    clean = images.clean_image(original)

    assert MARK.encode() not in clean
    with Image.open(BytesIO(clean)) as picture:
        assert len(picture.getexif()) == 0
        assert {"exif", "xmp", "comment", "icc_profile", "Author"}.isdisjoint(picture.info)


def test_a_picture_is_turned_as_it_was_held() -> None:
    with Image.open(BytesIO(images.clean_image(photograph(orientation=6)))) as picture:
        red, _, blue = picture.getpixel((28, 32))  # type: ignore[misc]
        assert picture.size == (32, 64)
        assert red > 200 > blue


def test_a_bomb_of_pixels_is_refused_without_being_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(images, "PIXELS_ALLOWED", 64 * 32 - 1)

    with pytest.raises(NotAccepted, match="too-big"):
        images.clean_image(photograph())


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("kept", [0.1, 0.5])
def test_half_a_picture_is_refused(form: str, kept: float) -> None:
    whole = photograph(form=form)

    with pytest.raises(NotAccepted, match="damaged"):
        images.clean_image(whole[: int(len(whole) * kept)])


# --- Documents ------------------------------------------------------------------------------------


def document() -> bytes:
    """A page with a photograph, and everything a document can say or do besides."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    photo = Stream(pdf, photograph())
    photo.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=64, Height=32, BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode, Metadata=Stream(pdf, MARK.encode()),
    )  # fmt: skip
    script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{MARK}')")
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=photo))
    page.obj.Contents = Stream(pdf, b"q 100 0 0 100 0 0 cm /Im0 Do Q")
    page.obj.AA = Dictionary(O=script)
    page.obj.PieceInfo = Dictionary(Own=Dictionary(Private=MARK))
    page.obj.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=script),
            Dictionary(
                Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]),
                FS=Dictionary(EF=Dictionary(F=Stream(pdf, MARK.encode()))),
            ),
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=Array([0, 0, 9, 9]),
                    T=MARK, V=MARK,
                )
            ),
        ]
    )  # fmt: skip
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", script])))
    pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[2]]), XFA=MARK)
    pdf.attachments["note.txt"] = MARK.encode()
    with pdf.open_metadata() as words:
        words["dc:creator"] = [MARK]
    pdf.docinfo["/Author"] = MARK
    file = BytesIO()
    pdf.save(file, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return file.getvalue()


def unpacked(content: bytes) -> bytes:
    """The same document with nothing compressed, for searching."""
    file = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.save(
            file, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
        )  # fmt: skip
    return file.getvalue()


def picture_of(pdf: pikepdf.Pdf) -> Stream:
    found = pdf.pages[0].obj.Resources.XObject.Im0
    assert isinstance(found, Stream)
    return found


@pytest.mark.check("SEC-56")
def test_a_document_keeps_its_pages_and_nothing_else() -> None:
    original = document()
    assert original.count(MARK.encode()) > 8

    clean = documents.clean_pdf(original)

    assert MARK.encode() not in unpacked(clean)
    with pikepdf.open(BytesIO(clean)) as pdf:
        assert len(pdf.pages) == 1
        assert picture_of(pdf).Width == 64
        assert "/Info" not in pdf.trailer
        for name in ("/OpenAction", "/Metadata", "/AcroForm"):
            assert name not in pdf.Root
        (link,) = pdf.pages[0].obj.Annots
        assert (link.Subtype, "/A" in link) == (Name.Link, False)


def test_the_picture_of_a_page_is_the_same_pixel_for_pixel() -> None:
    with pikepdf.open(BytesIO(documents.clean_pdf(document()))) as pdf:
        drawn = pikepdf.PdfImage(picture_of(pdf)).as_pil_image()

    with Image.open(BytesIO(photograph())) as original:
        assert drawn.tobytes() == original.convert("RGB").tobytes()


def blacked_out() -> bytes:
    """A document whose page was changed by adding to the file: its past is still in it."""
    file = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page().obj.Contents = Stream(pdf, f"% {MARK}".encode())
    pdf.save(file, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    past = file.getvalue()
    with pikepdf.open(BytesIO(past)) as read:
        number, root = read.pages[0].obj.Contents.objgen[0], read.Root.objgen[0]
        size = int(read.trailer.Size)
    added = b"%d 0 obj\n<</Length 1>>stream\n \nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(past))
    before = int(past.rsplit(b"startxref", 1)[1].split()[0])
    trailer = b"trailer <</Size %d/Root %d 0 R/Prev %d>>\n" % (size, root, before)
    return past + added + table + trailer + b"startxref\n%d\n%%%%EOF" % (len(past) + len(added))


def test_an_earlier_state_of_a_document_is_gone() -> None:
    assert MARK.encode() in blacked_out()

    clean = documents.clean_pdf(blacked_out())

    assert MARK.encode() not in unpacked(clean)
    with pikepdf.open(BytesIO(clean)) as pdf:
        assert pdf.pages[0].obj.Contents.read_bytes().strip() == b""


def test_a_locked_document_is_refused() -> None:
    file = BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(file, encryption=pikepdf.Encryption(user="x", owner="y"))

    with pytest.raises(NotAccepted, match="locked"):
        documents.clean_pdf(file.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(range(256)) * 9])
def test_what_only_begins_like_a_document_is_refused(content: bytes) -> None:
    with pytest.raises(NotAccepted):
        documents.clean_pdf(content)


def pdf_of(packed: bytes, *filters: Name) -> bytes:
    """A document of one picture, kept under these filters."""
    pdf = pikepdf.new()
    photo = Stream(pdf, packed)
    photo.stream_dict = Dictionary(
        Subtype=Name.Image, Width=64, Height=32, BitsPerComponent=8, ColorSpace=Name.DeviceRGB,
        Filter=Array(filters),
    )  # fmt: skip
    pdf.add_blank_page().obj.Resources = Dictionary(XObject=Dictionary(Im0=photo))
    file = BytesIO()
    pdf.save(file)
    return file.getvalue()


def test_a_picture_packed_twice_loses_its_notes_too() -> None:
    twice = pdf_of(zlib.compress(photograph()), Name.FlateDecode, Name.DCTDecode)

    with pikepdf.open(BytesIO(documents.clean_pdf(twice))) as pdf:
        assert MARK.encode() not in picture_of(pdf).read_raw_bytes()
        assert picture_of(pdf).Filter == Name.DCTDecode


def test_a_picture_packed_in_another_way_is_refused() -> None:
    with pytest.raises(NotAccepted, match="damaged"):
        documents.clean_pdf(
            pdf_of(photograph().hex().encode(), Name.ASCIIHexDecode, Name.DCTDecode)
        )


def test_a_jpeg_2000_loses_its_boxes_of_words() -> None:
    file = BytesIO()
    Image.new("RGB", (64, 32), "red").save(file, "JPEG2000")
    words = (len(MARK) + 8).to_bytes(4, "big") + b"xml " + MARK.encode()
    with_words = file.getvalue()[:12] + words + file.getvalue()[12:]

    clean = documents.clean_pdf(pdf_of(with_words, Name.JPXDecode))

    with pikepdf.open(BytesIO(clean)) as pdf:
        assert picture_of(pdf).read_raw_bytes() == file.getvalue()


# --- By content, apart ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\x00", b"<html>", b"GIF89a", b"<svg/>", b"PK\x03\x04", b"\x00\x00\x00\x18ftyphe"],
)
def test_what_is_neither_picture_nor_document_is_refused(content: bytes) -> None:
    with pytest.raises(NotAccepted, match="unknown-kind"):
        cleaning.clean(content)


@pytest.mark.check("SEC-56")
def test_a_file_is_cleaned_in_a_process_of_its_own_and_its_original_hashed() -> None:
    original = photograph()

    done = cleaning.clean(original)

    assert done.kind is Kind.JPEG
    assert MARK.encode() not in done.content
    assert done.original_sha256 == hashlib.sha256(original).hexdigest()
    assert MARK not in repr(done)


def test_the_process_apart_knows_no_address_and_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    run = subprocess.run

    def spy(*words: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return run(*words, **options)

    monkeypatch.setenv("RUTA_WEB_DATABASE_URL", "postgresql:///secret")
    monkeypatch.setattr(subprocess, "run", spy)
    cleaning.clean(photograph())

    assert set(seen) == {"PYTHONPATH", "PATH", "LANG"}


def test_a_bomb_of_bytes_is_refused_where_it_harms_nobody() -> None:
    """A cross-reference stream of a few megabytes that unpacks to four gigabytes."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = first + again * 4095 + packer.flush()
    head = b"%PDF-1.7\n"
    bomb = (
        head
        + b"1 0 obj<</Type/XRef/Size 1/W[1 1 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
        % len(body)
        + body
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head)
    )

    with pytest.raises(NotAccepted):
        cleaning.clean(bomb)


@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n"]), st.binary())
def test_nothing_but_a_refusal_comes_of_noise(begins: bytes, noise: bytes) -> None:
    with pytest.raises(NotAccepted):
        cleaning.cleaned(begins + noise)


def test_the_kinds_are_those_that_can_be_cleaned() -> None:
    assert {kind.value for kind in kinds.Kind} == {
        "image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf",
    }  # fmt: skip
