"""A registry file is taken in whatever form it comes; what is odd in it is told, never dropped."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.interop.registries import NOW, BringIn, Rows, write

from ruta import cli
from ruta.interop.cem import checking, delimited, dictionary, importing, sources, storing

NAME = "MARIA QUISPE MAMANI"


def changed(rows: Rows, **cells: str) -> Rows:
    """The rows with cells of the second one changed."""
    return [{**row, **(cells if at == 1 else {})} for at, row in enumerate(rows)]


def stored_text(shelf_folder: Path) -> str:
    """Everything an import keeps, as text."""
    kept = [path.read_text("utf-8") for path in shelf_folder.rglob("*.json")]
    kept += [str(pq.read_table(path).to_pydict()) for path in shelf_folder.rglob("*.parquet")]
    return "\n".join(kept)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_any_delimiter_and_encoding_is_found_out(
    tmp_path: Path, few: Rows, bring_in: BringIn, delimiter: str, encoding: str
) -> None:
    rows = changed(few, CEM="CEM ÁNCASH")
    path = write(tmp_path / "file.csv", rows, delimiter=delimiter, encoding=encoding)

    outcome = bring_in(path, strict=True)

    assert outcome.stored is not None
    assert outcome.stored.manifest["read"] == {
        "format": "delimited text",
        "encoding": encoding,
        "delimiter": delimited.DELIMITERS[delimiter],
    }
    table = pq.read_table(outcome.stored.folder / storing.ROWS)
    assert table["CEM"][1].as_py() == "CEM ÁNCASH"
    assert "PUÑETAZOS" in table.column_names


def test_windows_signs_are_told_from_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("CEM;CONDICION\nLima “1”;1\n".encode("cp1252"))
    assert delimited.encoding_of(path) == "cp1252"


@pytest.mark.parametrize(
    ("cells", "variable", "value"),
    [
        ({"SEXO_VICTIMA": "7"}, "SEXO_VICTIMA", "7"),
        ({"SEXO_VICTIMA": "NA"}, "SEXO_VICTIMA", "NA"),
        ({"AREA_RESIDENCIA_DOMICILIO": "U"}, "AREA_RESIDENCIA_DOMICILIO", "U"),
        ({"EDAD_VICTIMA": "121"}, "EDAD_VICTIMA", "121"),
        ({"EDAD_VICTIMA": "-3"}, "EDAD_VICTIMA", "-3"),
        ({"DPTO_DOMICILIO": "26"}, "DPTO_DOMICILIO", "26"),
        ({"CEM": "=1+"}, "CEM", "=1+"),
        ({"OCUPACION_AGRESOR": NAME}, "OCUPACION_AGRESOR", "(19 characters)"),
    ],
)
def test_an_odd_value_is_told_with_its_variable_number_and_row(
    tmp_path: Path, few: Rows, bring_in: BringIn, cells: dict[str, str], variable: str, value: str
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, **cells)))

    assert outcome.report is not None
    (odd,) = outcome.report.odd
    assert (odd.variable, odd.value, odd.count, odd.first_rows) == (variable, value, 1, (2,))
    assert odd.form == "2023-10"


@pytest.mark.parametrize("text", ["1.0", " 1 ", "01", "1,00"])
def test_one_written_in_other_ways_is_one(
    tmp_path: Path, few: Rows, bring_in: BringIn, text: str
) -> None:
    path = write(tmp_path / "file.csv", changed(few, CONDICION=text), delimiter=";")
    outcome = bring_in(path, strict=True)
    assert outcome.stored is not None
    assert pq.read_table(outcome.stored.folder / storing.ROWS)["CONDICION"][1].as_py() == "1"


def test_a_department_that_lost_its_zero_gets_it_back(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, DPTO_DOMICILIO="3")), strict=True)
    assert outcome.stored is not None
    assert "03" in pq.read_table(outcome.stored.folder / storing.ROWS)["DPTO_DOMICILIO"].to_pylist()


@pytest.mark.parametrize("day", ["13/45/2024", "2/30/2024", "1/1/1998", "1/1/2031", "0/0/0000"])
def test_an_impossible_day_is_told(tmp_path: Path, few: Rows, bring_in: BringIn, day: str) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, FECHA_INGRESO=day)))

    assert outcome.report is not None
    (odd,) = outcome.report.impossible_dates
    assert (odd.value, odd.count, odd.first_rows) == (day, 1, (2,))


@pytest.mark.parametrize(
    ("written", "order"),
    [("{2}-{0:0>2}-{1:0>2}", "month/day/year"), ("{1}/{0}/{2}", "day/month/year")],
)
def test_the_order_of_day_and_month_is_that_of_the_whole_file(
    tmp_path: Path, few: Rows, bring_in: BringIn, written: str, order: str
) -> None:
    rows = [{**r, "FECHA_INGRESO": written.format(*r["FECHA_INGRESO"].split("/"))} for r in few]
    outcome = bring_in(write(tmp_path / "file.csv", rows), strict=True)
    assert outcome.report is not None
    assert (outcome.report.date_order, outcome.report.date_order_sure) == (order, True)


def test_days_that_can_be_read_both_ways_are_told(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    rows = [{**row, "FECHA_INGRESO": "3/4/2024"} for row in few]
    outcome = bring_in(write(tmp_path / "file.csv", rows))
    assert outcome.report is not None
    assert not outcome.report.date_order_sure
    assert outcome.report.first_day == "2024-03-04"


def test_missing_and_unknown_columns_are_named_and_the_unknown_is_not_kept(
    tmp_path: Path, few: Rows, shelf: storing.Shelf, bring_in: BringIn
) -> None:
    rows = [{**row, "NOMBRE": NAME} for row in few]
    for row in rows:
        del row["INFORMANTE"]

    outcome = bring_in(write(tmp_path / "file.csv", rows))

    assert outcome.report is not None
    assert list(outcome.report.missing_columns) == ["INFORMANTE"]
    assert list(outcome.report.unknown_columns) == ["NOMBRE"]
    assert "QUISPE" not in stored_text(tmp_path / "shelf")


def test_a_text_too_long_for_a_code_is_neither_kept_nor_shown(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    cells = {"OCUPACION_VICTIMA": NAME, "FECHA_INGRESO": "el 3 lo dijo Rosa"}
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, **cells)))

    assert outcome.report is not None
    assert outcome.report.withheld == 2
    kept = stored_text(tmp_path / "shelf")
    assert "QUISPE" not in kept
    assert "Rosa" not in kept


def test_rows_that_repeat_another_are_counted_and_kept(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", [*few, few[0], few[5], few[0]]), strict=True)

    assert outcome.report is not None
    assert outcome.report.duplicates == 3
    assert list(outcome.report.first_duplicates) == [61, 62, 63]
    assert outcome.report.rows == 63


def test_a_blank_where_the_form_requires_an_answer_is_counted(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, CONDICION="")))
    assert outcome.report is not None
    assert outcome.report.blank == {"CONDICION": 1}


def test_each_row_is_of_the_form_whose_columns_it_fills(sample: Path, bring_in: BringIn) -> None:
    outcome = bring_in(sample, strict=True)
    assert outcome.report is not None
    assert all(rows > 1000 for rows in outcome.report.by_form.values())
    assert sum(outcome.report.by_form.values()) == outcome.report.rows
    assert outcome.report.out_of_form == 0


def test_a_row_of_a_month_in_which_another_form_was_in_use_is_counted(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, FECHA_INGRESO="2/25/2020")))
    assert outcome.report is not None
    assert outcome.report.out_of_form == 1


def test_a_row_that_leaves_the_mark_of_the_last_form_blank_is_still_of_its_year(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    cells = {"ANTECEDENTE_DESAPARICION": "", "FECHA_INGRESO": "3/14/2025"}
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, **cells)))
    assert outcome.report is not None
    assert outcome.report.by_form["2023-10"] == len(few)
    assert outcome.report.blank == {"ANTECEDENTE_DESAPARICION": 1}


def test_a_strict_import_leaves_nothing_of_a_file_with_a_problem(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", changed(few, SEXO_VICTIMA="7")), strict=True)
    assert outcome.stored is None
    assert list((tmp_path / "shelf").iterdir()) == []


def test_the_same_file_again_is_recognised(tmp_path: Path, few: Rows, bring_in: BringIn) -> None:
    path = write(tmp_path / "file.csv", few)
    first = bring_in(path)
    again = bring_in(path.rename(tmp_path / "other.csv"))

    assert not first.again
    assert again.again
    assert first.stored is not None
    assert again.stored is not None
    assert again.stored.folder == first.stored.folder


def test_what_is_kept_is_closed_to_other_accounts(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", few))
    assert outcome.stored is not None
    assert outcome.stored.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: b"", "empty"),
        (lambda text: b"a,b\n1,2\n", "names no variable"),
        (lambda text: text.replace(b"CONDICION", b"CEM", 1), "two columns are named"),
        (lambda text: text + b'"' + b"x" * (3 * delimited.BLOCK), "quotation mark"),
        (lambda text: b"x" * (1 << 17), "no header"),
        (lambda text: b"\x00" * 4096, "no header"),
        (lambda text: b"$FL2" + text, "damaged SPSS file"),
        (lambda text: text.decode().encode("utf-16")[:101], "cut short"),
        (lambda text: b"\xff\xfe" + b"C\x00E\x00M\x00\x00\xd8", "encoding"),
    ],
)
def test_what_is_no_registry_is_refused_in_one_line_and_leaves_nothing(
    tmp_path: Path, few: Rows, bring_in: BringIn, spoil: Callable[[bytes], bytes], says: str
) -> None:
    path = write(tmp_path / "file.csv", few)
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(sources.UnreadableFile, match=says):
        bring_in(path)

    assert not list((tmp_path / "shelf").glob("*"))


def test_a_line_cut_short_is_counted_and_the_others_are_kept(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    path = write(tmp_path / "file.csv", few)
    path.write_bytes(path.read_bytes()[:-40])

    outcome = bring_in(path)

    assert outcome.report is not None
    assert (outcome.report.rows, outcome.report.skipped_lines) == (59, 1)


def test_a_header_without_rows_is_an_empty_registry(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    path = write(tmp_path / "file.csv", few)
    path.write_text(path.read_text().splitlines()[0] + "\n")
    outcome = bring_in(path)
    assert outcome.report is not None
    assert outcome.report.rows == 0


def test_values_of_every_kind_in_every_row_are_told_within_bounds(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    rows = [{**few[0], "OCUPACION_VICTIMA": f"x{n}"} for n in range(900)]
    outcome = bring_in(write(tmp_path / "file.csv", rows))
    assert outcome.report is not None
    assert len(outcome.report.odd) == 200
    assert outcome.report.odd_beyond == {"OCUPACION_VICTIMA": 700}


DAYS = 120_000


def test_as_many_days_as_rows_are_met_in_a_moment() -> None:
    days = pa.chunked_array([[f"{n:06}/{n % 97:03}" for n in range(DAYS)]])
    checker = checking.Checker(["FECHA_INGRESO"], dictionary.load())
    before = time.process_time()

    checker._note_days(days)

    assert time.process_time() - before < 2
    assert checker._days["000002/002"] == (0, [3])


def test_an_impossible_day_is_told_with_its_first_rows() -> None:
    checker = checking.Checker(["FECHA_INGRESO"], dictionary.load())
    for days in (["3/4/2024", "13/13/2024", "", "13/13/2024"], ["14/14/2024", "13/13/2024"]):
        checker.take(pa.table({"FECHA_INGRESO": pa.array([day or None for day in days])}))

    told = checker.report(today=NOW.date(), labels={}).impossible_dates

    assert [(each.value, each.count, each.first_rows) for each in told] == [
        ("13/13/2024", 3, (2, 4)), ("14/14/2024", 1, (5,)),
    ]  # fmt: skip


def test_the_command_tells_what_it_found_and_rounds_what_it_counts(
    tmp_path: Path, few: Rows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUTA_REGISTRY", str(tmp_path / "kept"))
    path = write(tmp_path / "file.csv", changed(few, SEXO_VICTIMA="7", OCUPACION_VICTIMA=NAME))

    assert cli.main(["import", "cem", str(path), "--summary", "--against-published"]) == 0

    said = capsys.readouterr().out
    assert "60 rows" in said
    assert "SEXO_VICTIMA" in said
    assert "QUISPE" not in said
    summary, compared = said[said.index("cases by year") :].split("published counts of")
    assert "<10" in summary
    counts = [line.split()[-1] for line in (*summary.splitlines(), *compared.splitlines()) if line]
    numbers = [int(word) for word in counts if word.isdecimal()]
    assert 60 in numbers
    assert [number for number in numbers if number % 10] == []


def test_a_strict_command_fails(
    tmp_path: Path, few: Rows, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUTA_REGISTRY", str(tmp_path / "kept"))
    path = write(tmp_path / "file.csv", changed(few, SEXO_VICTIMA="7"))
    assert cli.main(["import", "cem", str(path), "--strict"]) == 1
    assert "not imported: 1 problems" in capsys.readouterr().out


def test_a_manifest_says_what_was_read_and_by_which_dictionary(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    outcome = bring_in(write(tmp_path / "file.csv", few))
    assert outcome.stored is not None
    manifest = json.loads((outcome.stored.folder / storing.MANIFEST).read_text("utf-8"))
    assert manifest["sha256"] == sources.sha256_of(tmp_path / "file.csv")
    assert manifest["imported_at"] == NOW.isoformat(timespec="seconds")
    assert len(manifest["dictionary_sha256"]) == 64


def test_an_import_stopped_half_way_leaves_nothing(
    tmp_path: Path, few: Rows, shelf: storing.Shelf
) -> None:
    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.bring_in(write(tmp_path / "f.csv", few), shelf, now=NOW, progress=stop)
    assert list((tmp_path / "shelf").iterdir()) == []
