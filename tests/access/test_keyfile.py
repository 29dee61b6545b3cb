"""The key file: made once, closed to others, silent about its keys."""

import stat

import pytest

from ruta.access.keys import keyfile


def test_a_new_file_belongs_to_its_owner_alone(keys):
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_keys_are_never_overwritten(keys):
    before = keys.read_text()

    with pytest.raises(FileExistsError):
        keyfile.create(keys)

    assert keys.read_text() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_others_may_read_is_refused(keys, mode):
    keys.chmod(mode)

    with pytest.raises(keyfile.KeyFileRefused, match="0600"):
        keyfile.read(keys)


def test_a_link_to_a_key_file_is_refused(keys, tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to(keys)

    with pytest.raises(keyfile.KeyFileRefused):
        keyfile.read(link)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(keyfile.KeyFileRefused, match="cannot be opened"):
        keyfile.read(tmp_path / "none.json")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"current": 1, "wrapping": {}, "root": ""}'])
def test_what_is_no_key_file_is_refused(keys, text):
    keys.write_text(text)

    with pytest.raises(keyfile.KeyFileRefused):
        keyfile.read(keys)


def test_a_key_of_the_wrong_length_is_refused(keys):
    short = '{"format": 1, "current": 1, "wrapping": {"1": "AAAA"}, "root": "AAAA"}'
    keys.write_text(short)

    with pytest.raises(keyfile.KeyFileRefused):
        keyfile.read(keys)


def test_a_keyring_does_not_show_its_keys(keys):
    ring = keyfile.read(keys)

    shown = repr(ring)

    assert shown == "Keyring(current=1)"


def test_each_use_has_a_key_of_its_own(keys):
    ring = keyfile.read(keys)

    assert ring.derived("index dni") != ring.derived("index phone")
    assert ring.derived("index dni") == keyfile.read(keys).derived("index dni")
