"""
No page, chart, map, file, header or alternative text carries a number that is not released.

Every address is read twice: of the release, and of the same release with nothing published. What
the first says more than the second must be among the released, rounded values.
"""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from openpyxl import load_workbook
from tests.web.public.figures.walk import Page, numbers, pdf_text

from ruta.accountability.figures import scorecard
from ruta.accountability.publish import release, rounding
from ruta.accountability.publish.release import MEASURES, Release
from ruta.web.components import bars
from ruta.web.public.figures import report
from ruta.web.public.figures.addresses import Asked

OF_THE_CONTENT = ("ETag", "Content-Length")
RULES = {"0", "9", "10", "100"}
"""The numbers of the rules of rounding, where a page says what `<10` means."""
SOME_PLACES = ("", "21", "2101")


def asked(of: Release, *, most: int) -> Iterator[str]:
    """
    The pages of a release: the front, each table for some places, and for each value of it.

    :param most: at most so many values of an attribute, and so many places of the first table
    """
    yield from ("/cifras/", "/cifras/metodo/", Asked(of.id).page, Asked(of.id, language="en").page)
    yield from (Asked(of.id).page + part for part in ("servicios-esenciales/", "brechas/"))
    for name, table in of.tables.items():
        yield from (Asked(of.id, name, place).page for place in SOME_PLACES)
        for by in table.dimensions:
            values = sorted({row[by] for row in table.rows()})[:most]
            yield from (Asked(of.id, name, by=by, only=value).page for value in values)
    places = [row["place"] for row in of.tables["in-time"].rows()]
    yield from (Asked(of.id, "in-time", place).page for place in places[:most])


@pytest.fixture(scope="module")
def allowed(shelves) -> set[str]:
    """What may be said: the released values, and a share of a hundred told as whole dots."""
    return (set(release.allowed_values(shelves.told)) - {rounding.SMALL}) | RULES


@pytest.fixture
def twice(shelves, reader, monkeypatch):
    """`twice(address)`: the answer of the release, and that of the bare one."""

    def ask(address):
        answers = []
        for of in (shelves.told, shelves.bare):
            monkeypatch.setenv("RUTA_RELEASES", str(of.folder.parent))
            answers.append(reader.get(address))
            assert answers[-1].status_code == 200, address
        return answers

    return ask


def whole_shares(of: Release) -> set[str]:
    """The shares of the country rounded once more, to the dots of a hundred."""
    shares = (t.row()["share"] for t in of.tables.values() if not t.dimensions)
    return {str(Decimal(each).quantize(Decimal(1), "ROUND_HALF_UP")) for each in shares if each}


@pytest.mark.check("SEC-42")
@pytest.mark.check("SEC-45")
@pytest.mark.parametrize("most", [4, pytest.param(1000, marks=pytest.mark.full)])
def test_every_page_says_released_values_only_and_draws_them_as_long_as_they_are(
    most, shelves, twice, allowed
):
    walked, id_ = 0, shelves.told.id
    fronts = {"/cifras/", Asked(id_).page, Asked(id_, language="en").page}
    for address in dict.fromkeys(asked(shelves.told, most=most)):
        told, bare = (Page(answer.content.decode()) for answer in twice(address))
        more = told.numbers - bare.numbers
        also = whole_shares(shelves.told) if address in fronts else set()
        also |= standing(shelves.told) if "servicios" in address else set()
        assert more <= allowed | also, address
        all_read_back(told, allowed, address)
        walked += 1

    assert walked > 60


def standing(of: Release) -> set[str]:
    """How many cells of the scorecard have figures, assessments or nothing."""
    every = [scored.standing for scored in scorecard.score(of.tables.values())]
    return {str(every.count(each)) for each in set(every)}


def all_read_back(page, allowed, address) -> None:
    for chart in page.charts:
        reads_back(chart, allowed, address)


def reads_back(chart, allowed, address) -> None:
    """Of a chart's lines, each bar and interval is some measure's rounding of a released value."""
    drawn = [line for line in chart if line.width]
    if not drawn:
        return
    released, bounds = known(frozenset(allowed))
    first = drawn[0]
    about = 100 * Decimal(first.said) / Decimal(first.width.rstrip("%"))
    tops = [
        top
        for top in {Decimal(100), *bounds}
        if abs(top - about) < about / 100
        and all(bars.place(Decimal(line.said), top) == line.width for line in drawn)
    ]
    assert tops, f"{address}: bars that are no released values: {drawn}"
    assert all(Decimal(line.said) in released for line in drawn), address
    ends = {end for line in chart for end in line.ends}
    assert any(ends <= {bars.place(each, top) for each in bounds} for top in tops), address


@cache
def known(allowed: frozenset[str]) -> tuple[frozenset[Decimal], frozenset[Decimal]]:
    """The released values, and with them the ends of the intervals that their rounding leaves."""
    released = frozenset(Decimal(each) for each in allowed)
    counts = [each for each in allowed if each.isdigit() and int(each) >= rounding.THRESHOLD]
    ends = {Decimal(int(end)) for each in counts for end in rounding.interval(each)}
    return released, released | ends | {Decimal(0), Decimal(rounding.THRESHOLD - 1)}


@pytest.mark.check("SEC-45")
def test_the_dots_of_the_map_are_where_the_districts_are_whatever_the_figures(shelves, twice):
    address = Asked(shelves.told.id, "in-time").page

    told, bare = (Page(answer.content.decode()) for answer in twice(address))

    assert len(told.dots) == 25
    assert told.dots == bare.dots or set(told.dots) == set(bare.dots)


@pytest.mark.check("SEC-45")
def test_what_is_kept_is_marked_by_a_hash_of_what_it_shows_and_by_nothing_else(shelves, twice):
    for address in (
        Asked(shelves.told.id, "in-time").page,
        Asked(shelves.told.id, "in-time").file("csv"),
    ):
        told, bare = twice(address)
        mark = hashlib.blake2b(told.content, digest_size=16).hexdigest()
        assert told.headers["ETag"] == f'"{mark}"'
        said, unsaid = (
            {name: value for name, value in answer.headers.items() if name not in OF_THE_CONTENT}
            for answer in (told, bare)
        )
        assert said == unsaid


@pytest.mark.check("SEC-42")
@pytest.mark.check("SEC-45")
def test_every_csv_holds_the_released_texts_cell_by_cell(shelves, twice):
    for name, table in shelves.told.tables.items():
        told, _bare = twice(Asked(shelves.told.id, name).file("csv"))
        rows = list(csv.DictReader(io.StringIO(told.content.decode())))
        kept = [{column: row[column] for column in table.columns} for row in rows]
        assert kept == [dict(row) for row in table.rows()]
        assert {row["datos_simulados"] for row in rows} == {
            "Datos simulados, semilla 30364: no describen a nadie."
        }


@pytest.mark.check("SEC-45")
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.full)])
def test_every_workbook_holds_the_released_values_and_says_it_is_invented(every, told, reader):
    for name, table in list(told.tables.items())[::every]:
        answer = reader.get(Asked(told.id, name).file("xlsx"))
        book = load_workbook(io.BytesIO(answer.content))
        about, data = book.worksheets
        assert about["B1"].value == data["A1"].value == book.properties.description
        assert data["A1"].value.startswith("Datos simulados")
        found = [
            [cell.value for cell in row][-len(MEASURES) :] for row in data.iter_rows(min_row=3)
        ]
        published = [[row[measure] for measure in MEASURES] for row in table.rows()]
        assert [[_same(cell) for cell in row] for row in found] == [
            [_same(text) for text in row] for row in published
        ]


def _same(cell: object) -> object:
    """A cell as a number where it is one: a workbook does not keep how it was written."""
    text = "" if cell is None else str(cell)
    return float(text) if text.replace(".", "", 1).isdigit() else text


@pytest.mark.check("SEC-42")
def test_the_archive_is_the_one_that_was_frozen(told, reader):
    answer = reader.get(f"/cifras/{told.id}/paquete.zip")

    assert answer.content == told.archive.read_bytes()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        for table in told.tables.values():
            inside = archive.read(f"{told.id}/{table.said['file']}")
            assert hashlib.sha256(inside).hexdigest() == table.said["sha256"]


@pytest.mark.check("SEC-45")
def test_the_report_says_released_values_only_and_draws_them_as_long(shelves, twice, allowed):
    told, bare = (
        pdf_text(answer.content) for answer in twice(f"/cifras/{shelves.told.id}/informe.pdf")
    )

    assert "semilla 30364" in told
    assert numbers(told) - numbers(bare) <= allowed
    lines = lines_of(report.content(shelves.told, "es-pe"))
    drawn = [line for line in lines if line["bar"]]
    assert len(drawn) > 60
    assert all(f"{100 * line['bar']:.1f} %" == line["text"] for line in drawn)


def lines_of(content) -> list[dict]:
    groups = [
        g for part in ("articles", "figures") for each in content[part] for g in each["groups"]
    ]
    return [line for group in groups for line in group["lines"]]


def test_the_walk_would_see_a_number_that_is_not_released(shelves, twice, allowed):
    told, bare = twice(Asked(shelves.told.id, "in-time").page)
    exact = re.sub(r"222,340", "222,337", told.content.decode())
    longer = re.sub(r'(<rect[^>]* width=")54\.', r"\g<1>57.", told.content.decode())
    assert exact != told.content.decode() != longer

    leaked = Page(exact).numbers - Page(bare.content.decode()).numbers - allowed

    assert leaked == {"222337"}
    with pytest.raises(AssertionError, match="no released values"):
        all_read_back(Page(longer), allowed, "a changed page")
