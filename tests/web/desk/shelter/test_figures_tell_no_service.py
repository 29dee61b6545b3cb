"""SEC-7: no figure, list or file of an office tells which service of protection is in a case."""

from itertools import product

import pytest
from tests.cases.stage import COURT, POLICE, SUPERVISOR
from tests.web.desk.shelter.conftest import (
    COLLEAGUE,
    HEAD,
    HOST,
    LEAD,
    MARKS,
    OTHER_SERVICE,
    PLACER,
    SERVICE,
)

from ruta.cases.figures.attributes import UNITS

pytestmark = [pytest.mark.django_db, pytest.mark.check("SEC-7")]
OUTSIDE = {"the police": POLICE, "the court": COURT, "who coordinates the CEM": LEAD,
           "who places her": PLACER, "the supervisor": SUPERVISOR}  # fmt: skip
QUESTIONS, BEHIND = "/mi-oficina/preguntas/", "/mi-oficina/detalle/"


def total(placed, who, unit: str) -> int:
    rows = next(iter(UNITS[unit].attributes))
    return placed.desk(who).get(QUESTIONS, {"filas": f"{unit}.{rows}"}).context["total"]


@pytest.mark.parametrize("who", OUTSIDE.values(), ids=OUTSIDE)
def test_sec_7_nobody_outside_reads_which_service_it_is(placed, who):
    client = placed.desk(who)
    pages = ["/supervision/"] if who in (LEAD, SUPERVISOR) else []
    for unit in UNITS:
        pages += [f"{BEHIND}?tema={unit}", f"{BEHIND}exportar/?tema={unit}&formato=csv"]
        pages += [f"{QUESTIONS}?filas={unit}.{name}" for name in UNITS[unit].attributes]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200
        told = answer.content.decode()
        assert [mark for mark in MARKS if mark in told] == [], address


def test_sec_7_an_address_that_names_a_service_answers_all_alike(placed):
    for who, unit, name in product((POLICE, SUPERVISOR), UNITS, ("oficina", "razon")):
        lines = [
            len(placed.desk(who).get(BEHIND, {"tema": unit, name: code}).context["lines"])
            for code in (SERVICE, OTHER_SERVICE, "SP-799")
        ]
        assert len(set(lines)) == 1, (unit, name, lines)


def test_sec_7_of_a_service_only_who_is_named_counts_the_case(placed):
    for unit in UNITS:
        assert total(placed, COLLEAGUE, unit) == 0, unit
    assert (total(placed, HOST, "casos"), total(placed, HEAD, "casos")) == (1, 1)
