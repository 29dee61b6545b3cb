"""What she permits, set with her caseworker: read back, recorded, taken back in one step."""

from datetime import timedelta

import pytest
from tests.cases.stage import CEM, HEALTH, POLICE, SUPERVISOR, accused, act, complaint, survivor
from tests.web.desk.case.conftest import filled  # noqa: F401

from ruta.access.walls import Grant
from ruta.cases.consenting import lima_day

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MARKED = ["identity", "coordination", "risk", "account", "contact"]


@pytest.fixture
def told(file, now):
    """The police took her account and told the women's centre."""
    file.opened(
        complaint(now - DAY),
        act("account-told", now - DAY, account="Relato inventado."),
        act("cem-notified", now - DAY, to="T-CEM-1"),
        parties=(survivor(age="31", ubigeo="210101"),),
        now=now,
    )
    return file


@pytest.fixture
def permits(told):
    return f"/casos/{told.case_id}/permisos/"


def held(file, **more):
    return list(
        Grant.objects.filter(case_id=file.case_id, basis="consent", **more).values_list(
            "office_id", "compartments"
        )
    )


@pytest.fixture
def given(told, permits, at_desk, filled):  # noqa: F811
    """`given(office="T-CEM-1")`: the form as it is shown, with some answers, and its answer."""

    def send(by=POLICE, **more):
        client = at_desk(by)
        sent = filled(client, f"{permits}nuevo/", **{"office": "T-CEM-1", "parts": MARKED, **more})
        return client.post(f"{permits}nuevo/", sent)

    return send


def test_it_is_read_back_before_it_is_recorded(told, given):
    page = given(accion="").content.decode()

    assert "Léeselo antes de registrar" in page
    assert "Su relato" in page
    assert held(told) == []


def test_confirmed_it_holds_and_the_page_says_so_in_words_and_in_a_picture(
    told, given, permits, at_desk
):
    answer = given(accion="confirmar")
    page = at_desk(POLICE).get(permits).content.decode()

    assert answer.status_code == 302
    assert held(told) == [("T-CEM-1", "CILNR")]
    assert "Ella permite: Oficina inventada T-CEM-1" in page
    assert page.count("who-sees__end") == 5
    assert "Lo que cada oficina ve por ley" in page


def test_with_it_the_centre_reads_and_without_it_is_asked_for(told, given, at_desk):
    account = f"/casos/{told.case_id}/relato/"
    assert "Pídele su consentimiento" in at_desk(CEM).get(account).content.decode()

    given(accion="confirmar")

    assert "Relato inventado." in at_desk(CEM).post(account).content.decode()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("until", {"until": "91"}),
        ("parts", {"parts": None}),
        ("witness", {"how": "thumbprint"}),
        ("office", {"office": ""}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(told, given, now, field, change):
    if change.get("until"):
        change = {"until": (lima_day(now) + 91 * DAY).isoformat()}

    answer = given(accion="", **change)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert held(told) == []


def test_nothing_is_marked_before_she_says_it(told, permits, at_desk, filled):  # noqa: F811
    form = filled(at_desk(POLICE), f"{permits}nuevo/")

    assert not form.get("parts")


def test_no_is_noted_and_blocks_nothing(told, given, permits, at_desk):
    assert given(accion="no").status_code == 302

    page = at_desk(POLICE).get(permits).content.decode()
    assert "Ella no dio su consentimiento" in page
    assert held(told) == []
    assert at_desk(CEM).get(f"/casos/{told.case_id}/").status_code == 200


def test_it_is_changed_from_what_was_agreed_before(told, given, permits, at_desk, filled):  # noqa: F811
    given(accion="confirmar", parts=["risk"])

    form = filled(at_desk(POLICE), f"{permits}nuevo/?oficina=T-CEM-1")

    assert form["office"] == "T-CEM-1"
    assert form["parts"] == ["risk"]


def test_who_has_no_place_in_the_case_finds_none_of_it(permits, at_desk):
    client = at_desk(HEALTH)
    for path in ("", "nuevo/", "hoja/", "simular/"):
        assert client.get(permits + path).status_code == 404
    for path in ("nuevo/", "retirar/", "cifras/"):
        assert client.post(permits + path, {"oficina": "T-CEM-1"}).status_code == 404


def test_who_supervises_looks_and_decides_nothing(told, given, permits, at_desk):
    given(accion="confirmar")
    client = at_desk(SUPERVISOR)

    assert "Anotar lo que ella decide" not in client.get(permits).content.decode()
    assert client.post(f"{permits}retirar/", {"oficina": "T-CEM-1"}).status_code == 403
    assert client.get(f"{permits}nuevo/").status_code == 403
    assert held(told)


def test_a_child_is_decided_for_by_nobody_accused(file, now, at_desk, filled):  # noqa: F811
    father = accused(names="Oltrén (inventado)", bond="parent", sex="hombre")
    file.opened(complaint(now), parties=(survivor(age="9"), father), now=now)
    address, client = f"/casos/{file.case_id}/permisos/nuevo/", at_desk(POLICE)
    for more in (
        {},
        {"by": "representative", "role": "father", "representative": "Otro (inventado)"},
    ):
        sent = filled(client, address, office="T-PNP-1", accion="confirmar", **more)
        answer = client.post(address, sent)
        assert answer.status_code == 422
    assert held(file) == []


def test_to_be_counted_is_a_permission_of_its_own(told, permits, at_desk):
    client = at_desk(POLICE)

    client.post(f"{permits}cifras/", {"cuenta": "si"})
    assert "Ella permite que su caso se cuente" in client.get(permits).content.decode()
    client.post(f"{permits}cifras/", {"cuenta": "no"})

    assert "Ella permite que su caso se cuente" not in client.get(permits).content.decode()
    assert held(told) == []


@pytest.mark.check("SEC-13")
def test_a_child_of_nine_is_not_counted_by_her_word_alone_and_the_page_says_so(file, at_desk, now):
    file.opened(complaint(now), parties=(survivor(age="9"),), now=now)
    client, permits = at_desk(POLICE), f"/casos/{file.case_id}/permisos/"

    assert client.post(f"{permits}cifras/", {"cuenta": "si"}).status_code == 302

    page = client.get(permits).content.decode()
    assert "decide quien la representa, la UPE o el juzgado" in page
    assert "Ella permite que su caso se cuente" not in page


@pytest.mark.parametrize(
    ("language", "words"), [("es", "Usted decide quién ve"), ("en", "You decide who sees")]
)
def test_the_sheet_is_in_her_language(told, given, permits, at_desk, language, words):
    given(accion="confirmar")

    page = at_desk(POLICE).get(f"{permits}hoja/?lengua={language}").content.decode()

    assert words in page
    assert f'<html lang="{language}' in page


def test_a_consent_is_recorded_on_its_page_and_from_no_list(told, at_desk):
    client = at_desk(POLICE)

    assert client.get(
        f"/casos/{told.case_id}/actos/nuevo/?clase=consent-given"
    ).status_code == 404  # fmt: skip


def test_markup_in_the_name_of_a_witness_is_text(given):
    page = given(accion="", how="thumbprint", witness="<b>Testigo</b>").content.decode()

    assert "&lt;b&gt;Testigo" in page
    assert "<b>Testigo" not in page


# --- What would this office see, and by which rule ------------------------------------------------


@pytest.fixture
def coordinating(accounts, owner_connection):
    """The officer of the stage coordinates the station."""
    owner_connection.execute(
        "update access_user set coordinates = true where id = %s", [POLICE.user_id]
    )


def test_who_coordinates_asks_what_another_office_would_see(told, permits, coordinating, at_desk):
    client = at_desk(POLICE)

    none = client.get(f"{permits}simular/?oficina=T-CEM-1")
    rulings = {one.part: one for one in none.context["rulings"]}

    assert rulings["Quién es"].read == "sí"
    assert rulings["Su relato"].read == "no: cerrado"
    assert rulings["Su relato"].own == "sí"
    assert rulings["Su relato"].rule.startswith("Regla 14.")
    assert rulings["Quién es"].rule.startswith("Regla 13.")
    assert client.get(f"/casos/{told.case_id}/").status_code == 200


def test_who_does_not_coordinate_does_not(permits, at_desk):
    assert at_desk(POLICE).get(f"{permits}simular/?oficina=T-CEM-1").status_code == 404
