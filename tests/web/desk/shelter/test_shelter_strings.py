"""
SEC-7: marks in all that says which service of protection she is in, and a walk of the whole site.

The walk is of every address of the site, by everybody who is not named, inside the case and outside
it. What they see, take away as a file, leave in the logs, and could read in the database under
their own name, holds no mark.
"""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import uuid4, uuid5

import psycopg
import pytest
from django.db import connection
from django.urls import get_resolver
from tests.cases import stage
from tests.cases.stage import (
    COURT,
    FAR_COURT,
    FAR_SUPERVISOR,
    HEALTH,
    OTHER_POLICE,
    PEOPLE,
    POLICE,
    PROSECUTOR,
    SUPERVISOR,
)
from tests.web.desk.conftest import INSERT
from tests.web.desk.shelter.conftest import (
    COLLEAGUE,
    ELSEWHERE,
    HEAD,
    HOST,
    LEAD,
    MARKS,
    PLACER,
    SECOND_PLACER,
)
from tests.web.desk.test_nobody_elses_case import ADDRESSES, _walk, sent
from tests.web.desk.test_secrets_stay_sealed import inside

from ruta.access import context
from ruta.access.viewer import Viewer
from ruta.cases.models import Act, Obligation
from ruta.web.requestlog import JsonLines

pytestmark = [pytest.mark.django_db, pytest.mark.check("SEC-7")]
ENTRY, PERSON = "Zafir0", "Obsidiana"
# Lists and queues take these; what they do not know they leave.
LISTS = re.compile("exportar|^casos/$|^plazos/$|registro|alertas/$|^supervision")
LISTED = ("", "?formato=csv", "?formato=xlsx", "?buscar=servicio", "?estado=cumplido")
CHOOSING = ("", "?buscar=servicio", "?clase=shelter-requested", "?clase=shelter-entry-added",
            "?clase=consent-given")  # fmt: skip
LEAVING = ("salir", "mi-cuenta/sesiones", "api/")
# Where accounts are looked after, whoever does it reads their names: of no case, and of no other.
ACCOUNTS = re.compile(r"^/personas/")
# By their own name the web reads accounts, the directory and how offices assign: of no case either.
OF_NO_CASE = {"access_user", "directory_office", "access_officepolicy"}
READABLE = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'v', 'm', 'p')
        and has_table_privilege(current_user, c.oid, 'select')
"""


def _of(office_type: str, role: str, office: str = "") -> Viewer:
    office = office or f"T-X-{office_type.upper()}"
    return Viewer(uuid5(PEOPLE, office + role), office, office_type, role, "PUNO")


OTHERS = (
    _of("linea100", "hotline_operator"), _of("sar", "rural_worker"), _of("upe", "child_protection"),
    _of("ong", "ngo_worker"), _of("defensoria", "oversight"), _of("defensoria", "analyst"),
    _of("supervision", "administrator", "T-SUP-1"),
)  # fmt: skip


class Seat(NamedTuple):
    """Somebody who is not named, and the marks they must not meet."""

    viewer: Viewer
    marks: tuple[str, ...] = MARKS


SEATS = {
    **{
        f"{one.role} of {one.office_id}": Seat(one)
        for one in (
            POLICE, SECOND_PLACER, COURT, PROSECUTOR, HEALTH, OTHER_POLICE, FAR_COURT,
            SUPERVISOR, FAR_SUPERVISOR, *OTHERS,
        )
    },
    "who coordinates the CEM": Seat(LEAD),
    # Whoever works in a service knows its number and each other; of hers, no word.
    "who coordinates the service": Seat(HEAD, (ENTRY,)),
    "a colleague in the service": Seat(COLLEAGUE, (ENTRY,)),
    "somebody of another service": Seat(ELSEWHERE),
}  # fmt: skip
seats = pytest.mark.parametrize("name", SEATS)


@pytest.fixture
def everybody(owner_connection: psycopg.Connection, staff) -> Iterator[None]:
    """An account for each of the other roles, in offices of their own."""
    for one in OTHERS:
        values = [one.office_id, one.office_type, f"Oficina inventada {one.office_id}", "PUNO"]
        owner_connection.execute(stage.INSERT, values)
        owner_connection.execute(INSERT, [one.user_id, f"otra.{one.role}", one.office_id, one.role])
    yield
    ids = [[one.user_id for one in OTHERS]]
    owner_connection.execute("delete from access_user where id = any(%s)", ids)
    owner_connection.execute("delete from directory_office where id like 'T-X-%'")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that the site logs, as it is kept."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("ruta")
    before = ours.level
    ours.setLevel(logging.DEBUG)
    for logger in (logging.getLogger(), ours):
        logger.addHandler(handler)
    yield kept
    ours.setLevel(before)
    for logger in (logging.getLogger(), ours):
        logger.removeHandler(handler)


def of_the_case(case_id) -> list[str]:
    """Every address that names the case, with each of its acts that has to do with a service."""
    with context.entered(HOST):
        acts = list(Act.objects.filter(case_id=case_id, kind__regex="^(shelter|consent)-"))
        duty = Obligation.objects.filter(case_id=case_id).first()
    assert duty
    found: dict[str, None] = {}
    for each in ADDRESSES:
        for act in acts if "act_id" in each.ids else acts[:1]:
            ids = {name: uuid4() for name in each.ids}
            ids |= {"case_id": case_id, "act_id": act.act_id, "obligation_id": duty.obligation_id}
            found[each.of(ids)] = None
    return [address + query for address in found for query in _queries(address)]


def _queries(address: str) -> tuple[str, ...]:
    if address.endswith("/actos/nuevo/"):
        return CHOOSING
    return ("", "?todo=1") if address.count("/") == 3 else ("",)


def of_the_site() -> list[str]:
    """Every other address; what names a person names one of the service."""
    known = {"slug": "no-existe", "str": "hogar.uno", "int": "1", "path": "x"}
    found = []
    for route in _walk(get_resolver().url_patterns):
        if "<uuid:case_id>" in route or "^" in route:
            continue
        filled_in = re.sub(r"<uuid:\w+>", str(HOST.user_id), route)
        address = re.sub(r"<(\w+):\w+>", lambda part: known[part[1]], filled_in)
        if not address.startswith(LEAVING):
            queries = LISTED if LISTS.search(address) else ("",)
            found += [f"/{address}{query}" for query in queries]
    return found


def found_in(answer, marks) -> list[str]:
    said = inside(answer)
    return [mark for mark in marks if mark in said]


def allowed(seat: Seat, address: str) -> tuple[str, ...]:
    """The marks that must not be met at an address."""
    if seat.viewer.role == "administrator" and ACCOUNTS.match(address):
        return (ENTRY,)
    return seat.marks


@seats
def test_sec_7_no_page_file_or_answer_holds_a_mark(
    name,
    placed,
    everybody,
    at_desk,
    readable,
    written,
    now,
):
    seat = SEATS[name]
    client = at_desk(seat.viewer)
    leaks = []

    for address in (*of_the_case(placed.file.case_id), *of_the_site()):
        answer = client.get(address)
        assert answer.status_code < 500, address
        leaks += [(address, mark) for mark in found_in(answer, allowed(seat, address))]

    assert leaks == []
    assert [mark for mark in MARKS if mark in written.getvalue()] == []


@seats
def test_sec_7_nothing_sent_is_answered_with_a_mark(
    name,
    placed,
    everybody,
    at_desk,
    readable,
    written,
    now,
):
    seat = SEATS[name]
    client, leaks = at_desk(seat.viewer), []

    for address in of_the_case(placed.file.case_id):
        data = {**sent(now), "shelter_entry": "x", "office": "SP-772", "oficina": "SP-772"}
        answer = client.post(address, data)
        assert answer.status_code < 500, address
        leaks += [(address, mark) for mark in found_in(answer, seat.marks)]

    assert leaks == []
    assert [mark for mark in MARKS if mark in written.getvalue()] == []


@seats
def test_sec_7_no_row_or_index_that_they_could_read_holds_a_mark(name, placed, everybody):
    with context.entered(SEATS[name].viewer), connection.cursor() as cursor:
        cursor.execute(READABLE)
        tables = [table for (table,) in cursor.fetchall()]
        assert len(tables) > 20
        for table in sorted(set(tables) - OF_NO_CASE):
            for mark in (ENTRY, PERSON, "n.º 771"):
                cursor.execute(
                    f'select count(*) from "{table}" t where t::text like %s', [f"%{mark}%"]
                )
                assert cursor.fetchone() == (0,), (table, mark)


def test_sec_7_the_walk_meets_the_marks_when_it_is_of_the_people_who_are_named(
    placed,
    everybody,
    at_desk,
    readable,
):
    """Else the walks above would look for what nobody ever says."""
    met = set()
    for who in (HOST, PLACER, HEAD):
        client = at_desk(who)
        for address in (*of_the_case(placed.file.case_id), "/personas/"):
            met |= set(found_in(client.get(address), MARKS))

    assert met == set(MARKS)


def test_sec_7_the_walk_is_of_the_whole_site(placed, everybody, at_desk):
    inside_the_case, others = of_the_case(placed.file.case_id), of_the_site()

    assert len(inside_the_case) > 60
    assert len(others) > 60
    assert json.dumps(others).count("vigilancia") > 3
