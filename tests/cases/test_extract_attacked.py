"""What an adversary would do with an extract: forge codes, spoil its place, tell shelters apart."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import transaction
from tests.cases.extracts import acts_of, of_her
from tests.cases.stage import INSERT, POLICE, Stage, act, complaint, survivor
from tests.cases.test_extract import agrees, opened_with_her

from ruta.access import context
from ruta.access.keys import periods, vault
from ruta.acts import store
from ruta.cases import counted, extract, protection
from ruta.directory import shelters
from ruta.postgres import roles
from ruta.postgres.server import Server

FORGE = "update cases_act set facts = jsonb_set(facts, %s, %s::jsonb) where act_id = %s"
NAMELESS = UUID("0c1d6c0e-5d0f-4c58-9d3e-3f0d2e7f1a55")
SPOIL = """
    insert into cases_counted (case_id, place, item_id, period, sealed) values (%s, 9, %s, %s, %s)
"""


@pytest.mark.check("SEC-7")
def test_no_shelter_is_told_from_another(
    committed_file: Stage,
    owner_connection: psycopg.Connection[Any],
    extracted_to: Callable[..., store.Store],
) -> None:
    for number in ("SP-771", "SP-772"):
        new = INSERT.replace("'210101'", "''").replace("true, 'invented'", "true, ''")
        owner_connection.execute(new, [number, shelters.TYPE, shelters.NAME, ""])
    try:
        committed_file.opened(
            complaint(), act("referral-made", to="SP-771"), act("referral-made", to="SP-772")
        )
        found = extracted_to()
    finally:
        owner_connection.execute("delete from directory_office where id like 'SP-77%'")

    said = found.dictionaries
    types = dict(zip(said.offices, said.office_types, strict=True))
    assert types == {"T-PNP-1": "pnp", protection.SOME_SERVICE: shelters.TYPE}
    assert [row[7] for row in acts_of(found)].count(protection.SOME_SERVICE) == 2
    for path in found.folder.iterdir():
        assert b"SP-77" not in path.read_bytes()


@pytest.mark.parametrize(
    ("name", "value"),
    [("duty", '"lo-dijo-juana-quispe"'), ("door", '"Juana Quispe"'), ("risk", '["severo"]'),
     ("start_act", '["x"]'), ("reason_code", "7"), ("close_reason", "null")],
)  # fmt: skip
def test_a_fact_that_is_no_code_is_left_out_and_stops_nothing(
    committed_file: Stage,
    owner_connection: psycopg.Connection[Any],
    extracted_to: Callable[..., store.Store],
    name: str,
    value: str,
) -> None:
    stated = act("impediment-recorded", impediment="no-vehicle")
    committed_file.opened(complaint(), stated)
    owner_connection.execute("alter table cases_act disable trigger user")
    owner_connection.execute(FORGE, [[name], value, stated.act_id])
    owner_connection.execute("alter table cases_act enable trigger user")

    found = extracted_to()

    assert found.length == 2
    assert found.dictionaries.facts["impediment"] == ("no-vehicle",)
    assert found.dictionaries.facts["door"] == ("police",)
    assert found.dictionaries.facts.get(name, ()) in ((), ("police",))


def test_a_folder_of_something_else_is_never_replaced(
    committed_file: Stage, extracted_to: Callable[..., store.Store], tmp_path: Path
) -> None:
    committed_file.opened(complaint())
    for name, place in (("mine", "mine"), ("extract", "extract.old"), ("other", "other.part")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "thesis.odt").write_text("years of work")
        with pytest.raises(extract.NotAnExtract, match=place):
            extracted_to(name)
        assert (tmp_path / place / "thesis.odt").read_text() == "years of work"


def test_an_extract_cut_short_makes_way_for_the_next(
    committed_file: Stage, extracted_to: Callable[..., store.Store], tmp_path: Path
) -> None:
    committed_file.opened(complaint())
    extracted_to()
    for ending in ("part", "old"):
        left = tmp_path / f"extract.{ending}"
        left.mkdir()
        (left / store.ACTS).write_bytes(b"PAR1")

    assert extracted_to().length == 1
    assert [path.name for path in tmp_path.iterdir()] == ["extract"]


def test_two_runs_never_write_at_once(
    committed_file: Stage,
    extracted_to: Callable[..., store.Store],
    server: Server,
    database_name: str,
) -> None:
    committed_file.opened(complaint())
    url = server.url(dbname=database_name, user=roles.EXTRACT)
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(extract.ALONE)
        with pytest.raises(extract.Busy):
            extracted_to()
        other.execute(extract.NOT_ALONE)
    assert extracted_to().length == 1
    assert extracted_to().length == 1


@pytest.mark.parametrize("how", ["cut", "of another case", "no codes"])
def test_codes_that_somebody_spoilt_stop_nobodys_extract(
    committed_file: Stage,
    extracted_to: Callable[..., store.Store],
    owner_connection: psycopg.Connection[Any],
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    opened_with_her(committed_file)
    agrees(committed_file)
    if how == "no codes":
        name = periods.field(committed_file.case_id, NAMELESS)
        period, sealed = vault.seal_codes({name: b"\xffno JSON"}, actor=POLICE, purpose="record")
        row = (NAMELESS, period, sealed[name])
    else:
        kept = "select item_id, period, sealed from cases_counted order by place limit 1"
        ((item, period, bytes_),) = owner_connection.execute(kept).fetchall()
        row = (NAMELESS, period, bytes_) if how == "of another case" else (item, period, b"x")
    owner_connection.execute(SPOIL, [committed_file.case_id, *row])

    with caplog.at_level("ERROR"):
        found = of_her(extracted_to())

    assert (found["sex"], found["relation"]) == ("mujer", "partner")
    assert [(each.message, each.count) for each in caplog.records] == [  # type: ignore[attr-defined]
        ("codes that do not open were left out", 1)
    ]


def test_what_is_no_code_does_not_leave_though_it_was_sealed(
    committed_file: Stage, extracted_to: Callable[..., store.Store]
) -> None:
    committed_file.opened(complaint(), parties=(survivor(sex="mujer"),))
    agrees(committed_file)
    said = {
        "language": "Juana Quispe", "department": "40112233", "names": "Juana", "sex": ["mujer"],
        "violence_types": ["fisica", "Juana"], "disability": "Juana",
    }  # fmt: skip
    with transaction.atomic(), context.entered(POLICE):
        counted.store(committed_file.case_id, {uuid4(): said}, by=POLICE)
    assert of_her(extracted_to()) == {"sex": "mujer", "disability": False, "migrant": False}
