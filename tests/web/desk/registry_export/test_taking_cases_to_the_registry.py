"""Whoever coordinates a centre takes its cases to the public registry, in codes; nobody else."""

import re
import zipfile
from io import BytesIO

import msoffcrypto
import pytest
from tests.cases.stage import (
    CEM,
    HEALTH,
    HOUR,
    POLICE,
    SUPERVISOR,
    accused,
    act,
    complaint,
    survivor,
    worker,
)  # fmt: skip

from ruta import cli
from ruta.access.audit import notes
from ruta.access.keys import derived, vault
from ruta.access.standing import Standing
from ruta.cases import blocks
from ruta.interop.cem import importing, storing, workbook
from ruta.web.components import lima
from ruta.web.desk.registry_export import gathering, page

ADDRESS = "/registro-cem/"
MINUTE = HOUR / 60
SECRETS = {
    "names": "Ilumé Xentrópica",
    "document_type": "dni",
    "document": "00004321",
    "telephone": "000 918273",
    "address": "Jirón Quimérico 77",
    "occupation": "=HYPERLINK(1)",
}


@pytest.fixture
def coordinator(accounts, owner_connection):
    """The centre's person coordinates it."""
    owner_connection.execute(
        "update access_user set coordinates = true where id = any(%s)",
        [[CEM.user_id, POLICE.user_id, HEALTH.user_id, SUPERVISOR.user_id]],
    )


@pytest.fixture
def known(file, now, coordinator):
    """A case of the police that the centre was told of, three hours ago."""
    complaint = act(
        "complaint-presented-pnp", now - 3 * HOUR, door="police", violence_types=["fisica"],
        relation="former-cohabitant",
    )  # fmt: skip
    told = act(
        "account-told", now - 3 * HOUR, account="Relato Inenarrable", account_language="aymara"
    )
    form = act("risk-form-completed", now - 2 * HOUR, risk="severo")
    referred = act("cem-notified", now - HOUR, to=CEM.office_id, channel="shared-file")
    her = survivor(**SECRETS, sex="mujer", age=34, ubigeo="210101", bond="former-cohabitant")
    him = accused(sex="hombre", age=40, bond="former-cohabitant", whereabouts="Paradero Quimérico")
    file.opened(complaint, told, form, referred, by=POLICE, now=now, parties=(her, him))
    return file


def days(now) -> dict[str, str]:
    today = lima.day_of(now).isoformat()
    return {"first": today, "last": today}


def taken_out(client, now) -> tuple[bytes, str]:
    """The workbook, out of its password's envelope, and the password."""
    offered = client.post(ADDRESS, days(now)).content.decode()
    (password,) = re.findall(r'id="contrasena">([^<]+)<', offered)
    (sealed,) = re.findall(r'name="sealed" value="([^"]+)"', offered)
    answer = client.post(ADDRESS, {"sealed": sealed})
    locked, plain = msoffcrypto.OfficeFile(BytesIO(answer.content)), BytesIO()
    locked.load_key(password=password, verify_password=True)
    locked.decrypt(plain)
    return plain.getvalue(), password


def every_text(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())


def test_a_case_is_taken_out_in_the_codes_of_the_registry(known, at_desk, now):
    content, _password = taken_out(at_desk(CEM), now)

    (row,) = workbook.read(content)
    today = lima.day_of(now)
    assert {name: text for name, text in row.items() if text} == {
        "CEM": f"Oficina inventada {CEM.office_id}",
        "FECHA_INGRESO": f"{today.month}/{today.day}/{today.year}",
        "FORMA_INGRESO": "15",
        "VICTIMA_PERUANA": "1",
        "VICTIMA_EXTRANJERA": "0",
        "VICTIMA_CUENTA_DNI": "1",
        "SEXO_VICTIMA": "0",
        "EDAD_VICTIMA": "34",
        "SEXO_AGRESOR": "1",
        "EDAD_AGRESOR": "40",
        "VINCULO_AGRESOR_VICTIMA": "1",
        "VINCULO_PAREJA": "4",
        "TIPO_VIOLENCIA": "2",
        "NIVEL_DE_RIESGO_VICTIMA": "3",
        "INTERPUSO_DENUNCIA": "1",
    }


def test_no_name_document_address_account_or_formula_is_anywhere_in_it(known, at_desk, now):
    content, _password = taken_out(at_desk(CEM), now)

    text = every_text(content)
    told = ("Ilumé", "Xentr", "Vantare", "00004321", "918273", "Quim", "Inenarrable", "HYPERLINK")
    assert [word for word in told if word in text] == []
    assert "210101" not in text
    assert "<f>" not in text


def test_it_says_who_took_it_out_and_what_is_left_to_type(known, at_desk, now):
    content, _password = taken_out(at_desk(CEM), now)

    text = every_text(content)
    assert f"Oficina inventada {CEM.office_id}" in text
    assert "Dónde vive no sale de Ruta." in text
    assert "Ruta no lo pregunta." in text


def test_what_is_taken_out_and_written_is_read_again_without_an_odd_code(
    known, at_desk, now, tmp_path
):
    content, _password = taken_out(at_desk(CEM), now)
    (tmp_path / "book.xlsx").write_bytes(content)
    out = tmp_path / "registry.csv"

    assert cli.main(["export", "cem", str(tmp_path / "book.xlsx"), "--out", str(out)]) == 0

    outcome = importing.bring_in(out, storing.Shelf(tmp_path / "shelf"), now=now)
    assert outcome.report is not None
    report = outcome.report
    assert report.rows == 1
    assert [*report.odd, *report.impossible_dates, *report.unknown_columns] == []
    assert list(report.missing_columns) == []
    assert (report.outside, report.withheld, report.skipped_lines) == ({}, 0, 0)


@pytest.mark.parametrize("viewer", [POLICE, HEALTH, SUPERVISOR], ids=lambda viewer: viewer.role)
def test_for_whoever_coordinates_another_kind_of_office_it_is_not_there(
    known, at_desk, now, viewer
):
    client = at_desk(viewer)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, days(now)).status_code == 404


def test_for_a_worker_of_the_centre_who_does_not_coordinate_it_is_not_there(file, at_desk, now):
    client = at_desk(CEM)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"sealed": "AAAA"}).status_code == 404
    assert ADDRESS not in client.get("/casos/").content.decode()


def test_the_list_of_cases_leads_there(known, at_desk):
    assert ADDRESS in at_desk(CEM).get("/casos/").content.decode()


def test_a_case_of_another_office_is_not_counted_nor_taken(file, at_desk, now, coordinator):
    file.opened(complaint(now - HOUR), by=POLICE, now=now, parties=(survivor(sex="mujer"),))

    page_ = at_desk(CEM).post(ADDRESS, days(now))

    assert page_.status_code == 422
    assert "no entró ningún caso" in page_.content.decode()


def test_a_case_she_closed_to_the_coordinator_is_as_if_it_were_not_there(known, at_desk, now):
    colleague = worker(CEM.office_id, "second")
    blocks.shut(
        case_id=known.case_id, subject=str(CEM.user_id), reason="blocked", by=colleague, now=now
    )

    answer = at_desk(CEM).post(ADDRESS, days(now))

    assert answer.status_code == 422
    assert "no entró ningún caso" in answer.content.decode()


def test_a_case_in_which_she_does_not_want_to_be_counted_is_left_out_and_told(known, at_desk, now):
    refused = act("consent-refused", now, consent_purpose="figures")
    known.recorded(refused, by=POLICE, now=now)

    content, _password = taken_out(at_desk(CEM), now)

    assert workbook.read(content) == []
    assert "Ella no quiso que su caso se cuente" in every_text(content)


def test_more_cases_than_may_be_opened_in_an_hour_are_refused_before_any_is_opened(
    known, at_desk, now, settings, monkeypatch
):
    settings.RUTA_CAP_PERSON_HOUR = 0
    monkeypatch.setattr(gathering, "gather", lambda *_args, **_options: pytest.fail("opened"))
    answer = at_desk(CEM).post(ADDRESS, days(now))
    assert answer.status_code == 422
    assert "Elige menos días" in answer.content.decode()
    assert page.most() == 0


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [("", "2026-01-31", "primer día"), ("2026-01-31", "2026-01-01", "anterior")],
)
def test_days_that_are_none_are_told(coordinator, file, at_desk, first, last, says):
    answer = at_desk(CEM).post(ADDRESS, {"first": first, "last": last})
    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.parametrize(
    ("first", "last"),
    [("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("31/12/9999", "31/12/9999")],
)
def test_days_in_which_nobody_lived_have_no_case(coordinator, file, at_desk, first, last):
    answer = at_desk(CEM).post(ADDRESS, {"first": first, "last": last})
    assert answer.status_code == 422
    assert "no entró ningún caso" in answer.content.decode()


def test_all_days_together_are_days(known, at_desk):
    answer = at_desk(CEM).post(ADDRESS, {"first": "0001-01-01", "last": "9999-12-31"})
    assert answer.status_code == 200


@pytest.mark.parametrize("how", ["consent-refused", "consent-revoked"])
def test_who_took_back_being_counted_is_left_out_and_told(known, at_desk, now, how):
    agreed = act(
        "consent-given", now - MINUTE, consent_purpose="figures", consent_how="written",
        consent_until=lima.day_of(now).isoformat(),
    )  # fmt: skip
    known.recorded(agreed, by=POLICE, now=now)
    what = {"consent_purpose": "figures"} if how == "consent-refused" else {}
    known.recorded(act(how, now, **what), by=POLICE, now=now)

    content, _password = taken_out(at_desk(CEM), now)

    assert workbook.read(content) == []
    assert "Ella no quiso que su caso se cuente" in every_text(content)


@pytest.mark.check("SEC-7")
def test_a_case_of_which_nothing_may_leave_is_not_in_the_file_at_all(
    known, at_desk, now, monkeypatch
):
    """As where the centre itself is implicated: whoever is named there reads and takes nothing."""
    monkeypatch.setattr(
        Standing, "readable",
        lambda self, *, own, action="read": frozenset() if action == "export" else frozenset("IC"),
    )  # fmt: skip

    content, _password = taken_out(at_desk(CEM), now)

    assert workbook.read(content) == []
    text = every_text(content)
    assert "Ella no quiso" not in text
    assert "PUN-" not in text


def test_of_each_case_only_what_may_leave_is_asked_for_and_the_file_is_noted(
    known, at_desk, now, monkeypatch
):
    asked, noted, original = [], [], vault.open_batch

    def opened(items, **words):
        asked.extend((item.compartment, words["actor"], words["purpose"]) for item in items)
        return original(items, **words)

    monkeypatch.setattr(vault, "open_batch", opened)
    monkeypatch.setattr(notes, "note_afterwards", lambda event, **what: noted.append((event, what)))

    taken_out(at_desk(CEM), now)

    assert {letter for letter, _who, _why in asked} == {"C", "I"}
    assert {(who, why) for _letter, who, why in asked} == {(CEM, gathering.PURPOSE)}
    ((event, what),) = [each for each in noted if each[0] == "export"]
    assert (event, what["by"], what["detail"]) == ("export", CEM, {"cases": 1})


def test_its_purpose_is_one_that_the_keeper_takes_as_an_export():
    assert derived.NAME_FORM.fullmatch(gathering.PURPOSE)
    assert gathering.PURPOSE.startswith("export")
