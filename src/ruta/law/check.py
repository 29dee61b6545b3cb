"""The linter of norms: what a norm file says that cannot be law in a case file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .clock import Clock
from .conditions import Condition
from .examples import failures
from .model import Wording
from .plans import duty_key
from .reading import NormFile, Problem
from .rulebook import Rulebook, read_folder
from .status import TERM_KINDS, WITHOUT_OBLIGATION

Complain = Callable[[Wording, str, str], None]


@dataclass(frozen=True)
class Vocabulary:
    """What the case file knows and the law does not: kinds of act, and which facts are sealed."""

    acts: Collection[str] | None = None
    sealed_facts: Collection[str] = field(default_factory=frozenset)


def check(folder: Path, vocabulary: Vocabulary | None = None) -> list[Problem]:
    """Every mistake in a folder of norms, in order of file and line; empty when it is sound."""
    rulebook, files = read_folder(folder)
    by_norm = {file.norm.id: file for file in files if file.norm}

    def complain(wording: Wording, key: str, says: str) -> None:
        by_norm[wording.norm.id].problem(wording.id, says, key=key)

    words = vocabulary or Vocabulary()
    for wording in rulebook.wordings.values():
        _check_words(rulebook, wording, words, complain)
        _check_examples_given(wording, complain)
    _check_overlaps(rulebook, complain)
    if not any(file.problems for file in files):
        _check_examples(rulebook, complain)
    return sorted(_problems(files), key=lambda p: (p.file, p.line))


def _problems(files: list[NormFile]) -> Iterator[Problem]:
    for file in files:
        yield from file.problems


def _check_words(
    rulebook: Rulebook, wording: Wording, words: Vocabulary, complain: Complain
) -> None:
    for bearer in (wording.bearer, *wording.other_bearers, *wording.joint_bearers):
        if bearer not in rulebook.terms.bearers:
            complain(wording, "bearer", f"unknown bearer {bearer!r}")
    if wording.calendar not in rulebook.calendars:
        complain(wording, "calendar", f"unknown calendar {wording.calendar!r}")
    if wording.area not in rulebook.terms.tables.get("areas", {}):
        complain(wording, "area", f"unknown area {wording.area!r}")
    if wording.implication not in rulebook.terms.tables.get("implications", {}):
        complain(wording, "implication", f"unknown implication {wording.implication!r}")
    for key in ("starts", "ends", "discharged_by", "breached_by", "precedes"):
        value = getattr(wording, key)
        for act in (value,) if isinstance(value, str) else value:
            if act and words.acts is not None and act not in words.acts:
                complain(wording, key, f"unknown act {act!r}")
    for condition in wording.given:
        _check_fact(rulebook, wording, condition, words, complain)


def _check_fact(
    rulebook: Rulebook,
    wording: Wording,
    condition: Condition,
    words: Vocabulary,
    complain: Complain,
) -> None:
    if condition.fact in words.sealed_facts:
        complain(wording, "given", f"the fact {condition.fact!r} is sealed: no clock may need it")
    elif condition.fact not in rulebook.facts:
        complain(wording, "given", f"the rulebook knows no fact {condition.fact!r}")
    else:
        known = rulebook.fact_values[condition.fact]
        for value in condition.value if condition.compare == "in" else (condition.value,):
            if known and value not in known:
                complain(wording, "given", f"{condition.fact} is never {value!r}")


def _check_examples_given(wording: Wording, complain: Complain) -> None:
    can_start = wording.starts and wording.kind not in WITHOUT_OBLIGATION
    if wording.within is not None and can_start and not wording.examples:
        complain(wording, "within", "sets a term but shows no worked example")
    if wording.kind in TERM_KINDS and wording.starts and not wording.ends:
        complain(wording, "ends", "sets a term but names no act that meets it")


def _check_overlaps(rulebook: Rulebook, complain: Complain) -> None:
    """Two wordings of one duty in force on one day, for the same facts, are a mistake."""
    duties: dict[tuple[object, ...], list[Wording]] = defaultdict(list)
    for wording in rulebook.wordings.values():
        if wording.starts and not wording.starts_if:
            duties[duty_key(wording)].append(wording)
    for wordings in duties.values():
        for place, one in enumerate(wordings):
            for other in wordings[place + 1 :]:
                if _clash(rulebook, one, other):
                    says = f"overlaps {one.id!r}: same duty, same days, same facts"
                    complain(other, "given", says)


def _clash(rulebook: Rulebook, one: Wording, other: Wording) -> bool:
    named = any(one.id in c.wordings and other.id in c.wordings for c in rulebook.conflicts)
    days = _meet(one.from_, one.until, other.from_, other.until)
    return days and not named and _both_hold(rulebook.fact_values, one, other)


def _meet(a: date, a_end: date | None, b: date, b_end: date | None) -> bool:
    return (b_end is None or a < b_end) and (a_end is None or b < a_end)


def _both_hold(values: Mapping[str, tuple[object, ...]], one: Wording, other: Wording) -> bool:
    """Whether some value of each fact satisfies the conditions of both."""
    conditions = (*one.given, *other.given)
    for fact in {c.fact for c in conditions}:
        mine = [c for c in conditions if c.fact == fact]
        known = values.get(fact, ())
        if known and not any(all(c.holds({fact: v}) for c in mine) for v in known):
            return False
    return True


def _check_examples(rulebook: Rulebook, complain: Complain) -> None:
    clock = Clock(rulebook)
    for wording in rulebook.wordings.values():
        for says in failures(rulebook, wording, clock):
            complain(wording, "", says)
