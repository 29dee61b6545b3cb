"""SEC-51 and SEC-56: a file sealed in chunks comes back whole, or not at all."""

import hashlib

import pytest

from ruta.access.keys import envelope
from ruta.access.keys.envelope import Place, SealBroken
from ruta.access.uploads import sealing

KEY = bytes(range(32))
PLACE = Place("0f8fad5b-d9cb-469f-a165-70867728950e", "N", "file-1")
SIZES = (0, 1, sealing.CONTENT_BYTES - 1, sealing.CONTENT_BYTES, sealing.CONTENT_BYTES + 1)


def content_of(size: int) -> bytes:
    return (b"0123456789abcdef" * (size // 16 + 1))[:size]


@pytest.mark.parametrize("size", [*SIZES, 3 * sealing.CONTENT_BYTES + 7])
def test_a_sealed_file_comes_back_whole(size: int) -> None:
    content = content_of(size)

    done = sealing.seal_file(KEY, content, PLACE)

    assert sealing.open_file(KEY, done.chunks, PLACE) == content
    assert (done.size, done.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert all(len(chunk) <= sealing.CHUNK_BYTES + 28 for chunk in done.chunks)
    assert b"0123456789" not in b"".join(done.chunks)


@pytest.fixture(scope="module")
def three() -> list[bytes]:
    return list(sealing.seal_file(KEY, content_of(3 * sealing.CONTENT_BYTES), PLACE).chunks)


@pytest.mark.check("SEC-51")
@pytest.mark.parametrize(
    "order", [[], [0], [0, 1], [1, 2], [0, 2], [1, 0, 2], [0, 1, 1, 2], [0, 1, 2, 2], [2, 1, 0]]
)
def test_chunks_that_lack_or_move_open_nothing(three: list[bytes], order: list[int]) -> None:
    with pytest.raises(SealBroken):
        sealing.open_file(KEY, [three[index] for index in order], PLACE)


@pytest.mark.check("SEC-51")
@pytest.mark.parametrize("at", [0, 11, 12, 5000, -17, -1])
@pytest.mark.parametrize("chunk", [0, 2])
def test_one_altered_bit_opens_nothing(three: list[bytes], chunk: int, at: int) -> None:
    altered = bytearray(three[chunk])
    altered[at] ^= 1
    chunks = [bytes(altered) if index == chunk else each for index, each in enumerate(three)]

    with pytest.raises(SealBroken):
        sealing.open_file(KEY, chunks, PLACE)


@pytest.mark.check("SEC-51")
@pytest.mark.parametrize("cut", [0, 27, 28, 1000])
def test_a_chunk_cut_short_opens_nothing(three: list[bytes], cut: int) -> None:
    with pytest.raises(SealBroken):
        sealing.open_file(KEY, [*three[:2], three[2][:cut]], PLACE)


@pytest.mark.check("SEC-51")
@pytest.mark.parametrize(
    "place",
    [
        PLACE._replace(case_id="7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        PLACE._replace(compartment="H"),
        PLACE._replace(field="file-2"),
    ],
)
def test_a_file_moved_elsewhere_does_not_open(three: list[bytes], place: Place) -> None:
    with pytest.raises(SealBroken):
        sealing.open_file(KEY, three, place)


def test_a_chunk_of_another_file_of_the_same_case_does_not_fit(three: list[bytes]) -> None:
    other = sealing.seal_file(
        KEY, content_of(3 * sealing.CONTENT_BYTES), PLACE._replace(field="file-2")
    )

    with pytest.raises(SealBroken):
        sealing.open_file(KEY, [three[0], other.chunks[1], three[2]], PLACE)


def test_a_sealed_text_is_not_taken_for_a_file() -> None:
    text = envelope.seal(KEY, b"a text", PLACE)

    with pytest.raises(SealBroken):
        sealing.open_file(KEY, [text[1:]], PLACE)
