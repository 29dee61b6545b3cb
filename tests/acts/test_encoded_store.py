"""The encoded store: what is written is read, whole cases at a time, and a cut one is told."""

import json

import numpy as np
import pytest

from ruta.accountability.comply import over
from ruta.accountability.comply.rules import Rules
from ruta.acts import store, vocabulary
from ruta.acts.columns import Acts, Dictionaries
from ruta.law import rulebook
from ruta.law.clock import Clock
from ruta.law.status import STATUSES

KINDS = ("fact-known-pnp", "police-report-sent-court")
DICTIONARIES = Dictionaries(KINDS, {"risk": ("leve", "severo")}, ("O-1",), ("pnp",))
HOUR = 3_600_000_000
BEGAN = 1_600_000_000_000_000


def some_acts(cases: range, each: int) -> Acts:
    """Cases of so many acts: a fact known, then reports an hour apart."""
    case = np.repeat(np.array(cases), each)
    order = np.tile(np.arange(each), len(cases))
    at = BEGAN + order * HOUR + 7
    return Acts(
        case, (order > 0).astype(np.int16), at, at // (24 * HOUR),
        {"risk": np.where(order == 0, 1, -1)}, np.zeros(len(case), np.int32),
    )  # fmt: skip


def written(folder, *chunks: Acts) -> store.Store:
    with store.Writer(folder) as writer:
        for chunk in chunks:
            writer.add(chunk)
        writer.finish(DICTIONARIES, zone="America/Lima", about={"from": "a test"})
    return store.opened(folder)


def test_what_is_written_is_read(tmp_path):
    acts = some_acts(range(5), 3)
    read = list(written(tmp_path, acts).chunks())
    for name in ("case", "kind", "at", "day", "office"):
        together = np.concatenate([getattr(chunk, name) for chunk in read])
        assert (together == getattr(acts, name)).all(), name
    assert (np.concatenate([c.facts["risk"] for c in read]) == acts.facts["risk"]).all()
    assert read[0].to is None


@pytest.mark.parametrize("rows", [1, 2, 4, 7, 100])
def test_a_case_is_never_split(tmp_path, rows):
    found = written(tmp_path, some_acts(range(4), 3), some_acts(range(4, 6), 5))
    chunks = list(found.chunks(rows=rows))
    seen = [case for chunk in chunks for case in set(chunk.case.tolist())]
    assert sorted(seen) == list(range(6))
    assert sum(map(len, chunks)) == 22


def test_only_the_facts_wanted_are_read(tmp_path):
    read = list(written(tmp_path, some_acts(range(2), 2)).chunks(facts=frozenset()))
    assert not any(chunk.facts for chunk in read)


def test_a_store_of_nothing_is_a_store(tmp_path):
    found = written(tmp_path)
    assert list(found.chunks()) == []
    assert found.length == 0


def test_a_store_cut_short_is_told(tmp_path):
    found = written(tmp_path, some_acts(range(2000), 3))
    whole = (tmp_path / store.ACTS).read_bytes()
    (tmp_path / store.ACTS).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(store.BadStore, match=store.ACTS.replace(".", r"\.")):
        list(found.chunks())


def test_one_that_was_never_finished_is_no_store(tmp_path):
    with store.Writer(tmp_path) as writer:
        writer.add(some_acts(range(2), 2))
    assert not store.is_store(tmp_path)
    with pytest.raises(store.BadStore, match=store.MEANINGS.replace(".", r"\.")):
        store.opened(tmp_path)


def test_meanings_of_another_shape_are_told(tmp_path):
    written(tmp_path, some_acts(range(2), 2))
    (tmp_path / store.MEANINGS).write_text(json.dumps(["something else"]))
    with pytest.raises(store.BadStore):
        store.opened(tmp_path)


@pytest.mark.parametrize("threads", [1, 3])
def test_counts_over_a_store_are_those_of_its_cases(tmp_path, threads):
    found = written(tmp_path, some_acts(range(30), 2), some_acts(range(30, 40), 1))
    clock = Clock(rulebook.default(), vocabulary.counts_as())
    rules = Rules(clock, found.dictionaries, only=["pnp-report-to-court-24h"])
    counted = over.counts(rules, found, as_of=BEGAN + 48 * HOUR, threads=threads)
    row = counted[rules.wordings.index("pnp-report-to-court-24h")]
    assert {name: int(n) for name, n in zip(STATUSES, row, strict=True) if n} == {
        "met": 30, "overdue": 10,
    }  # fmt: skip


def test_it_says_how_long_its_longest_case_is(tmp_path):
    chunks = some_acts(range(4), 3), some_acts(range(4, 6), 5), some_acts(range(6, 9), 2)
    assert written(tmp_path, *chunks).about["longest"] == 5
