"""The stores that `benchmarks/comply.py` measures: a drawn one, and one of simulated cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ruta.acts import store
from ruta.acts.columns import Acts, Dictionaries
from ruta.acts.instants import LocalDays
from ruta.directory import offices
from ruta.law import rulebook
from ruta.simulator import filling
from ruta.simulator.country import simulate
from ruta.simulator.offices import Office

# The route of protection, in its order; a case has the first so many of these acts.
ROUTE = (
    "complaint-presented-pnp", "risk-form-completed", "police-report-sent-court",
    "case-known-court", "measures-decided", "executor-notified", "execution-report-sent",
)  # fmt: skip
LENGTHS = (0.10, 0.20, 0.18, 0.18, 0.14, 0.12, 0.08)
"""Shares of cases of one act, two, … seven: 3.74 on average."""
RISKS = ("leve", "moderado", "severo")
# Five duties with a term, each in all its wordings of those years: of hours, of the day, of working
# days; two of them differ by risk.
FIVE = (
    "pnp-report-to-court-24h",
    "court-measures-mild-moderate-48h", "court-measures-severe-24h",
    "court-measures-undetermined-72h", "court-measures-mild-moderate-24h",
    "court-measures-severe-24h-2023", "court-measures-undetermined-48h",
    "court-communicate-same-day",
    "court-communicate-24h",
    "executor-report-15d", "executor-report-5d",
)  # fmt: skip
FIRST, YEARS = 1_546_300_800, 6
"""Seconds since 1970 of the first complaint (1 January 2019), and how long they come."""
AT_A_TIME = 250_000
SIMULATED, CYCLE = 10_000, 50
WEEK_S = 7 * 86_400


def drawn(folder: Path, cases: int) -> store.Store:
    """A store of so many cases on the route, with their risk, made once."""
    if not store.is_store(folder):
        days = LocalDays(rulebook.default().zone)
        random = np.random.default_rng(1)
        with store.Writer(folder) as writer:
            for first in range(0, cases, AT_A_TIME):
                writer.add(_route(random, days, first, min(AT_A_TIME, cases - first)))
            meanings = Dictionaries(ROUTE, {"risk": RISKS})
            writer.finish(meanings, zone="America/Lima", about={"drawn": cases})
    return store.opened(folder)


def _route(random: np.random.Generator, days: LocalDays, first: int, cases: int) -> Acts:
    length = random.choice(len(ROUTE), cases, p=LENGTHS) + 1
    case = np.repeat(np.arange(first, first + cases), length)
    begins = np.concatenate(([0], np.cumsum(length)[:-1]))
    step = np.arange(len(case)) - np.repeat(begins, length)
    waited = random.exponential(20 * 3600, len(case)).astype(np.int64)
    waited[step == 0] = 0
    since = np.cumsum(waited)
    complaint = FIRST + random.integers(0, YEARS * 365 * 86_400, cases)
    at = (np.repeat(complaint - since[begins], length) + since) * store.SECOND
    risk = np.where(step == 1, random.integers(0, len(RISKS), len(case)), -1)
    return Acts(case, step.astype(np.int16), at, days.of(at), {"risk": risk})


def with_texts(folder: Path, path: Path) -> Path:
    """The same acts as anybody's log: texts for the case and the act, instants, texts of risk."""
    if not path.exists():
        kinds, risks = pa.array(ROUTE), pa.array([*RISKS, ""])
        begun = path.with_suffix(".part")
        schema = pa.schema(
            {"case_id": pa.string(), "activity": pa.string(),
             "timestamp": pa.timestamp("us", tz="UTC"), "risk": pa.string()}
        )  # fmt: skip
        with pq.ParquetWriter(begun, schema, compression="zstd") as file:
            for acts in store.opened(folder).chunks():
                names = pa.array(np.char.mod("CASO-%09d", acts.case))
                at = pa.array(acts.at, pa.timestamp("us", tz="UTC"))
                risk = risks.take(pa.array(acts.facts["risk"] % len(risks)))
                file.write_table(
                    pa.table([names, kinds.take(pa.array(acts.kind)), at, risk], schema=schema)
                )
        begun.rename(path)
    return path


def simulated(folder: Path, cases: int) -> store.Store:
    """
    A store of simulated cases, each as it stood at some moment of its life, made once.

    `SIMULATED` cases are invented, cut after some of their acts, and written again and again, some
    weeks later each time: the mix of acts, offices and facts is theirs, about ten acts a case.
    """
    if not store.is_store(folder):
        some = folder.with_name("simulated-once")
        if not store.is_store(some):
            _simulate(some)
        once = store.opened(some)
        random = np.random.default_rng(2)
        with store.Writer(folder) as writer:
            for first in range(0, cases, SIMULATED):
                for acts in once.chunks():
                    cut = _cut(random, acts)
                    writer.add(_later(cut, weeks=first // SIMULATED % CYCLE, first=first))
            writer.finish(once.dictionaries, zone=once.zone, about={"simulated": cases})
    return store.opened(folder)


def _simulate(folder: Path) -> None:
    every = [Office(o.id, o.type, o.department, o.province, o.ubigeo) for o in offices.every()]
    until = datetime(2025, 11, 1, tzinfo=UTC)
    cases = simulate(cases=SIMULATED, seed=30364, until=until, offices=every, acts="core")
    zone = rulebook.default().zone
    filling.fill(cases, folder, offices=every, zone=zone, about={})


def _cut(random: np.random.Generator, acts: Acts) -> Acts:
    """Each case without its last acts: how many is drawn evenly, one act is left."""
    length = acts.ends - acts.begins
    left = 1 + np.floor(random.random(len(length)) * length).astype(np.int64)
    step = np.arange(len(acts)) - np.repeat(acts.begins, length)
    return acts.take(step < np.repeat(left, length))


def _later(acts: Acts, *, weeks: int, first: int) -> Acts:
    moved = acts.at + weeks * WEEK_S * store.SECOND
    return replace(acts, case=acts.case + first, at=moved, day=acts.day + 7 * weeks)


def sizes(cases: int) -> Iterator[int]:
    """One, ten and fifty times as many cases, the last being all."""
    return (cases // part for part in (50, 5, 1))
