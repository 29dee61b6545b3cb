"""Simulated cases written as a store are those cases; how far they are from the published ones."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.simulator.test_command import UNTIL, command

from ruta.acts import filling as of_acts
from ruta.acts import store
from ruta.law import rulebook
from ruta.simulator import country, filling, fit
from ruta.simulator.offices import Office
from ruta.simulator.stream import SimCase

Offices = tuple[Office, ...]
CASES = 1500


@pytest.fixture(scope="module")
def cases(offices: Offices, until: datetime) -> tuple[SimCase, ...]:
    return tuple(country.simulate(cases=CASES, seed=5, until=until, offices=offices))


@pytest.fixture(scope="module")
def written(
    cases: tuple[SimCase, ...], offices: Offices, tmp_path_factory: pytest.TempPathFactory
) -> store.Store:
    folder = tmp_path_factory.mktemp("country")
    filling.fill(
        cases, folder, offices=offices, zone=rulebook.default().zone, about={"simulated": {}}
    )
    return store.opened(folder)


def test_a_store_holds_every_standing_act(cases: tuple[SimCase, ...], written: store.Store) -> None:
    undone = {act.corrects for case in cases for act in case.acts if act.corrects}
    standing = sum(1 for case in cases for act in case.acts if act.act_id not in undone)
    assert written.length == standing
    assert written.about["cases"] == CASES


def test_instants_and_offices_of_a_case_are_its_own(
    cases: tuple[SimCase, ...], written: store.Store
) -> None:
    acts = next(written.chunks())
    number = next(n for n, case in enumerate(cases) if not any(a.corrects for a in case.acts))
    rows = acts.case == number
    expected = sorted(cases[number].acts, key=lambda act: act.at)
    assert acts.at[rows].tolist() == [int(a.at.timestamp()) * 1_000_000 for a in expected]
    assert acts.office is not None
    offices = [written.dictionaries.offices[code] for code in acts.office[rows]]
    assert offices == [act.office for act in expected]


def test_what_was_annulled_or_corrected_says_nothing_of_a_case(
    cases: tuple[SimCase, ...], offices: Offices
) -> None:
    zone, known = rulebook.default().zone, {office.id: office for office in offices}
    for case in cases:
        undone = {act.annuls for act in case.acts} | {act.corrects for act in case.acts}
        stating = [a for a in case.acts if "violence_types" in a.facts and a.act_id not in undone]
        settled = of_acts.settled(filling.acts_of(case, known))
        said = filling.known_of(case, settled.undone, zone)
        assert ("violence_types" in said) == bool(stating)


def test_no_name_and_no_identifier_is_in_any_file(
    cases: tuple[SimCase, ...], written: store.Store
) -> None:
    found = b"".join(path.read_bytes() for path in written.folder.iterdir())
    for case in cases[:200]:
        for party in case.parties:
            assert party.facts["names"].encode() not in found
        assert str(case.case_id).encode() not in found
        assert case.case_id.bytes not in found


def test_the_country_fits_what_was_published(written: store.Store) -> None:
    margins = {margin.name: margin for margin in fit.margins(written)}
    for name in ("year", "department", "risk", "bond", "age", "disability", "foreign"):
        margin = margins[name]
        assert margin.chi_square < 1 + 5.5 * (2 / margin.freedom) ** 0.5, name
        assert sum(each.published for each in margin.categories) == pytest.approx(1)
        assert sum(each.simulated for each in margin.categories) == pytest.approx(1)
        assert margin.cases > 1000


def test_the_worst_margin_comes_first(written: store.Store) -> None:
    distances = [margin.distance for margin in fit.margins(written)]
    assert distances == sorted(distances, reverse=True)


def test_a_country_of_one_department_is_seen_to_be_far(
    offices: Offices, until: datetime, tmp_path: Path
) -> None:
    """The mutant: were only the shares of a country looked at by their total, it would fit."""
    of_puno = country.simulate(
        cases=200, seed=5, until=until, offices=offices, departments=["Puno"]
    )
    filling.fill(of_puno, tmp_path, offices=offices, zone=rulebook.default().zone, about={})
    department = next(m for m in fit.margins(store.opened(tmp_path)) if m.name == "department")
    assert department.distance > 0.9
    assert department.chi_square > 50


def test_a_category_never_published_is_infinitely_far() -> None:
    margin = fit.Margin("x", 10, (fit.Category("a", 1, 0.9), fit.Category("b", 0, 0.1)))
    assert margin.chi_square == float("inf")
    assert margin.distance == pytest.approx(0.1)


def test_only_the_published_years_are_counted(written: store.Store) -> None:
    assert written.cases is not None
    days = pq.read_table(written.cases).column("opened_day").to_pylist()
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    published = [day for day in days if 2020 <= (epoch + timedelta(days=day)).year <= 2025]
    year = next(margin for margin in fit.margins(written) if margin.name == "year")
    assert year.cases == len(published) < len(days)


def test_the_command_writes_a_store_and_measures_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--cases", "60", "--seed", "2", "--until", UNTIL, "--store", str(tmp_path))
    assert command(*words) == 0
    assert store.opened(tmp_path).about["simulated"]["seed"] == 2
    capsys.readouterr()
    assert command("--fit", "--store", str(tmp_path), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert {"name", "distance", "chi_square_over_freedom", "categories", "cases"} <= set(said[0])
    assert command("--fit", "--store", str(tmp_path)) == 0
    assert "chi²/df" in capsys.readouterr().out


def test_a_folder_that_is_no_store_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--fit", "--store", str(tmp_path)) == 2
    assert store.MEANINGS in capsys.readouterr().err


def test_a_country_made_to_be_measured_leaves_nothing_behind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command("--fit", "--cases", "40", "--until", UNTIL) == 0
    assert "published" in capsys.readouterr().out


def test_how_many_cases_must_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--until", UNTIL) == 2
    assert "--cases" in capsys.readouterr().err
