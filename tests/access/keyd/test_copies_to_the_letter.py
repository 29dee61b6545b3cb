"""What a copy of the keys holds, whatever is none, and the day on which something is due."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pyrage
import pytest
from tests.access.keyd.world import Running, World, wire

from ruta.access.keyd import copies, erasure, retention, rotation
from ruta.access.keys import keyfile

ALL = "select * from access_casekey order by case_id, compartment"
CASE = """
    insert into cases_case (case_id, code, department, opened_at, last_act_at, act_count, risk,
        stage, open, revision, computed_at)
    values (%s, '', 'PUNO', %s, %s, 1, '', '', false, 0, %s)
"""
KEY = (
    "insert into access_casekey (case_id, compartment, kek_version, wrapped) values (%s, %s, 1, '')"
)
NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
IDENTITY, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
TO = [IDENTITY.to_public(), OTHER.to_public()]


@pytest.fixture
def operator(keyd_url: str) -> Iterator[psycopg.Connection[Any]]:
    """What an operator's command works with."""
    with psycopg.connect(keyd_url, autocommit=True) as connection:
        yield connection


def opened(path: Path) -> Any:
    return json.loads(pyrage.decrypt(path.read_bytes(), [IDENTITY]))


def sealed(path: Path, content: object) -> Path:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(pyrage.encrypt(text, TO))
    return path


# --- Copies -------------------------------------------------------------------------------------


def test_a_copy_holds_every_key_to_the_letter_and_brings_it_back(
    shared: Running, world: World, operator: psycopg.Connection[Any], tmp_path: Path
) -> None:
    world.owner.execute("delete from access_casekey")
    case_id, gone, maker = uuid4(), uuid4(), uuid4()
    full = KEY.replace("wrapped)", "wrapped, made_by)").replace("'')", "%s, %s)")
    world.owner.execute(full, [case_id, "I", b"wrapped", maker])
    world.owner.execute(full, [case_id, "N", b"other", None])
    erasure.erase(operator, gone, "N", why="her-request")
    path, before = tmp_path / "keys.age", operator.execute(ALL).fetchall()
    path.with_name("keys.age.part").write_bytes(b"what a copy left that was interrupted" * 1000)

    assert copies.write(path, operator, shared.key_file, TO) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["keys.age"]

    told = opened(path)
    assert told.keys() == {"format", "key_file", "rows", "erased"}
    assert told["format"] == 1
    assert [row[:5] for row in told["rows"]] == [
        [str(case_id), "I", 1, wire.text(b"wrapped"), str(maker)],
        [str(case_id), "N", 1, wire.text(b"other"), None],
    ]
    assert [str(gone), "N"] in [row[:2] for row in told["erased"]]
    world.owner.execute("delete from access_casekey")
    world.owner.execute(KEY, [uuid4(), "R"])
    new = tmp_path / "new.json"
    assert copies.restore(path, operator, new, [OTHER]) == 2
    assert operator.execute(ALL).fetchall() == before
    assert keyfile.read(new) == keyfile.read(shared.key_file)
    world.owner.execute("delete from access_casekey")


def broken(content: dict[str, Any]) -> dict[str, object]:
    row = [str(uuid4()), "I", 1, wire.text(b"w"), None, NOW.isoformat()]
    return {
        "no JSON": b"{",
        "a list": [1, 2],
        "without rows": {name: value for name, value in content.items() if name != "rows"},
        "without what was erased": {n: v for n, v in content.items() if n != "erased"},
        "a row that is short": {**content, "rows": [row[:4]]},
        "a row that is a number": {**content, "rows": [7]},
        "a case that is none": {**content, "rows": [["x", *row[1:]]]},
        "a key that is not base64": {**content, "rows": [[*row[:3], "*", *row[4:]]]},
        "an erased case that is none": {**content, "erased": [["x", "I", "now"]]},
    }


@pytest.mark.parametrize("what", broken({}))
def test_what_is_no_copy_is_not_restored(
    shared: Running, operator: psycopg.Connection[Any], tmp_path: Path, what: str
) -> None:
    ring = keyfile.encoded(keyfile.read(shared.key_file))
    content: dict[str, Any] = {"format": 1, "key_file": ring, "rows": [], "erased": []}
    path = sealed(tmp_path / "keys.age", broken(content)[what])
    before = operator.execute(ALL).fetchall()

    with pytest.raises(copies.CopyRefused, match="no copy"):
        copies.restore(path, operator, tmp_path / "new.json", [IDENTITY])

    assert not (tmp_path / "new.json").exists()
    assert operator.execute(ALL).fetchall() == before


def test_what_is_not_encrypted_is_not_restored(
    operator: psycopg.Connection[Any], tmp_path: Path
) -> None:
    (tmp_path / "keys.age").write_bytes(b"nothing of the kind")

    with pytest.raises(copies.CopyRefused, match="no copy"):
        copies.restore(tmp_path / "keys.age", operator, tmp_path / "new.json", [IDENTITY])


# --- Erasing ------------------------------------------------------------------------------------


def test_an_erasure_tells_what_it_was(operator: psycopg.Connection[Any], world: World) -> None:
    case_id = uuid4()
    for letter in "INR":
        world.owner.execute(KEY, [case_id, letter])

    done = erasure.erase(operator, case_id, "IN", why="her-request")

    assert (done.keys, done.rows) == (2, 0)
    left = "select compartment from access_casekey where case_id = %s"
    assert world.owner.execute(left, [case_id]).fetchall() == [("R",)]
    erased = "select compartment from access_erased where case_id = %s order by compartment"
    assert world.owner.execute(erased, [case_id]).fetchall() == [("I",), ("N",)]
    (entry,) = world.entries(case_id)
    assert (entry["event"], entry["action"], entry["compartments"]) == ("erased", "erase", "IN")
    assert entry["detail"] == {"keys": 2, "rows": 0}


def test_a_hold_to_a_day_ends_as_that_day_begins_in_lima(
    operator: psycopg.Connection[Any], world: World
) -> None:
    case_id = uuid4()
    erasure.hold(operator, case_id, "IN", until=date(2040, 5, 6), why="criminal-trial")
    erasure.hold(operator, case_id, "N", until=None, why="her-appeal")

    held = world.owner.execute(
        "select compartment, until, why_code from access_hold where case_id = %s order by 1",
        [case_id],
    ).fetchall()
    assert held == [
        ("I", datetime(2040, 5, 6, 5, tzinfo=UTC), "criminal-trial"), ("N", None, "her-appeal")
    ]  # fmt: skip
    told = r"^under legal hold: I \(criminal-trial\), N \(her-appeal\); nothing was erased$"
    with pytest.raises(erasure.UnderHold, match=told):
        erasure.erase(operator, case_id, "NI", why="her-request")


# --- Retention ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("letter", "days"), [("L", 90), ("K", 365)])
def test_what_is_kept_so_many_days_is_due_at_the_end_of_the_last(
    world: World, letter: str, days: int
) -> None:
    case_id, closed = uuid4(), NOW - timedelta(days=days)
    with world.owner.transaction(force_rollback=True):
        world.owner.execute(CASE, [case_id, closed, closed, closed])
        world.owner.execute(KEY, [case_id, letter])
        asked = {now: retention.due(world.owner, now=now) for now in (NOW - MOMENT, NOW)}

    mine = {now: [each for each in due if each.case_id == case_id] for now, due in asked.items()}
    assert mine == {NOW - MOMENT: [], NOW: [(case_id, letter, NOW)]}
    assert retention.periods().keys() == {"K", "L"}


def test_what_was_due_first_is_listed_first(world: World) -> None:
    cases = {"K": timedelta(days=370), "L": timedelta(days=100)}
    due: dict[UUID, str] = {}
    with world.owner.transaction(force_rollback=True):
        for letter, ago in cases.items():
            case_id, closed = uuid4(), NOW - ago
            due[case_id] = letter
            world.owner.execute(CASE, [case_id, closed, closed, closed])
            world.owner.execute(KEY, [case_id, letter])
        found = retention.due(world.owner, now=NOW)

    listed = [due[each.case_id] for each in found if each.case_id in due]
    assert listed == ["L", "K"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2036, 8, 31, 5, tzinfo=UTC), date(2035, 9, 1)),
        (datetime(2036, 8, 31, 5, tzinfo=UTC) - MOMENT, date(2035, 8, 1)),
    ],
)
def test_pseudonyms_are_kept_by_months_of_lima(now: datetime, first: date) -> None:
    assert retention.first_pseudonyms_kept(now) == first


# --- Turning ------------------------------------------------------------------------------------


def test_turning_goes_on_from_where_it_stopped_and_forgets_what_wraps_nothing(
    world: World, operator: psycopg.Connection[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ruta.access.keys import wrapping

    monkeypatch.setattr(rotation, "BATCH", 2)
    world.owner.execute("delete from access_casekey")
    path, told = keyfile.create(tmp_path / "keys.json"), list[int]()
    ring = keyfile.read(path)
    places = [(uuid4(), letter) for _ in range(2) for letter in "I"] + [(uuid4(), "N")] * 1
    places += [(places[0][0], "R"), (places[0][0], "S")]
    for place in places:
        wrapped = wrapping.wrap(ring, place, bytes(32))
        world.owner.execute(KEY.replace("'')", "%s)"), [*place, wrapped])
    newer = keyfile.add_version(path)
    world.owner.execute(
        "update access_casekey set kek_version = 2, wrapped = %s"
        " where case_id = %s and compartment = %s",
        [wrapping.wrap(newer, places[0], bytes(32)), *places[0]],
    )
    assert rotation.in_use(operator) == {1: 4, 2: 1}

    assert rotation.finish(path, operator, lambda: told.append(0)) == 4
    assert rotation.finish(path, operator, lambda: told.append(1)) == 0

    assert rotation.in_use(operator) == {2: 5}
    for case_id, letter, version, wrapped in operator.execute(
        "select case_id, compartment, kek_version, wrapped from access_casekey"
    ):
        assert wrapping.unwrap(newer, (case_id, letter), version, bytes(wrapped)) == bytes(32)
    assert rotation.forget_old(path, operator, lambda: told.append(2)) == [1]
    assert told == [0, 1, 2]
    assert keyfile.read(path).wrapping.keys() == {2}
    world.owner.execute("delete from access_casekey")


def test_turning_takes_a_few_hundred_at_once() -> None:
    assert rotation.BATCH == 500
