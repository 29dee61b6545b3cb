"""How a file is received: in memory, without its name, and of a large one its size alone."""

from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import load_handler
from django.test import RequestFactory, override_settings
from PIL import Image

from ruta.access.uploads import cleaning, images, kinds
from ruta.access.uploads.kinds import Kind, NotAccepted

MARK = "Zafiro-Inventado-7731"
MEBIBYTE = 2**20


def received(content: bytes, name: str = f"{MARK}.jpg") -> Any:
    """A file as a page finds it."""
    sent = RequestFactory().post("/", {"file": SimpleUploadedFile(name, content, "image/jpeg")})
    return sent.FILES["file"]


def test_no_handler_is_in_use_that_writes_to_disk() -> None:
    (only,) = (type(load_handler(name, None)) for name in settings.FILE_UPLOAD_HANDLERS)

    assert only.__module__ == "ruta.access.uploads.memory"


@pytest.mark.check("SEC-56")
def test_a_file_is_whole_and_has_lost_its_name() -> None:
    content = bytes(range(256)) * 5000

    file = received(content)

    assert (file.read(), file.size) == (content, len(content))
    assert MARK not in file.name


@override_settings(RUTA_UPLOAD_MB=1)
def test_of_a_file_too_large_only_its_size_is_kept() -> None:
    file = received(bytes(3 * MEBIBYTE))

    assert (file.read(), file.size) == (b"", 3 * MEBIBYTE)


@override_settings(RUTA_UPLOAD_MB=1)
def test_the_largest_that_is_taken_is_taken() -> None:
    assert len(received(bytes(MEBIBYTE)).read()) == MEBIBYTE


# --- Photographs of telephones --------------------------------------------------------------------


def telephone() -> bytes:
    """A photograph, red above and blue below, as telephones keep them, with where it was taken."""
    pillow_heif.register_heif_opener()
    picture = Image.new("RGB", (64, 64), "blue")
    picture.paste("red", (0, 0, 64, 32))
    exif = Image.Exif()
    exif[0x010F] = MARK
    exif.get_ifd(0x8825)[1] = "S"
    file = BytesIO()
    picture.save(file, "HEIF", exif=exif, xmp=f"<x>{MARK}</x>".encode())
    return file.getvalue()


@pytest.mark.check("SEC-56")
def test_a_photograph_of_a_telephone_becomes_a_picture_that_every_browser_shows() -> None:
    original = telephone()
    assert kinds.kind_of(original) is Kind.HEIC
    assert MARK.encode() in original

    done = cleaning.clean(original)

    assert done.kind is Kind.JPEG
    assert MARK.encode() not in done.content
    with Image.open(BytesIO(done.content)) as picture:
        assert len(picture.getexif()) == 0
        red, _, blue = picture.getpixel((32, 8))  # type: ignore[misc]
        assert red > 200 > blue


@pytest.mark.parametrize("brand", [b"avif", b"isom", b"mp42", b"qt  "])
def test_a_film_is_not_taken_for_a_photograph(brand: bytes) -> None:
    with pytest.raises(NotAccepted, match="unknown-kind"):
        kinds.kind_of(b"\x00\x00\x00\x18ftyp" + brand + bytes(64))


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_half_a_photograph_of_a_telephone_is_refused(kept: float) -> None:
    whole = telephone()

    with pytest.raises(NotAccepted, match="damaged"):
        images.clean_image(whole[: int(len(whole) * kept)])


def test_whoever_waits_too_long_for_the_cleaning_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "SECONDS", 0.01)
    held = [cleaning._places.acquire(blocking=False) for _place in range(cleaning.AT_ONCE)]
    try:
        with pytest.raises(NotAccepted, match="busy"):
            cleaning.clean(telephone())
    finally:
        for _each in held:
            cleaning._places.release()
    assert all(held)
