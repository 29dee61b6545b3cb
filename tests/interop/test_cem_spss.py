"""A registry in SPSS's format is read as its text would be; labels that say otherwise are told."""

import contextlib
import random
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.interop import registries, spss_files
from tests.interop.registries import BringIn, Rows

from ruta.interop.cem import dates, delimited, opening, sources, spss, storing, values

TEXTS = {"CEM", "DPTO_DOMICILIO", "PROV_DOMICILIO", "DIST_DOMICILIO", "CENTRO_POBLADO_DOMICILIO"}
SEX: dict[float, str] = {0: "Mujer", 1: "HOMBRE"}


def as_spss(rows: Rows) -> list[dict[str, spss_files.Value]]:
    """The same rows with numbers and days instead of their texts."""
    return [{name: _value(name, text) for name, text in row.items()} for row in rows]


def _value(name: str, text: str) -> spss_files.Value:
    if name == values.ENTRY_DATE:
        return dates.parse(text, dates.MONTH_FIRST)
    if name in TEXTS:
        return text
    return float(text) if text else None


def test_the_same_rows_are_stored_the_same_from_either_format(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    text = bring_in(registries.write(tmp_path / "file.csv", few), strict=True)
    sav = bring_in(
        spss_files.write(tmp_path / "file.sav", as_spss(few), labels={"SEXO_VICTIMA": SEX}),
        strict=True,
    )

    assert text.stored is not None
    assert sav.stored is not None
    assert sav.stored.manifest["read"]["format"] == "SPSS"
    folders = (text.stored.folder, sav.stored.folder)
    one, other = (pq.read_table(folder / storing.ROWS) for folder in folders)
    written = {values.ENTRY_DATE}  # each as its file writes it, and the same day
    for name in set(one.column_names) - written:
        assert one[name].to_pylist() == other[name].to_pylist(), name
    days = [dates.parse(day, dates.MONTH_FIRST) for day in one[values.ENTRY_DATE].to_pylist()]
    assert days == [date.fromisoformat(day) for day in other[values.ENTRY_DATE].to_pylist()]


def test_labels_that_say_otherwise_than_the_dictionary_are_told(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    labels: dict[str, dict[float, str]] = {
        "SEXO_VICTIMA": {0: "Hombre", 1: "Mujer", 9: "Otro\x1b[2J"},
        "NIVEL_DE_RIESGO_VICTIMA": {1: "riesgo  leve"},
    }
    outcome = bring_in(spss_files.write(tmp_path / "file.sav", as_spss(few), labels=labels))

    assert outcome.report is not None
    told = [(r.code, r.in_file, r.in_dictionary) for r in outcome.report.relabelled]
    assert told == [("0", "Hombre", "Mujer"), ("1", "Mujer", "Hombre"), ("9", "Otro·[2J", "")]


def test_labels_that_say_otherwise_stop_a_strict_import(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    path = tmp_path / "file.sav"
    spss_files.write(path, as_spss(few), labels={"SEXO_VICTIMA": {0: "Hombre"}})
    assert bring_in(path, strict=True).stored is None


def test_a_fraction_is_odd(tmp_path: Path, few: Rows, bring_in: BringIn) -> None:
    rows = as_spss(few)
    rows[3]["CONDICION"] = 1.5
    outcome = bring_in(spss_files.write(tmp_path / "file.sav", rows))
    assert outcome.report is not None
    assert [(odd.value, odd.first_rows) for odd in outcome.report.odd] == [("1.5", (4,))]


def test_signs_of_latin_1_under_a_claim_of_utf_8_do_not_stop_it(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    rows = as_spss(few)
    rows[0]["CEM"] = "CEM ÁNCASH"
    path = spss_files.write(tmp_path / "file.sav", rows, encoding="latin-1")
    outcome = bring_in(path)
    assert outcome.stored is not None
    table = pq.read_table(outcome.stored.folder / storing.ROWS)
    assert table["CEM"][0].as_py() == "CEM ÁNCASH"
    assert "PUÑETAZOS" in table.column_names


@pytest.mark.parametrize("cut", [3, 100, 2000, -1000])
def test_a_file_cut_short_is_refused(
    tmp_path: Path, few: Rows, bring_in: BringIn, cut: int
) -> None:
    path = spss_files.write(tmp_path / "file.sav", as_spss(few))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(sources.UnreadableFile):
        bring_in(path)
    assert not list((tmp_path / "shelf").glob("*"))


def test_a_spoilt_byte_is_refused_or_told_and_never_an_error_of_ours(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    whole = spss_files.write(tmp_path / "file.sav", as_spss(few[:3])).read_bytes()
    draw = random.Random(30364)
    for _ in range(60):
        raw = bytearray(whole)
        for _ in range(draw.randint(1, 6)):
            raw[draw.randrange(4, min(len(raw), 20_000))] = draw.randrange(256)
        (tmp_path / "file.sav").write_bytes(raw)
        with contextlib.suppress(sources.UnreadableFile):
            assert bring_in(tmp_path / "file.sav").report is not None


def test_a_column_nobody_knows_is_told_and_not_kept(
    tmp_path: Path, few: Rows, bring_in: BringIn
) -> None:
    rows = [{**row, "NOMBRES": "Rosa Inventada"} for row in as_spss(few)]
    outcome = bring_in(spss_files.write(tmp_path / "file.sav", rows))
    assert outcome.report is not None
    assert outcome.stored is not None
    assert list(outcome.report.unknown_columns) == ["NOMBRES"]
    kept = b"".join(path.read_bytes() for path in outcome.stored.folder.iterdir())
    assert b"Rosa" not in kept


def test_a_file_of_something_else_is_refused(tmp_path: Path, bring_in: BringIn) -> None:
    path = spss_files.write(tmp_path / "file.sav", [{"EDAD": 3.0, "NOMBRES": "Rosa"}])
    with pytest.raises(sources.UnreadableFile, match="no variable of the registry"):
        bring_in(path)


def test_a_file_longer_than_a_chunk_is_read_to_its_end(
    tmp_path: Path, few: Rows, bring_in: BringIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spss, "ROWS", 7)
    rows = as_spss(few)[:20]
    outcome = bring_in(spss_files.write(tmp_path / "file.sav", rows), strict=True)
    assert outcome.report is not None
    assert outcome.report.rows == len(rows)
    assert outcome.report.duplicates == 0


def test_the_name_of_a_file_says_nothing_of_its_format(tmp_path: Path, few: Rows) -> None:
    known = frozenset(few[0])
    path = spss_files.write(tmp_path / "file.csv", as_spss(few))
    assert isinstance(opening.opened(path, known), spss.SpssFile)
    text = registries.write(tmp_path / "file.sav", few)
    assert isinstance(opening.opened(text, known), delimited.DelimitedFile)
