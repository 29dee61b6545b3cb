"""What leaves the case file: the same acts, the same obligations, and nothing of anybody."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import psycopg
import pyarrow.parquet as pq
import pytest
from tests import keeper
from tests.cases.stage import (
    NOW,
    POLICE,
    Stage,
    act,
    annulment,
    complaint,
    correction,
    severe_form,
    survivor,
)

from ruta.access.keys import vault
from ruta.accountability.comply import over
from ruta.accountability.comply.rules import Rules
from ruta.acts import filling, store, vocabulary
from ruta.acts.instants import microseconds
from ruta.cases import bulk, consenting, extract, extracted, jobs, operations, parties
from ruta.cases.intake import NewParty
from ruta.law import rulebook
from ruta.law.clock import Clock
from ruta.postgres import roles
from ruta.postgres.server import Server
from ruta.simulator import country
from ruta.simulator import filling as simulated
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimAct, SimCase

CASES = 60
UNTIL = datetime(2026, 11, 1, 5, tzinfo=UTC)
UBIGEO = "210101"
TO_BE_COUNTED = {
    "consent_purpose": "figures", "consent_how": "written", "consent_until": "2026-11-20",
}  # fmt: skip
Acting = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def extracting(
    server: Server, database_name: str, committed_file: Stage
) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the role of the extract, committing each statement."""
    url = server.url(dbname=database_name, user=roles.EXTRACT)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def extracted_to(extracting: psycopg.Connection[Any], tmp_path: Path) -> Callable[..., store.Store]:
    """Write the extract to a folder of the test."""

    def write(name: str = "extract") -> store.Store:
        extract.write(extracting, tmp_path / name, keeper=vault.service())
        return store.opened(tmp_path / name)

    return write


def cases_of(found: store.Store) -> list[dict[str, Any]]:
    assert found.cases is not None
    rows: list[dict[str, Any]] = pq.read_table(found.cases).to_pylist()
    return rows


def acts_of(found: store.Store) -> list[tuple[Any, ...]]:
    """Every act in words, by case; what a case is called is left out."""
    said = found.dictionaries
    offices = (*said.offices, None)
    rows: list[tuple[Any, ...]] = []
    for acts in found.chunks(further=True):
        assert acts.office is not None
        assert acts.to is not None
        assert acts.annulled is not None
        facts = {
            name: [None if code < 0 else said.facts[name][code] for code in codes.tolist()]
            for name, codes in acts.facts.items()
        }
        starts = acts.more["start_act"]
        first = acts.more["act"][acts.first_of(np.arange(len(acts)))]
        rows += [
            (
                int(acts.case[n]), said.kinds[acts.kind[n]], int(acts.at[n]), int(acts.day[n]),
                int(acts.more["recorded"][n]), int(acts.more["arrival"][n]),
                offices[acts.office[n]], offices[acts.to[n]], bool(acts.annulled[n]),
                bool(acts.more["corrected"][n]),
                int(starts[n] - first[n]) if starts[n] >= 0 else None,
                *(facts[name][n] for name in filling.FACTS),
            )
            for n in range(len(acts))
        ]  # fmt: skip
    return rows


# --- A caseload loaded at once ------------------------------------------------------------------


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
    assert _told_apart(written) == _told_apart(direct, silent=frozenset(r["case"] for r in silent))


def _told_apart(found: store.Store, silent: frozenset[int] = frozenset()) -> list[str]:
    """Every case in words, without its number; of the silent ones nothing is known."""
    acts: dict[int, list[Any]] = {}
    for case, *row in acts_of(found):
        acts.setdefault(case, []).append(row)
    told = []
    for said in cases_of(found):
        case = said.pop("case")
        known = {name: v for name, v in said.items() if case not in silent or name == "opened_day"}
        told.append(json.dumps([acts[case], {k: v for k, v in known.items() if v is not None}]))
    return sorted(told)


def test_nothing_of_anybody_is_in_the_files(
    loaded: list[SimCase], extracted_to: Callable[..., store.Store]
) -> None:
    folder = extracted_to().folder
    # Read back too: what is compressed could hide a text from a search of bytes.
    texts = [path.read_bytes() for path in folder.iterdir()]
    texts += [
        json.dumps(pq.read_table(path).to_pylist()).encode() for path in folder.glob("*.parquet")
    ]
    found = b"\n".join(texts)
    for case in loaded:
        for secret in _secrets(case):
            assert secret not in found, secret
    for column in pq.read_schema(folder / store.CASES).names:
        assert column not in {"names", "age", "document", "ubigeo", "address"}


def _secrets(case: SimCase) -> Iterator[bytes]:
    """Identifiers and texts of a case, in the ways a file could hold them."""
    ids = [case.case_id, *(party.party_id for party in case.parties)]
    ids += [act.act_id for act in case.acts]
    for id_ in ids:
        yield from (str(id_).encode(), id_.hex.encode(), id_.bytes)
    for party in case.parties:
        yield from (str(party.facts[name]).encode() for name in ("names",))
        yield from (
            str(party.facts[name]).encode()
            for name in ("address", "telephone", "ubigeo")
            if name in party.facts and party.facts[name] != UBIGEO
        )
        if party.document:
            yield party.document.encode()
    for one in case.acts:
        for name in ("account", "risk_reasons", "note", "reasons", "shelter_entry"):
            if name in one.facts:
                yield str(one.facts[name]).encode()


def test_two_extracts_of_the_same_data_share_no_number_of_a_case(
    loaded: list[SimCase], extracted_to: Callable[..., store.Store]
) -> None:
    one, other = extracted_to("one"), extracted_to("other")

    assert _told_apart(one) == _told_apart(other)
    numbers = [_numbers(found) for found in (one, other)]
    assert numbers[0].keys() == numbers[1].keys()
    same = sum(numbers[0][acts] == numbers[1][acts] for acts in numbers[0])
    assert same <= 6  # by chance one of sixty keeps its number
    assert list(numbers[0]) != list(numbers[1])


def _numbers(found: store.Store) -> dict[str, int]:
    """By the acts of a case, what it is called."""
    acts: dict[int, list[Any]] = {}
    for case, *row in acts_of(found):
        acts.setdefault(case, []).append(row)
    return {json.dumps(rows): case for case, rows in acts.items()}


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


# --- What is recorded one by one ----------------------------------------------------------------


@pytest.fixture
def known(committed_file: Stage, extracted_to: Callable[..., store.Store]) -> Callable[[], Any]:
    """What the extract says of the only case."""

    def of_her() -> dict[str, Any]:
        (row,) = cases_of(extracted_to())
        return {k: v for k, v in row.items() if v is not None and k not in ("case", "opened_day")}

    return of_her


HER = {"sex": "mujer", "age": 34, "language": "quechua", "ubigeo": "210103", "ethnicity": "Quechua"}


def agrees(file: Stage, *, at: datetime = NOW) -> None:
    new = consenting.NewConsent(
        act_id=uuid4(), purpose="figures", until=(at + timedelta(days=30)).date(), how="written"
    )
    consenting.give(case_id=file.case_id, new=new, by=POLICE, now=at)


def opened_with_her(file: Stage, **more: Any) -> NewParty:
    her = survivor(**HER, **more)
    stated = complaint(violence_types=["fisica"], relation="spouse", modality="pareja")
    file.opened(stated, parties=(her,))
    return her


def test_without_her_consent_nothing_of_her_is_there_but_what_was_done(
    committed_file: Stage, known: Callable[[], Any], extracted_to: Callable[..., store.Store]
) -> None:
    opened_with_her(committed_file)
    assert known() == {}
    assert [row[1] for row in acts_of(extracted_to())] == ["complaint-presented-pnp"]


def test_with_her_consent_her_codes_are_there(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    opened_with_her(committed_file, nationality="Inventada", disability="visual")
    agrees(committed_file)
    assert known() == {
        "department": "21", "province": "2101", "sex": "mujer", "age_group": "30-44",
        "language": "quechua", "ethnicity": "quechua", "disability": True, "migrant": True,
        "relation": "partner", "violence_types": ["fisica"], "modality": "pareja",
    }  # fmt: skip


def test_refusing_later_takes_them_out_of_the_next_extract(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    opened_with_her(committed_file)
    agrees(committed_file)
    assert known()
    consenting.refuse(
        case_id=committed_file.case_id, act_id=uuid4(), purpose="figures", by=POLICE,
        now=NOW + timedelta(days=1),
    )  # fmt: skip
    assert known() == {}


def test_refusing_some_office_says_nothing_of_figures(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    opened_with_her(committed_file)
    agrees(committed_file)
    consenting.refuse(
        case_id=committed_file.case_id, act_id=uuid4(), office_name="Otra", office_id="T-IPRESS-1",
        by=POLICE, now=NOW + timedelta(days=1),
    )  # fmt: skip
    assert known()


def test_a_consent_that_ran_out_still_lets_what_happened_be_counted(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    opened_with_her(committed_file)
    agrees(committed_file)
    committed_file.recorded(act("note-added", NOW + timedelta(days=200), note="x"),
                            now=NOW + timedelta(days=200))  # fmt: skip
    assert known()


def test_an_annulled_consent_is_none(committed_file: Stage, known: Callable[[], Any]) -> None:
    opened_with_her(committed_file)
    given = act(
        "consent-given",
        NOW,
        consent_purpose="figures",
        consent_how="written",
        consent_until="2037-04-01",
    )
    committed_file.recorded(given)
    committed_file.recorded(annulment(given))
    assert known() == {}


def test_what_an_act_stated_goes_with_its_correction_or_annulment(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    wrong = complaint(violence_types=["sexual"], relation="neighbour")
    committed_file.opened(wrong, parties=(survivor(**HER),))
    agrees(committed_file)
    assert known()["violence_types"] == ["sexual"]
    right = correction(wrong, wrong.at, door="police", violence_types=["fisica"])
    committed_file.recorded(right)
    found = known()
    assert found["violence_types"] == ["fisica"]
    assert "relation" not in found


def test_what_is_changed_of_her_is_changed_in_the_next_extract(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    her = opened_with_her(committed_file)
    agrees(committed_file)
    parties.amend(
        case_id=committed_file.case_id, party_id=her.party_id, facts={"language": "spanish"},
        by=POLICE, now=NOW,
    )  # fmt: skip
    found = known()
    assert (found["language"], found["sex"], found["province"]) == ("spanish", "mujer", "2101")


def test_who_was_added_later_is_known(committed_file: Stage, known: Callable[[], Any]) -> None:
    committed_file.opened(complaint())
    agrees(committed_file)
    operations.add_parties(
        case_id=committed_file.case_id, new=[survivor(**HER)], by=POLICE, now=NOW
    )
    assert known()["language"] == "quechua"


def test_when_her_keys_go_what_figures_knew_goes(
    committed_file: Stage, known: Callable[[], Any], owner_connection: psycopg.Connection[Any]
) -> None:
    opened_with_her(committed_file)
    agrees(committed_file)
    assert known()
    owner_connection.execute("select access_forget(%s, array['I'])", [committed_file.case_id])
    assert known() == {}


def test_a_quarter_whose_key_is_gone_stays_closed(
    committed_file: Stage, known: Callable[[], Any], through_keyd: keeper.Through
) -> None:
    opened_with_her(committed_file)
    agrees(committed_file)
    with through_keyd.cursor() as cursor:
        cursor.execute("delete from access_casekey where compartment = 'F'")
    assert known() == {}


def test_the_desk_adds_codes_and_reads_none(
    committed_file: Stage, owner_connection: psycopg.Connection[Any], server: Server,
    database_name: str,
) -> None:  # fmt: skip
    opened_with_her(committed_file)
    rows = owner_connection.execute("select sealed from cases_counted").fetchall()
    assert rows
    assert not [sealed for (sealed,) in rows if b"quechua" in sealed or b"mujer" in sealed]
    with (
        psycopg.connect(server.url(dbname=database_name, user=roles.WEB)) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        web.execute("select * from cases_counted")


def test_an_office_without_a_place_in_the_case_adds_none(
    committed_file: Stage, server: Server, database_name: str
) -> None:
    committed_file.opened(complaint())
    url = server.url(dbname=database_name, user=roles.WEB)
    with (
        psycopg.connect(url) as web,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        web.execute(
            "insert into cases_counted (case_id, place, item_id, period, sealed)"
            " values (%s, 0, gen_random_uuid(), '2037-Q1', 'x')",
            [committed_file.case_id],
        )


def test_an_act_sent_twice_is_counted_once(
    committed_file: Stage, owner_connection: psycopg.Connection[Any]
) -> None:
    stated = complaint(violence_types=["fisica"])
    committed_file.opened(stated)
    committed_file.recorded(stated)
    (row,) = owner_connection.execute("select count(*) from cases_counted").fetchall()
    assert row == (1,)


def test_what_states_nothing_asks_the_keeper_nothing(
    committed_file: Stage, owner_connection: psycopg.Connection[Any]
) -> None:
    committed_file.opened(complaint(), severe_form())
    assert owner_connection.execute("select * from cases_counted").fetchall() == []


def test_nobody_else_on_the_machine_reads_the_files(
    committed_file: Stage, extracted_to: Callable[..., store.Store]
) -> None:
    assert extracted_to().folder.stat().st_mode & 0o077 == 0


def test_the_nightly_job_writes_where_it_was_given_the_address_and_nothing_elsewhere(
    committed_file: Stage, settings: Any, server: Server, database_name: str, tmp_path: Path
) -> None:
    committed_file.opened(complaint())
    settings.RUTA_VAR, settings.RUTA_EXTRACT_DATABASE_URL = tmp_path, ""
    assert jobs.write_extract(timestamp=0) == (0, 0)
    assert not list(tmp_path.iterdir())

    settings.RUTA_EXTRACT_DATABASE_URL = server.url(dbname=database_name, user=roles.EXTRACT)
    assert jobs.write_extract(timestamp=0) == (1, 1)
    assert store.opened(tmp_path / "extract").length == 1


def test_a_run_is_noted_where_the_keeper_looks_and_in_the_store(
    committed_file: Stage,
    owner_connection: psycopg.Connection[Any],
    extracted_to: Callable[..., store.Store],
) -> None:
    committed_file.opened(complaint())
    runs = [UUID(extracted_to().about["extracted"]["run"]) for _ in range(2)]
    kept = owner_connection.execute("select run from access_extractrun order by began_at")
    assert [run for (run,) in kept.fetchall()] == runs
