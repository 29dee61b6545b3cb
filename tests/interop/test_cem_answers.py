"""A case of Ruta answers the registry in its codes only; what is not known stays to be typed."""

import re
import struct
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from tests.interop.registries import BringIn

from ruta import cli
from ruta.acts import codes as our_codes
from ruta.interop.cem import answers, dates, dictionary, values, workbook, writing
from ruta.interop.cem.answers import ActTold, CaseTold

BOOK = dictionary.load()
NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
HOSTILE = "=HYPERLINK(1)"
OURS = {
    "VINCULO_PAREJA": "bonds",
    "VINCULO_FAMILIAR": "bonds",
    "SIN_VINCULO": "bonds",
    "VINCULO_AGRESOR_VICTIMA": "bonds",
    "SEXO_VICTIMA": "sexes",
    "TIPO_VIOLENCIA": "violence_types",
    "MODALIDADES_VCM": "modalities",
    "ETNIA_VICTIMA": "ethnicities",
    "NIVEL_DE_RIESGO_VICTIMA": "levels",
}
HER = {
    "names": "Ilumé (inventada)",
    "document_type": "dni",
    "document": "00000000",
    "sex": "mujer",
    "age": 34,
    "pregnant": "no",
    "disability": "visual",
    "ethnicity": "Aymara",
    "nationality": "Peruana",
    "civil_status": "soltero/a",
    "language": "aymara",
    "ubigeo": "210101",
    "address": "Jirón inventado 1",
}
CASE = CaseTold(
    centre="CEM Inventado",
    since=NOW,
    entered_on=date(2026, 3, 4),
    her=HER,
    accused={"sex": "hombre", "birth_date": "1990-03-05", "bond": "former-cohabitant"},
    acts=(
        ActTold(
            "complaint-presented-pnp", NOW - timedelta(hours=3), office_type="pnp",
            facts={"violence_types": ["fisica"], "modality": "pareja", "relation": "spouse"},
        ),
        ActTold("cem-notified", NOW, to_us=True, office_type="pnp"),
        ActTold("risk-form-completed", NOW + timedelta(hours=1), by_us=True,
                facts={"risk": "severo"}),
        ActTold("measures-decided", NOW + timedelta(hours=9), office_type="juzgado-familia"),
    ),
)  # fmt: skip


def test_a_case_answers_what_its_file_says() -> None:
    assert answers.row(CASE) == {
        "CEM": "CEM Inventado",
        "FECHA_INGRESO": "3/4/2026",
        "FORMA_INGRESO": "15",
        "VICTIMA_PERUANA": "1",
        "VICTIMA_EXTRANJERA": "0",
        "VICTIMA_CUENTA_DNI": "1",
        "SEXO_VICTIMA": "0",
        "EDAD_VICTIMA": "34",
        "VICTIMA_GESTANDO": "0",
        "ETNIA_VICTIMA": "2",
        "ESTADO_CIVIL_VICTIMA": "1",
        "DISCAPACIDAD_VICTIMA": "1",
        "SEXO_AGRESOR": "1",
        "EDAD_AGRESOR": "35",
        "VINCULO_AGRESOR_VICTIMA": "1",
        "VINCULO_PAREJA": "4",
        "TIPO_VIOLENCIA": "2",
        "NIVEL_DE_RIESGO_VICTIMA": "3",
        "INTERPUSO_DENUNCIA": "1",
        "CUENTA_MEDIDAS_PROTECCION": "0",
    }


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"her": HER | {"age": "18+"}}, "EDAD_VICTIMA"),
        ({"her": HER | {"sex": "no-consta"}}, "SEXO_VICTIMA"),
        ({"her": HER | {"sex": "hombre"}}, "VICTIMA_GESTANDO"),
        ({"her": HER | {"disability": ""}}, "DISCAPACIDAD_VICTIMA"),
        ({"her": HER | {"nationality": "no dice", "document_type": ""}}, "VICTIMA_PERUANA"),
        ({"centre": HOSTILE}, "CEM"),
        ({"centre": "x" * 44}, "CEM"),
        ({"acts": ()}, "INTERPUSO_DENUNCIA"),
        (
            {"acts": (ActTold("case-open", NOW, facts={"violence_types": ["fisica", "sexual"]}),)},
            "TIPO_VIOLENCIA",
        ),
    ],
)
def test_what_is_not_said_or_not_the_same_question_stays_blank(
    changes: dict[str, Any], variable: str
) -> None:
    assert variable not in answers.row(replace(CASE, **changes))


def test_where_she_lives_and_the_language_she_speaks_best_are_never_answered() -> None:
    row = answers.row(CASE)
    assert not answers.HOME & row.keys()
    assert "LENGUA_MATERNA_VICTIMA" not in row


@pytest.mark.parametrize(
    ("told", "country"), [("Venezolana (inventada)", ""), ("venezolana", "188"), ("Perú", ""),
                          ("COLOMBIA", "42"), ("España", "59")],
)  # fmt: skip
def test_a_nationality_is_a_country_or_nothing(told: str, country: str) -> None:
    row = answers.row(replace(CASE, her=HER | {"nationality": told, "document_type": ""}))
    assert row.get("VICTIMA_PAIS_EXTRANJERO", "") == country


def test_a_shelter_that_sent_her_is_not_told() -> None:
    sent = ActTold("referral-made", NOW, to_us=True, office_type="hogar-refugio")
    assert "FORMA_INGRESO" not in answers.row(replace(CASE, acts=(sent,)))


def test_every_code_of_ours_and_of_theirs_exists() -> None:
    for variable, table in answers.codes().items():
        known = BOOK.variables[variable].codes or {}
        assert set(table.values()) <= set(known), variable
        if variable in OURS:
            assert set(table) <= set(our_codes.lists()[OURS[variable]]), variable


def test_every_bond_but_the_groups_has_its_place() -> None:
    placed = [
        bond
        for variable in ("VINCULO_PAREJA", "VINCULO_FAMILIAR", "SIN_VINCULO")
        for bond in answers.codes()[variable]
    ]
    assert len(placed) == len(set(placed))
    assert set(placed) | {"partner", "family", "none"} == set(our_codes.lists()["bonds"])


texts = st.one_of(
    st.sampled_from([HOSTILE, "+51 999", "@x", "NA", "1", "0", "mujer", "18+", "2020-02-30"]),
    st.text(max_size=60),
    st.integers(-5, 200),
    st.booleans(),
)
facts = st.dictionaries(
    st.sampled_from([*HER, "bond", "birth_date", "education", "occupation", "relation", "risk",
                     "modality", "femicide_stage", "complainant_kind"]),
    texts, max_size=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(her=facts, accused=facts, stated=facts, centre=st.text(max_size=60))
def test_nothing_but_what_the_dictionary_knows_ever_comes_out(
    her: dict[str, Any], accused: dict[str, Any], stated: dict[str, Any], centre: str
) -> None:
    acts = (ActTold("risk-form-completed", NOW, by_us=True, facts=stated),)
    row = answers.row(replace(CASE, centre=centre, her=her, accused=accused, acts=acts))

    assert row.keys() - {values.ENTRY_DATE} <= answers.FILLED
    for name, text in row.items():
        if name != values.ENTRY_DATE:
            assert values.is_known(BOOK.variables[name], text, answers.CURRENT)
        assert not values.FORMULA.match(text)


def book(rows: list[dict[str, str]]) -> bytes:
    names = [each.name for each in writing.columns(answers.CURRENT)]
    lines = [["PUN-1", *(row.get(name, "") for name in names)] for row in rows]
    page = workbook.Page("Registro", [workbook.CASE, *names], lines)
    return workbook.written([page], mark="Inventado", now=NOW)


def test_what_is_written_is_read_again_without_an_odd_code(
    tmp_path: Path, bring_in: BringIn, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.xlsx").write_bytes(book([answers.row(CASE)] * 3))
    out = tmp_path / "registry.csv"

    assert cli.main(["export", "cem", str(tmp_path / "book.xlsx"), "--out", str(out)]) == 0

    outcome = bring_in(out)
    assert outcome.report is not None
    report = outcome.report
    assert (report.rows, report.by_form[answers.CURRENT]) == (3, 3)
    assert list(report.odd) == list(report.impossible_dates) == []
    assert list(report.missing_columns) == list(report.unknown_columns) == []
    assert report.outside == {}
    assert (report.out_of_form, report.withheld) == (0, 0)
    said = capsys.readouterr().out
    assert "DPTO_DOMICILIO" in said
    assert "stays" in said
    # An unanswered question is told on both sides.
    lacking = {each.variable.name for each in writing.lacking([answers.row(CASE)], answers.CURRENT)}
    assert set(report.blank) <= lacking


@pytest.mark.parametrize("form", list(BOOK.forms))
def test_every_version_of_the_form_is_written_with_its_own_columns(
    tmp_path: Path, bring_in: BringIn, form: str
) -> None:
    out = tmp_path / "registry.csv"
    writing.write(out, [answers.row(CASE, form=form)], form=form)
    header = out.read_text("utf-8").splitlines()[0].split(",")
    assert set(header) >= {each.name for each in BOOK.documented if each.in_form(form)}
    assert not [name for name in header if not BOOK.variables[name].in_form(form)]


def test_what_somebody_typed_and_the_dictionary_does_not_know_is_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {**answers.row(CASE), "ESTADO_CIVIL_VICTIMA": "9", "CEM": HOSTILE, "ESTUDIA": "Rosa Q."}
    (tmp_path / "book.xlsx").write_bytes(book([row]))
    out = tmp_path / "registry.csv"

    assert cli.main(["export", "cem", str(tmp_path / "book.xlsx"), "--out", str(out)]) == 1

    written, said = out.read_text("utf-8"), capsys.readouterr().out
    assert "HYPERLINK" not in written + said
    assert "Rosa" not in written + said
    assert "ESTADO_CIVIL_VICTIMA" in said


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0 not one", b"a,b\n1,2\n"]
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(workbook.UnreadableWorkbook):
        workbook.read(content)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in parts.items():
            into.writestr(name, content)
    return file.getvalue()


def in_sheet(pattern: bytes, by: bytes) -> bytes:
    """A workbook with something else in its first page."""
    parts = parts_of(book([answers.row(CASE)]))
    name = "xl/worksheets/sheet1.xml"
    changed = re.sub(pattern, by, parts[name])
    assert changed != parts[name]
    return zipped({**parts, name: changed})


def with_flag(content: bytes, *, method: int | None = None, locked: bool = False) -> bytes:
    """Its parts said to be packed or locked otherwise, in both places where a zip says so."""
    raw = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), content):
            if locked:
                struct.pack_into("<H", raw, found.start() + at, 1)
            if method is not None:
                struct.pack_into("<H", raw, found.start() + at + 2, method)
    return bytes(raw)


def spoilt() -> dict[str, bytes]:
    """Workbooks that only the reading of a part finds out."""
    whole = book([answers.row(CASE)])
    middle = whole.index(b"xl/sharedStrings.xml") + 40
    return {
        "packed in no known way": with_flag(whole, method=77),
        "packed otherwise": with_flag(whole, method=14),
        "a locked part": with_flag(whole, locked=True),
        "a damaged part": whole[:middle] + bytes(200) + whole[middle + 200 :],
        "cut short": whole[: len(whole) // 2],
        "no such text": in_sheet(rb"<v>[0-9]+</v>", b"<v>99999</v>"),
        "the text before the first": in_sheet(rb"<v>[0-9]+</v>", b"<v>-1</v>"),
        "a text of another script": in_sheet(rb"<v>[0-9]+</v>", "<v>٣</v>".encode()),
        "a bomb of entities": in_sheet(
            rb"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
        ),
        "deep": in_sheet(rb"<sheetData>", b"<a>" * 200_000 + b"<sheetData>"),
        "larger than it may be": whole + bytes(workbook.LARGEST_BYTES),
    }


@pytest.mark.parametrize("how", list(spoilt()))
def test_a_spoilt_workbook_is_refused_in_one_line(how: str) -> None:
    with pytest.raises(workbook.UnreadableWorkbook):
        workbook.read(spoilt()[how])


def test_cells_that_do_not_say_their_place_are_read_in_their_order() -> None:
    bare = in_sheet(rb'(<c|<row) r="[A-Z0-9]+"', rb"\1")
    (row,) = workbook.read(bare)
    (kept,) = workbook.read(book([answers.row(CASE)]))
    assert [text for text in row.values() if text] != []
    assert row["CEM"] == kept["CEM"]


def test_the_file_is_closed_to_other_accounts(tmp_path: Path) -> None:
    out = tmp_path / "registry.csv"
    writing.write(out, [answers.row(CASE)], form=answers.CURRENT)
    assert out.stat().st_mode & 0o077 == 0


def test_a_column_of_a_workbook_says_nothing_to_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.xlsx").write_bytes(
        workbook.written(
            [workbook.Page("Casos", ["CEM", "X\u009b2J\u202e"], [["CEM Inventado", "1"]])],
            mark="", now=NOW,
        )
    )  # fmt: skip
    cli.main(["export", "cem", str(tmp_path / "book.xlsx"), "--out", str(tmp_path / "r.csv")])
    said = capsys.readouterr().out
    assert "have no place in this form" in said
    assert not {"\u009b", "\u202e"} & set(said)


def test_a_workbook_with_a_password_opens_with_that_one_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    locked, out = tmp_path / "book.xlsx", tmp_path / "registry.csv"
    with locked.open("wb") as file:
        OOXMLFile(BytesIO(book([answers.row(CASE)]))).encrypt("abcd-efgh", file)
    words = ["export", "cem", str(locked), "--out", str(out), "--password-file"]
    for name, password in (("right", "abcd-efgh\n"), ("wrong", "abcd-efgj")):
        (tmp_path / name).write_text(password)

    assert cli.main([*words, str(tmp_path / "wrong")]) == 1
    assert not out.exists()
    assert cli.main([*words, str(tmp_path / "right")]) == 0
    assert "1 cases" in capsys.readouterr().out


def test_a_number_typed_in_a_workbook_is_read_as_its_code() -> None:
    cell = '<c r="A2"><v>3.0</v></c>'
    root = ElementTree.fromstring(
        f'<row xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{cell}</row>'
    )
    assert [workbook._of_cell(each, []) for each in root] == ["3"]


def test_the_command_takes_no_office(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ["export", "cem", "--office", "CEM-1", "--out", str(tmp_path / "x.csv")]
    assert cli.main(words) == 2
    assert "/registro-cem/" in capsys.readouterr().err
    assert not (tmp_path / "x.csv").exists()


def test_the_day_of_entry_is_written_as_the_registry_writes_it() -> None:
    assert dates.parse(answers.row(CASE)[values.ENTRY_DATE], dates.MONTH_FIRST) == date(2026, 3, 4)
