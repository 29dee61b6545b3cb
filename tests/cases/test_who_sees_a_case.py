"""Who sees a case: offices with an act, an address or a duty; nobody else can tell it exists."""

from uuid import uuid4

import pytest
from tests.cases.stage import (
    CEM,
    COURT,
    FAR_COURT,
    FAR_SUPERVISOR,
    HEALTH,
    NOW,
    POLICE,
    PROSECUTOR,
    SUPERVISOR,
    Stage,
    act,
    complaint,
    report,
    severe_form,
    survivor,
)

from ruta.access.viewer import Viewer
from ruta.cases import accounts, admission, facts, operations, parties, queries
from ruta.cases.codes import code_of
from ruta.cases.models import Involvement


def told(file: Stage) -> None:
    file.opened(
        complaint(),
        severe_form(),
        act("account-told", NOW, account="Relato inventado"),
        report(),
        parties=(survivor(),),
    )


def attempts(viewer: Viewer, file: Stage) -> list:
    """Everything one may try on a case, each with its outcome."""
    id_ = file.case_id
    tries = [
        lambda: queries.case_file(viewer, id_, now=NOW),
        lambda: accounts.read_account(viewer, id_, "care"),
        lambda: parties.read(viewer, id_, "care"),
        lambda: facts.read(viewer, id_, "care"),
        lambda: operations.record(case_id=id_, acts=[], by=viewer, now=NOW),
        lambda: operations.record(
            case_id=id_, acts=[act("note-added", NOW, note="x")], by=viewer, now=NOW
        ),
    ]
    return [_outcome(attempt) for attempt in tries]


def _outcome(attempt: object) -> tuple:
    try:
        attempt()  # type: ignore[operator]
    except queries.NotFound as error:
        return type(error), len(error.args)
    return ("passed",)


@pytest.mark.parametrize("outsider", [HEALTH, PROSECUTOR, FAR_COURT, FAR_SUPERVISOR])
def test_a_denied_case_and_one_that_does_not_exist_are_the_same(
    file: Stage, outsider: Viewer
) -> None:
    told(file)
    nothing = Stage(case_id=uuid4())

    denied, absent = attempts(outsider, file), attempts(outsider, nothing)

    assert denied == absent == [(queries.NotFound, 1)] * len(denied)


@pytest.mark.parametrize("insider", [POLICE, COURT])
def test_an_office_with_an_act_an_address_or_a_duty_sees_it(file: Stage, insider: Viewer) -> None:
    told(file)

    seen = queries.case_file(insider, file.case_id, now=NOW)

    assert seen.case.case_id == file.case_id
    assert accounts.read_account(insider, file.case_id, "care").tellings


def test_a_supervisor_sees_clear_columns_and_opens_nothing(file: Stage) -> None:
    told(file)

    seen = queries.case_file(SUPERVISOR, file.case_id, now=NOW)

    assert len(seen.acts) == 4
    for read in (accounts.read_account, parties.read):
        with pytest.raises(admission.Closed):
            read(SUPERVISOR, file.case_id, "care")
    assert facts.read(SUPERVISOR, file.case_id, "care") == {}


def test_a_list_shows_the_offices_own_cases_only(file: Stage) -> None:
    told(file)

    def listed(viewer: Viewer) -> list:
        return list(queries.list_cases(viewer, queries.CaseFilters(), now=NOW).rows)

    assert [row.case_id for row in listed(POLICE)] == [file.case_id]
    assert [row.case_id for row in listed(SUPERVISOR)] == [file.case_id]
    assert listed(HEALTH) == listed(CEM) == listed(FAR_SUPERVISOR) == []


def test_a_code_finds_only_ones_own(file: Stage) -> None:
    told(file)
    code = queries.case_file(POLICE, file.case_id, now=NOW).case.code

    careless = code.lower().replace("-", " ")

    assert [row.case_id for row in queries.find_by_code(COURT, careless)] == [file.case_id]
    assert queries.find_by_code(HEALTH, code) == ()


def test_a_case_is_new_to_an_office_until_someone_of_it_opens_it(file: Stage) -> None:
    told(file)

    assert queries.case_file(COURT, file.case_id, now=NOW).case.is_new
    operations.mark_opened(case_id=file.case_id, by=COURT, now=NOW)
    assert not queries.case_file(COURT, file.case_id, now=NOW).case.is_new
    assert Involvement.objects.get(case_id=file.case_id, office_id="T-PNP-1").opened_at == NOW


@pytest.mark.parametrize("role", ["supervisor", "police_officer", ""])
def test_who_has_no_office_and_is_not_ruta_sees_nothing(file: Stage, role: str) -> None:
    told(file)
    Involvement.objects.filter(office_id="T-COURT-1").update(department="")  # a national office
    nobody = Viewer(uuid4(), "", "", role, "")

    with pytest.raises(queries.NotFound):
        queries.case_file(nobody, file.case_id, now=NOW)
    assert queries.list_cases(nobody, queries.CaseFilters(), now=NOW).rows == ()
    assert queries.list_obligations(nobody, queries.ObligationFilters(), now=NOW).rows == ()
    assert queries.my_day(nobody, NOW).coming.count == queries.my_day(nobody, NOW).today.count == 0
    assert queries.supervision(nobody, NOW).without_office.count == 0
    assert queries.court_queue(nobody, queries.CourtFilters(), now=NOW).rows == ()
    assert queries.find_by_code(nobody, code_of(file.case_id, "PUNO")) == ()
