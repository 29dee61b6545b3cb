"""What leaves the case file of a case: what was done, and of her only what she lets be counted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests import keeper
from tests.cases.extracts import acts_of, of_her
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

from ruta.acts import store
from ruta.cases import consenting, jobs, operations, parties
from ruta.cases.intake import NewParty
from ruta.postgres import roles
from ruta.postgres.server import Server


@pytest.fixture
def known(committed_file: Stage, extracted_to: Callable[..., store.Store]) -> Callable[[], Any]:
    """What the extract says of the only case."""

    return lambda: of_her(extracted_to())


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


def test_what_she_takes_back_of_herself_is_not_in_the_next_extract(
    committed_file: Stage, known: Callable[[], Any]
) -> None:
    her = opened_with_her(committed_file, disability="visual", nationality="Inventada")
    agrees(committed_file)
    parties.amend(
        case_id=committed_file.case_id, party_id=her.party_id,
        facts={"ethnicity": "", "disability": "", "nationality": "Peruana"}, by=POLICE, now=NOW,
    )  # fmt: skip
    found = known()
    assert "ethnicity" not in found
    assert (found["disability"], found["migrant"], found["province"]) == (False, False, "2101")


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
