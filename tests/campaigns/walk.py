"""A walk of random changes to cases and people: each is done to Ruta, and told to the model."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.contrib import auth
from django.test import Client
from tests.campaigns.believed import BY_NAME, GLASS, Agreed, Believed, Person
from tests.cases.stage import ROLES, NewParty, Stage, accused, act, complaint, worker
from tests.web.desk.conftest import INSERT

from ruta.access import sessions
from ruta.access.accounts import administration
from ruta.access.backend import database_now
from ruta.access.people import User
from ruta.access.viewer import Viewer
from ruta.cases import codes, consenting
from ruta.directory.models import Office

CASES = 3
CHIEF = worker("T-SUP-1", "chief").user_id
MOVES = {"T-PNP-1": "T-PNP-2", "T-PNP-2": "T-PNP-1"}
PASSES = """
    set session_replication_role = replica;
    update cases_act set at = at - {by}, recorded_at = recorded_at - {by};
    update access_grant set since = since - {by},
        until = case when until > now() + interval '500 years' then until else until - {by} end;
    update cases_involvement set sees_until = sees_until - {by}
        where sees_until < now() + interval '500 years';
    update access_breakglass set opened_at = opened_at - {by}, until = until - {by},
        reviewed_by = user_id, reviewed_at = now(), outcome = 'justified';
    update access_breakglassattempt set at = at - {by};
    reset session_replication_role
"""
FORGET = (
    "cases_case cases_act cases_party cases_obligation cases_involvement cases_sealeditem"
    " access_grant access_naming access_bar access_breakglass access_breakglassattempt"
    " access_casemark access_staffindex"
).split()
CHIEF_COMES = f"{INSERT} on conflict do nothing"
OWING = "select holder_id from cases_obligation where case_id = %s and todo_at is not null"
PARTS = (("identity",), ("identity", "account"), ("account", "coordination"), ("risk", "contact"))
WHY = "Sus vecinos llaman: hay gritos y golpes (inventado)."


@dataclass
class Known:
    """A case of the walk: the model, and what its sealed texts say."""

    believed: Believed
    telling: UUID
    document: str
    code: str

    @property
    def name(self) -> str:
        return f"Ilume{self.believed.case_id.hex[:10]}"

    @property
    def account(self) -> str:
        return f"Relato{self.believed.case_id.hex[:10]}"


@dataclass
class Walk:
    """The world, the random choices, and how many hours have passed."""

    owner: psycopg.Connection[Any]
    superuser: psycopg.Connection[Any]
    draw: random.Random
    people: dict[str, Person] = field(default_factory=dict)
    cases: list[Known] = field(default_factory=list)
    browsers: dict[str, Client] = field(default_factory=dict)
    left: list[tuple[str, Client]] = field(default_factory=list)
    now: float = 0.0

    # --- Beginnings ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Forget every case; everybody at their first office, signed in; new cases."""
        self.superuser.execute("set session_replication_role = replica")
        for table in FORGET:
            self.superuser.execute(f"delete from {table}")
        self.superuser.execute("reset session_replication_role")
        self.owner.execute("insert into access_officepolicy values (%s, 'named') on conflict"
                           " do nothing", [BY_NAME])  # fmt: skip
        self.now, self.left, self.browsers = 0.0, [], {}
        self.people = {name: _person(name, *where) for name, *where in PEOPLE}
        self.owner.execute(CHIEF_COMES, [CHIEF, "prueba.chief", "T-SUP-1", "administrator"])
        for person in self.people.values():
            self._account(person)
            self.browsers[person.name] = self._signed_in(person)
        self.cases = [self._case(place) for place in range(CASES)]

    def _account(self, person: Person) -> None:
        values = [person.user_id, f"prueba.{person.name}", person.office, ROLES[person.type]]
        self.owner.execute(INSERT + " on conflict do nothing", values)
        self.owner.execute(
            "update access_user set office_id = %s, role = %s, is_active = %s, coordinates = %s"
            " where id = %s",
            [person.office, ROLES[person.type], person.active, person.coordinates, person.user_id],
        )

    def _signed_in(self, person: Person) -> Client:
        account, client = User.objects.get(pk=person.user_id), Client()
        session = client.session
        session[auth.SESSION_KEY] = str(account.pk)
        session[auth.BACKEND_SESSION_KEY] = "ruta.access.backend.Backend"
        session[auth.HASH_SESSION_KEY] = account.get_session_auth_hash()
        sessions.begin(session, now=database_now())
        session.save()
        return client

    def _case(self, place: int) -> Known:
        stage, telling, by = Stage(), act("account-told"), self.viewer("officer")
        believed = Believed(stage.case_id, by.office_id)
        known = Known(believed, telling.act_id, f"0000010{place}", "")
        instant = database_now()
        her = NewParty(party_id=uuid4(), role="survivor", facts={"names": known.name})
        told = act("account-told", instant, account=known.account)
        first = [complaint(instant), told]
        if place:
            first.append(act("cem-notified", instant, to="T-CEM-1"))
        stage.opened(*first, by=by, now=instant, parties=(her, accused(known.document)))
        known.telling, known.code = told.act_id, codes.code_of(stage.case_id, "PUNO")
        believed.touch(by.office_id, self.now)
        if place:
            believed.touch("T-CEM-1", self.now)
        self._derived(believed)
        return known

    def viewer(self, name: str) -> Viewer:
        """Somebody as the operations know them."""
        person = self.people[name]
        return Viewer(person.user_id, person.office, person.type, ROLES[person.type], "PUNO")

    def _derived(self, case: Believed) -> None:
        rows = self.superuser.execute(OWING, [case.case_id]).fetchall()
        case.derive(frozenset(holder for (holder,) in rows if holder), self.now)

    # --- Steps -----------------------------------------------------------------------------------

    def step(self) -> str:
        """One change drawn by chance; its name. What the walls refuse changes nothing."""
        change: Callable[[Known], None] = self.draw.choice(STEPS)(self)
        change(self.draw.choice(self.cases))
        return change.__name__

    def _able(self, case: Believed, *names: str) -> str | None:
        """Somebody of these who has the case in charge now."""
        able = [
            name
            for name in names
            if self.people[name].active
            and case._relation(self.people[name], self.now) == "assigned"
            and case.may(self.people[name], "E", self.now)
        ]
        return self.draw.choice(able) if able else None

    def _recorded(self, case: Believed, by: str, *acts: Any) -> None:
        Stage(case.case_id).recorded(*acts, by=self.viewer(by), now=database_now())
        case.acted(self.people[by].office, self.now)

    def hand_over(self, known: Known) -> None:
        """The police hand the case to another station, or get it back."""
        case = known.believed
        if by := self._able(case, "officer", "second", "other"):
            to = self.draw.choice(("T-PNP-1", "T-PNP-2"))
            self._recorded(case, by, act("case-transferred", database_now(), to=to))
            case.touch(to, self.now)
            giving = self.people[by].office
            if giving in case.touched:
                case.touch(giving, self.now, hands_over=giving != to)
            self._derived(case)

    def refer(self, known: Known) -> None:
        """The case is referred to the hospital, which assigns by name."""
        case = known.believed
        if by := self._able(case, "officer", "other", "psychologist"):
            self._recorded(case, by, act("referral-made", database_now(), to=BY_NAME))
            case.touch(BY_NAME, self.now)
            self._derived(case)

    def attend(self, known: Known) -> None:
        """An office that has the case records something: it stays thirty days from now."""
        case = known.believed
        if by := self._able(case, *self.people):
            self._recorded(case, by, act("note-added", database_now(), note="x"))
            self._derived(case)

    def time_passes(self, known: Known) -> None:
        """Hours or days, for every case."""
        hours = self.draw.choice((1, 3, 5, 30, 24 * 16, 24 * 31, 24 * 91))
        self.superuser.execute(PASSES.format(by=f"interval '{hours} hours'"))
        self.now += hours

    def agree(self, known: Known) -> None:
        """She lets an office see parts of it; what she agreed to with it before ends."""
        case, office = known.believed, self.draw.choice(("T-CEM-1", BY_NAME, "T-PNP-2"))
        if by := self._able(case, "officer", "other", "psychologist"):
            parts, now = self.draw.choice(PARTS), database_now()
            new = consenting.NewConsent(
                act_id=uuid4(), office_id=office, parts=parts, purpose="care", how="voice",
                until=consenting.lima_day(now) + consenting.grants.LONGEST_CONSENT,
            )  # fmt: skip
            consenting.give(case_id=case.case_id, new=new, by=self.viewer(by), now=now)
            self._end_consents(case, office)
            case.agreed.append(Agreed.with_parts(office, parts, self.now))
            case.acted(self.people[by].office, self.now)
            self._derived(case)

    def take_back(self, known: Known) -> None:
        """She takes back what she agreed to with an office."""
        case, office = known.believed, self.draw.choice(("T-CEM-1", BY_NAME, "T-PNP-2"))
        by = self._able(case, "officer", "other", "psychologist")
        if by and consenting.revoke(
            case_id=case.case_id, office_id=office, by=self.viewer(by), now=database_now()
        ):
            self._end_consents(case, office)
            case.acted(self.people[by].office, self.now)
            self._derived(case)

    def _end_consents(self, case: Believed, office: str) -> None:
        for one in case.agreed:
            if one.office == office:
                one.ends = min(one.ends, self.now)

    def shut(self, known: Known) -> None:
        """She keeps a person or an office out, or the accused works there; by the page."""
        case, page = known.believed, f"/casos/{known.believed.case_id}/cerrado-a/"
        by = self._able(case, "psychologist")
        if by is None:
            return
        if (case.blocked or case.implicated) and self.draw.random() < 0.7:
            subject = self.draw.choice(sorted(case.blocked | case.implicated))
            reason = "blocked" if subject in case.blocked else "implicated"
            sent = {"reopen": f"{reason}:{subject}"}
            (case.blocked if reason == "blocked" else case.implicated).discard(subject)
        else:
            office = self.draw.choice(("T-PNP-1", "T-PNP-2", BY_NAME))
            reason = self.draw.choice(("blocked", "blocked", "implicated"))
            sent = {"reason": reason, "office": office, "person": ""}
            if reason == "blocked":
                case.blocked.add(office)
            else:
                case.implicated.add("SALUD" if office == BY_NAME else "PNP")
        answer = self.browsers[by].post(page, sent)
        assert answer.status_code == 302, (answer.status_code, sent)
        case.acted(self.people[by].office, self.now)
        self._derived(case)

    def declare(self, known: Known) -> None:
        """Somebody says that a person of the case is family; it closes it to them for good."""
        if self.draw.random() < 0.8:
            return
        name = self.draw.choice(("second", "other", "nurse"))
        if self.people[name].active:
            form = {"tie": "relative", "document": known.document}
            self.browsers[name].post("/mi-cuenta/familia/", form)
            known.believed.conflict.add(self.people[name].user_id)

    def name(self, known: Known) -> None:
        """The hospital's coordinator names a nurse, or takes the name back; by the page."""
        case, who = known.believed, self.people[self.draw.choice(("nurse", "midwife"))]
        if not case.may(self.people["lead"], "E", self.now):
            return
        page, client = f"/casos/{case.case_id}/equipo/", self.browsers["lead"]
        if who.user_id in case.named:
            answer = client.post(page, {"remove": f"{who.user_id}:assigned"})
            case.named.discard(who.user_id)
        elif who.active and who.office == BY_NAME:
            answer = client.post(page, {"person": str(who.user_id), "matter": "assigned"})
            case.named.add(who.user_id)
        else:
            return
        assert answer.status_code == 302, answer.status_code

    def account(self, known: Known) -> None:
        """An account is closed, opened again or moved to another office; old sessions are kept."""
        person = self.people[self.draw.choice(("second", "midwife", "other"))]
        elsewhere = MOVES.get(person.office)
        if person.active and self.draw.random() < 0.5 and elsewhere is None:
            return
        account, by = User.objects.get(pk=person.user_id), User.objects.get(pk=CHIEF)
        self.left = [*self.left[-4:], (person.name, self.browsers[person.name])]
        if person.active and elsewhere and self.draw.random() < 0.5:
            person.office = elsewhere
            office = Office.objects.get(pk=elsewhere)
            administration.set_role(person=account, office=office, role=account.role, by=by)
        else:
            person.active = not person.active
            administration.set_active(person=account, active=person.active, by=by)
        self.browsers[person.name] = self._signed_in(person) if person.active else Client()

    def emergency(self, known: Known) -> None:
        """Somebody opens it in an emergency; by the page."""
        case, name = known.believed, self.draw.choice(("second", "other", "psychologist"))
        person = self.people[name]
        if not person.active:
            return
        had = case.may(person, "E", self.now)
        sent = {"reason_code": "immediate-danger", "reason": WHY, "code": known.code}
        answer = self.browsers[name].post("/emergencia/", sent)
        if answer.status_code == 302 and not had:
            assert person.user_id not in case.conflict
            assert not {person.office, str(person.user_id)} & case.blocked
            assert not case.implicated
            case.glass[person.user_id] = self.now + GLASS


STEPS: tuple[Callable[[Walk], Callable[[Known], None]], ...] = (
    lambda walk: walk.hand_over, lambda walk: walk.refer, lambda walk: walk.attend,
    lambda walk: walk.time_passes, lambda walk: walk.agree, lambda walk: walk.agree,
    lambda walk: walk.take_back, lambda walk: walk.shut, lambda walk: walk.declare,
    lambda walk: walk.name, lambda walk: walk.account, lambda walk: walk.emergency,
)  # fmt: skip
PEOPLE = (
    ("officer", "T-PNP-1", "pnp", False, False), ("second", "T-PNP-1", "pnp", False, False),
    ("other", "T-PNP-2", "pnp", False, False), ("psychologist", "T-CEM-1", "cem", False, False),
    ("nurse", BY_NAME, "ipress", False, False), ("midwife", BY_NAME, "ipress", False, False),
    ("lead", BY_NAME, "ipress", True, False), ("region", "T-SUP-1", "supervision", False, True),
)  # fmt: skip


def _person(name: str, office: str, type_: str, coordinates: bool, region: bool) -> Person:
    return Person(name, worker(office, name).user_id, office, type_, coordinates, region)


__all__ = ["Known", "Walk"]
