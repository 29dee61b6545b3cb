"""
How long a hidden case takes to be refused, against one that does not exist: a clock tells nothing.

Pairs of requests, each in a random order. An ordinary run asks sixty pairs of each kind within the
process; the long campaign asks two thousand over HTTP of a whole Ruta, and holds the area under the
curve between 0.45 and 0.55: half is a coin.
"""

import random
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from benchmarks import faults
from benchmarks.browsing import Connections, Person
from benchmarks.running import Running, whole
from benchmarks.stage import filled
from django.contrib import auth
from django.test import Client
from tests.cases import stage
from tests.cases.stage import POLICE, accused, act, complaint
from tests.web.desk.conftest import INSERT

from ruta.access import sessions
from ruta.access.backend import database_now
from ruta.access.people import User

SEED, FEW, MANY = 30364, 60, 2_000
COARSE, FINE = (0.25, 0.75), (0.45, 0.55)
KINDS = ("of another office", "blocked", "in conflict")
PLACES = ("", "personas/", "expediente.pdf")
BAR = "insert into access_bar (case_id, subject, reason, since) values (%s, %s, 'blocked', now())"
TIE = "insert into access_staffindex (user_id, document_index, tie) values (%s, %s, 'relative')"
MARKED = "update cases_party set document_index = %s where case_id = %s"


def auc(hidden: list[float], absent: list[float]) -> float:
    """How often a hidden case takes longer than an absent one; ties count half."""
    ordered = sorted(absent)
    wins = sum((bisect_left(ordered, one) + bisect_right(ordered, one)) / 2 for one in hidden)
    return wins / (len(hidden) * len(absent))


def pairs(
    ask: Callable[[str], int], hidden: UUID | str, count: int, place: str = ""
) -> tuple[list[float], list[float]]:
    """So many pairs of requests, in a random order each; seconds of each kind."""
    draw, took = random.Random(SEED), {True: list[float](), False: list[float]()}
    for _ in range(count):
        for is_hidden in draw.sample((True, False), 2):
            address = f"/casos/{hidden if is_hidden else uuid4()}/{place}"
            began = time.perf_counter()
            status = ask(address)
            took[is_hidden].append(time.perf_counter() - began)
            assert status == 404, (address, status)
    return took[True], took[False]


def test_the_area_is_a_half_for_a_coin_and_all_for_what_is_always_slower() -> None:
    draw = random.Random(SEED)
    one, other = [draw.random() for _ in range(4_000)], [draw.random() for _ in range(4_000)]

    assert 0.48 < auc(one, other) < 0.52
    assert auc([2.0] * 10, [1.0] * 10) == 1.0
    assert auc([1.0] * 10, [1.0] * 10) == 0.5
    assert auc([each + 0.1 for each in one], other) > FINE[1]


# --- Within the process --------------------------------------------------------------------------


@pytest.fixture
def superuser_here(
    transactional_db: None, keys: Path, owner_connection: psycopg.Connection, superuser, settings
) -> psycopg.Connection:
    """A committed world, and who is above its walls; the offices and their people are there."""
    settings.RUTA_REQUESTS_PER_MINUTE = 1_000_000
    stage.build_offices(owner_connection)
    for person in (POLICE, stage.OTHER_POLICE):
        name = f"prueba.{person.office_id}"
        owner_connection.execute(INSERT, [person.user_id, name, person.office_id, person.role])
    return superuser


def _opened(by: stage.Viewer) -> UUID:
    now, case = database_now(), stage.Stage()
    case.opened(complaint(now), act("note-added", now, note="x"), by=by, now=now,
                parties=(accused(),))  # fmt: skip
    return case.case_id


@pytest.mark.check("SEC-3")
def test_a_hidden_case_is_refused_as_fast_as_one_that_does_not_exist(superuser_here) -> None:
    hidden = {
        "of another office": _opened(stage.OTHER_POLICE),
        "blocked": _opened(POLICE),
        "in conflict": _opened(POLICE),
    }
    _close(superuser_here, hidden, POLICE.user_id)
    client = Client()
    _enter(client, User.objects.get(pk=POLICE.user_id))

    for kind in KINDS:
        found = auc(*pairs(lambda address: client.get(address).status_code, hidden[kind], FEW))
        print(f"{kind}: AUC {found:.3f} over {FEW} pairs", flush=True)
        assert COARSE[0] <= found <= COARSE[1], (kind, found)


def _enter(client: Client, person: User) -> None:
    session = client.session
    session[auth.SESSION_KEY] = str(person.pk)
    session[auth.BACKEND_SESSION_KEY] = "ruta.access.backend.Backend"
    session[auth.HASH_SESSION_KEY] = person.get_session_auth_hash()
    sessions.begin(session, now=database_now())
    session.save()


def _close(superuser: psycopg.Connection, hidden: dict[str, UUID], person: UUID) -> None:
    """Block somebody in one case, and let a relative of theirs be in another."""
    index = b"campaign-" + hidden["in conflict"].bytes
    superuser.execute(BAR, [hidden["blocked"], str(person)])
    superuser.execute(MARKED, [index, hidden["in conflict"]])
    superuser.execute(TIE, [person, index])


# --- Over HTTP, of a whole Ruta -------------------------------------------------------------------


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Pages, keeper and worker beside a filled database."""
    folder = tmp_path_factory.mktemp("clock")
    with (
        filled(folder, faults.CASES) as made,
        whole(made, faults.UNLIMITED, workers=1) as at_work,
    ):
        yield at_work


@pytest.fixture(scope="module")
def somebody(running: Running) -> Iterator[Person]:
    """An officer with cases, at their browser."""
    connections = Connections(running.port)
    found = next(person for person in running.people(connections) if len(person.cases) > 3)
    found.sign_in()
    yield found
    connections.close()


@pytest.fixture(scope="module")
def hidden(running: Running, somebody: Person) -> dict[str, UUID]:
    """A case of each kind, hidden from them."""
    ((person, office),) = running.sql(
        "select id, office_id from access_user where username = %s", somebody.username
    )
    ((other,),) = running.sql(
        "select c.case_id from cases_case c where not exists (select 1 from access_grant g"
        " where g.case_id = c.case_id and g.office_id = %s) limit 1",
        office,
    )
    found = {
        "of another office": other,
        "blocked": UUID(somebody.cases[0]),
        "in conflict": UUID(somebody.cases[1]),
    }
    with psycopg.connect(running.stage.server.url(dbname="ruta"), autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        _close(superuser, found, person)
    return found


@pytest.mark.full
@pytest.mark.check("SEC-3")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS)
def test_over_the_network_no_clock_tells_a_hidden_case_from_none(
    somebody: Person, hidden: dict[str, UUID], kind: str, place: str
) -> None:
    count = MANY if not place else MANY // 4

    def ask(address: str) -> int:
        return somebody.get(address).status

    pairs(ask, hidden[kind], 20, place)  # warm

    found = auc(*pairs(ask, hidden[kind], count, place))

    print(f"{kind}, /{place}: AUC {found:.3f} over {count} pairs", flush=True)
    assert FINE[0] <= found <= FINE[1]
