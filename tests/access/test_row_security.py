"""The second wall against the first: row security shows what the decision allows, and no more."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from psycopg import errors

from ruta.access import decision, walls
from ruta.access.decision import Answer, Asked, decide
from ruta.access.standing import Standing
from ruta.postgres import roles
from ruta.postgres.server import Server

SEED = 30364
CASES = 260
LETTERS = "ICRNHLSK"
OFFICES = {
    "W-CEM": "CEM", "W-PNP": "PNP", "W-MP": "FISC", "W-PJ": "PJ", "W-SALUD": "SALUD",
    "W-HOGAR": "HOGAR", "W-LINEA": "LINEA", "W-SAR": "RURAL", "W-ONG": "ONG", "W-UPE": "UPE",
    "W-DEF": "OVERSIGHT",
}  # fmt: skip
ELSEWHERE = "W-ELSEWHERE"
SEEN = datetime.now(UTC)
SOON, BEFORE = SEEN + timedelta(days=1), SEEN - timedelta(days=1)


def person(office: str) -> UUID:
    return uuid5(UUID(int=7), office)


@dataclass
class Scene:
    """One case as its walls know it, and what holds in it of the person of each office."""

    case_id: UUID
    grants: dict[str, list[tuple[str, str, datetime]]] = field(default_factory=dict)
    named: dict[str, set[str]] = field(default_factory=dict)
    countersigned: bool = True
    blocked: set[str] = field(default_factory=set)
    conflict: set[str] = field(default_factory=set)
    implicated: set[str] = field(default_factory=set)
    breakglass: set[str] = field(default_factory=set)
    trafficking: bool = False
    minor: bool = False

    def allowed(self, office: str, letter: str, *, own: bool) -> bool:
        """What the decision says, asked from the scene itself."""
        agency = OFFICES[office]
        given = self.grants.get(office, [])
        held = [(basis, letters) for basis, letters, until in given if until > SEEN]
        relation = "assigned" if held else "former" if given else "none"
        bases = [b for b, letters in held if b != "consent" or letter == "E" or letter in letters]
        bases += ["breakglass"] if office in self.breakglass else []
        return any(
            decide(
                Asked(
                    agency=agency, relation=relation, basis=basis, compartment=letter,
                    action="read", coi=office in self.conflict, blocked=office in self.blocked,
                    implicated=agency in self.implicated, trafficking=self.trafficking,
                    minor=self.minor, named=self._named(office, letter), own=own,
                    in_time=relation != "former" or basis == "breakglass",
                )
            ).answer is Answer.ALLOW
            for basis in bases or ["none"]
        )  # fmt: skip

    def _named(self, office: str, letter: str) -> bool:
        matters = self.named.get(office, set())
        if letter == "S":
            return "shelter" in matters
        if OFFICES[office] in self.implicated:
            return "implicated" in matters and self.countersigned
        return self.trafficking and "trafficking" in matters


def scenes(random_: random.Random) -> list[Scene]:
    """Cases whose every mark, bar, naming and grant is drawn by chance."""
    drawn = []
    for _ in range(CASES):
        scene = Scene(UUID(int=random_.getrandbits(128), version=4))
        for office, agency in OFFICES.items():
            scene.grants[office] = _grants(random_)
            scene.named[office] = {
                matter
                for matter in ("trafficking", "shelter", "implicated")
                if random_.random() < 0.4
            }
            for chosen, often in ((scene.blocked, 0.1), (scene.conflict, 0.1)):
                if random_.random() < often:
                    chosen.add(office)
            if random_.random() < 0.1:
                scene.implicated.add(agency)
            if random_.random() < 0.15:
                scene.breakglass.add(office)
        scene.countersigned = random_.random() < 0.7
        scene.trafficking, scene.minor = random_.random() < 0.3, random_.random() < 0.5
        drawn.append(scene)
    return drawn


def _grants(random_: random.Random) -> list[tuple[str, str, datetime]]:
    given = []
    for basis in ("duty", "order", "consent"):
        if random_.random() < 0.5:
            letters = "".join(letter for letter in LETTERS if random_.random() < 0.6)
            until = SOON if random_.random() < 0.8 else BEFORE
            given.append((basis, letters if basis == "consent" else "", until))
    return given


@pytest.fixture(scope="module")
def built(server: Server, django_db_setup: None, database_name: str):
    """The scenes in the database, written by the owner; removed after."""
    drawn = scenes(random.Random(SEED))
    with psycopg.connect(server.url(dbname=database_name, user=roles.OWNER)) as owner:
        # What may be written is another matter: here everything is, by chance.
        owner.execute("alter table access_naming disable trigger user")
        for scene in drawn:
            _write(owner, scene)
        owner.execute("alter table access_naming enable trigger user")
        owner.commit()
        yield drawn
        owner.execute("alter table cases_sealeditem disable trigger user")
        for table in (
            "cases_sealeditem", "cases_party", "access_grant", "access_naming", "access_bar",
            "access_casemark", "access_breakglass", "access_staffindex",
        ):  # fmt: skip
            owner.execute(f"delete from {table}")
        owner.execute("alter table cases_sealeditem enable trigger user")


def _write(owner: psycopg.Connection, scene: Scene) -> None:
    def add(table: str, **values: object) -> None:
        columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
        owner.execute(f"insert into {table} ({columns}) values ({marks})", list(values.values()))

    case = {"case_id": scene.case_id}
    add("access_casemark", **case, trafficking=scene.trafficking,
        minor_until=SOON.date() + timedelta(days=30) if scene.minor else None)  # fmt: skip
    for agency in scene.implicated:
        add("access_bar", **case, subject=agency, reason="implicated", since=BEFORE)
    for office in OFFICES:
        who = person(office)
        for basis, letters, until in scene.grants[office]:
            add("access_grant", **case, office_id=office, basis=basis, act_id=uuid4(),
                compartments=letters, purpose="", since=BEFORE, until=until)  # fmt: skip
        for matter in scene.named[office]:
            countersigned = who if scene.countersigned else None
            add("access_naming", **case, user_id=who, matter=matter, since=BEFORE, until=SOON,
                named_by=who, countersigned_by=countersigned)  # fmt: skip
        if office in scene.blocked:
            add("access_bar", **case, subject=office, reason="blocked", since=BEFORE)
        if office in scene.breakglass:
            add("access_breakglass", id=uuid4(), **case, user_id=who, office_id=office, outcome="",
                reason_code="danger", reason=b"", opened_at=BEFORE, until=SOON)  # fmt: skip
        if office in scene.conflict:
            index = f"{scene.case_id}{office}".encode()
            add("cases_party", **case, party_id=uuid4(), person_id=uuid4(), added_at=BEFORE,
                document_index=index)  # fmt: skip
            add("access_staffindex", user_id=who, document_index=index, tie="relative")
        for letter in LETTERS:
            add("cases_sealeditem", **case, item_id=uuid4(), compartment=letter, created_at=BEFORE,
                ciphertext=office.encode(), office_id=office, author_id=who)  # fmt: skip


def as_web(server: Server, database_name: str) -> psycopg.Connection:
    return psycopg.connect(server.url(dbname=database_name, user=roles.WEB))


def enter(web: psycopg.Connection, office: str, agency: str = "") -> None:
    web.execute(
        "select access_enter(%s, %s, %s, '')",
        [person(office), office, agency or OFFICES[office]],
    )


@pytest.mark.check("SEC-1")
@pytest.mark.parametrize("office", OFFICES)
def test_row_security_opens_what_the_decision_allows(
    built: list[Scene], server: Server, database_name: str, office: str
) -> None:
    """45,760 pairs of a person and a sealed item of a compartment, of chance cases (SEC-1)."""
    with as_web(server, database_name) as web:
        enter(web, office)
        rows = web.execute(
            "select case_id, compartment, bool_or(office_id = %s), bool_or(office_id <> %s)"
            " from cases_sealeditem group by 1, 2",
            [office, office],
        ).fetchall()
    shown = {(case, letter): (own, others) for case, letter, own, others in rows}

    for scene in built:
        for letter in LETTERS:
            own, others = shown.get((scene.case_id, letter), (False, False))
            assert own == scene.allowed(office, letter, own=True), (office, letter, scene)
            expected = letter != "K" and scene.allowed(office, letter, own=False)
            assert others == expected, (office, letter, scene)


@pytest.mark.check("SEC-1")
@pytest.mark.parametrize("office", OFFICES)
def test_a_standing_read_from_the_database_decides_the_same(
    built: list[Scene], server: Server, database_name: str, office: str
) -> None:
    agency = OFFICES[office]
    with as_web(server, database_name) as web:
        for scene in built:
            (value,) = web.execute(
                "select access_standing(%s, %s, %s, %s, '')",
                [scene.case_id, person(office), office, agency],
            ).fetchone() or (None,)
            standing = Standing.of(agency, value if isinstance(value, dict) else json.loads(value))
            for letter in decision.COMPARTMENTS:
                for own in (False, True):
                    allowed = scene.allowed(office, letter, own=own)
                    assert standing.allows("read", letter, own=own) == allowed, (letter, scene)


@pytest.mark.check("SEC-54")
def test_who_asks_nothing_first_sees_nothing(
    built: list[Scene], server: Server, database_name: str
) -> None:
    with as_web(server, database_name) as web:
        for table in (
            "cases_case", "cases_act", "cases_party", "cases_obligation", "cases_involvement",
            "cases_sealeditem", "cases_draft", "cases_sealedintake", "cases_evidencefile",
            "cases_evidencechunk", "access_grant",
            "access_naming", "access_bar", "access_casemark", "access_breakglass",
        ):  # fmt: skip
            (count,) = web.execute(f"select count(*) from {table}").fetchone() or (None,)
            assert count == 0, table


@pytest.mark.check("SEC-54")
def test_who_asked_before_is_forgotten_with_the_transaction(
    built: list[Scene], server: Server, database_name: str
) -> None:
    with as_web(server, database_name) as web:
        for office in list(OFFICES)[:-1] * 20:
            enter(web, office)
            row = web.execute("select 1 from access_grant where office_id = %s", [office])
            assert row.fetchone()
            web.rollback()
            row = web.execute("select 1 from access_grant where office_id = %s", [office])
            assert not row.fetchone()
            web.rollback()


def test_nobody_grants_themselves_a_place(
    built: list[Scene], server: Server, database_name: str
) -> None:
    """The web may call what writes grants, and is refused in a case where it has no place."""
    scene = next(each for each in built if not each.grants["W-ONG"] and any(each.grants.values()))
    row = {
        "office_id": "W-ONG", "basis": "consent", "act_id": str(uuid4()), "compartments": "ICN",
        "purpose": "", "since": BEFORE.isoformat(), "until": SOON.isoformat(),
    }  # fmt: skip
    with as_web(server, database_name) as web:
        enter(web, "W-ONG")
        assert web.execute("select access_begin(%s)", [scene.case_id]).fetchone() == (False,)
        with pytest.raises(errors.InsufficientPrivilege):
            web.execute("select access_regrant(%s, %s)", [scene.case_id, json.dumps([row])])
        web.rollback()
        for statement in (
            "insert into access_grant select * from access_grant",
            "update access_grant set until = 'infinity'",
            "delete from access_grant",
            "update access_ceiling set own_only = false",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(statement)
            web.rollback()


def test_the_database_keeps_the_ceilings_of_the_decision(
    server: Server, django_db_setup: None, database_name: str
) -> None:
    with psycopg.connect(server.url(dbname=database_name, user=roles.OWNER)) as owner:
        kept = owner.execute(
            "select agency, basis, compartment, own_only from access_ceiling"
        ).fetchall()

    assert set(kept) == {
        (agency, basis, letter, own)
        for (agency, basis), ceiling in decision.CEILINGS.items()
        for letters, own in ((ceiling.all, False), (ceiling.own, True))
        for letter in letters
    }


@pytest.mark.check("SEC-55")
class TestTheCatalogue:
    """What the database itself says of its walls (SEC-55)."""

    def rows(self, server: Server, database_name: str, sql: str) -> list[tuple]:
        with psycopg.connect(server.url(dbname=database_name, user=roles.OWNER)) as owner:
            return owner.execute(sql).fetchall()

    def test_no_servant_owns_a_table_or_passes_row_security(
        self, server: Server, django_db_setup: None, database_name: str
    ) -> None:
        owned = self.rows(
            server, database_name,
            "select rolname from pg_roles where rolname in ('ruta_web', 'ruta_worker', 'ruta_keyd')"
            " and (rolbypassrls or rolsuper"
            " or exists (select 1 from pg_class where relowner = pg_roles.oid))",
        )  # fmt: skip
        assert owned == []

    def test_every_table_of_cases_forces_row_security(
        self, server: Server, django_db_setup: None, database_name: str
    ) -> None:
        bare = self.rows(
            server, database_name,
            "select relname from pg_class where relkind in ('r', 'p') and relname ~ '^cases_'"
            " and not (relrowsecurity and relforcerowsecurity)",
        )  # fmt: skip
        assert bare == []

    def test_functions_that_read_past_row_security_are_listed(
        self, server: Server, django_db_setup: None, database_name: str
    ) -> None:
        found = self.rows(
            server, database_name,
            "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace",
        )  # fmt: skip
        assert {name for (name,) in found} == walls.PAST_ROW_SECURITY

    def test_they_fix_where_they_look_for_names(
        self, server: Server, django_db_setup: None, database_name: str
    ) -> None:
        loose = self.rows(
            server, database_name,
            "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
            " and not coalesce(proconfig::text like '%search_path=%', false)",
        )  # fmt: skip
        assert loose == []

    def test_no_blind_index_is_unique_and_no_view_passes_row_security(
        self, server: Server, django_db_setup: None, database_name: str
    ) -> None:
        unique = self.rows(
            server, database_name,
            "select indexrelid::regclass::text from pg_index i join pg_attribute a"
            " on a.attrelid = i.indrelid and a.attnum = any(i.indkey)"
            " where i.indisunique and a.attname like '%\\_index' and i.indrelid::regclass::text"
            " like 'cases\\_%'",
        )  # fmt: skip
        views = self.rows(
            server, database_name,
            "select relname from pg_class where relkind in ('v', 'm')"
            " and relnamespace = 'public'::regnamespace",
        )  # fmt: skip
        assert unique == []
        assert views == []
