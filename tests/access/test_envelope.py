"""The seal: bound to its place, hiding lengths, and closed to whatever was altered."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruta.access.keys import envelope
from ruta.access.keys.envelope import Place, SealBroken

KEY = envelope.new_key()
HERE = Place(str(uuid4()), "N", "account")


@given(text=st.binary(max_size=2000))
def test_what_is_sealed_opens_again(text):
    assert envelope.open_(KEY, envelope.seal(KEY, text, HERE), HERE) == text


@pytest.mark.check("SEC-51")
@pytest.mark.parametrize(
    "elsewhere",
    [
        HERE._replace(case_id=str(uuid4())),
        HERE._replace(compartment="I"),
        HERE._replace(field="name"),
    ],
    ids=["another case", "another compartment", "another field"],
)
def test_moved_elsewhere_it_does_not_open(elsewhere):
    sealed = envelope.seal(KEY, b"dicho por ella", HERE)

    with pytest.raises(SealBroken):
        envelope.open_(KEY, sealed, elsewhere)


def test_under_another_key_it_does_not_open():
    with pytest.raises(SealBroken):
        envelope.open_(envelope.new_key(), envelope.seal(KEY, b"texto", HERE), HERE)


@pytest.mark.check("SEC-51")
@given(data=st.data())
def test_with_any_bit_flipped_it_does_not_open(data):
    sealed = bytearray(envelope.seal(KEY, b"texto", HERE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealBroken):
        envelope.open_(KEY, bytes(sealed), HERE)


@pytest.mark.check("SEC-51")
@given(data=st.data())
def test_cut_anywhere_it_does_not_open(data):
    sealed = envelope.seal(KEY, b"texto", HERE)
    length = data.draw(st.integers(0, len(sealed) - 1))

    with pytest.raises(SealBroken):
        envelope.open_(KEY, sealed[:length], HERE)


def test_lengths_up_to_252_bytes_look_alike():
    lengths = {len(envelope.seal(KEY, b"x" * size, HERE)) for size in (0, 1, 100, 252)}

    assert lengths == {1 + 12 + 256 + 16}
    assert len(envelope.seal(KEY, b"x" * 253, HERE)) == 1 + 12 + 512 + 16


def test_the_same_text_seals_differently_each_time():
    assert envelope.seal(KEY, b"x", HERE) != envelope.seal(KEY, b"x", HERE)


def test_a_refusal_tells_nothing_of_the_text():
    sealed = envelope.seal(KEY, b"secreto", HERE)[:-1]

    with pytest.raises(SealBroken) as refusal:
        envelope.open_(KEY, sealed, HERE)

    assert "secreto" not in repr(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_place_with_a_separator_is_refused():
    with pytest.raises(ValueError, match="separator"):
        envelope.seal(KEY, b"x", HERE._replace(field="a|b"))


@pytest.mark.parametrize("padded", [b"\0\0\0\0", b"\0\0\1\0" + bytes(252), bytes(255)])
def test_impossible_padding_is_refused(padded):
    with pytest.raises(SealBroken):
        envelope.unpad(padded)
