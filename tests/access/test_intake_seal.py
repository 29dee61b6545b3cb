"""Sealing to the keeper while it is away, and signing heads of the audit."""

from uuid import uuid4

import pytest

from ruta.access.keys import intake, keyfile, signing
from ruta.access.keys.envelope import SealBroken

ANA, FIRST = uuid4(), uuid4()


@pytest.fixture(scope="module")
def ring():
    return keyfile.new_ring()


def sealed(ring, text=b"lo que conto"):
    return intake.seal(intake.public(ring), text, author=ANA, intake_id=FIRST)


def test_the_keeper_opens_it_for_its_author(ring):
    assert intake.open_(ring, sealed(ring), author=ANA, intake_id=FIRST) == b"lo que conto"


def test_nobody_else_nor_another_intake_opens_it(ring):
    for author, intake_id in ((uuid4(), FIRST), (ANA, uuid4()), (FIRST, ANA)):
        with pytest.raises(SealBroken):
            intake.open_(ring, sealed(ring), author=author, intake_id=intake_id)


def test_another_keeper_does_not_open_it(ring):
    with pytest.raises(SealBroken):
        intake.open_(keyfile.new_ring(), sealed(ring), author=ANA, intake_id=FIRST)


def test_every_altered_byte_closes_it(ring):
    whole = sealed(ring)
    for place in range(len(whole)):
        altered = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises(SealBroken):
            intake.open_(ring, altered, author=ANA, intake_id=FIRST)


def test_a_cut_text_does_not_open(ring):
    whole = sealed(ring)
    for length in range(len(whole)):
        with pytest.raises(SealBroken):
            intake.open_(ring, whole[:length], author=ANA, intake_id=FIRST)


def test_its_length_does_not_tell_how_much_was_told(ring):
    assert len(sealed(ring, b"x")) == len(sealed(ring, b"x" * 200))


def test_the_same_text_is_sealed_otherwise_each_time(ring):
    assert sealed(ring) != sealed(ring)


def test_a_signed_head_is_known_by_the_public_key(ring):
    signature = signing.sign_head(ring, b"12|abc")

    assert signing.is_signed(b"12|abc", signature, signing.public(ring))
    assert not signing.is_signed(b"13|abc", signature, signing.public(ring))
    assert not signing.is_signed(b"12|abc", signature, signing.public(keyfile.new_ring()))
    assert not signing.is_signed(b"12|abc", b"", signing.public(ring))
