"""The scorecard and the gap ledger read released tables, and say where there is nothing."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from ruta.accountability.figures import ledger, released, scorecard
from ruta.accountability.indicators import missing, reading
from ruta.law import terms

FIRST_ENTRIES = 28
AS_FIRST_WRITTEN = "ab8e8d31a389d92f561985387a30d832c1b0d6c32e28cf2c5aca86f79c68064d"


@dataclass(frozen=True)
class Released:
    """A released table of a few rows."""

    indicator: str
    dimensions: tuple[str, ...]
    listed: Sequence[Mapping[str, str]]
    said: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "said", {"indicator": self.indicator})

    def rows(self) -> Sequence[Mapping[str, str]]:
        return self.listed


def row(level: str = "country", **said: str) -> dict[str, str]:
    blank = dict.fromkeys(("n", "of", "share", "median_hours", "p90_hours"), "")
    return {"level": level, "place": "", **blank, **said}


def test_the_scorecard_has_every_cell_of_the_package() -> None:
    kinds = Counter(cell.kind for cell in scorecard.cells())
    sectors = Counter(cell.sector for cell in scorecard.cells() if cell.sector)

    assert kinds == {"service": 37, "principle": 6, "characteristic": 9, "foundation": 6}
    assert set(sectors) == set(scorecard.SECTORS)
    assert set(kinds) == set(scorecard.KINDS)
    assert len({cell.id for cell in scorecard.cells()}) == 58


def test_a_cell_without_figures_has_an_assessment() -> None:
    bare = [
        scored.cell.id
        for scored in scorecard.score([])
        if not scored.cell.feeds and not scored.history
    ]

    assert bare == []


def test_a_cell_stands_on_figures_once_one_is_released() -> None:
    table = Released("kit-delivered", (), [row(n="20", of="200", share="10.0")])

    (before,) = [s for s in scorecard.score([]) if s.cell.id == "H4"]
    (after,) = [s for s in scorecard.score([table]) if s.cell.id == "H4"]

    assert (before.standing, after.standing) == ("assessment", "figures")
    assert [figure.share for figure in after.figures] == ["10.0"]


def test_a_figure_too_small_to_publish_does_not_fill_a_cell() -> None:
    table = Released("child-kept-safe", (), [row(n="<10", of="<10")])

    (scored,) = [s for s in scorecard.score([table]) if s.cell.id == "S10"]

    assert scored.standing == "nothing"


def test_the_assessments_of_a_cell_are_its_history_newest_first() -> None:
    (scored,) = [s for s in scorecard.score([]) if s.cell.id == "F4"]

    assert [entry.number for entry in scored.history] == [2, 26]
    assert scored.current is scored.history[0]


def test_assessments_are_only_added() -> None:
    entries = scorecard.assessments()[:FIRST_ENTRIES]
    written = json.dumps(
        [[e.number, e.cells, e.says, e.text, e.source, e.on.isoformat()] for e in entries]
    )

    assert hashlib.sha256(written.encode()).hexdigest() == AS_FIRST_WRITTEN
    assert [e.number for e in scorecard.assessments()] == list(
        range(1, len(scorecard.assessments()) + 1)
    )


def test_every_assessment_says_one_of_four_things_of_cells_that_exist() -> None:
    cells = {cell.id for cell in scorecard.cells()}
    for entry in scorecard.assessments():
        assert entry.says in scorecard.SAYS
        assert set(entry.cells) <= cells
        assert entry.source


def test_the_ledger_has_every_implication_of_the_law() -> None:
    assert [gap.implication for gap in ledger.gaps()] == list(terms.load().implications)


def test_every_gap_has_a_cause_an_owner_a_target_and_articles() -> None:
    for gap in ledger.gaps():
        assert gap.causes, gap.implication
        assert gap.owners, gap.implication
        assert gap.articles, gap.implication
        assert gap.law, gap.implication
        assert gap.target.text.es, gap.implication
        assert gap.found.es, gap.implication


def test_the_ledger_shows_what_released_figures_say_by_implication_and_article() -> None:
    article = "DS 009-2016-MIMP, art. 24.1"
    tables = [
        Released(
            "in-time",
            ("implication",),
            [row(implication="reporting", share="70.0"), row(implication="sanction", share="9.0")],
        ),
        Released("in-time", ("article",), [row(article=article, share="60.0")]),
    ]

    (entry,) = [e for e in ledger.entries(tables) if article in e.gap.articles]

    assert [figure.share for figure in entry.figures if figure.share][:1] == ["70.0"]
    assert [figure.share for figure in entry.by_article] == ["60.0"]
    assert not entry.without_data


def test_an_implication_without_data_says_so() -> None:
    silent = {entry.gap.implication for entry in ledger.entries([]) if entry.without_data}

    assert len(silent) == 16


def test_only_the_country_is_read_from_a_table_of_regions() -> None:
    rows = [row(n="500", of="1000", share="50.0"), row("department", place="21", share="10.0")]
    table = Released("in-time", (), rows)

    (figure,) = released.figures([table], released.feed("in-time"))

    assert figure.share == "50.0"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lateness", "there is no indicator 'lateness'"),
        ("in-time:colour", "in-time is not published by colour"),
        ("protection-legs", "protection-legs is not published by nothing"),
        ("in-time:implication=weather", "implication has no value 'weather'"),
    ],
)
def test_a_feed_that_is_no_figure_is_refused(text: str, says: str) -> None:
    with pytest.raises(released.BadFeed, match=says):
        released.feed(text)


def test_what_cannot_be_measured_is_listed_with_its_reason() -> None:
    for each in missing.every():
        assert each.why.es
        assert each.needs
        assert each.id not in reading.every()
        assert not each.nearest or each.nearest in reading.every()
