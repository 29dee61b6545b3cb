"""Acts, obligations, cases and offices of a store as the tables that indicators read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ruta.accountability.comply import rows
from ruta.accountability.comply.found import FOREVER, NEVER, Found
from ruta.accountability.comply.places import last_before
from ruta.accountability.comply.rules import Rules
from ruta.acts.columns import NONE, Acts, Dictionaries
from ruta.acts.instants import LocalDays
from ruta.law.status import STATUSES

from . import groups

SECOND = 1_000_000
FACTS = ("risk", "door", "instrument", "impediment", "duty", "reason_code", "close_reason")
SAID = ("duty", "norm", "rank", "bearer", "article", "area", "implication", "confidence")
"""What an obligation takes over from its wording; besides its id, kind of limit and legality."""
CASE = {
    "case_id": pa.int64(), "department": pa.string(), "province": pa.string(),
    "sex": pa.string(), "age_group": pa.string(), "language": pa.string(),
    "ethnicity": pa.string(), "disability": pa.bool_(), "migrant": pa.bool_(),
    "relation": pa.string(), "modality": pa.string(), "opened_day": pa.int32(),
}  # fmt: skip
NO_PLACE = "99"
"""How a code begins that says: no place in Peru is known."""
UNDETERMINED = "indeterminado"
NO_RISKS = pa.table({"case_id": pa.array([], pa.int64()), "risk": pa.array([], pa.string())})
_NOTHING = np.zeros(0, np.int64)
NO_ACTS = Acts(_NOTHING, _NOTHING, _NOTHING, _NOTHING)


class Offices:
    """The offices of a store by code: identifier, type, group, department and province."""

    def __init__(self, dictionaries: Dictionaries) -> None:
        count = len(dictionaries.offices)
        self.ids, self.types = dictionaries.offices, dictionaries.office_types
        self.groups = tuple(groups.of_type(type_) for type_ in self.types)
        self.departments = _codes(dictionaries.office_departments, count)
        self.provinces = _codes(dictionaries.office_provinces, count)

    def table(self) -> pa.Table:
        """One row per office: `office`, `office_type`, `office_group` and place."""
        return pa.table(
            {
                "office": pa.array(self.ids, pa.string()),
                "office_type": pa.array(self.types, pa.string()),
                "office_group": pa.array(self.groups, pa.string()),
                "department": pa.array(self.departments, pa.string()),
                "province": pa.array(self.provinces, pa.string()),
            }
        )

    def held(self, codes: NDArray[Any], prefix: str = "") -> dict[str, pa.Array]:
        """What is known of some offices, by codes; null where there is none."""
        said = {
            "office": self.ids, "office_type": self.types, "office_group": self.groups,
            "department": self.departments, "province": self.provinces,
        }  # fmt: skip
        return {prefix + name: decoded(codes, values) for name, values in said.items()}


def decoded(codes: NDArray[Any], values: Sequence[str | None]) -> pa.Array:
    """Codes as texts, kept as a dictionary; `NONE` and a text that is null are null."""
    known = [value is not None for value in values]
    gone = np.array([*known, False], bool)[codes] == np.False_
    texts = pa.array(["" if value is None else value for value in values], pa.string())
    indices = pa.array(np.where(gone, 0, codes).astype(np.int32), mask=gone)
    return pa.DictionaryArray.from_arrays(indices, texts)


def acts(acts_: Acts, dictionaries: Dictionaries, offices: Offices) -> pa.Table:
    """One row per act, in the order of the clock; `position` counts those of a case from 0."""
    places = np.arange(len(acts_), dtype=np.int64)
    first = acts_.first_of(places)
    none = np.full(len(acts_), NONE, np.int32)
    to = offices.held(none if acts_.to is None else acts_.to, "to_")
    facts = {name: acts_.facts.get(name, none) for name in FACTS}
    more = acts_.more
    return pa.table(
        {
            "case_id": pa.array(acts_.case.astype(np.int64)),
            "position": pa.array((places - first).astype(np.int32)),
            "act": pa.array(more.get("act", places)),
            "kind": decoded(acts_.kind, dictionaries.kinds),
            "occurred": pa.array(acts_.at // SECOND),
            "day": pa.array(acts_.day.astype(np.int32)),
            "recorded": _where(more.get("recorded"), len(acts_)),
            **offices.held(none if acts_.office is None else acts_.office),
            "to_office": to["to_office"],
            "to_office_type": to["to_office_type"],
            **{n: decoded(c, dictionaries.facts.get(n, ())) for n, c in facts.items()},
            "start_act": _where(more.get("start_act"), len(acts_)),
            "annulled": _flags(acts_.annulled, len(acts_)),
            "corrected": _flags(more.get("corrected"), len(acts_)),
        }
    )


class Obligations:
    """Obligations found by some rules, as a table."""

    def __init__(self, rules: Rules, offices: Offices, days: LocalDays) -> None:
        said = rows.wordings(rules.rulebook)
        self.offices, self.days = offices, days
        self.texts = {name: said.column(name).to_pylist() for name in SAID}
        self.texts |= {"wording": rules.wordings, "limit_kind": said.column("kind").to_pylist()}
        self.legal = np.array(said.column("legal").to_pylist(), bool)
        self.levels = dict(zip(rules.rulebook.facts, rules.rulebook.default_facts, strict=True))
        self.risks = rules.dictionaries.facts.get("risk", ())

    def table(self, known: Acts, found: Found) -> pa.Table:
        """
        One row per obligation. `risk`: as last known when it started; `due_day`: the legal day of
        the due instant, null where there is no term.
        """
        said = {name: decoded(found.wording, texts) for name, texts in self.texts.items()}
        timed = found.due_at != FOREVER
        due_day = self.days.of(np.where(timed, found.due_at, 0)) if len(timed) else found.start
        exact = rows.table(known, found)
        return pa.table(
            {
                "case_id": exact.column("case"),
                **said,
                "legal": pa.array(self.legal[found.wording]),
                "start_position": exact.column("start"),
                "period": exact.column("period"),
                "started": _seconds(found.started_at),
                "started_day": pa.array(self.days.of(found.started_at)),
                "due": _seconds(found.due_at),
                "due_day": pa.array(due_day.astype(np.int32), mask=~timed),
                "met": _seconds(found.met_at),
                "discharged": _seconds(found.discharged_at),
                "breached": _seconds(found.breached_at),
                "voided": pa.array(found.voided),
                "status": decoded(found.status, STATUSES),
                "seconds": exact.column("seconds"),
                "risk": self._risk(known, found.start),
                **self.offices.held(found.holder),
            }
        )

    def _risk(self, known: Acts, starts: NDArray[Any]) -> pa.Array:
        """The level last known at each start, its own act included; the law's own word before."""
        values = [*self.risks, self.levels.get("risk")]
        codes = known.facts.get("risk")
        if codes is None or not len(starts):
            return decoded(np.full(len(starts), len(values) - 1), values)
        stated = codes != NONE
        if known.annulled is not None:
            stated &= ~known.annulled
        last = last_before(np.flatnonzero(stated), starts + 1, known.first_of(starts) - 1)
        return decoded(np.where(last == NONE, len(values) - 1, codes[last]), values)


def cases(said: pa.Table) -> pa.Table:
    """The cases of an extract as figures read them."""
    named = said.rename_columns(["case_id" if n == "case" else n for n in said.column_names])
    columns = {name: named.column(name).cast(type_) for name, type_ in CASE.items()}
    for name in ("department", "province"):
        nowhere = pc.starts_with(columns[name], NO_PLACE)
        columns[name] = pc.if_else(nowhere, pa.scalar(None, pa.string()), columns[name])
    return pa.table(columns)


def case_violence(said: pa.Table | None) -> pa.Table:
    """One row per case and type of violence; none where nothing is known of the cases."""
    if said is None:
        return pa.table(
            {"case_id": pa.array([], pa.int64()), "violence_type": pa.array([], pa.string())}
        )
    types = said.column("violence_types").combine_chunks()
    return pa.table(
        {
            "case_id": said.column("case").combine_chunks().take(pc.list_parent_indices(types)),
            "violence_type": pc.list_flatten(types).cast(pa.string()),
        }
    )


def first_risks(acts_: Acts, dictionaries: Dictionaries) -> pa.Table:
    """`case_id` and `risk`, the first level assessed in it, of the cases that have one."""
    codes = acts_.facts.get("risk")
    if codes is None:
        return NO_RISKS
    stated = codes != NONE
    if acts_.annulled is not None:
        stated &= ~acts_.annulled
    places = np.flatnonzero(stated)
    cases_, first = np.unique(acts_.case[places], return_index=True)
    levels = decoded(codes[places[first]], dictionaries.facts.get("risk", ()))
    return pa.table({"case_id": cases_.astype(np.int64), "risk": levels.cast(pa.string())})


def with_risk(known: pa.Table, risks: pa.Table) -> pa.Table:
    """Cases with the first level assessed in each; undetermined where there is none."""
    place = pc.index_in(known.column("case_id"), risks.column("case_id").combine_chunks())
    levels = risks.column("risk").combine_chunks().take(place.combine_chunks())
    return known.append_column("risk", pc.fill_null(levels, UNDETERMINED))


def bare_cases(chunk: Acts) -> pa.Table:
    """Cases of whom nothing is known but their acts."""
    begins = chunk.begins
    columns = {
        "case_id": pa.array(chunk.case[begins].astype(np.int64)),
        "opened_day": pa.array(chunk.day[begins].astype(np.int32)),
    }
    blank = {name: pa.nulls(len(begins), type_) for name, type_ in CASE.items()}
    return pa.table({**blank, **columns})


def _codes(said: Iterable[str], count: int) -> tuple[str | None, ...]:
    codes = tuple(code if code and not code.startswith(NO_PLACE) else None for code in said)
    return codes or (None,) * count


def _seconds(at: NDArray[np.int64]) -> pa.Array:
    return pa.array(at // SECOND, mask=(at == NEVER) | (at == FOREVER))


def _where(column: NDArray[Any] | None, count: int) -> pa.Array:
    if column is None:
        return pa.nulls(count, pa.int64())
    return pa.array(column.astype(np.int64), mask=column == NONE)


def _flags(column: NDArray[Any] | None, count: int) -> pa.Array:
    return pa.array(np.zeros(count, bool) if column is None else column)
