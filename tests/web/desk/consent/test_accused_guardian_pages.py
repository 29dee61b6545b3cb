"""Wherever somebody is named to answer for a child, an accused guardian is not: pages and files."""

import re

import pytest
from tests.cases.stage import CEM, COURT, POLICE, Stage, accused, act, complaint, report, survivor
from tests.web.desk.case.conftest import filled  # noqa: F401
from tests.web.desk.court.conftest import answers  # noqa: F401

from ruta.cases import queries
from ruta.web.desk.case import document

pytestmark = [pytest.mark.django_db, pytest.mark.check("SEC-13")]
HIS = "Vantare"
FATHER = {"names": f"{HIS} Oltrén (inventado)", "bond": "parent", "sex": "hombre"}
PAGES = (
    "", "personas/", "permisos/", "permisos/nuevo/", "permisos/hoja/", "quien-abrio/", "relato/",
    "actos/nuevo/", "plazos/", "expediente/", "decision/", "decision/avisos/",
)  # fmt: skip
PRINTED = re.compile(r"[^\W\d_]*vantare[^\W\d_]*", re.IGNORECASE)


@pytest.fixture
def opened(now, file):
    """`opened("who may answer")`: a case of a girl of nine whose father is accused."""

    def make(who: str) -> Stage:
        made = Stage()
        made.opened(
            complaint(now), act("cem-notified", now, to="T-CEM-1"), report(now),
            parties=(survivor(age="9", contact_person=who, safe_channel="phone"),
                     accused(**FATHER)),
            now=now,
        )  # fmt: skip
        return made

    return make


def times(client, case: Stage, page: str) -> int:
    answer = client.get(f"/casos/{case.case_id}/{page}")
    return len(PRINTED.findall(answer.content.decode("utf-8", "replace")))


@pytest.mark.parametrize("reader", [POLICE, CEM, COURT], ids=lambda one: one.role)
def test_sec_13_no_page_names_him_to_answer_for_her(opened, at_desk, answers, reader):  # noqa: F811
    written, blank = opened(f"{HIS} Oltrén"), opened("")
    court, client = at_desk(COURT), at_desk(reader)
    for case in (written, blank):
        court.post(f"/casos/{case.case_id}/decision/", answers())

    for page in PAGES:
        assert times(client, written, page) == times(client, blank, page), page
    people = client.get(f"/casos/{written.case_id}/personas/").content.decode()
    assert "Quién puede contestar" not in people


def test_her_grandmother_is_named(opened, at_desk):
    case = opened("Su abuela Ilda (inventada)")

    assert "Ilda" in at_desk(CEM).get(f"/casos/{case.case_id}/personas/").content.decode()


def test_sec_13_the_file_and_the_lists_name_him_no_more(opened, at_desk, monkeypatch):
    said = []
    original = document.typeset
    monkeypatch.setattr(
        document, "typeset", lambda content: said.append(content) or original(content)
    )
    client = at_desk(CEM)
    for who in (f"{HIS} Oltrén", ""):
        client.get(f"/casos/{opened(who).case_id}/expediente.pdf")

    named = [len(PRINTED.findall(str(each))) for each in said]
    exported = client.get("/casos/exportar/?formato=csv")
    assert named[0] == named[1]
    assert HIS.encode() not in b"".join(exported)


def test_a_consent_is_not_corrected_on_its_page_but_given_anew(opened, at_desk, filled, now):  # noqa: F811
    case, client = opened(""), at_desk(POLICE)
    page = f"/casos/{case.case_id}/permisos/nuevo/"
    upe = {"by": "representative", "role": "upe", "office": "T-CEM-1", "parts": ["identity"],
           "accion": "confirmar"}  # fmt: skip
    assert client.post(page, filled(client, page, **upe)).status_code == 302
    (given,) = [
        each for each in queries.case_file(POLICE, case.case_id, now=now).acts
        if each.kind == "consent-given"
    ]  # fmt: skip
    address = f"/casos/{case.case_id}/actos/{given.act_id}/corregir/"

    for answer in (
        client.get(address, follow=True),
        client.post(address, {"consent_role": "father", "why": "x"}, follow=True),
    ):
        assert answer.redirect_chain[-1][0] == f"/casos/{case.case_id}/permisos/"
        assert "Lo que ella decidió no se corrige" in answer.content.decode()
    acts = queries.case_file(POLICE, case.case_id, now=now).acts
    assert not any(each.corrects for each in acts)


def test_what_she_took_back_is_not_struck_out(opened, at_desk, filled, now):  # noqa: F811
    case, client = opened(""), at_desk(POLICE)
    base = f"/casos/{case.case_id}/"
    page = f"{base}permisos/nuevo/"
    upe = {"by": "representative", "role": "upe", "office": "T-CEM-1", "parts": ["identity"],
           "accion": "confirmar"}  # fmt: skip
    client.post(page, filled(client, page, **upe))
    client.post(f"{base}permisos/retirar/", {"oficina": "T-CEM-1", "office": "T-CEM-1"})
    revoked = [
        each for each in queries.case_file(POLICE, case.case_id, now=now).acts
        if each.kind == "consent-revoked"
    ]  # fmt: skip
    assert revoked

    answer = client.get(f"{base}actos/{revoked[0].act_id}/anular/")

    assert answer.status_code == 302
    assert answer["Location"] == f"{base}permisos/"
