"""Who is in a case: named as they may be, with how to reach them, for those in the case."""

import pytest
from tests.cases.stage import POLICE, accused, complaint, report, survivor

pytestmark = pytest.mark.django_db


def test_someone_is_denounced_until_a_conviction_is_final(file, now, at_desk):
    file.opened(complaint(now), report(now), parties=(survivor(), accused(age=40)), now=now)
    page = at_desk(POLICE).get(f"/casos/{file.case_id}/personas/").content.decode()
    assert "Persona denunciada" in page
    assert "Persona sentenciada" not in page


def test_a_name_na_is_shown_as_a_name(file, now, at_desk):
    file.opened(complaint(now), parties=(survivor(names="NA"), accused(names="")), now=now)

    page = at_desk(POLICE).get(f"/casos/{file.case_id}/").content.decode()

    assert '<p class="someone__name">NA</p>' in page
    assert "Sin nombre anotado" in page


def test_markup_in_a_name_is_text(file, now, at_desk):
    file.opened(complaint(now), parties=(survivor(names="<b>Ilumé</b>"),), now=now)

    for path in ("", "personas/"):
        page = at_desk(POLICE).get(f"/casos/{file.case_id}/{path}").content.decode()
        assert "&lt;b&gt;Ilumé" in page


def test_her_district_and_telephone_are_told_in_words(href, at_desk):
    page = at_desk(POLICE).get(f"{href}personas/").content.decode()

    assert "000 111" in page
    assert "Puno, Puno" in page
