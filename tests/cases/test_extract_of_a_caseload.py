"""An extract of many cases: the same acts, the same obligations, and nothing of anybody."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import psycopg
import pyarrow.parquet as pq
import pytest
from tests.cases.extracts import cases_of, numbers, told_apart
from tests.cases.stage import NOW, Stage, act, complaint

from ruta.access.keys import vault
from ruta.accountability.comply import over
from ruta.accountability.comply.rules import Rules
from ruta.acts import store, vocabulary
from ruta.acts.instants import microseconds
from ruta.cases import bulk, extract, extracted
from ruta.law import rulebook
from ruta.law.clock import Clock
from ruta.postgres import roles
from ruta.simulator import country
from ruta.simulator import filling as simulated
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimAct, SimCase

CASES = 40
UNTIL = datetime(2026, 11, 1, 5, tzinfo=UTC)
UBIGEO = "210101"
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
TO_BE_COUNTED = {
    "consent_purpose": "figures", "consent_how": "written", "consent_until": "2026-11-20",
}  # fmt: skip
Acting = Callable[[str], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def caseload() -> tuple[list[Office], list[SimCase]]:
    """Invented cases of few offices; every other one lets herself be counted."""
    offices = [
        Office(f"T-{number}", type_, "PUNO", "", UBIGEO)
        for number, type_ in enumerate(
            "pnp cem fiscalia-penal fiscalia-familia juzgado-familia juzgado-penal ipress iml"
            " defensa-publica sala-familia fiscalia-superior-familia".split()
        )
    ]
    cases = country.simulate(cases=CASES, seed=30364, until=UNTIL, offices=offices)
    return offices, [_agreeing(case) if number % 2 else case for number, case in enumerate(cases)]


def _agreeing(case: SimCase) -> SimCase:
    first = case.acts[0]
    agreed = SimAct(
        act_id=uuid4(), kind="consent-given", at=UNTIL, recorded_at=UNTIL, office=first.office,
        to=None, facts=TO_BE_COUNTED,
    )  # fmt: skip
    return replace(case, acts=(*case.acts, agreed))


@pytest.fixture
def loaded(
    caseload: tuple[list[Office], list[SimCase]],
    committed_file: Stage,
    owner_connection: psycopg.Connection[Any],
    acting_as: Acting,
) -> list[SimCase]:
    """The caseload in the database."""
    offices, cases = caseload
    for office in offices:
        owner_connection.execute(
            "insert into directory_office (id, type, name, ubigeo, department, province, district,"
            " address, phone, phone_doubtful, hours, languages, national, demonstration, source)"
            " values (%s, %s, 'x', %s, 'PUNO', '', '', '', '', false, '', '', false, true, 'x')",
            [office.id, office.type, office.ubigeo],
        )
    with acting_as(roles.OWNER), bulk.lifted():
        bulk.load(cases, now=UNTIL)
    return cases


def as_store(offices: list[Office], cases: Sequence[SimCase], folder: Path) -> store.Store:
    zone = rulebook.default().zone
    simulated.fill(cases, folder, offices=offices, zone=zone, about={})
    return store.opened(folder)


def counts(found: store.Store) -> np.ndarray[Any, Any]:
    clock = Clock(rulebook.default(), vocabulary.counts_as())
    return over.counts(Rules(clock, found.dictionaries), found, as_of=microseconds(UNTIL))


def test_an_extract_is_the_store_of_the_same_cases(
    loaded: list[SimCase],
    caseload: tuple[list[Office], list[SimCase]],
    extracted_to: Callable[..., store.Store],
    tmp_path: Path,
) -> None:
    written = extracted_to()
    direct = as_store(caseload[0], loaded, tmp_path / "direct")

    assert written.length == direct.length
    assert counts(written).tolist() == counts(direct).tolist()
    assert counts(written).sum() > 500
    silent = [row for n, row in enumerate(cases_of(direct)) if not n % 2]
    assert any(row["sex"] for row in silent)  # there is something to leave out
    assert told_apart(written) == told_apart(direct, silent=frozenset(r["case"] for r in silent))


def test_nothing_of_anybody_is_in_the_files(
    loaded: list[SimCase], extracted_to: Callable[..., store.Store]
) -> None:
    folder = extracted_to().folder
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    # Read back too: what is compressed could hide a text from a search of bytes.
    rows = [row for path in folder.glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    text = json.dumps(rows, ensure_ascii=False) + (folder / store.MEANINGS).read_text("utf-8")

    known = {UUID(found) for found in IDENTIFIER.findall(text)}
    for case in loaded:
        ids = [case.case_id, *(each.party_id for each in case.parties)]
        ids += [each.act_id for each in case.acts]
        assert not [id_ for id_ in ids if id_.bytes in raw]
        assert not known & set(ids)
        assert not [said for said in _said(case) if said in text]


def _said(case: SimCase) -> Iterator[str]:
    """Names, numbers, places and texts of a case."""
    for party in case.parties:
        for name in ("names", "address", "telephone", "nationality"):
            if name in party.facts:
                yield str(party.facts[name])
        if party.facts.get("ubigeo") not in (None, UBIGEO):
            yield f'"{party.facts["ubigeo"]}"'
        if party.document:
            yield party.document
    for one in case.acts:
        for name in ("account", "risk_reasons", "note", "reasons", "shelter_entry"):
            if name in one.facts:
                yield str(one.facts[name])


def test_two_extracts_of_the_same_data_share_no_number_of_a_case(
    loaded: list[SimCase], extracted_to: Callable[..., store.Store]
) -> None:
    one, other = extracted_to("one"), extracted_to("other")

    assert told_apart(one) == told_apart(other)
    called = [numbers(found) for found in (one, other)]
    assert called[0].keys() == called[1].keys()
    same = sum(called[0][acts] == called[1][acts] for acts in called[0])
    assert same <= 6  # by chance one of forty keeps its number
    assert list(called[0]) != list(called[1])


def test_only_what_changed_is_read_again(
    loaded: list[SimCase], extracting: psycopg.Connection[Any], tmp_path: Path
) -> None:
    first, second = (
        extract.write(extracting, tmp_path / "x", keeper=vault.service()) for _ in range(2)
    )
    assert (first.cases, first.read) == (CASES, CASES)
    assert (second.cases, second.acts, second.read) == (CASES, first.acts, 0)


def test_a_case_that_changed_is_read_again_and_no_other(
    loaded: list[SimCase],
    committed_file: Stage,
    extracting: psycopg.Connection[Any],
    tmp_path: Path,
) -> None:
    extract.write(extracting, tmp_path / "x", keeper=vault.service())
    committed_file.opened(complaint())
    grown = extract.write(extracting, tmp_path / "x", keeper=vault.service())
    committed_file.recorded(act("note-added", NOW, note="x"))
    again = extract.write(extracting, tmp_path / "x", keeper=vault.service())

    assert (grown.cases, grown.read) == (CASES + 1, 1)
    assert (again.cases, again.acts, again.read) == (CASES + 1, grown.acts + 1, 1)


def test_another_form_has_every_case_read_again(
    loaded: list[SimCase],
    extracting: psycopg.Connection[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extract.write(extracting, tmp_path / "x", keeper=vault.service())
    monkeypatch.setattr(extracted, "FORM", extracted.FORM + 1)
    assert extract.write(extracting, tmp_path / "x", keeper=vault.service()).read == CASES


def test_killed_in_the_middle_the_extract_that_was_there_stays(
    loaded: list[SimCase],
    extracting: psycopg.Connection[Any],
    extracted_to: Callable[..., store.Store],
    tmp_path: Path,
) -> None:
    before = extracted_to("x")

    def stop(step: str, done: int) -> None:
        if step == "written" and done == CASES // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract.write(extracting, tmp_path / "x", keeper=vault.service(), tell=stop)
    with pytest.raises(KeyboardInterrupt):
        extract.write(extracting, tmp_path / "new", keeper=vault.service(), tell=stop)

    assert store.opened(tmp_path / "x").about == before.about
    assert not [path for path in tmp_path.iterdir() if path.name != "x" and store.is_store(path)]
