"""What the pass answers: one row per obligation, in columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ruta.acts.columns import NONE, Codes, Instants, Mask, Places
from ruta.law.status import STATUSES

from .dues import FOREVER, NEVER

STATUS = {name: code for code, name in enumerate(STATUSES)}


class Found(NamedTuple):
    """
    Obligations side by side; places are those of the acts they were found in.

    :ivar wording: code of the wording, its place among those of the rulebook
    :ivar start: place of the starting act
    :ivar period: 0, or 1, 2… for the later periods of a recurring duty
    :ivar started_at, due_at: instants; `FOREVER` where there is no term
    :ivar met_at, discharged_at, breached_at: instants, or `NEVER`
    :ivar met_by, discharged_by, breached_by: places of those acts, or `NONE`
    :ivar voided: whether the starting act was annulled
    :ivar holder: code of the office that owes, or `NONE`
    :ivar status: code of the status word, its place in `STATUSES`
    """

    wording: NDArray[np.int16]
    start: Places
    period: NDArray[np.int32]
    started_at: Instants
    due_at: Instants
    met_at: Instants
    met_by: Places
    discharged_at: Instants
    discharged_by: Places
    breached_at: Instants
    breached_by: Places
    voided: Mask
    holder: Codes
    status: NDArray[np.int8]


def joined(parts: Iterable[Found]) -> Found:
    """Several answers as one, in their order."""
    listed = list(parts) or [nothing()]
    return Found(*(np.concatenate(columns) for columns in zip(*listed, strict=True)))


def nothing() -> Found:
    """No obligation at all."""
    zero = np.zeros(0, np.int64)
    return Found(
        zero.astype(np.int16), zero, zero.astype(np.int32), zero, zero, zero, zero, zero, zero,
        zero, zero, zero.astype(bool), zero.astype(np.int32), zero.astype(np.int8),
    )  # fmt: skip


def status(
    kind: str,
    *,
    due_at: Instants,
    met_at: Instants,
    discharged_at: Instants,
    breached_at: Instants,
    as_of: int,
) -> NDArray[np.int8]:
    """The words of `ruta.law.status`, as codes, for obligations of one kind that are not void."""
    met, broken = met_at != NEVER, breached_at != NEVER
    if kind == "prohibition":
        return _choose(("breached", broken), otherwise="kept")
    if kind == "order":
        return _choose(("broken", broken), ("kept", met), otherwise="pending")
    right, timed = kind == "right-window", due_at != FOREVER
    discharged = discharged_at != NEVER
    return _choose(
        ("lapsed" if right else "met-late", met & (met_at > due_at)),
        ("used" if right else "met", met),
        ("breached", discharged & timed & (discharged_at > due_at)),
        ("discharged", discharged),
        ("open", ~timed),
        ("open" if right else "pending", as_of <= due_at),
        otherwise="lapsed" if right else "overdue",
    )


def _choose(*cases: tuple[str, Mask], otherwise: str) -> NDArray[np.int8]:
    codes = np.full(len(cases[0][1]), STATUS[otherwise], np.int8)
    for name, where in reversed(cases):
        codes[where] = STATUS[name]
    return codes


__all__ = ["FOREVER", "NEVER", "NONE", "STATUS", "Found", "joined", "nothing", "status"]
