"""
SEC-61: every described address, asked by every role with somebody else's identifiers.

Schemathesis makes the fields of each form from the document of `ruta openapi`; the identifiers in
the address are those of a case, a draft and a person of another office, and to every form fields
are added that a careless view would believe. Nothing answers 5xx or without the safe headers
(SEC-25), nothing of theirs is shown, and the database holds of them what it held before.
"""

import logging
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
import schemathesis
from django.conf import LazySettings
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as of_hypothesis
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from tests.cases import stage
from tests.cases.stage import POLICE, Stage, act, complaint, report, survivor
from tests.platform.test_headers import is_released, lacking
from tests.web.desk.conftest import INSERT

from ruta.access import context, roles
from ruta.access.viewer import Viewer
from ruta.cases import drafts, queries
from ruta.directory import shelters
from ruta.web import described

THEIRS = re.compile(r"{(case_id|person_id|alert_id|opening_id)}")
REFUSED = {302, 400, 401, 403, 404, 405, 415, 429}
ELSEWHERE = {"pnp": "T-PNP-2", "juzgado-familia": "T-COURT-2", "supervision": "T-SUP-2"}
FORM = "application/x-www-form-urlencoded"
SHELTER = """
    insert into directory_office (id, type, name, ubigeo, department, province, district, address,
        phone, phone_doubtful, hours, languages, national, demonstration, source)
    values (%s, %s, %s, '', '', '', '', '', '', false, '', '', false, true, '')
"""
LET_GO = """
    do $$ declare found record; begin
        for found in select conrelid::regclass as place, conname as name from pg_constraint
            where contype = 'f'
                and confrelid in ('access_user'::regclass, 'directory_office'::regclass)
        loop
            execute format('alter table %s drop constraint %I', found.place, found.name);
        end loop;
    end $$
"""
# What is written about whoever knocks, and what they may change of themselves.
KEPT_ABOUT_ATTEMPTS = ("access_audit%", "access_alert%")
OF_A_PERSON = "id, username, office_id, role, is_active, coordinates, demonstration"


@dataclass(frozen=True)
class Foreign:
    """What is somebody else's: a case with its parts, a draft, a person."""

    case_id: UUID
    draft_id: UUID
    act_id: UUID
    obligation_id: UUID
    person_id: UUID

    def of(self, name: str, template: str) -> str:
        """The identifier for a part of an address; of what we have none, one of nothing."""
        if name == "case_id" and template.startswith("/denuncias/"):
            return str(self.draft_id)
        return str(getattr(self, name, None) or uuid4())

    @property
    def fields(self) -> dict[str, str]:
        """Fields that nobody may set by a form, and identifiers that are not theirs."""
        person, case = str(self.person_id), str(self.case_id)
        return {
            "user": person, "user_id": person, "person_id": person, "author": person,
            "author_id": person, "by": person, "actor": person, "owner": person,
            "office_id": POLICE.office_id, "agency": "CEM", "is_staff": "1", "is_superuser": "1",
            "is_active": "0", "coordinates": "1", "demonstration": "1", "case": case,
            "case_id": case, "act_id": str(self.act_id), "obligation_id": str(self.obligation_id),
            "corrects": str(self.act_id), "annuls": str(self.act_id), "level": "leve",
            "risk": "leve", "now": "2020-01-01T00:00", "recorded_at": "2020-01-01T00:00",
            "revision": "0", "basis": "consent", "until": "2030-01-01",
        }  # fmt: skip


@pytest.fixture
def foreign(committed_file: Stage, accounts: None, now: datetime) -> Foreign:
    """A case of the police of Puno, and a draft of the same officer."""
    hours = timedelta(hours=1)
    committed_file.opened(
        complaint(now - 3 * hours),
        act("risk-form-completed", now - 2 * hours, risk="severo"),
        act("account-told", now - 2 * hours, account="Relato inventado."),
        report(now - hours),
        parties=(survivor(ubigeo="210101"),),
        now=now,
    )
    draft = uuid4()
    with transaction.atomic(), context.entered(POLICE):
        drafts.start(case_id=draft, by=POLICE, now=now)
        seen = queries.case_file(POLICE, committed_file.case_id, now=now)
    return Foreign(
        committed_file.case_id, draft, seen.acts[0].act_id, seen.obligations[0].obligation_id,
        POLICE.user_id,
    )  # fmt: skip


@pytest.fixture
def strangers(
    foreign: Foreign, owner_connection: psycopg.Connection
) -> Iterator[dict[str, Viewer]]:
    """Somebody of every role there is, each in an office that has nothing to do with the case."""
    there = {type_: office for office, (type_, _) in stage.OFFICES.items()} | ELSEWHERE
    people = {}
    for role, each in roles.every().items():
        type_ = min(each.offices, key=lambda type_: (type_ not in there, type_))
        office = there.get(type_, f"T-F-{role}"[:20])
        if type_ == shelters.TYPE:  # it stands in the directory by a number alone
            office = "SP-997"
            owner_connection.execute(SHELTER, [office, type_, shelters.NAME])
        elif type_ not in there:
            owner_connection.execute(stage.INSERT, [office, type_, f"Oficina {role}", "CUSCO"])
        person = uuid5(foreign.person_id, role)
        owner_connection.execute(INSERT, [person, f"fuzz.{role}", office, role])
        people[role] = Viewer(person, office, type_, role, "CUSCO")
    yield people
    # The database is made anew after this; before it the offices go, whoever is in them.
    owner_connection.execute(LET_GO)


@pytest.fixture
def open_doors(settings: LazySettings) -> None:
    """No rate and no second proof stands before the pages, so that every form is reached."""
    settings.RUTA_SECOND_FACTOR = "off"
    settings.RUTA_REQUESTS_PER_MINUTE = settings.RUTA_ANONYMOUS_PER_MINUTE = 10**9
    for name in ("MEASURE_CHECKS", "LINK_ASKS", "EMERGENCIES", "DOCUMENTS", "SIGN_INS"):
        setattr(settings, f"RUTA_{name}_MINUTE", 10**9)


def held(owner: psycopg.Connection, foreign: Foreign) -> dict[str, tuple[int, str]]:
    """How many rows each table has of what is theirs, and the checksum of those rows."""
    tables = owner.execute(
        "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace"
        " and a.attname = 'case_id' and not c.relname like any (%s)",
        [list(KEPT_ABOUT_ATTEMPTS)],
    ).fetchall()
    sums = "select count(*), coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from "
    found = {
        table: owner.execute(
            f"{sums} {table} t where case_id = any(%s)", [[foreign.case_id, foreign.draft_id]]
        ).fetchone()
        for (table,) in tables
    }
    people = owner.execute(f"{sums} (select {OF_A_PERSON} from access_user) t").fetchone()
    assert found["cases_act"]
    return {**found, "people": people}


# --- The requests ---------------------------------------------------------------------------------


def operations() -> list[Any]:
    """What Schemathesis makes of the document."""
    schema = schemathesis.openapi.from_dict(described.document())
    return [found.ok() for found in schema.get_all_operations()]


def made(operation: Any, many: int, mode: GenerationMode) -> list[Any]:
    """So many requests to an address, the same ones every time."""
    found: list[Any] = []

    @of_hypothesis(
        max_examples=many, derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def take(case: Any) -> None:
        found.append(case)

    # An address without a field cannot be asked wrongly: there is nothing to make then.
    with suppress(Unsatisfiable):
        take()
    return found


def address(case: Any, template: str, foreign: Foreign) -> str:
    """The address with what is theirs in it; a word in it is the one that was made."""

    def part(name: str) -> str:
        word = str((case.path_parameters or {}).get(name, "x"))
        is_id = name.endswith("_id") and name not in {"norm_id", "wording_id"}
        return foreign.of(name, template) if is_id else quote(word, safe="") or "x"

    filled = re.sub(r"{(\w+)}", lambda found: part(found[1]), template)
    query = urlencode(texts(case.query), doseq=True, errors="replace")
    return f"{filled}?{query}" if query else filled


def texts(values: object) -> dict[str, list[str]]:
    """What was made, as a form would send it."""
    given_ = values if isinstance(values, Mapping) else {}
    lists = {name: each if isinstance(each, list) else [each] for name, each in given_.items()}
    return {str(name): [str(one) for one in each] for name, each in lists.items()}


@dataclass
class Campaign:
    """Asks, and writes down what should not have been answered."""

    foreign: Foreign
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def ask(self, client: Client, role: str, operation: Any, case: Any) -> None:
        """One request, half of the time with the strange fields over those of the form."""
        self.asked += 1
        where, method = address(case, operation.path, self.foreign), operation.method.lower()
        raised: list[str] = []

        def note(sender: object, request: Any, **more: object) -> None:
            raised.append(repr(sys.exc_info()[1])[:200])

        got_request_exception.connect(note)
        try:
            status = self._status(client, method, where, case)
        finally:
            got_request_exception.disconnect(note)
        theirs = THEIRS.search(operation.path) is not None
        if status >= 500 or (theirs and status not in REFUSED):
            self.wrong.append(f"{role} {method} {operation.path}: {status} {raised}")

    def _status(self, client: Client, method: str, where: str, case: Any) -> int:
        if method == "get":
            answer = client.get(where)
        else:
            form, strange = texts(case.body), self.foreign.fields
            sent = {**form, **strange} if self.asked % 2 else {**strange, **form}
            body = urlencode(sent, doseq=True, errors="replace")
            answer = getattr(client, method)(where, body, content_type=FORM)
        if answer.streaming:
            list(answer.streaming_content)
        if bare := lacking(answer, may_be_kept=is_released(where)):
            self.wrong.append(f"{method} {where}: {answer.status_code} without {bare}")
        return int(answer.status_code)


def fuzz(
    foreign: Foreign,
    strangers: Mapping[str, Viewer],
    enter: Callable[[Viewer], Client],
    *,
    each: int,
    roles_each: int,
    modes: tuple[GenerationMode, ...],
) -> Campaign:
    """Ask every address as some roles, another set of them for each; as all when so many."""
    campaign, names = Campaign(foreign), sorted(strangers)
    for operation in operations():
        start = zlib.crc32(f"{operation.method} {operation.path}".encode()) % len(names)
        # A page that is only read has no fields to play with: one role the fewer.
        many = max(1, roles_each - (operation.method.lower() == "get"))
        chosen = list(islice((names * 2)[start:], min(many, len(names))))
        cases = [case for mode in modes for case in made(operation, each, mode)]
        for role in chosen:
            if role == "administrator" and operation.path.startswith("/personas/"):
                continue  # the accounts of an installation are theirs
            # Signed in anew for every address: the one before may have been that of leaving.
            client = enter(strangers[role])
            client.raise_request_exception = False
            for case in cases:
                campaign.ask(client, role, operation, case)
    return campaign


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals are not worth a line each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.check("SEC-25")
@pytest.mark.check("SEC-61")
def test_strangers_reach_and_change_nothing_of_others(
    foreign: Foreign, strangers, at_desk, owner_connection, open_doors, quiet
) -> None:
    before = held(owner_connection, foreign)

    done = fuzz(foreign, strangers, at_desk, each=1, roles_each=2, modes=(GenerationMode.POSITIVE,))

    assert done.asked > 200
    assert done.wrong == []
    assert held(owner_connection, foreign) == before


@pytest.mark.full
@pytest.mark.check("SEC-25")
@pytest.mark.check("SEC-61")
def test_nor_does_any_role_with_many_more(
    foreign: Foreign, strangers, at_desk, owner_connection, open_doors, quiet
) -> None:
    before = held(owner_connection, foreign)

    done = fuzz(
        foreign, strangers, at_desk, each=8, roles_each=99,
        modes=(GenerationMode.POSITIVE, GenerationMode.NEGATIVE),
    )  # fmt: skip

    assert done.asked > 15_000
    assert done.wrong == []
    assert held(owner_connection, foreign) == before


@pytest.mark.check("SEC-61")
@pytest.mark.parametrize(
    "change",
    [
        "update access_user set coordinates = true where username = 'prueba.t-pnp-1'",
        "update access_grant set until = until + interval '1 day'",
    ],
)
def test_a_change_of_theirs_would_be_found(
    foreign: Foreign, owner_connection: psycopg.Connection, change: str
) -> None:
    before = held(owner_connection, foreign)

    owner_connection.execute(change)

    assert held(owner_connection, foreign) != before
