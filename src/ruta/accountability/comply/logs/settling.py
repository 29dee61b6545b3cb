"""Corrections and annulments of the few cases that have any, as `ruta.law.streams` settles them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ruta.acts.columns import Mask, Places
from ruta.acts.instants import EPOCH
from ruta.law.model import Act
from ruta.law.streams import arrange

from .problems import Problems

LATEST = datetime.max.replace(tzinfo=UTC)
LINKS = ("corrects", "annuls")


class Settled(NamedTuple):
    """Which rows stand, in order, and which of them are annulled."""

    order: Places
    annulled: Mask


def settled(
    table: pa.Table, number: NDArray[np.int64], annulled: Mask | None, problems: Problems
) -> Settled:
    """
    Let each correction take its target's place, and mark what was annulled.

    :param table: coded rows of whole cases, each in its order, with `corrects` or `annuls`
    :param number: for each row, the number of its case
    :param annulled: what the log itself marks as annulled
    """
    gone = np.zeros(len(number), bool) if annulled is None else annulled
    touched = np.zeros(len(number), bool)
    for link in LINKS:
        if link in table.column_names:
            touched |= table.column(link).is_valid().to_numpy()
    if not touched.any():
        return Settled(np.arange(len(number)), gone)
    parts, strikes, done = [], [], 0
    for case in np.unique(number[touched]):
        first, last = np.searchsorted(number, [case, case + 1])
        order, struck = _settled(table.slice(first, last - first), problems)
        parts += [np.arange(done, first), first + order]
        strikes += [gone[done:first], gone[first + order] | struck]
        done = int(last)
    parts.append(np.arange(done, len(number)))
    strikes.append(gone[done:])
    return Settled(np.concatenate(parts).astype(np.intp), np.concatenate(strikes))


def _settled(case: pa.Table, problems: Problems) -> tuple[Places, Mask]:
    """The rows of one case that stand, in order, and which of them are annulled."""
    acts = _acts(case, problems)
    place = {act.id: n for n, act in enumerate(acts)}
    _dangling(acts, place, case, problems)
    stream, annulled = arrange(acts, as_of=LATEST)
    order = np.array([place[act.id] for act in stream], np.intp)
    return order, np.array([act.id in annulled for act in stream], bool)


def _acts(case: pa.Table, problems: Problems) -> list[Act]:
    """The rows as acts with no more than what settling reads; each with a name of its own."""
    said = {n: case.column(n).to_pylist() for n in ("at", "row", "arrival")}
    texts: dict[str, list[str | None]] = {
        n: case.column(n).to_pylist() if n in case.column_names else [None] * len(case)
        for n in ("act", *LINKS)
    }
    names = _names(texts["act"], said["row"], problems)
    turn = np.empty(len(case), np.intp)
    turn[np.lexsort((said["row"], said["arrival"]))] = np.arange(len(case))
    found = []
    for n, name in enumerate(names):
        at = EPOCH + timedelta(microseconds=said["at"][n])
        corrects, annuls = (texts[link][n] for link in LINKS)
        found.append(Act(name, "", at, int(turn[n]), at, corrects=corrects, annuls=annuls))
    return found


def _names(acts: list[str | None], rows: list[int], problems: Problems) -> list[str]:
    """The identifier of each act; one that another has, or that has none, goes by its row."""
    met: Counter[str] = Counter()
    names = []
    for act, row in zip(acts, rows, strict=True):
        if act is not None:
            met[act] += 1
            if met[act] > 1:
                problems.add("same-act", 1, rows=[row])
        names.append(act if act is not None and met[act] == 1 else f"\0{row}")
    return names


def _dangling(acts: list[Act], place: dict[str, int], case: pa.Table, problems: Problems) -> None:
    """Count what corrects or annuls no act that came before it, and so has no effect."""
    known = {act.id for act in acts if not act.corrects and not act.annuls}
    for act in sorted(acts, key=attrgetter("arrival")):
        lost = ""
        if act.corrects and act.corrects not in known:
            lost = "corrects-nothing"
        elif act.corrects:
            known.add(act.id)
        elif act.annuls and act.annuls not in place:
            lost = "annuls-nothing"
        if lost:
            problems.add(lost, 1, rows=[case.column("row")[place[act.id]].as_py()])
