"""The stage on which cases are tried: invented offices of Puno and Cusco, and their people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg

from ruta.access.viewer import Viewer
from ruta.cases import operations
from ruta.cases.intake import NewAct, NewParty
from ruta.cases.models import Act, Case

PEOPLE = UUID("00000000-0000-5000-8000-000000000001")
# A Wednesday, 10:00 in Lima, under Ley 31715; far ahead of the database, by whose clock grants end.
NOW = datetime(2037, 3, 4, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFICES = {
    "T-PNP-1": ("pnp", "PUNO"),
    "T-PNP-2": ("pnp", "PUNO"),
    "T-CEM-1": ("cem", "PUNO"),
    "T-COURT-1": ("juzgado-familia", "PUNO"),
    "T-COURT-2": ("juzgado-familia", "CUSCO"),
    "T-MP-1": ("fiscalia-penal", "PUNO"),
    "T-IPRESS-1": ("ipress", "PUNO"),
    "T-SUP-1": ("supervision", "PUNO"),
    "T-SUP-2": ("supervision", "CUSCO"),
}
ROLES = {
    "pnp": "police_officer",
    "cem": "cem_psychologist",
    "juzgado-familia": "court_clerk",
    "fiscalia-penal": "prosecutor",
    "ipress": "health_worker",
    "supervision": "supervisor",
}
INSERT = """
    insert into directory_office (id, type, name, ubigeo, department, province, district, address,
        phone, phone_doubtful, hours, languages, national, demonstration, source)
    values (%s, %s, %s, '210101', %s, '', '', '', '', false, '', '', false, true, 'invented')
    on conflict do nothing
"""


def build_offices(owner: psycopg.Connection) -> None:
    """The stage's offices alone: what another test stocked the directory with makes way."""
    if owner.execute("select 1 from directory_office where id not like 'T-%' limit 1").fetchone():
        owner.execute("delete from access_user where office_id not like 'T-%'")
        owner.execute("delete from directory_office where id not like 'T-%'")
    for id_, (type_, department) in OFFICES.items():
        owner.execute(INSERT, [id_, type_, f"Oficina inventada {id_}", department])


def clear_offices(owner: psycopg.Connection) -> None:
    owner.execute("delete from directory_office where id = any(%s)", [list(OFFICES)])


def worker(office: str, name: str = "first") -> Viewer:
    """Someone of an office; the same name is the same person."""
    type_, department = OFFICES[office]
    return Viewer(uuid5(PEOPLE, office + name), office, type_, ROLES[type_], department)


POLICE = worker("T-PNP-1")
OTHER_POLICE = worker("T-PNP-2")
CEM = worker("T-CEM-1")
COURT = worker("T-COURT-1")
FAR_COURT = worker("T-COURT-2")
PROSECUTOR = worker("T-MP-1")
HEALTH = worker("T-IPRESS-1")
SUPERVISOR = worker("T-SUP-1")
FAR_SUPERVISOR = worker("T-SUP-2")


def act(kind: str, at: datetime = NOW, to: str | None = None, **facts: Any) -> NewAct:
    """A new act, with an id of its own."""
    return NewAct(act_id=uuid4(), kind=kind, at=at, to=to, facts=facts)


def correction(of: NewAct, at: datetime, **facts: Any) -> NewAct:
    return NewAct(act_id=uuid4(), kind=of.kind, at=at, to=of.to, facts=facts, corrects=of.act_id)


def annulment(of: NewAct, at: datetime = NOW) -> NewAct:
    return NewAct(
        act_id=uuid4(),
        kind="annulment",
        at=at,
        annuls=of.act_id,
        facts={"reason_code": "duplicate"},
    )


def survivor(**facts: Any) -> NewParty:
    return NewParty(
        party_id=uuid4(), role="survivor", facts={"names": "Ilumé (inventada)", **facts}
    )


def accused(document: str | None = None, **facts: Any) -> NewParty:
    known = {"names": "Vantare (inventado)", **facts}
    return NewParty(party_id=uuid4(), role="accused", facts=known, document=document)


@dataclass
class Stage:
    """What the tests do to the case file, each step with the little that matters to it."""

    case_id: UUID = field(default_factory=uuid4)

    def opened(
        self,
        *acts: NewAct,
        by: Viewer = POLICE,
        now: datetime = NOW,
        parties: tuple[NewParty, ...] = (),
    ) -> Case:
        first = acts or (complaint(),)
        return operations.open_case(
            case_id=self.case_id, acts=list(first), parties=list(parties), by=by, now=now
        )

    def recorded(self, *acts: NewAct, by: Viewer = POLICE, now: datetime = NOW) -> list[Act]:
        return operations.record(case_id=self.case_id, acts=list(acts), by=by, now=now)


def complaint(at: datetime = NOW - 2 * HOUR, **facts: Any) -> NewAct:
    return act("complaint-presented-pnp", at, **{"door": "police", **facts})


def severe_form(at: datetime = NOW - HOUR) -> NewAct:
    return act("risk-form-completed", at, risk="severo")


def report(at: datetime = NOW, to: str = "T-COURT-1") -> NewAct:
    return act("police-report-sent-court", at, to=to)


def shared(to: str, *parts: str, at: datetime = NOW) -> NewAct:
    """Her consent that an office sees parts of her case, for as long as a consent may last."""
    until = (at + timedelta(days=90)).date().isoformat()
    return act(
        "consent-given",
        at,
        to=to,
        consent_compartments=list(parts) or ["identity", "coordination", "risk", "account"],
        consent_purpose="care",
        consent_until=until,
        consent_how="written",
    )


def facts_of(row: Act) -> Mapping[str, Any]:
    return dict(row.facts)
