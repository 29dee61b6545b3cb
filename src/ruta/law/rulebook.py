"""The rulebook: every norm read, and the law of any day computed from the stream of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from .calendars import Calendar, read_calendars
from .model import Norm, Wording
from .reading import BadNorms, NormFile, Problem, read
from .terms import Terms
from .terms import load as load_terms

HERE = Path(__file__).parent
SETTINGS = frozenset({"rulebook.toml", "terms.toml", "conflicts.toml"})


class Conflict(NamedTuple):
    """Two or more wordings that overlap or clash, and how Ruta reads them: shown as a note."""

    id: str
    wordings: tuple[str, ...]
    says_es: str
    says_en: str
    from_: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the clash exists on a local day: first inclusive, last exclusive."""
        return (self.from_ is None or self.from_ <= day) and (
            self.until is None or day < self.until
        )


class Change(NamedTuple):
    """What a day changed in one wording's thread: `before` or `after` is absent at an end."""

    before: Wording | None
    after: Wording | None


@dataclass(frozen=True, eq=False)
class Rulebook:
    """
    The whole law as data: norms by date, wordings by id, the zone and the calendars.

    `facts` are the facts of a case that `given` may use, `default_facts` how each reads while it
    is not known, in the same order (`None`: satisfies no condition).
    """

    folder: Path
    zone: ZoneInfo
    norms: Mapping[str, Norm]
    wordings: Mapping[str, Wording]
    calendars: Mapping[str, Calendar]
    terms: Terms
    facts: tuple[str, ...]
    default_facts: tuple[Any, ...]
    fact_values: Mapping[str, tuple[Any, ...]]
    transfers: frozenset[str]
    conflicts: tuple[Conflict, ...]

    def on(self, day: date) -> dict[str, Wording]:
        """The consolidated law of a local day: every wording in force, by id."""
        return {id_: w for id_, w in self.wordings.items() if w.in_force_on(day)}

    @cached_property
    def changes(self) -> list[date]:
        """Every day on which something enters or leaves force, in order."""
        days = {w.from_ for w in self.wordings.values()}
        days |= {w.until for w in self.wordings.values() if w.until is not None}
        return sorted(days)

    def thread(self, wording_id: str) -> list[Wording]:
        """A wording's history: all it replaced and all that replaced it, oldest first."""
        ids = {wording_id, *self._ancestors(wording_id)}
        look = [wording_id]
        while look:
            after = set(self._replaced_by.get(look.pop(), ())) - ids
            ids |= after
            look.extend(after)
        return sorted((self.wordings[id_] for id_ in ids), key=lambda w: (w.from_, w.id))

    def diff(self, first: date, second: date) -> list[Change]:
        """What differs between the law of two days, each new wording beside one it replaced."""
        old, new = self.on(first), self.on(second)
        gone, come = old.keys() - new.keys(), new.keys() - old.keys()
        paired: set[str] = set()
        changes = []
        for id_ in sorted(come):
            before = sorted(gone & self._ancestors(id_))
            paired.update(before)
            changes += [Change(old[b], new[id_]) for b in before] or [Change(None, new[id_])]
        return changes + [Change(old[id_], None) for id_ in sorted(gone - paired)]

    def _ancestors(self, wording_id: str) -> set[str]:
        """All that a wording replaced, and all that those replaced."""
        found: set[str] = set()
        look = list(self.wordings[wording_id].replaces)
        while look:
            here = look.pop()
            if here not in found:
                found.add(here)
                look.extend(self.wordings[here].replaces)
        return found

    def office_types(self, bearer: str) -> tuple[str, ...]:
        """The kinds of office that may hold a bearer's duties."""
        term = self.terms.bearers.get(bearer)
        return term.office_types if term else (bearer,)

    def conflicts_of(self, wording_id: str) -> list[Conflict]:
        """The conflicts that name a wording."""
        return [c for c in self.conflicts if wording_id in c.wordings]

    @cached_property
    def _replaced_by(self) -> dict[str, list[str]]:
        after: dict[str, list[str]] = {}
        for wording in self.wordings.values():
            for earlier in wording.replaces:
                after.setdefault(earlier, []).append(wording.id)
        return after


@lru_cache(maxsize=1)
def default() -> Rulebook:
    """The rulebook of the norms shipped with Ruta, read once."""
    return load()


def load(folder: Path | None = None) -> Rulebook:
    """
    Read a folder of norms, with `rulebook.toml`, `terms.toml` and `conflicts.toml` in it or
    beside it.

    :raises BadNorms: listing every mistake with its file and line
    """
    rulebook, files = read_folder(folder or HERE / "norms")
    problems = [problem for file in files for problem in file.problems]
    if problems:
        raise BadNorms(problems)
    return rulebook


def read_folder(folder: Path) -> tuple[Rulebook, list[NormFile]]:
    """Read a folder of norms as far as it can be read; the files keep what is wrong with them."""
    terms = load_terms(_beside(folder, "terms.toml"))
    settings = tomllib.loads(_beside(folder, "rulebook.toml").read_text(encoding="utf-8"))
    fallback = settings.get("calendar", next(iter(settings["calendars"])))

    def calendar_of(bearer: str) -> str:
        return (terms.bearers[bearer].calendar if bearer in terms.bearers else "") or fallback

    paths = [path for path in sorted(folder.glob("*.toml")) if path.name not in SETTINGS]
    files = [read(path, bearer_calendar=calendar_of) for path in paths]
    facts = settings.get("facts", {})
    rulebook = Rulebook(
        folder=folder,
        zone=ZoneInfo(settings["zone"]),
        norms={f.norm.id: f.norm for f in files if f.norm},
        wordings=consolidate(files),
        calendars=read_calendars(settings["calendars"]),
        terms=terms,
        facts=tuple(facts),
        default_facts=tuple(table.get("default") for table in facts.values()),
        fact_values={name: tuple(t.get("values", ())) for name, t in facts.items()},
        transfers=frozenset(settings.get("transfers", ())),
        conflicts=_conflicts(_beside(folder, "conflicts.toml")),
    )
    return rulebook, files


def consolidate(files: list[NormFile]) -> dict[str, Wording]:
    """
    Every wording with its last day settled by the norms that replace or end it.

    Mistakes (an unknown or doubly stated wording) are added to the problems of their file.
    """
    wordings: dict[str, Wording] = {}
    stated = [(file, wording) for file in files for wording in file.wordings]
    for file, wording in stated:
        if wording.id in wordings:
            file.problem(wording.id, "stated twice; a new wording has an id of its own")
        wordings[wording.id] = wording
    for file, wording in stated:
        for earlier in wording.replaces:
            _end(wordings, earlier, wording.from_, file, wording.id)
    for file in files:
        for earlier in file.ended if file.norm else ():
            assert file.norm is not None
            _end(wordings, earlier, file.norm.in_force, file, earlier)
    return wordings


def _end(wordings: dict[str, Wording], earlier: str, day: date, file: NormFile, where: str) -> None:
    ended = wordings.get(earlier)
    if ended is None:
        file.problem(where, f"replaces or ends {earlier!r}, which no norm states", key="replaces")
    elif day <= ended.from_:
        file.problem(where, f"{earlier!r} enters into force later than its end", key="replaces")
    elif ended.until is None or day < ended.until:
        wordings[earlier] = replace(ended, until=day)


def _beside(folder: Path, name: str) -> Path:
    """A settings file of a folder of norms: in it, else beside it, else Ruta's own."""
    places = (folder / name, folder.parent / name, HERE / name)
    return next((path for path in places if path.exists()), places[-1])


def _conflicts(path: Path) -> tuple[Conflict, ...]:
    tables = tomllib.loads(path.read_text(encoding="utf-8")).get("conflict", ())
    return tuple(
        Conflict(
            id=table["id"],
            wordings=tuple(table["wordings"]),
            says_es=table["says_es"],
            says_en=table["says_en"],
            from_=table.get("in_force_from"),
            until=table.get("in_force_until"),
        )
        for table in tables
    )


__all__ = ["BadNorms", "Change", "Conflict", "Problem", "Rulebook", "default", "load"]
