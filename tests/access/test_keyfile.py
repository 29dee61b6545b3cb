"""The key file: made once, closed to others, silent about its keys."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

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


# --- A file of the first format, and changes ------------------------------------------------------


@pytest.fixture
def first_format(keys):
    """A key file as the first versions of Ruta made it."""
    content = json.loads(keys.read_text())
    kept = {name: content[name] for name in ("current", "wrapping", "root")}
    keys.write_text(json.dumps({"format": 1, **kept}))
    return keys


def test_a_file_of_the_first_format_is_completed_where_it_stands(first_format):
    before = json.loads(first_format.read_text())

    ring = keyfile.read(first_format)

    after = json.loads(first_format.read_text())
    assert after["format"] == 2
    assert {name: after[name] for name in ("current", "wrapping", "root")} == {
        name: before[name] for name in ("current", "wrapping", "root")
    }
    assert stat.S_IMODE(first_format.stat().st_mode) == 0o600
    assert keyfile.read(first_format) == ring


def test_two_that_complete_it_at_once_agree(first_format):
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(keyfile.read, [first_format] * 16))

    assert all(ring == rings[0] for ring in rings)


def test_a_broken_file_of_the_first_format_is_left_as_it_is(first_format):
    text = first_format.read_text().replace('"root"', '"r00t"')
    first_format.write_text(text)

    with pytest.raises(keyfile.KeyFileRefused):
        keyfile.read(first_format)

    assert first_format.read_text() == text


def test_a_new_version_is_current_and_the_older_stays(keys):
    before = keyfile.read(keys)

    after = keyfile.add_version(keys)

    assert (after.current, set(after.wrapping)) == (2, {1, 2})
    assert after.wrapping[1] == before.wrapping[1]
    assert (after.root, after.signing, after.intake) == (before.root, before.signing, before.intake)
    assert keyfile.read(keys) == after


def test_the_current_version_is_never_forgotten(keys):
    keyfile.add_version(keys)

    assert set(keyfile.forget_versions(keys, [1, 2]).wrapping) == {2}
    assert keyfile.add_version(keys).current == 3


def test_a_change_that_fails_leaves_the_file_as_it_was(keys, monkeypatch):
    before = keys.read_text()

    def full(handle):
        raise OSError("disk full")

    monkeypatch.setattr(keyfile.os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        keyfile.add_version(keys)

    assert keys.read_text() == before


def test_the_keys_of_two_installations_differ_in_every_part():
    one, other = keyfile.new_ring(), keyfile.new_ring()

    for part in ("root", "signing", "intake"):
        assert getattr(one, part) != getattr(other, part)
    assert one.wrapping[1] != other.wrapping[1]
