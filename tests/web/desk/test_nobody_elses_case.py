"""Every address that names a case, asked for by every role of another office: it is not there."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_COURT,
    FAR_SUPERVISOR,
    HEALTH,
    OTHER_POLICE,
    POLICE,
    PROSECUTOR,
    Stage,
    act,
    complaint,
    report,
    survivor,
    worker,
)
from tests.web.desk.conftest import INSERT, attach_file

from ruta.access.viewer import Viewer
from ruta.cases import drafts, evidence, parties, queries
from ruta.web.components.lima import local
from ruta.web.desk import duties
from ruta.web.desk.court import notices
from ruta.web.desk.intake import route

HOUR = timedelta(hours=1)
UUID_PART = re.compile(r"<uuid:(\w+)>")
OTHER_PART = re.compile(r"<(?!uuid:)(\w+):(\w+)>")
WORDS = {
    "slug": (route.FIRST, "relato", route.LAST, "no-existe"),
    "code": (notices.EXECUTOR.code, notices.FILE.code, "no-existe"),
}
QUERY = "?clase=note-added&todo=1&cambiar=1"
LAWYER = replace(worker("T-CEM-1", "lawyer"), role="cem_lawyer")
SOCIAL_WORKER = replace(worker("T-CEM-1", "social"), role="cem_social_worker")
OUTSIDERS = {
    "police officer": OTHER_POLICE,
    "CEM psychologist": CEM,
    "CEM lawyer": LAWYER,
    "CEM social worker": SOCIAL_WORKER,
    "court clerk": FAR_COURT,
    "prosecutor": PROSECUTOR,
    "health worker": HEALTH,
    "supervisor": FAR_SUPERVISOR,
}


class Address(NamedTuple):
    """An address of the site with its identifiers still to be named."""

    route: str
    ids: tuple[str, ...]

    def of(self, ids: Mapping[str, UUID]) -> str:
        return "/" + UUID_PART.sub(lambda part: str(ids[part[1]]), self.route)


def _walk(patterns: list, before: str = "") -> Iterator[str]:
    for each in patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, whole)
        elif isinstance(each, URLPattern):
            yield whole


def _spelled(route_: str) -> Iterator[str]:
    """An address with each of its words in turn; a word nobody listed here is an error."""
    part = OTHER_PART.search(route_)
    if part is None:
        yield route_
        return
    for word in WORDS[part[2]]:
        yield from _spelled(route_.replace(part[0], word, 1))


ADDRESSES = [
    Address(spelled, tuple(UUID_PART.findall(spelled)))
    for route_ in _walk(get_resolver().url_patterns)
    if "<uuid:case_id>" in route_
    for spelled in _spelled(route_)
]


@pytest.fixture(autouse=True)
def in_no_hurry(settings) -> None:
    """Whoever walks asks more in a minute than anybody at a desk may."""
    settings.RUTA_REQUESTS_PER_MINUTE = settings.RUTA_FILES_MINUTE = 100_000


@pytest.fixture
def colleagues(accounts, owner_connection) -> Iterator[None]:
    """The roles that the stage has only once, each with an account."""
    people = (LAWYER, SOCIAL_WORKER)
    for person in people:
        name = f"prueba.{person.role}"
        owner_connection.execute(INSERT, [person.user_id, name, person.office_id, person.role])
    yield
    ids = [person.user_id for person in people]
    owner_connection.execute("delete from access_user where id = any(%s)", [ids])


@pytest.fixture
def theirs(file: Stage, now) -> Stage:
    """A case of a police station and a court of Puno: reported and received."""
    file.opened(
        complaint(now - 5 * HOUR),
        act("risk-form-completed", now - 4 * HOUR, risk="severo"),
        act("account-told", now - 4 * HOUR, account="Relato inventado."),
        report(now - 3 * HOUR),
        parties=(survivor(ubigeo="210101"),),
        now=now,
    )
    attach_file(case_id=file.case_id, now=now)
    return file


@pytest.fixture
def begun(file: Stage, now) -> UUID:
    """The draft of a police officer, not registered yet."""
    case_id = uuid4()
    drafts.start(case_id=case_id, by=POLICE, now=now)
    return case_id


def ids_in(case: Stage, now) -> dict[str, UUID]:
    """Identifiers that exist: the case, an act of it, a duty its police owe, evidence, her."""
    seen = queries.case_file(POLICE, case.case_id, now=now)
    owed = next(row for row in seen.obligations if duties.may_record_impediment(row, POLICE))
    return {
        "case_id": case.case_id,
        "act_id": seen.acts[0].act_id,
        "obligation_id": owed.obligation_id,
        "evidence_id": next(act.act_id for act in seen.acts if act.kind == evidence.KIND),
        "party_id": parties.read(POLICE, case.case_id, "test")[0].party_id,
    }


def nowhere() -> dict[str, UUID]:
    return {
        name: uuid4() for name in ("case_id", "act_id", "obligation_id", "evidence_id", "party_id")
    }


def sent(now) -> dict[str, object]:
    """Fields that one form or another would take."""
    return {
        "act_id": str(uuid4()), "at": local(now - HOUR).strftime("%Y-%m-%dT%H:%M"), "note": "x",
        "decision_id": str(uuid4()), "paso": "registrar", "impediment": "personnel", "safe": "yes",
        "why": "x", "reason_code": "duplicate", "court": "T-COURT-1", "court_act": str(uuid4()),
    }  # fmt: skip


def answered(client, method: str, address: str, ids: Mapping[str, UUID], data, caplog) -> tuple:
    """All that can be seen of an answer: status, headers, body, log, statements; ids masked."""
    caplog.clear()
    with caplog.at_level(logging.INFO, "ruta"), CaptureQueriesContext(connection) as ran:
        found = getattr(client, method)(address, data if method == "post" else None)
    body = b"".join(found.streaming_content) if found.streaming else found.content
    logged = [(one.getMessage(), getattr(one, "route", ""), one.levelno) for one in caplog.records]
    whole = (found.status_code, sorted(found.headers.items()), body.decode("utf-8", "replace"))
    text = json.dumps([*whole, logged, len(ran)])
    for name, id_ in ids.items():
        text = text.replace(str(id_), name)
    return found.status_code, re.sub(r'csrfmiddlewaretoken\\" value=\\"\w+', "", text)


def test_the_walk_finds_the_addresses_of_the_case_of_the_report_and_of_the_court() -> None:
    routes = {each.route for each in ADDRESSES}

    assert {
        "casos/<uuid:case_id>/",
        "casos/<uuid:case_id>/expediente.pdf",
        "casos/<uuid:case_id>/actos/<uuid:act_id>/anular/",
        "casos/<uuid:case_id>/plazos/<uuid:obligation_id>/impedimento/",
        "casos/<uuid:case_id>/pruebas/nueva/",
        "casos/<uuid:case_id>/pruebas/<uuid:evidence_id>/copia/",
        "casos/<uuid:case_id>/pruebas/<uuid:evidence_id>/original/",
        "casos/<uuid:case_id>/decision/avisos/ejecutora/",
        "denuncias/<uuid:case_id>/relato/borrador/",
    } <= routes


@pytest.mark.check("SEC-2")
@pytest.mark.check("SEC-61")
@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_case_of_another_office_answers_as_one_that_does_not_exist(
    who: str, theirs, at_desk, colleagues, now, caplog
) -> None:
    client, there, absent = at_desk(OUTSIDERS[who]), ids_in(theirs, now), nowhere()

    for each in ADDRESSES:
        for method, query in (("get", ""), ("get", QUERY), ("post", QUERY)):
            data, ask = sent(now), (client, method)
            found = answered(*ask, each.of(there) + query, there, data, caplog)
            empty = answered(*ask, each.of(absent) + query, absent, data, caplog)
            assert found == empty, (each.route, method, query)
            assert found[0] in (404, 405), (each.route, method, query)


@pytest.mark.check("SEC-2")
@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_report_somebody_else_began_answers_as_one_that_does_not_exist(
    who: str, begun, at_desk, colleagues, now, caplog
) -> None:
    client = at_desk(OUTSIDERS[who])
    there, absent = {**nowhere(), "case_id": begun}, nowhere()
    reports = [each for each in ADDRESSES if each.route.startswith("denuncias/")]
    assert reports

    for each in reports:
        for method in ("get", "post"):
            data = sent(now)
            found = answered(client, method, each.of(there), there, data, caplog)
            empty = answered(client, method, each.of(absent), absent, data, caplog)
            assert found == empty, (each.route, method)
            assert found[0] in (404, 405), (each.route, method)


@pytest.mark.check("SEC-2")
@pytest.mark.check("SEC-61")
@pytest.mark.parametrize("insider", [POLICE, COURT])
def test_an_act_or_a_duty_of_another_case_is_not_found_in_ones_own(
    insider: Viewer, theirs, at_desk, now, caplog
) -> None:
    mine = Stage()
    mine.opened(complaint(now - HOUR), report(now - HOUR), by=POLICE, now=now)
    other, own = ids_in(theirs, now), {"case_id": mine.case_id}
    client, inside = at_desk(insider), [each for each in ADDRESSES if len(each.ids) > 1]
    assert inside

    for each in inside:
        for method in ("get", "post"):
            there, absent, data = {**other, **own}, {**nowhere(), **own}, sent(now)
            found = answered(client, method, each.of(there), there, data, caplog)
            empty = answered(client, method, each.of(absent), absent, data, caplog)
            assert found == empty, (each.route, method)
            assert found[0] in (404, 405), (each.route, method)


def test_each_of_these_addresses_answers_to_somebody(
    theirs, begun, at_desk, now, owner_connection
) -> None:
    """Else the tests above would compare nothing with nothing."""
    there, drafted = ids_in(theirs, now), {**nowhere(), "case_id": begun}
    coordinate = "update access_user set coordinates = true where id = %s"
    owner_connection.execute(coordinate, [POLICE.user_id])
    theirs.recorded(act("cem-notified", now, to="T-CEM-1"), now=now)
    police, court, cem = at_desk(POLICE), at_desk(COURT), at_desk(CEM)

    def answers(each: Address) -> bool:
        asked = [(police, there), (court, there), (cem, there), (police, drafted)]
        return any(
            getattr(client, method)(each.of(ids)).status_code not in (404, 405)
            for client, ids in asked
            for method in ("get", "post")
        )

    silent = {each.route for each in ADDRESSES if not answers(each)}
    assert {one for one in silent if "no-existe" not in one} == set()


@pytest.mark.check("SEC-61")
def test_nothing_was_written_by_whoever_knocked(theirs, at_desk, colleagues, now) -> None:
    there, client = ids_in(theirs, now), at_desk(OTHER_POLICE)
    before = queries.case_file(POLICE, theirs.case_id, now=now)

    for each in ADDRESSES:
        client.post(each.of(there), sent(now))

    assert queries.case_file(POLICE, theirs.case_id, now=now) == before
