"""Drafts: sealed at every step, their writer's only, and gone once the case is open."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.cases.stage import CEM, NOW, POLICE, Stage, act, complaint, survivor, worker

from ruta.access import context
from ruta.cases import accounts, drafts, operations, queries
from ruta.cases.models import Case, Draft, SealedItem
from ruta.postgres import roles

WORDS = "RELATO-INVENTADO-EN-BORRADOR"


def begun(file: Stage) -> None:
    drafts.start(case_id=file.case_id, by=POLICE, now=NOW)
    drafts.save(
        case_id=file.case_id, step="account", answers={"account": WORDS}, by=POLICE, now=NOW
    )


def sealed_of(file: Stage) -> int:
    """How many sealed items the case has, as its office sees them."""
    context.ensure(POLICE)
    return SealedItem.objects.filter(case_id=file.case_id).count()


def test_what_is_saved_is_read_back_step_by_step(file: Stage) -> None:
    begun(file)
    drafts.save(case_id=file.case_id, step="people", answers={"names": "NA"}, by=POLICE, now=NOW)
    drafts.save(case_id=file.case_id, step="account", answers={"account": "x"}, by=POLICE, now=NOW)

    written = drafts.load(POLICE, file.case_id)

    assert written.steps == {"account": {"account": "x"}, "people": {"names": "NA"}}
    assert written.step == "account"


def test_nothing_of_it_is_in_the_database_in_clear(file: Stage) -> None:
    begun(file)

    with connection.cursor() as cursor:
        cursor.execute(
            "select t::text from cases_draft t union all select t::text from cases_sealeditem t"
        )
        dump = "".join(row for (row,) in cursor.fetchall())

    assert str(file.case_id) in dump
    assert WORDS not in dump
    assert WORDS.encode().hex() not in dump


def test_nobody_else_reads_or_writes_it(file: Stage) -> None:
    begun(file)

    for other in (worker("T-PNP-1", "second"), CEM):
        with pytest.raises(queries.NotFound):
            drafts.load(other, file.case_id)
        with pytest.raises(queries.NotFound):
            drafts.save(case_id=file.case_id, step="account", answers={}, by=other, now=NOW)
        with pytest.raises(queries.NotFound):
            drafts.discard(case_id=file.case_id, by=other)
        with pytest.raises(queries.NotFound):
            drafts.submit(case_id=file.case_id, acts=[complaint()], parties=[], by=other, now=NOW)


def test_submitting_opens_the_case_and_leaves_no_draft(file: Stage) -> None:
    begun(file)
    told = act("account-told", NOW, account=WORDS)

    case = drafts.submit(
        case_id=file.case_id, acts=[complaint(), told], parties=[survivor()], by=POLICE, now=NOW
    )

    assert case.act_count == 2
    assert not Draft.objects.exists()
    assert accounts.read_account(POLICE, file.case_id, "care").tellings[0].text == WORDS
    with pytest.raises(queries.NotFound):
        drafts.load(POLICE, file.case_id)


def test_submitting_twice_opens_once(file: Stage) -> None:
    begun(file)
    sent = {"case_id": file.case_id, "acts": [complaint()], "parties": [survivor()], "by": POLICE}

    first = drafts.submit(**sent, now=NOW)
    second = drafts.submit(**sent, now=NOW + timedelta(minutes=1))

    assert (first.revision, second.revision) == (1, 1)


def test_a_refused_submission_keeps_the_draft(file: Stage) -> None:
    begun(file)
    future = replace(complaint(), at=NOW + timedelta(hours=1))

    with pytest.raises(operations.InTheFuture):
        drafts.submit(case_id=file.case_id, acts=[future], parties=[], by=POLICE, now=NOW)

    assert drafts.load(POLICE, file.case_id).steps["account"] == {"account": WORDS}
    assert not Case.objects.exists()


def test_discarding_removes_what_was_sealed(file: Stage) -> None:
    begun(file)

    drafts.discard(case_id=file.case_id, by=POLICE)

    assert not SealedItem.objects.exists()
    assert drafts.own(POLICE) == []


def test_idle_drafts_are_listed_oldest_first(committed_file: Stage, acting_as) -> None:
    with transaction.atomic():
        begun(committed_file)
        drafts.start(case_id=uuid4(), by=CEM, now=NOW + timedelta(days=9))
        own = drafts.own(POLICE)

    with acting_as(roles.WORKER):
        idle = drafts.idle(before=NOW + timedelta(days=7))

    assert [draft.case_id for draft in idle] == [committed_file.case_id]
    assert [draft.case_id for draft in own] == [committed_file.case_id]


def test_a_case_that_is_open_is_nobodys_draft(file: Stage) -> None:
    file.opened()

    with pytest.raises(queries.NotFound):
        drafts.start(case_id=file.case_id, by=POLICE, now=NOW)


def test_a_draft_under_the_id_of_anothers_case_reads_and_destroys_nothing(file: Stage) -> None:
    told = act("account-told", NOW, account=WORDS)
    file.opened(complaint(), told, parties=(survivor(),))
    before = sealed_of(file)
    assert before

    drafts.start(case_id=file.case_id, by=CEM, now=NOW)

    assert not SealedItem.objects.filter(case_id=file.case_id).exists()
    drafts.discard(case_id=file.case_id, by=CEM)
    assert sealed_of(file) == before


def test_a_draft_thrown_away_leaves_nothing_sealed(file: Stage) -> None:
    begun(file)

    drafts.discard(case_id=file.case_id, by=POLICE)

    drafts.start(case_id=file.case_id, by=POLICE, now=NOW)
    assert drafts.load(POLICE, file.case_id).steps == {}
