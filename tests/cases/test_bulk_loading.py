"""Loading in bulk gives what recording one by one gives."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.cases.stage import (
    CEM,
    COURT,
    HOUR,
    NOW,
    POLICE,
    Stage,
    worker,
)

from ruta.access.viewer import Viewer
from ruta.access.walls import Grant
from ruta.cases import accounts, bulk, facts, operations, parties, verification
from ruta.cases.intake import NewAct, NewParty
from ruta.cases.models import Act, Case, Involvement, Obligation, Party
from ruta.postgres import roles

TABLES = ("case", "act", "sealeditem", "party", "obligation", "involvement")


@dataclass(frozen=True)
class MadeAct:
    kind: str
    at: datetime
    by: Viewer
    to: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    act_id: UUID = field(default_factory=uuid4)
    corrects: UUID | None = None
    annuls: UUID | None = None

    @property
    def recorded_at(self) -> datetime:
        return self.at

    @property
    def office(self) -> str:
        return self.by.office_id

    @property
    def author(self) -> str:
        return str(self.by.user_id)


@dataclass(frozen=True)
class MadeParty:
    role: str
    facts: dict[str, Any]
    document: str | None = None
    party_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class MadeCase:
    acts: tuple[MadeAct, ...]
    parties: tuple[MadeParty, ...]
    case_id: UUID = field(default_factory=uuid4)
    department: str = "PUNO"


def made(case_id: UUID) -> MadeCase:
    """A case with a correction, an annulment, a transfer and people, recorded as it happened."""
    told = MadeAct("account-told", NOW + HOUR, POLICE, facts={"account": "NA"})
    sent = MadeAct("police-report-sent-court", NOW + 2 * HOUR, POLICE, to="T-COURT-1")
    form = {"risk": "severo"}
    return MadeCase(
        case_id=case_id,
        acts=(
            MadeAct("complaint-presented-pnp", NOW, POLICE, facts={"door": "police"}),
            told,
            MadeAct("risk-form-completed", NOW + HOUR, POLICE, facts=form),
            sent,
            MadeAct("cem-notified", NOW + 3 * HOUR, POLICE, to="T-CEM-1"),
            MadeAct("note-added", NOW + 4 * HOUR, CEM, facts={"note": "Nota inventada"}),
            MadeAct(
                "account-told", NOW + 5 * HOUR, POLICE, facts={"account": "NA."},
                corrects=told.act_id,
            ),
            MadeAct("case-transferred", NOW + 6 * HOUR, COURT, to="T-COURT-2"),
            MadeAct(
                "annulment", NOW + 7 * HOUR, POLICE, facts={"reason_code": "duplicate"},
                annuls=sent.act_id,
            ),
        ),
        parties=(
            MadeParty("survivor", {"names": "NA"}),
            MadeParty("accused", {"names": "Inventado"}, document="INV-1"),
        ),
    )  # fmt: skip


def record_one_by_one(case: MadeCase) -> None:
    for number, made_act in enumerate(case.acts):
        new = NewAct(
            act_id=made_act.act_id, kind=made_act.kind, at=made_act.at, facts=made_act.facts,
            to=made_act.to, corrects=made_act.corrects, annuls=made_act.annuls,
        )  # fmt: skip
        people = [
            NewParty(party_id=p.party_id, role=p.role, facts=p.facts, document=p.document)
            for p in case.parties
        ]
        step = {"case_id": case.case_id, "acts": [new], "by": made_act.by, "now": made_act.at}
        if number == 0:
            operations.open_case(**step, parties=people)
        else:
            operations.record(**step)


def rows_of(case_id: UUID) -> dict[str, list]:
    """Everything stored in clear of a case, but how often it was computed and random ids."""
    tables = {
        "case": Case, "act": Act, "obligation": Obligation, "involvement": Involvement,
        "grant": Grant,
    }  # fmt: skip
    left_out = {"revision", "computed_at"}
    stored = {
        name: sorted(
            (
                {k: v for k, v in row.items() if k not in left_out}
                for row in model.objects.filter(case_id=case_id).values()
            ),
            key=str,
        )
        for name, model in tables.items()
    }
    people = Party.objects.filter(case_id=case_id).exclude(document_index=None)
    stored["party"] = [(row.party_id, row.person_id, bytes(row.document_index)) for row in people]
    return stored


@pytest.fixture
def load(acting_as):
    """Load cases as the owner does; what is answered is what was counted."""

    def loaded(cases, **options):
        with acting_as(roles.OWNER), bulk.lifted():
            return bulk.load(cases, **options)

    return loaded


@transaction.atomic
def opened_by_police(case_id: UUID) -> tuple[Any, ...]:
    """What the police read of a case: sealed facts, and people."""
    people = parties.read(POLICE, case_id, "test")
    return facts.read(POLICE, case_id, "test"), [(p.role, p.facts) for p in people]


def test_bulk_equals_one_by_one(committed_file: Stage, load, acting_as, owner_connection) -> None:
    # The same case twice in one database: load, keep what was stored, remove it, and record again.
    case = made(committed_file.case_id)
    load([case], now=NOW + 7 * HOUR)
    with acting_as(roles.OWNER):
        loaded = rows_of(case.case_id)
    opened = opened_by_police(case.case_id)
    for table in ("cases_act", "cases_sealeditem"):
        owner_connection.execute(f"alter table {table} disable trigger user")
    for table in (*(f"cases_{name}" for name in TABLES), "access_grant"):
        owner_connection.execute(f"delete from {table}")

    record_one_by_one(case)

    with acting_as(roles.OWNER):
        assert rows_of(case.case_id) == loaded
    assert opened_by_police(case.case_id) == opened


def test_what_was_loaded_verifies_and_can_be_recorded_in(
    committed_file: Stage, load, acting_as
) -> None:
    file, case = committed_file, made(committed_file.case_id)

    counts = load([case, made(uuid4())], now=NOW + timedelta(days=30))
    file.recorded(
        NewAct(act_id=uuid4(), kind="note-added", at=NOW, facts={"note": "x"}),
        now=NOW + timedelta(days=31),
    )

    assert (counts.cases, counts.acts, counts.parties) == (2, 18, 4)
    with acting_as(roles.WORKER):
        assert verification.verify(NOW + timedelta(days=31)) == []
    with transaction.atomic():
        account = accounts.read_account(POLICE, case.case_id, "test")
    assert account.tellings[0].text == "NA."


def test_batches_add_up(committed_file: Stage, load, acting_as, monkeypatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    told: list[bulk.Counts] = []

    load((made(uuid4()) for _ in range(5)), now=NOW + timedelta(days=1), tell=told.append)

    assert [counts.cases for counts in told] == [2, 4, 5]
    with acting_as(roles.WORKER):
        assert Case.objects.count() == 5


def test_a_fact_that_recording_would_refuse_is_refused(
    committed_file: Stage, load, acting_as
) -> None:
    wrong = MadeAct("note-added", NOW, worker("T-PNP-1"), facts={"nothing": "x"})

    with pytest.raises(operations.FactsRefused):
        load([MadeCase(acts=(wrong,), parties=())], now=NOW)

    with acting_as(roles.WORKER):
        assert not Case.objects.exists()


def test_the_inventors_word_for_her_is_ours(committed_file: Stage, load) -> None:
    case_id = committed_file.case_id
    load([MadeCase(made(case_id).acts, (MadeParty("victim", {}),), case_id)], now=NOW + 8 * HOUR)

    _, people = opened_by_police(case_id)
    assert [role for role, _ in people] == ["survivor"]
