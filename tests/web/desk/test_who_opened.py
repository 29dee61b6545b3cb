"""Who opened a case, as the page tells it: offices and functions, days, what and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client
from tests.access.audit.conftest import append, keyd, superuser  # noqa: F401
from tests.cases.stage import (
    CEM,
    COURT,
    OTHER_POLICE,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    complaint,
)

from ruta.access.audit.opened import Opening
from ruta.access.viewer import Viewer
from ruta.web.desk.case import who_opened

DAY = timedelta(days=1)
AT = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)  # 10:00 in Lima


@pytest.fixture
def address(file: Stage, now: datetime, superuser: psycopg.Connection) -> str:  # noqa: F811
    """The page of a case that the police opened and told the CEM of."""
    file.opened(complaint(now - DAY), act("cem-notified", now - DAY, to="T-CEM-1"), now=now)
    return f"/casos/{file.case_id}/quien-abrio/"


def case_of(address: str) -> UUID:
    return UUID(address.split("/")[2])


def entry(who: Viewer, case_id: UUID, **more: object) -> dict[str, object]:
    return {
        "actor": str(who.user_id), "office_id": who.office_id, "agency": who.agency,
        "case_id": str(case_id), "event": "opened", "action": "read", "compartments": "IC",
        "basis": "duty", "detail": {"role": who.role}, **more,
    }  # fmt: skip


def opened(**more: object) -> Opening:
    known = {
        "seq": 1, "at": AT, "office_name": "CEM Puno", "office_type": "cem",
        "role": "cem_lawyer", "event": "opened", "compartments": "IC", "action": "read",
        "purpose": "", "basis": "duty", "rule": 13, "article": "",
    }  # fmt: skip
    return Opening(**{**known, **more})  # type: ignore[arg-type]


# --- The page -----------------------------------------------------------------------------------


@pytest.mark.check("SEC-19")
def test_sec_19_the_page_tells_each_opening_and_no_person(
    address: str,
    at_desk: Callable[[Viewer], Client],
    append: Callable[..., int],  # noqa: F811
) -> None:
    append(*(entry(who, case_of(address)) for who in (POLICE, CEM, COURT)))

    page = at_desk(CEM).get(address)
    said = page.content.decode()

    whose = {line.who for line in page.context["lines"]}
    assert {
        f"Oficina inventada {office}" for office in ("T-PNP-1", "T-CEM-1", "T-COURT-1")
    } <= whose
    assert "Psicóloga del CEM" in said
    assert "Leyó: datos de identidad, citas, derivaciones y medidas" in said
    assert "La ley lo manda" in said
    assert str(POLICE.user_id) not in said
    assert "Cuenta inventada" not in said.split("<main", 1)[1]


@pytest.mark.check("SEC-19")
def test_sec_19_a_shelter_is_a_protection_service(
    address: str,
    at_desk: Callable[[Viewer], Client],
    append: Callable[..., int],  # noqa: F811
) -> None:
    append(
        {"event": "opened", "office_id": "HR-PUNO-7", "agency": "HOGAR", "action": "read",
         "case_id": str(case_of(address)), "compartments": "SL", "basis": "consent",
         "detail": {"role": "shelter_worker"}}
    )  # fmt: skip

    page = at_desk(CEM).get(address).content.decode()
    said = page.split("<main", 1)[1].lower()

    assert "servicio de protección" in said
    assert not any(word in said for word in ("hr-puno", "refugio", "hogar", "shelter"))


def test_a_case_nobody_opened_says_how_the_page_fills(
    address: str,
    at_desk: Callable[[Viewer], Client],
    superuser: psycopg.Connection,  # noqa: F811
) -> None:
    page = at_desk(CEM).get(address)

    assert page.context["lines"] == () or page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"


def test_whose_case_it_is_not_gets_the_answer_of_a_case_that_is_not(
    address: str, at_desk: Callable[[Viewer], Client]
) -> None:
    client = at_desk(OTHER_POLICE)

    theirs = client.get(address)
    nobodys = client.get(f"/casos/{uuid4()}/quien-abrio/")

    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


def test_the_page_asks_the_database_for_little(
    address: str,
    at_desk: Callable[[Viewer], Client],
    statements: Callable[[Client, str], list[str]],
    append: Callable[..., int],  # noqa: F811
) -> None:
    append(*(entry(POLICE, case_of(address)) for _ in range(40)))
    client = at_desk(CEM)
    client.get(address)

    assert len(statements(client, address)) <= 8


# --- Lines --------------------------------------------------------------------------------------


def test_one_line_for_an_office_and_a_function_on_a_day() -> None:
    found = [
        opened(at=AT + timedelta(hours=3), compartments="R"),
        opened(at=AT + timedelta(minutes=7)),
        opened(),
        opened(role="cem_psychologist"),
        opened(at=AT - DAY),
    ]

    first, other, before = who_opened.lines(found)

    assert first.times == "10:00, 10:07 y 13:00"
    assert [(done.what, done.of) for done in first.done] == [
        ("Leyó", "datos de identidad, citas, derivaciones y medidas, valoración del riesgo")
    ]
    assert (other.function, before.on.day) == ("Psicóloga del CEM", 3)


def test_a_day_is_a_day_of_lima() -> None:
    late, early = datetime(2026, 3, 5, 4, 59, tzinfo=UTC), datetime(2026, 3, 5, 5, 0, tzinfo=UTC)

    found = who_opened.lines([opened(at=early), opened(at=late)])

    assert [line.on.day for line in found] == [5, 4]


def test_many_times_of_a_day_are_told_by_their_number() -> None:
    found = [opened(at=AT + timedelta(minutes=9 * n)) for n in reversed(range(20))]

    (line,) = who_opened.lines(found)

    assert line.times == "20 veces, de 10:00 a 12:51"


def test_writing_and_reading_are_told_apart_and_grounds_once() -> None:
    found = [
        opened(event="sealed", action="write", compartments="N", basis="draft"),
        opened(basis="consent", article="art. 9"),
        opened(basis="consent", article="art. 9"),
    ]

    (line,) = who_opened.lines(found)

    assert [(done.what, done.of) for done in line.done] == [
        ("Escribió", "relato y pruebas"),
        ("Leyó", "datos de identidad, citas, derivaciones y medidas"),
    ]
    assert line.grounds == ("Lo escribió esa oficina", "Consentimiento (art. 9)")


@pytest.mark.parametrize(
    ("event", "action", "says"),
    [
        ("export", "export", "Exportó"),
        ("measure-check", "", "Consultó si hay medidas vigentes"),
        ("something-new", "", "Consultó"),
        ("opened", "unheard", "Consultó"),
    ],
)
def test_every_event_has_words(event: str, action: str, says: str) -> None:
    (line,) = who_opened.lines([opened(event=event, action=action, compartments="")])

    assert line.done[0].what == says


def test_the_whole_is_told_in_a_sentence() -> None:
    found = [opened(), opened(office_name="Comisaría"), opened()]

    assert who_opened.told(found) == "Se abrió 3 veces desde 2 oficinas."
    assert who_opened.told(found[:1]) == "Se abrió 1 vez desde 1 oficina."


def test_nothing_here_writes(address: str, at_desk: Callable[[Viewer], Client]) -> None:
    assert at_desk(CEM).post(address).status_code == 405
    assert connection.in_atomic_block


def test_who_opens_nothing_is_noted_as_having_seen_the_case(
    file: Stage, now: datetime, at_desk: Callable[[Viewer], Client]
) -> None:
    file.opened(complaint(now - DAY), act("cem-notified", now - DAY, to="T-CEM-1"), now=now)
    assert at_desk(SUPERVISOR).get(f"/casos/{file.case_id}/").status_code == 200

    page = at_desk(CEM).get(f"/casos/{file.case_id}/quien-abrio/").content.decode()

    assert "Supervisora" in page
    assert "que el caso existe" in page
