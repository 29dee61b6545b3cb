"""The measure check: enough to protect her on the spot, and no more."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import Error, connection, transaction
from tests.cases.stage import (
    CEM,
    COURT,
    OTHER_POLICE,
    POLICE,
    Stage,
    accused,
    act,
    annulment,
    complaint,
    report,
    survivor,
    worker,
)

from ruta.access import context
from ruta.access.audit import afterwards
from ruta.access.walls import Bar, CaseMark
from ruta.cases import operations, parties
from ruta.cases.intake import NewParty

HERS, HIS = "00000017", "00000018"
ADDRESS = "Jirón Inventado 123"
PAGE = "/medidas/consultar/"


@pytest.fixture
def measures(file: Stage, now) -> Stage:
    """Measures in force on two people of the stage."""
    her = survivor(names="Ilumé", surnames="Quiroval Tendé", address=ADDRESS)
    her = NewParty(party_id=her.party_id, role="survivor", facts=her.facts, document=HERS)
    him = accused(HIS, names="Vantare", surnames="Oltrín Bascuá")
    file.opened(complaint(now - timedelta(hours=3)), report(now - timedelta(hours=2)),
                parties=(her, him), now=now)  # fmt: skip
    file.decision = act(
        "measures-decided", now, measures=["no-approach", "weapons-ban"], distance_metres=321,
        measures_until=(now + timedelta(days=30)).date(),
    )  # fmt: skip
    file.recorded(file.decision, by=COURT, now=now)
    return file


def told(client, asked: str) -> str:
    answer = client.post(PAGE, {"asked": asked})
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (HIS, "Tiene prohibiciones"),
        (HERS, "Tiene medidas que la protegen"),
        (" 0000-0018 ", "Tiene prohibiciones"),
        ("Vantare Oltrín Bascuá", "Tiene prohibiciones"),
        ("OLTRIN BASCUA VANTARE", "Tiene prohibiciones"),
        ("ilume quiroval tende", "Tiene medidas que la protegen"),
    ],
)
def test_either_side_is_found_by_document_or_whole_name(at_desk, measures, asked, words):
    page = told(at_desk(OTHER_POLICE), asked)

    assert words in page
    assert "321 m" in page
    assert "No tener ni portar armas" in page
    assert "Sí" in page
    assert "T-COURT-1" in page  # the court's name


def test_it_never_says_the_case_an_address_or_another_name(at_desk, measures):
    client = at_desk(OTHER_POLICE)
    code = str(measures.case_id)
    for asked in (HIS, "Vantare Oltrín Bascuá"):
        page = told(client, asked)
        for secret in (code, code[:8], ADDRESS, "Ilumé", "Quiroval", HERS, 'href="/casos/0'):
            assert secret not in page


@pytest.mark.parametrize("asked", ["Vantare", "Vantare Oltrín", "Oltrín Bascuá", "00000019"])
def test_part_of_a_name_or_another_document_finds_nothing(at_desk, measures, asked):
    assert "No consta ninguna medida" in told(at_desk(OTHER_POLICE), asked)


def plain(client, asked: str) -> str:
    import re

    text = told(client, asked).replace(asked, "")
    text = re.sub(r'data-staying="\d+"', "", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize("closed", ["conflict", "blocked", "trafficking", "ended", "over"])
def test_what_is_closed_or_over_answers_as_nothing(at_desk, measures, now, closed):
    if closed == "ended":
        measures.recorded(act("measures-ended", now), by=COURT, now=now)
    elif closed == "over":
        past = (now - timedelta(days=2)).date()
        again = act("variation-decided", now, measures=["no-approach"])
        measures.recorded(annulment(measures.decision, now), by=COURT, now=now)
        over = act("measures-decided", now, measures=["no-approach"], measures_until=past)
        measures.recorded(over, again, by=COURT, now=now)
    else:
        context.enter(POLICE)
        if closed == "trafficking":
            CaseMark.objects.update_or_create(
                case_id=measures.case_id, defaults={"trafficking": True}
            )
        else:
            Bar.objects.create(
                case_id=measures.case_id, subject=str(OTHER_POLICE.user_id), reason=closed,
                since=now,
            )  # fmt: skip
    client = at_desk(OTHER_POLICE)

    assert plain(client, HIS) == plain(client, "00000019")


def test_an_annulled_decision_leaves_nothing_in_force(at_desk, measures, now):
    measures.recorded(annulment(measures.decision, now), by=COURT, now=now)

    assert "No consta" in told(at_desk(OTHER_POLICE), HIS)


def test_a_variation_changes_what_is_told(at_desk, measures, now):
    varied = act("variation-decided", now, variation="replaced", distance_metres=500)
    measures.recorded(varied, by=COURT, now=now)

    assert "500 m" in told(at_desk(OTHER_POLICE), HIS)


def test_somebody_added_or_renamed_later_is_found(at_desk, measures, now):
    other = accused("00000021", names="Dorlán", surnames="Fenquí Sosté")
    operations.add_parties(case_id=measures.case_id, new=[other], by=POLICE, now=now)
    parties.amend(
        case_id=measures.case_id, party_id=other.party_id,
        facts={"surnames": "Fenquí Sostén"}, by=POLICE, now=now,
    )  # fmt: skip
    client = at_desk(OTHER_POLICE)

    assert "prohibiciones" in told(client, "Dorlán Fenquí Sostén")
    assert "prohibiciones" in told(client, "00000021")
    assert "No consta" in told(client, "Dorlán Fenquí Sosté")


def test_it_is_written_in_her_log_and_a_conflict_alerts(at_desk, measures, now, owner_connection):
    from ruta.access.audit import opened

    told(at_desk(OTHER_POLICE), HIS)

    found = [each for each in opened.of_case(measures.case_id) if each.event == "measure-check"]
    assert [(each.office_name, each.action) for each in found] == [
        ("Oficina inventada T-PNP-2", "read")
    ]


def test_a_conflict_leaves_something_to_be_told(at_desk, measures, now):
    context.enter(POLICE)
    Bar.objects.create(
        case_id=measures.case_id, subject=str(OTHER_POLICE.user_id), reason="conflict", since=now
    )
    left: list = []
    original = afterwards.write
    afterwards.write = left.append
    try:
        told(at_desk(OTHER_POLICE), HIS)
    finally:
        afterwards.write = original

    assert len(left) == 1


def test_beyond_the_hour_s_questions_it_says_whom_to_call(at_desk, measures, settings):
    settings.RUTA_MEASURE_CHECKS_HOUR = 2
    client = at_desk(OTHER_POLICE)
    told(client, "00000019")
    told(client, "00000019")

    answer = client.post(PAGE, {"asked": HIS})

    assert answer.status_code == 429
    assert "105" in answer.content.decode()
    assert "prohibiciones" not in answer.content.decode()


@pytest.mark.parametrize("somebody", [CEM, COURT])
def test_nobody_but_the_police_has_the_page(at_desk, somebody, measures):
    assert at_desk(somebody).get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "intrusion",
    [
        "select * from cases_measure",
        "select * from cases_measureindex",
        "delete from cases_measurelookup",
        f"select cases_measure_store('{UUID(int=7)}', 'x', 'x', '[]')",
        f"select cases_measure_people('{UUID(int=7)}', '[]')",
    ],
)
def test_the_web_reads_neither_table_and_writes_only_in_its_own_cases(db, intrusion):
    context.enter(worker("T-PNP-2"))
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(intrusion)


def test_a_court_cannot_ask_the_function(db):
    context.enter(COURT)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from cases_measure_check('x', null, 30)")
