"""What the page of a case opens: people, how to reach her, dates and measures; never her story."""

from tests.cases.stage import (
    NOW,
    POLICE,
    SUPERVISOR,
    Stage,
    act,
    complaint,
    severe_form,
    survivor,
)

from ruta.cases import opening, queries


def test_the_page_opens_people_and_what_acts_coordinate(file: Stage) -> None:
    told = act("complaint-presented-pnp", violence_types=["fisica"])
    file.opened(told, severe_form(), parties=(survivor(telephone="000 1"),))

    opened = opening.open_page(
        POLICE, queries.case_file(POLICE, file.case_id, now=NOW), "case-page"
    )

    assert opened.survivor is not None
    assert opened.survivor.facts["telephone"] == "000 1"
    assert opened.facts == {told.act_id: {"violence_types": ["fisica"]}}


def test_the_page_leaves_her_account_sealed(file: Stage) -> None:
    file.opened(complaint(), act("account-told", account="Relato inventado."))

    opened = opening.open_page(
        POLICE, queries.case_file(POLICE, file.case_id, now=NOW), "case-page"
    )

    assert opened.facts == {}


def test_nothing_is_opened_for_a_supervisor(file: Stage) -> None:
    file.opened(complaint(), parties=(survivor(),))

    seen = queries.case_file(SUPERVISOR, file.case_id, now=NOW)

    assert opening.open_page(SUPERVISOR, seen, "page") == opening.Opened()
