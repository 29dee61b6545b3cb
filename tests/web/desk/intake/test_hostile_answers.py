"""Every page of a report, with hostile answers in every field: told or kept, never an error."""

import pytest
from tests.web.desk.intake.taking import PLAIN, Taking
from tests.web.desk.test_hostile_input import DAYS, INSTANTS, TEXTS, runs, send, shown

from ruta.web.desk.intake import route

HOSTILE = (*TEXTS.values(), *INSTANTS[:3], *DAYS[:3])
SPARED = {"persona": {"age": "15"}}
PAGES = {slug: SPARED if slug in ("proteccion", "nivel") else {} for slug in PLAIN}


def fields_of(taking: Taking, slug: str) -> list[str]:
    return [each.html_name for each in taking.see(slug).context["form"]]


@pytest.mark.parametrize("slug", [slug for slug in PAGES if slug != route.PAUSE])
def test_a_page_of_a_report_takes_or_refuses_whatever_is_written(taking, slug) -> None:
    report = taking().until(slug, **PAGES[slug])
    fields = fields_of(report, slug)
    assert fields

    for value in HOSTILE:
        answer = send(report.client, report.address(slug), dict.fromkeys(fields, value))
        assert answer.status_code in (302, 422), value[:40]
        page = report.see(slug)
        assert page.status_code in (200, 302), value[:40]
        assert not runs(shown(answer)), value[:40]
        assert not runs(shown(page)), value[:40]
