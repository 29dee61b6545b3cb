"""
The kinds of act: what each is called, who may record it, what it states and what it counts as.

One entry in a file of `kinds/`; the file is the kind's family and the folder is the registry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruta.law import conditions
from ruta.law.clock import Counts

from . import catalogue, codes
from .catalogue import CLEAR, BadVocabulary

HERE = Path(__file__).parent
ANY = "any"
ORIGINS = ("law", "ruta")
KEYS = frozenset(
    "label_es label_en recorded_by addressed_to counts_as facts codes next_after in_case origin "
    "reading_es".split()
)


@dataclass(frozen=True, slots=True)
class Kind:
    """
    One kind of act.

    :ivar recorded_by: office types that may record it, `any` for all; empty: only ever counted
    :ivar addressed_to: office types it may be addressed to; empty: to none in particular
    :ivar counts_as: what it declares to count as; `counts_as()` follows these to their end
    :ivar facts: names of the facts it may state, the required ones included
    :ivar codes: for some facts, a narrower list of codes than the fact's own
    :ivar origin: `law` if a norm names it, `ruta` if only the case file does
    :ivar in_case: false for what institutions owe to all, outside any one case
    :ivar reading_es: how `counts_as` reads the law, to be shown beside what it starts
    """

    id: str
    family: str
    label_es: str
    label_en: str
    recorded_by: tuple[str, ...]
    addressed_to: tuple[str, ...]
    counts_as: tuple[Counts, ...]
    facts: tuple[str, ...]
    required: tuple[str, ...]
    codes: Mapping[str, str]
    origin: str
    next_after: tuple[str, ...]
    in_case: bool
    reading_es: str

    def may_be_recorded_by(self, office_type: str) -> bool:
        """Whether an office of a type may record it."""
        return ANY in self.recorded_by or office_type in self.recorded_by


@cache
def kinds(folder: Path = HERE / "kinds") -> Mapping[str, Kind]:
    """
    Every kind by id; by default the shipped ones.

    :raises BadVocabulary: naming the file and the key
    """
    found: dict[str, Kind] = {}
    for path in sorted(folder.glob("*.toml")):
        for id_, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if id_ in found:
                raise BadVocabulary(path.name, id_, f"also in {found[id_].family}.toml")
            found[id_] = _kind(path, id_, entry)
    for kind in found.values():
        _check_references(kind, found)
    return MappingProxyType(found)


@cache
def counts_as(folder: Path = HERE / "kinds") -> Mapping[str, tuple[Counts, ...]]:
    """
    What each kind counts as, followed to its end; kinds that count only as themselves are absent.

    :raises BadVocabulary: if a kind counts, in the end, as itself
    """
    known = kinds(folder)
    closed = {id_: _follow(id_, known, (id_,)) for id_ in known}
    return MappingProxyType({id_: counts for id_, counts in closed.items() if counts})


def expand(kind_id: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """An act's own kind and every kind it counts as, given its clear facts."""
    also = counts_as().get(kind_id, ())
    return (kind_id, *(c.kind for c in also if c.given is None or c.given.holds(facts)))


def recordable(office_type: str) -> tuple[Kind, ...]:
    """The kinds that an office of a type may record in a case, in the order of the files."""
    return tuple(
        kind for kind in kinds().values() if kind.in_case and kind.may_be_recorded_by(office_type)
    )


def suggested(done: Collection[str], *, office_type: str) -> tuple[Kind, ...]:
    """
    The kinds that make sense next for an office: recordable, not done yet, and after one done.

    :param done: kinds already in the case, as written or as counted
    """
    return tuple(
        kind
        for kind in recordable(office_type)
        if kind.id not in done and any(before in done for before in kind.next_after)
    )


def _kind(path: Path, id_: str, entry: Mapping[str, Any]) -> Kind:
    for key in entry:
        if key not in KEYS:
            raise BadVocabulary(path.name, f"{id_}.{key}", "unknown key")
    for key in ("label_es", "label_en", "recorded_by"):
        if key not in entry or entry[key] == "":
            raise BadVocabulary(path.name, f"{id_}.{key}", "missing")
    stated = [*entry.get("facts", ()), *catalogue.load().common]
    return Kind(
        id=id_,
        family=path.stem,
        label_es=entry["label_es"],
        label_en=entry["label_en"],
        recorded_by=tuple(entry["recorded_by"]),
        addressed_to=tuple(entry.get("addressed_to", ())),
        counts_as=tuple(_counts(path.name, id_, count) for count in entry.get("counts_as", ())),
        facts=tuple(dict.fromkeys(name.removesuffix("!") for name in stated)),
        required=tuple(name.removesuffix("!") for name in stated if name.endswith("!")),
        codes=MappingProxyType(dict(entry.get("codes", {}))),
        origin=entry.get("origin", "law"),
        next_after=tuple(entry.get("next_after", ())),
        in_case=entry.get("in_case", True),
        reading_es=entry.get("reading_es", ""),
    )


def _counts(file: str, id_: str, entry: str | Mapping[str, str]) -> Counts:
    if isinstance(entry, str):
        return Counts(entry)
    try:
        return Counts(entry["kind"], conditions.parse(entry["given"]))
    except (KeyError, conditions.BadCondition) as error:
        raise BadVocabulary(file, f"{id_}.counts_as", str(error)) from error


def _check_references(kind: Kind, known: Mapping[str, Kind]) -> None:
    """Whatever an entry names exists."""
    file = f"{kind.family}.toml"
    offices = codes.office_types() | {ANY}
    facts = catalogue.load().facts
    named: list[tuple[str, Iterable[str], Collection[str]]] = [
        ("recorded_by", kind.recorded_by, offices),
        ("addressed_to", kind.addressed_to, offices),
        ("counts_as", (count.kind for count in kind.counts_as), known),
        ("facts", kind.facts, facts),
        ("codes", kind.codes, kind.facts),
        ("codes", kind.codes.values(), codes.lists()),
        ("next_after", kind.next_after, known),
        ("origin", (kind.origin,), ORIGINS),
    ]
    for key, names, allowed in named:
        for name in names:
            if name not in allowed:
                raise BadVocabulary(file, f"{kind.id}.{key}", f"{name!r} is not known")
    for count in kind.counts_as:
        fact = count.given.fact if count.given else None
        if fact is not None and (fact not in kind.facts or facts[fact].compartment != CLEAR):
            says = f"a condition needs a clear fact of this kind, not {fact!r}"
            raise BadVocabulary(file, f"{kind.id}.counts_as", says)


def _follow(id_: str, known: Mapping[str, Kind], path: tuple[str, ...]) -> tuple[Counts, ...]:
    """What a kind counts as, directly or in turn; a condition binds all that follows from it."""
    found: dict[str, Counts] = {}
    for count in known[id_].counts_as:
        if count.kind in path:
            circle = " → ".join((*path, count.kind))
            raise BadVocabulary(f"{known[id_].family}.toml", f"{id_}.counts_as", circle)
        further = _follow(count.kind, known, (*path, count.kind))
        for next_ in (count, *further):
            given = _both(known[id_], count, next_)
            old = found.get(next_.kind)
            if old is None or given is None:
                found[next_.kind] = Counts(next_.kind, given)
            elif old.given not in (None, given):
                raise _two_conditions(known[id_], next_.kind)
    return tuple(found.values())


def _both(kind: Kind, first: Counts, next_: Counts) -> conditions.Condition | None:
    """The one condition under which a count of a count holds."""
    if first.given is None or next_.given is None or first.given == next_.given:
        return first.given or next_.given
    raise _two_conditions(kind, next_.kind)


def _two_conditions(kind: Kind, counted: str) -> BadVocabulary:
    says = f"counts as {counted!r} on two different conditions"
    return BadVocabulary(f"{kind.family}.toml", f"{kind.id}.counts_as", says)
