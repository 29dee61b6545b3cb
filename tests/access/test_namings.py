"""Namings: an office that assigns by name, and what nobody may write, held in both walls."""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from psycopg import errors
from tests.access.audit import people
from tests.access.audit.people import OFFICES, viewer

from ruta.access.standing import Standing
from ruta.postgres import roles
from ruta.postgres.server import Server

LETTERS = "EICRNHLSK"
NOW = datetime.now(UTC)
SOON = NOW + timedelta(days=300)
PLACES = ("team", "coordinator", "named", "named and assigned", "coordinator and assigned")
MATTERS = ("", "supervision", "shelter", "implicated")
CONSENT = "ICRNHLS"


@pytest.fixture
def owner(
    server: Server, django_db_setup: None, database_name: str
) -> Iterator[psycopg.Connection]:
    """The owner, whose every write is undone."""
    with psycopg.connect(server.url(dbname=database_name, user=roles.OWNER)) as connection:
        people.enter(connection)
        yield connection
        connection.rollback()


def put(owner: psycopg.Connection, office: str, place: str, matter: str, *, barred: bool) -> UUID:
    """A case with grants to an office, whose person stands there in some way."""
    case, who = uuid4(), viewer(office).user_id
    for basis, letters in (("duty", ""), ("order", ""), ("consent", CONSENT)):
        owner.execute(
            "insert into access_grant values (%s, %s, %s, %s, %s, '', %s, %s)",
            [case, office, basis, uuid4(), letters, NOW, SOON],
        )
    owner.execute(
        "insert into access_officepolicy values (%s, %s) on conflict (office_id)"
        " do update set assigns = excluded.assigns",
        [office, "team" if place == "team" else "named"],
    )
    owner.execute(
        "update access_user set coordinates = %s where id = %s", ["coordinator" in place, who]
    )
    named = {"assigned"} if "assigned" in place else set()
    owner.execute("alter table access_naming disable trigger user")
    for each in {*named, matter} - {""}:
        owner.execute(
            "insert into access_naming values (%s, %s, %s, %s, %s, %s, %s)",
            [case, who, each, NOW, SOON, who, uuid4()],
        )
    owner.execute("alter table access_naming enable trigger user")
    if barred:
        owner.execute(
            "insert into access_bar values (%s, %s, 'implicated', %s)",
            [case, viewer(office).agency, NOW],
        )
    return case


AGREED = list(itertools.product(("T-A-CEM", "T-A-PNP", "T-A-MP", "T-A-IPRESS", "T-A-ONG"), PLACES))


@pytest.mark.parametrize(("office", "place"), AGREED)
def test_row_security_and_the_decision_agree_where_an_office_assigns_by_name(
    owner: psycopg.Connection, office: str, place: str
) -> None:
    me = viewer(office)
    for matter, barred in itertools.product(MATTERS, (False, True)):
        case = put(owner, office, place, matter, barred=barred)
        found = owner.execute(
            "select access_standing(%s, %s, %s, %s)", [case, me.user_id, office, me.agency]
        ).fetchone()[0]
        standing = Standing.of(me.agency, found if isinstance(found, dict) else json.loads(found))
        owner.execute("select access_enter(%s, %s, %s, '')", [me.user_id, office, me.agency])
        closed, seen = owner.execute(
            "select %s = any (access_my_closed()), access_sees(%s)", [case, case]
        ).fetchone()
        assert (seen and not closed) == standing.sees, (matter, barred, found)
        for letter, own in itertools.product(LETTERS[1:], (True, False)):
            if letter == "K" and not own:
                continue
            whose = (office, me.user_id) if own else ("elsewhere", uuid4())
            (reads,) = owner.execute(
                "select access_reads(%s, %s, %s, %s)", [case, letter, *whose]
            ).fetchone()
            allowed = standing.allows("read", letter, own=own)
            assert (reads and not closed) == allowed, (letter, own, matter, barred, found)


SHELTER = """
    insert into directory_office (id, type, name, ubigeo, department, province, district, address,
        phone, phone_doubtful, hours, languages, national, demonstration, source)
    values ('SP-997', 'hogar-refugio', 'Servicio de protección', '', '', '', '', '', '', false, '',
        '', false, true, '')
"""


def test_a_shelter_assigns_by_name_though_nothing_was_written_of_it(
    owner: psycopg.Connection,
) -> None:
    owner.execute(SHELTER)
    found = owner.execute("select access_place(%s, 'SP-997')", [uuid4()]).fetchone()
    assert found == ("named",)


def test_an_unassigned_person_of_such_an_office_has_no_place(owner: psycopg.Connection) -> None:
    case = put(owner, "T-A-CEM", "named", "", barred=False)
    me = viewer("T-A-CEM")

    (found,) = owner.execute(
        "select access_standing(%s, %s, %s, 'CEM')", [case, me.user_id, "T-A-CEM"]
    ).fetchone()

    assert found["relation"] == "none"
    assert not Standing.of("CEM", found).sees


def add_people(owner: psycopg.Connection, many: int, office: str, role: str) -> list[UUID]:
    ids = [uuid5(people.SPACE, f"{office}{role}{n}") for n in range(many)]
    for id_ in ids:
        owner.execute(people.ACCOUNT, [id_, f"prueba.{id_}", office, role, ""])
    return ids


def name(owner: psycopg.Connection, case: UUID, who: UUID, matter: str = "shelter") -> None:
    owner.execute(
        "insert into access_naming values (%s, %s, %s, %s, %s, %s)",
        [case, who, matter, NOW, SOON, uuid4()],
    )


@pytest.mark.check("SEC-7")
def test_sec_7_a_shelter_is_three_people_s(owner: psycopg.Connection) -> None:
    case, staff = uuid4(), add_people(owner, 3, "T-A-ONG", "shelter_worker")
    for who in (*staff[:2], viewer("T-A-CEM").user_id):
        name(owner, case, who)

    with pytest.raises(errors.CheckViolation):
        name(owner, case, staff[2])


@pytest.mark.check("SEC-7")
@pytest.mark.parametrize("intruder", ["T-A-PNP", "T-A-MP", "T-A-COURT", "T-A-IPRESS", "T-A-SUP"])
def test_sec_7_nobody_of_another_kind_is_named_for_a_shelter(
    owner: psycopg.Connection, intruder: str
) -> None:
    with pytest.raises(errors.CheckViolation):
        name(owner, uuid4(), viewer(intruder).user_id)


@pytest.mark.check("SEC-7")
def test_sec_7_neither_two_of_the_cem_nor_two_shelters(owner: psycopg.Connection) -> None:
    case = uuid4()
    name(owner, case, viewer("T-A-CEM").user_id)
    with pytest.raises(errors.CheckViolation), owner.transaction():
        name(owner, case, viewer("T-A-SAU").user_id)
    name(owner, case, add_people(owner, 1, "T-A-ONG", "shelter_worker")[0])
    with pytest.raises(errors.CheckViolation):
        name(owner, case, add_people(owner, 1, "T-A-SAR", "shelter_worker")[0])


def test_a_supervision_ends_after_180_days_whatever_was_written(owner: psycopg.Connection) -> None:
    case, who = uuid4(), viewer("T-A-CEM").user_id
    name(owner, case, who, "supervision")

    (until,) = owner.execute(
        "select until from access_naming where case_id = %s", [case]
    ).fetchone()

    assert until == NOW + timedelta(days=180)


@pytest.mark.parametrize("signer", [each for each in OFFICES if each != "T-A-DEF"])
def test_only_whoever_oversees_countersigns(owner: psycopg.Connection, signer: str) -> None:
    case, who = uuid4(), viewer("T-A-PNP").user_id
    name(owner, case, who, "implicated")

    with pytest.raises(errors.CheckViolation):
        owner.execute(
            "update access_naming set countersigned_by = %s where case_id = %s",
            [viewer(signer).user_id, case],
        )


def test_the_web_names_nobody_by_itself(server: Server, django_db_setup: None,
                                        database_name: str) -> None:  # fmt: skip
    with (
        psycopg.connect(server.url(dbname=database_name, user=roles.WEB)) as web,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        name(web, uuid4(), uuid4(), "assigned")
