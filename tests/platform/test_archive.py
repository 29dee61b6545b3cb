"""Backups: written whole, read back whole, and never over something by accident."""

import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pyrage
import pytest

from ruta.cli.process import archive, recipients
from ruta.cli.process.programs import ArchiveRefused

Make = Callable[[], str]


@pytest.fixture
def filled(empty_database: Make) -> str:
    """A database with one table, one row, one grant and a mark on its schema."""
    url = empty_database()
    with psycopg.connect(url) as connection:
        connection.execute("create table act (id int primary key, at timestamptz not null)")
        connection.execute("insert into act values (1, '2025-03-03 22:40:00.123456-05')")
        connection.execute("grant select on act to ruta_web")
        connection.execute("comment on schema public is 'marked'")
    return url


def content(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        acts = connection.execute("select id, at from act").fetchall()
        grants = connection.execute(
            "select grantee from information_schema.role_table_grants"
            " where table_name = 'act' and grantee <> current_user"
        ).fetchall()
        mark = connection.execute(
            "select obj_description('public'::regnamespace, 'pg_namespace')"
        ).fetchall()
    return [*acts, *grants, *mark]


def test_what_was_backed_up_comes_back(filled: str, empty_database: Make, tmp_path: Path) -> None:
    target = empty_database()

    archive.write(filled, tmp_path / "one.dump")
    archive.read(target, tmp_path / "one.dump", replace=False)

    assert content(target) == content(filled)


def test_a_restored_database_can_be_backed_up_and_restored_again(
    filled: str, tmp_path: Path
) -> None:
    before = content(filled)
    for name in ("one.dump", "two.dump"):
        archive.write(filled, tmp_path / name)
        archive.read(filled, tmp_path / name, replace=True)

    assert content(filled) == before


def test_a_backup_is_closed_to_others(filled: str, tmp_path: Path) -> None:
    archive.write(filled, tmp_path / "one.dump")

    assert stat.S_IMODE((tmp_path / "one.dump").stat().st_mode) == 0o600


def test_a_backup_never_replaces_a_file(filled: str, tmp_path: Path) -> None:
    (tmp_path / "one.dump").write_text("mine")

    with pytest.raises(ArchiveRefused, match="never replaces"):
        archive.write(filled, tmp_path / "one.dump")

    assert (tmp_path / "one.dump").read_text() == "mine"


def test_a_database_that_holds_something_is_not_replaced_unasked(
    filled: str, tmp_path: Path
) -> None:
    archive.write(filled, tmp_path / "one.dump")

    with pytest.raises(ArchiveRefused, match="--yes"):
        archive.read(filled, tmp_path / "one.dump", replace=False)


def test_another_file_is_not_taken_for_a_backup(empty_database: Make, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("no backup")

    with pytest.raises(ArchiveRefused, match="not a backup"):
        archive.read(empty_database(), tmp_path / "letter", replace=False)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_damaged_backup_leaves_the_database_as_it_was(
    filled: str, tmp_path: Path, kept: float
) -> None:
    archive.write(filled, tmp_path / "one.dump")
    whole = (tmp_path / "one.dump").read_bytes()
    (tmp_path / "cut.dump").write_bytes(whole[: int(len(whole) * kept)])
    before = content(filled)

    with pytest.raises(ArchiveRefused):
        archive.read(filled, tmp_path / "cut.dump", replace=True)

    assert content(filled) == before


# --- Row security ---------------------------------------------------------------------------------


@pytest.fixture
def walled(filled: str) -> str:
    """The same, its rows behind row security that binds the owner too."""
    with psycopg.connect(filled) as connection:
        connection.execute("insert into act select n, now() from generate_series(2, 500) n")
        connection.execute("alter table act enable row level security")
        connection.execute("alter table act force row level security")
        connection.execute("create policy owner on act to ruta_owner using (true)")
        connection.execute("create policy web on act to ruta_web using (id = 1)")
    return filled


def walls(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        table = connection.execute(
            "select relrowsecurity, relforcerowsecurity from pg_class where relname = 'act'"
        ).fetchall()
        policies = connection.execute(
            "select policyname, roles, qual from pg_policies order by policyname"
        ).fetchall()
    return [*table, *policies]


def test_rows_behind_row_security_all_come_back_and_so_do_the_walls(
    walled: str, empty_database: Make, tmp_path: Path
) -> None:
    target = empty_database()

    archive.write(walled, tmp_path / "one.dump")
    archive.read(target, tmp_path / "one.dump", replace=False)

    assert len(content(target)) == 502
    assert content(target) == content(walled)
    assert walls(target) == walls(walled)
    assert walls(target)[0] == (True, True)


# --- Keys apart -----------------------------------------------------------------------------------


@pytest.fixture
def with_keys(filled: str) -> str:
    """The same, with the table of wrapped keys holding the keys of two cases."""
    with psycopg.connect(filled) as connection:
        connection.execute("create table access_casekey (case_id int primary key, wrapped text)")
        connection.execute("insert into access_casekey values (1, 'first'), (2, 'second')")
    return filled


def keys_of(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("select * from access_casekey order by case_id").fetchall()


def test_a_backup_holds_the_table_of_keys_and_no_key(
    with_keys: str, empty_database: Make, tmp_path: Path
) -> None:
    target = empty_database()

    archive.write(with_keys, tmp_path / "one.dump")
    archive.read(target, tmp_path / "one.dump", replace=False)

    assert keys_of(target) == []
    assert b"second" not in (tmp_path / "one.dump").read_bytes()


def test_a_restore_in_place_keeps_the_keys_of_today(with_keys: str, tmp_path: Path) -> None:
    """SEC-52: a key that was destroyed after the backup stays destroyed."""
    archive.write(with_keys, tmp_path / "one.dump")
    with psycopg.connect(with_keys) as connection:
        connection.execute("delete from access_casekey where case_id = 1")
        connection.execute("alter table access_casekey add column made_by text")
        connection.execute("insert into access_casekey values (3, 'third', 'later')")

    archive.read(with_keys, tmp_path / "one.dump", replace=True)

    assert keys_of(with_keys) == [(2, "second"), (3, "third")]


def test_a_backup_that_has_keys_brings_none(
    with_keys: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "KEYS", "no_such_table")
    archive.write(with_keys, tmp_path / "old.dump")
    monkeypatch.undo()
    with psycopg.connect(with_keys) as connection:
        connection.execute("delete from access_casekey where case_id = 1")

    archive.read(with_keys, tmp_path / "old.dump", replace=True)

    assert keys_of(with_keys) == [(2, "second")]


def test_a_restore_in_place_remembers_what_was_erased_since(with_keys: str, tmp_path: Path) -> None:
    """Else an older copy of the keys would bring it back."""
    with psycopg.connect(with_keys) as connection:
        connection.execute("create table access_erased (case_id int primary key, at int)")
        connection.execute("insert into access_erased values (1, 1)")
    archive.write(with_keys, tmp_path / "one.dump")
    with psycopg.connect(with_keys) as connection:
        connection.execute("insert into access_erased values (2, 2)")

    archive.read(with_keys, tmp_path / "one.dump", replace=True)

    with psycopg.connect(with_keys) as connection:
        rows = connection.execute("select * from access_erased order by 1").fetchall()
    assert rows == [(1, 1), (2, 2)]


# --- Encryption -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one() -> recipients.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture(scope="module")
def other() -> recipients.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def sealed(filled: str, tmp_path: Path, one: recipients.Identity) -> Path:
    """An encrypted backup of the filled database."""
    path = tmp_path / "one.age"
    archive.write(filled, path, recipients=[one.to_public()])
    return path


def test_either_of_two_recipients_opens_an_encrypted_backup(
    filled: str,
    empty_database: Make,
    tmp_path: Path,
    one: recipients.Identity,
    other: recipients.Identity,
) -> None:
    path = tmp_path / "two.age"
    archive.write(filled, path, recipients=[one.to_public(), other.to_public()])

    for identity in (one, other):
        target = empty_database()
        archive.read(target, path, replace=False, identities=[identity])
        assert content(target) == content(filled)


def test_an_encrypted_backup_shows_nothing_of_what_it_holds(sealed: Path) -> None:
    whole = sealed.read_bytes()

    assert whole.startswith(b"age-encryption.org/")
    assert b"PGDMP" not in whole


def test_an_encrypted_backup_without_an_identity_is_refused(sealed: Path, filled: str) -> None:
    with pytest.raises(ArchiveRefused, match="--identity"):
        archive.read(filled, sealed, replace=True)


def test_another_identity_opens_nothing(
    sealed: Path, filled: str, other: recipients.Identity
) -> None:
    before = content(filled)

    with pytest.raises(ArchiveRefused, match="not for this identity"):
        archive.read(filled, sealed, replace=True, identities=[other])

    assert content(filled) == before


@pytest.mark.parametrize("place", [0.3, 0.6, 0.999])
@pytest.mark.parametrize("harm", ["cut", "flipped"])
def test_a_harmed_encrypted_backup_leaves_the_database_as_it_was(
    sealed: Path, filled: str, one: recipients.Identity, place: float, harm: str
) -> None:
    whole = bytearray(sealed.read_bytes())
    at = int(len(whole) * place)
    if harm == "cut":
        del whole[at:]
    else:
        whole[at] ^= 1
    sealed.write_bytes(whole)
    before = content(filled)

    with pytest.raises(ArchiveRefused):
        archive.read(filled, sealed, replace=True, identities=[one])

    assert content(filled) == before


# --- Recipients and identities --------------------------------------------------------------------


def test_recipients_are_words_files_or_of_the_environment(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    one: recipients.Identity,
    other: recipients.Identity,
) -> None:
    keys = [str(one.to_public()), str(other.to_public())]
    listed = tmp_path / "recipients"
    listed.write_text("# both\n\n" + "\n".join(keys) + "\n")
    monkeypatch.setenv(recipients.VARIABLE, ",".join(keys))

    given = [recipients.chosen(words) for words in ([], [str(listed)], keys)]

    assert [list(map(str, each)) for each in given] == [keys, keys, keys]


def test_what_is_no_key_is_refused_without_being_quoted(
    tmp_path: Path, one: recipients.Identity
) -> None:
    mixed_up = tmp_path / "recipients"
    mixed_up.write_text(str(one))

    with pytest.raises(recipients.RecipientRefused, match="line 1 of") as refusal:
        recipients.chosen([str(mixed_up)])

    assert "SECRET" not in str(refusal.value)


def test_an_identity_is_read_as_age_keygen_writes_it(
    tmp_path: Path, one: recipients.Identity
) -> None:
    file = tmp_path / "identity"
    file.write_text(f"# created: 2025-03-03\n# public key: {one.to_public()}\n{one}\n")

    (found,) = recipients.identities(file)

    assert str(found) == str(one)


def test_a_file_without_an_identity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("# nothing\n")

    with pytest.raises(recipients.RecipientRefused, match="no identity"):
        recipients.identities(tmp_path / "empty")
