"""Files of evidence against whoever has the database, the web's role, or half of either."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.cases.stage import CEM, OTHER_POLICE, POLICE, Stage, act, complaint
from tests.web.desk.conftest import attach_file
from tests.web.desk.evidence.conftest import MARK, handed, photograph

from ruta.access import context
from ruta.access.keys import client as keys_client
from ruta.access.keys import vault
from ruta.access.keys.vault import SealBroken
from ruta.access.standing import Standing
from ruta.access.uploads import cleaning
from ruta.access.viewer import Viewer
from ruta.cases import admission, evidence, queries
from ruta.cases.models import Act, EvidenceChunk, EvidenceFile

pytestmark = pytest.mark.django_db
ORIGINAL, COPY = evidence.ORIGINAL, evidence.COPY
LARGE = photograph((1500, 900)) + bytes(3 * 2**20)


def attached(case: Stage, now: Any, content: bytes, by: Viewer = POLICE) -> UUID:
    """A file of a case; the id of its act."""
    piece = act(evidence.KIND, now, evidence_kind="photograph", evidence_from="her")
    evidence.attach(
        case_id=case.case_id, act=piece, original=content, cleaned=cleaning.clean(content), by=by,
        now=now,
    )  # fmt: skip
    return piece.act_id


def opened(case: Stage, act_id: UUID, part: str = ORIGINAL, by: Viewer = POLICE) -> bytes:
    """A part of a file, as a page opens it."""
    standing = admission.admit(by, case.case_id)
    file = evidence.read(
        case_id=case.case_id, act_id=act_id, by=by, standing=standing, purpose="view-evidence"
    )
    return evidence.content(case_id=case.case_id, file=file, part=part)


# --- What is stored -------------------------------------------------------------------------------


@pytest.mark.check("SEC-56")
def test_the_original_comes_back_byte_for_byte(known, now):
    piece = attached(known, now, LARGE)

    assert hashlib.sha256(opened(known, piece)).digest() == hashlib.sha256(LARGE).digest()
    assert MARK.encode() not in opened(known, piece, COPY)


@pytest.mark.check("SEC-50")
def test_no_row_of_a_file_holds_anything_of_it_in_clear(known, now):
    original = photograph()
    attached(known, now, original)

    with context.entered(POLICE):
        rows = [bytes(row.ciphertext) for row in EvidenceChunk.objects.all()]
        rows += [bytes(row.keys) for row in EvidenceFile.objects.all()]
    whole = b"".join(rows)
    assert len(rows) == 3
    for clear in (MARK.encode(), b"JFIF", b"Exif", b"sha256", b"image/jpeg"):
        assert clear not in whole
    digest = hashlib.sha256(original)
    assert digest.digest() not in whole
    assert digest.hexdigest().encode() not in whole


@pytest.mark.check("SEC-50")
def test_nothing_is_on_disk_in_clear_while_a_large_file_comes(
    href, at_desk, now, tmp_path: Path, settings, monkeypatch
):
    """Whoever wanted a passing file would find no folder to put it in."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    answer = at_desk(POLICE).post(f"{href}nueva/", handed(LARGE, now))

    assert answer.status_code == 302
    assert len(LARGE) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE


def test_two_files_are_sealed_under_keys_of_their_own(known, now):
    first, second = (attached(known, now, photograph(size)) for size in ((9, 9), (8, 8)))
    standing = admission.admit(POLICE, known.case_id)

    keys = {
        part.key
        for each in (first, second)
        for part in evidence.read(
            case_id=known.case_id, act_id=each, by=POLICE, standing=standing, purpose="view-x"
        ).parts.values()
    }

    assert len(keys) == 4


# --- Whoever has the database ---------------------------------------------------------------------


@pytest.fixture
def two(known: Stage, now: Any) -> tuple[UUID, UUID]:
    """Two files of one case, each of several chunks."""
    other = photograph((1000, 1500)) + bytes(2 * 2**20)
    return attached(known, now, LARGE), attached(known, now, other)


class Rows:
    """The chunks as somebody who changed the table would have the page find them."""

    def __init__(self, given: list[bytes]) -> None:
        self.given = given

    def filter(self, **_names: object) -> "Rows":
        return self

    def order_by(self, *_names: str) -> "Rows":
        return self

    def values_list(self, *_names: str, flat: bool) -> list[bytes]:
        return self.given


def rows_of(case: Stage, act_id: UUID, part: str = ORIGINAL) -> list[bytes]:
    found = EvidenceChunk.objects.filter(case_id=case.case_id, act_id=act_id, part=part)
    return [bytes(row.ciphertext) for row in found.order_by("number")]


@pytest.mark.check("SEC-51")
@pytest.mark.parametrize(
    "changed",
    [
        lambda mine, other: mine[:-1],
        lambda mine, other: mine[1:],
        lambda mine, other: [*mine, mine[-1]],
        lambda mine, other: [mine[1], mine[0], *mine[2:]],
        lambda mine, other: [other[0], *mine[1:]],
        lambda mine, other: other,
        lambda mine, other: [mine[0][:-1], *mine[1:]],
        lambda mine, other: [bytes([mine[0][0] ^ 1]) + mine[0][1:], *mine[1:]],
        lambda mine, other: [],
    ],
    ids=["cut", "headless", "longer", "reordered", "mixed", "swapped", "short", "bit", "gone"],
)
def test_chunks_that_are_not_those_that_were_sealed_open_nothing(known, two, monkeypatch, changed):
    first, second = two
    given = changed(rows_of(known, first), rows_of(known, second))

    assert opened(known, first) == LARGE
    monkeypatch.setattr(EvidenceChunk, "objects", Rows(given))
    with pytest.raises(SealBroken):
        opened(known, first)


@pytest.mark.check("SEC-51")
def test_the_keys_of_one_file_do_not_open_as_those_of_another(known, two, monkeypatch):
    first, second = two
    rows = {row.act_id: row for row in EvidenceFile.objects.filter(case_id=known.case_id)}
    rows[first].keys = rows[second].keys

    class One:
        def filter(self, **_names: object) -> "One":
            return self

        def first(self) -> EvidenceFile:
            return rows[first]

    monkeypatch.setattr(EvidenceFile, "objects", One())
    with pytest.raises(SealBroken):
        opened(known, first)


@pytest.mark.check("SEC-51")
def test_the_original_does_not_open_as_the_copy(known, two, monkeypatch):
    monkeypatch.setattr(EvidenceChunk, "objects", Rows(rows_of(known, two[0])))

    with pytest.raises(SealBroken):
        opened(known, two[0], COPY)


def test_each_part_of_each_file_has_a_place_of_its_own():
    """Were two ever sealed under one key, neither would open as the other."""
    places = {
        evidence._place(case_id, act_id, part)
        for case_id in (uuid4(), uuid4()) for act_id in (uuid4(), uuid4())
        for part in (ORIGINAL, COPY)
    }  # fmt: skip

    assert len(places) == 8
    assert len({place.field for place in places}) == 8


def test_a_file_that_does_not_open_is_told_of_calmly(href, known, at_desk, now, monkeypatch):
    piece = attach_file(case_id=known.case_id, now=now)

    def broken(**_asked: object) -> bytes:
        raise SealBroken("a chunk")

    monkeypatch.setattr(evidence, "content", broken)
    answer = at_desk(POLICE).get(f"{href}{piece}/copia/")

    assert answer.status_code in {409, 410, 500, 503}
    assert "a chunk" not in answer.content.decode()


# --- Whoever has the role of the web --------------------------------------------------------------


@pytest.mark.parametrize("table", ["cases_evidencefile", "cases_evidencechunk"])
@pytest.mark.parametrize(
    "deed", ["update {} set office_id = 'x'", "delete from {}", "truncate {}"]
)  # fmt: skip
def test_the_web_changes_and_removes_no_file(known, now, table, deed):
    attach_file(case_id=known.case_id, now=now)

    with (
        context.entered(POLICE), pytest.raises(DatabaseError), transaction.atomic(),
        connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(deed.format(table))


@pytest.mark.parametrize("table", ["cases_evidencefile", "cases_evidencechunk"])
def test_nor_does_the_owner(owner_connection: psycopg.Connection, db, table):
    """The triggers refuse whoever is not above them; on no row at all, the whole is refused."""
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute(f"truncate {table} cascade")
    found = owner_connection.execute(
        "select count(*) from pg_trigger where tgrelid = %s::regclass and not tgisinternal"
        " and tgenabled = 'O'", [table],
    ).fetchone()  # fmt: skip
    assert found == (2,)


@pytest.mark.parametrize("name", ["office_id", "author_id"])
def test_nobody_adds_a_file_in_anothers_name(known, now, name):
    whose = {"office_id": POLICE.office_id, "author_id": POLICE.user_id}
    theirs = {"office_id": CEM.office_id, "author_id": CEM.user_id}
    row = EvidenceFile(
        case_id=known.case_id, act_id=uuid4(), stored_at=now, keys=b"x",
        **{**whose, name: theirs[name]},
    )  # fmt: skip

    with context.entered(POLICE), pytest.raises(DatabaseError), transaction.atomic():
        EvidenceFile.objects.bulk_create([row])


def test_nobody_adds_a_file_to_a_case_that_is_not_theirs(known, now):
    row = EvidenceFile(
        case_id=known.case_id, act_id=uuid4(), stored_at=now, keys=b"x",
        office_id=OTHER_POLICE.office_id, author_id=OTHER_POLICE.user_id,
    )  # fmt: skip

    with context.entered(OTHER_POLICE), pytest.raises(DatabaseError), transaction.atomic():
        EvidenceFile.objects.bulk_create([row])


@pytest.mark.check("SEC-1")
@pytest.mark.parametrize("stranger", [OTHER_POLICE, CEM], ids=lambda who: who.office_id)
def test_row_security_shows_no_file_of_an_office_that_did_not_add_it(known, now, stranger):
    """The CEM has the case and reads its own accounts; the other station has nothing."""
    piece = attach_file(case_id=known.case_id, now=now)

    for who, there in ((POLICE, 1), (stranger, 0)):
        with context.entered(who):
            found = EvidenceFile.objects.filter(act_id=piece).count()
            chunks = EvidenceChunk.objects.filter(act_id=piece, part=COPY).count()
        assert (found, chunks) == (there, there), who.office_id


def test_the_decision_is_asked_though_the_database_shows_the_file(known, now):
    """Each wall by itself: somebody whose standing closes it opens nothing of their own office."""
    piece = attach_file(case_id=known.case_id, now=now)

    with context.entered(POLICE), pytest.raises(admission.Closed):
        evidence.read(
            case_id=known.case_id, act_id=piece, by=POLICE, standing=Standing("PNP"),
            purpose="view-evidence",
        )  # fmt: skip


@pytest.mark.parametrize("number", [0, 9])
def test_nobody_adds_a_chunk_to_the_file_of_another(known, now, number):
    """The CEM sees the case, and the file of the police would no longer open for anybody."""
    known.recorded(act("cem-notified", now, to="T-CEM-1"), now=now)
    piece = attach_file(case_id=known.case_id, now=now)
    chunk = EvidenceChunk(
        case_id=known.case_id, act_id=piece, part="later", number=number, ciphertext=b"x",
        office_id=CEM.office_id, author_id=CEM.user_id,
    )  # fmt: skip

    with (
        context.entered(CEM), pytest.raises(DatabaseError, match="of_a_file"), transaction.atomic()
    ):  # fmt: skip
        EvidenceChunk.objects.bulk_create([chunk])


# --- All or nothing -------------------------------------------------------------------------------


def test_without_the_keeper_nothing_is_recorded_and_the_page_is_calm(
    href, known, at_desk, now, tmp_path
):
    client = at_desk(POLICE)

    with vault.use(keys_client.Client(tmp_path / "nobody")):
        answer = client.post(f"{href}nueva/", handed(photograph(), now))

    assert answer.status_code == 503
    assert "No se perdió nada" in answer.content.decode()
    with context.entered(POLICE):
        assert not Act.objects.filter(kind=evidence.KIND).exists()
        assert not EvidenceFile.objects.exists()


def test_an_act_whose_file_cannot_be_sealed_is_not_there_either(known, now, monkeypatch):
    def fails(**_asked: object) -> None:
        raise vault.KeeperAbsent("gone in between")

    monkeypatch.setattr(vault, "seal_many", fails)
    with pytest.raises(vault.KeeperAbsent):
        attached(known, now, photograph())

    seen = queries.case_file(POLICE, known.case_id, now=now)
    assert not [each for each in seen.acts if each.kind == evidence.KIND]


def test_the_file_of_another_case_is_not_found_in_ones_own(known, href, at_desk, now):
    other = Stage()
    other.opened(complaint(now), now=now)
    piece = attach_file(case_id=other.case_id, now=now)

    for part in ("", "copia/", "original/", "retirar/", "version-nueva/"):
        assert at_desk(POLICE).get(f"{href}{piece}/{part}").status_code == 404, part
