"""Which earlier releases an attacker has beside a new one, and what stands behind each of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from tests.accountability.publish import invented
from tests.accountability.publish.test_disclosure import KEPT, frozen

from ruta.accountability.indicators.reading import Indicator
from ruta.accountability.publish import earlier, gate
from ruta.accountability.publish.figure import Figure
from ruta.accountability.publish.freezing import Draft, freeze
from ruta.accountability.publish.period import Period, period
from ruta.accountability.publish.release import Release

SEED = 4


def bare(into: Path, *ids: str) -> list[Release]:
    """Releases without a table, the newest first."""
    said = {
        "period": {"from": "2025-01-01", "until": "2026-01-01"},
        "simulated": None,
        "made_at": "2026-12-01T00:00:00+00:00",
    }
    return [freeze(Draft({"id": id_, **said}, []), into=into) for id_ in ids]


def linked(releases: Sequence[Release], asked: str) -> list[str]:
    return [one.id for one in earlier.linked(releases, period(asked))]


@pytest.mark.check("SEC-40")
def test_quarters_that_a_year_joins_are_linked_and_others_are_not(tmp_path: Path) -> None:
    quarters = bare(tmp_path, "2025-Q3", "2025-Q2", "2025-Q1", "2024")

    assert linked(quarters, "2025-Q4") == []
    assert linked(quarters, "2025") == ["2025-Q3", "2025-Q2", "2025-Q1"]
    assert linked(quarters, "2025-Q3") == ["2025-Q3"]
    # What the year leaves of three quarters is the fourth.
    with_year = [*bare(tmp_path, "2025"), *quarters]
    assert linked(with_year, "2025-Q4") == ["2025", "2025-Q3", "2025-Q2", "2025-Q1"]


def test_only_the_newest_of_a_period_has_its_plain_name(tmp_path: Path) -> None:
    cases = invented.country(SEED)
    by_id = {
        "2025-Q1": invented.figure([c for c in cases if c.quarter == "Q1"][:-9], "2025-Q1"),
        "2025-Q1.1": invented.figure([c for c in cases if c.quarter == "Q1"], "2025-Q1"),
    }
    releases = [published(by_id[id_], id_, tmp_path) for id_ in ("2025-Q1.1", "2025-Q1")]
    of_year, again = counting(by_id), counting(by_id)

    behind = [one.figure.period for one in earlier.shown(releases, period("2025"), of_year, [KEPT])]
    once_more = earlier.shown(releases, period("2025-Q1"), again, [KEPT])

    assert behind == ["2025-Q1", "2025-Q1~2025-Q1"]
    assert [one.figure.period for one in once_more] == ["2025-Q1~2025-Q1.1", "2025-Q1~2025-Q1"]


def test_a_year_can_be_published_after_one_of_its_quarters_was_corrected(tmp_path: Path) -> None:
    cases = invented.country(SEED)
    first = [case for case in cases if case.quarter == "Q1"]
    by_id = {
        "2025-Q1": invented.figure(first[: len(first) // 2], "2025-Q1"),
        "2025-Q1.1": invented.figure(first, "2025-Q1"),
    }
    releases = [published(by_id[id_], id_, tmp_path) for id_ in ("2025-Q1.1", "2025-Q1")]
    before = list(earlier.shown(releases, period("2025"), counting(by_id), [KEPT]))

    verdict = gate.passed([invented.figure(cases, "2025")], before)

    assert verdict.shown


def published(figure: Figure, id_: str, into: Path) -> Release:
    [shown] = gate.passed([figure]).shown
    made = frozen(shown, into / id_)
    said = {**made.manifest, "id": id_, "as_of": f"2025-0{len(id_)}-01T00:00:00+00:00"}
    return Release(made.folder, said)


def counting(by_id: dict[str, Figure]) -> earlier.Count:
    """Counts a release's figures again, known by the instant it was read at."""
    at = {datetime.fromisoformat(f"2025-0{len(id_)}-01T00:00:00+00:00"): id_ for id_ in by_id}

    def count(
        _: Sequence[Indicator], asked: Period, as_of: datetime, label: str
    ) -> list[Figure]:  # fmt: skip
        cases = by_id[at[as_of]]
        return [invented.renamed(cases, label or asked.name)]

    return count
