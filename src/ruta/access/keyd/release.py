"""Keys of cases: verify, decide, count, commit the audit, and only then answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ruta.access.decision import Answer
from ruta.access.keyd.appender import Alert
from ruta.access.keyd.asking import Kept, Person, Seen
from ruta.access.keyd.caps import Opening
from ruta.access.keyd.keeper import Keeper
from ruta.access.keys import envelope, texts, wrapping
from ruta.access.keys.service import KeyMissing, Refused
from ruta.access.standing import Standing

NO_CASES = frozenset({"ADMIN", "ANALYST", "OVERSIGHT", "SURVIVOR", ""})
CLOSED_UNWITNESSED = frozenset("NHS")
EVENTS = {"read": "opened", "export": "opened", "write": "sealed"}
MINE = "draft"
"""The basis of whoever writes what no office has a case of yet."""


@dataclass(frozen=True)
class Question:
    """What is asked of one case."""

    session: str
    action: str
    case_id: UUID
    letters: str
    purpose: str


@dataclass(frozen=True)
class Ruling:
    """Per compartment the answer, the number of the rule, and the basis it rests on."""

    letter: str
    answer: Answer
    rule: int | None
    basis: str


def keys(keeper: Keeper, question: Question) -> dict[str, bytes]:
    """
    The data keys of compartments of a case, to read or to export.

    :raises Refused: `login`, `hide`, `deny` or `cap`
    :raises KeyMissing: allowed, but nothing was ever sealed there, or it was erased
    """
    seen = _look(keeper, question)
    rulings = [_ruling(seen, question.action, letter) for letter in question.letters]
    _obey(keeper, question, seen, rulings)
    if missing := set(question.letters) - seen.kept.keys():
        raise KeyMissing(f"case {question.case_id}, compartment {min(missing)}")
    told = _count(keeper, question, seen)
    keeper.append(_entries(question, seen, rulings), _alerts(question, seen, told))
    return _unwrapped(keeper, question.case_id, {c: seen.kept[c] for c in question.letters})


def seal(
    keeper: Keeper, question: Question, parts: list[tuple[str, dict[str, bytes]]]
) -> list[dict[str, bytes]]:
    """
    The texts of several compartments sealed; whoever may add learns no key by it.

    :raises Refused: `login`, `hide` or `deny`
    """
    seen = _look(keeper, question)
    rulings = [_depositing(seen, letter) for letter in question.letters]
    _obey(keeper, question, seen, rulings)
    keeper.append(_entries(question, seen, rulings), _alerts(question, seen, ()))
    found = _unwrapped(keeper, question.case_id, _with_new_keys(keeper, question, seen))
    return [texts.sealed(found[letter], question.case_id, letter, part) for letter, part in parts]


def _look(keeper: Keeper, question: Question) -> Seen:
    seen = keeper.case(question.session, question.case_id)
    if seen is None:
        raise Refused("login")
    return seen


# --- What holds ---------------------------------------------------------------------------------


def _ruling(seen: Seen, action: str, letter: str) -> Ruling:
    if not seen.standing.known:
        answer = Answer.ALLOW if seen.kept and _is_theirs(seen) else Answer.HIDE
        return Ruling(letter, answer, None, MINE)
    decided = seen.standing.may(action, letter, own=True)
    basis = _basis(seen.standing, action, letter)
    return Ruling(letter, decided.answer, decided.rule.number, basis)


def _depositing(seen: Seen, letter: str) -> Ruling:
    """Writing: what the decision allows, and what the law has an office record."""
    if not seen.standing.known:
        answer = Answer.ALLOW if _is_theirs(seen) else Answer.HIDE
        return Ruling(letter, answer, None, MINE)
    ruling = _ruling(seen, "write", letter)
    if ruling.answer is not Answer.ALLOW and seen.standing.may_deposit(letter):
        existence = seen.standing.may("read", "E")
        basis = _basis(seen.standing, "read", "E")
        return Ruling(letter, Answer.ALLOW, existence.rule.number, basis)
    return ruling


def _is_theirs(seen: Seen) -> bool:
    """
    Whether a case that no office has yet is this person's: they sealed all there is, or begin.

    The page that opens a case has not committed it while it seals; a draft has none at all.
    """
    if seen.person.agency in NO_CASES:
        return False
    return all(kept.made_by == seen.person.id for kept in seen.kept.values())


def _basis(standing: Standing, action: str, letter: str) -> str:
    """The first basis held that is enough by itself; for the audit."""
    for held in sorted(standing.held, key=lambda each: each.basis != "duty"):
        if replace(standing, held=(held,), breakglass=False).allows(action, letter, own=True):
            return held.basis
    return "breakglass" if standing.breakglass else "none"


# --- What follows -------------------------------------------------------------------------------


def _obey(keeper: Keeper, question: Question, seen: Seen, rulings: list[Ruling]) -> None:
    """
    Refuse all when any is closed; the refusal is in the audit too.

    :raises Refused: with the answer that hides most
    """
    closed = [ruling for ruling in rulings if ruling.answer is not Answer.ALLOW]
    if closed:
        worst = min(closed, key=lambda ruling: ruling.answer != Answer.HIDE)
        _refuse(keeper, question, seen, kind=str(worst.answer), rulings=closed)
    if (
        question.action != "write"
        and keeper.unwitnessed
        and CLOSED_UNWITNESSED & set(question.letters)
    ):
        _refuse(keeper, question, seen, kind="deny", rulings=rulings, why="witness")


def _refuse(
    keeper: Keeper,
    question: Question,
    seen: Seen,
    *,
    kind: str,
    rulings: list[Ruling],
    why: str = "",
    alerts: Iterable[str] = (),
) -> None:
    detail = {"refusal": kind, **({"why": why} if why else {})}
    event = "cap" if kind == "cap" else "refused"
    entries = [
        {**entry, "event": event, "detail": {**entry["detail"], **detail}}
        for entry in _entries(question, seen, rulings)
    ]
    kinds = {*alerts, *_of_refusal(seen, rulings)}
    keeper.append(entries, _alerts(question, seen, kinds))
    raise Refused(kind)


def _of_refusal(seen: Seen, rulings: list[Ruling]) -> set[str]:
    """A conflict of interest and an attempt at a shelter are told of, whoever tries."""
    rules = {ruling.rule for ruling in rulings if ruling.answer is Answer.HIDE}
    conflict = 2 in rules and "conflict" in seen.standing.closed
    shelter = any(r.letter == "S" and r.rule == 6 for r in rulings if r.answer is Answer.HIDE)
    return {kind for kind, holds in (("conflict", conflict), ("shelter", shelter)) if holds}


def _count(keeper: Keeper, question: Question, seen: Seen) -> tuple[str, ...]:
    """
    Count an opening of a case that others know; the kinds of alert it gives.

    :raises Refused: `cap`
    """
    if not seen.standing.known:
        return ()
    who = seen.person
    verdict = keeper.count(Opening(who.id, who.office, question.case_id, who.now))
    if verdict.stop:
        rulings = [Ruling(letter, Answer.DENY, None, "") for letter in question.letters]
        _refuse(
            keeper, question, seen,
            kind="cap", rulings=rulings, why=verdict.stop, alerts=verdict.tell,
        )  # fmt: skip
    return verdict.tell


def _entries(question: Question, seen: Seen, rulings: list[Ruling]) -> list[dict[str, Any]]:
    """One entry for each rule and basis, with the compartments it covers."""
    covered: dict[tuple[int | None, str], list[str]] = defaultdict(list)
    for ruling in rulings:
        covered[ruling.rule, ruling.basis].append(ruling.letter)
    return [
        entry(
            seen.person,
            event=EVENTS[question.action],
            case_id=question.case_id,
            compartments="".join(letters),
            action=question.action,
            purpose=question.purpose,
            basis=basis,
            rule=rule,
        )
        for (rule, basis), letters in covered.items()
    ]


def entry(
    person: Person,
    *,
    event: str,
    purpose: str,
    case_id: UUID | None = None,
    compartments: str = "",
    action: str = "",
    basis: str = "",
    rule: int | None = None,
    detail: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An entry of the audit, as `access_audit_append` takes it: codes and identifiers."""
    return {
        "actor": str(person.id),
        "office_id": person.office,
        "agency": person.agency,
        "case_id": str(case_id) if case_id else None,
        "event": event,
        "compartments": compartments,
        "action": action,
        "purpose": purpose,
        "basis": basis,
        "rule": rule,
        "detail": {"role": person.role, **(detail or {})},
    }


def _alerts(question: Question, seen: Seen, kinds: Iterable[str]) -> list[Alert]:
    wanted = {*kinds, *({"canary"} if seen.canary else ())}
    who = seen.person
    # A cap and an unusual day are of the person, not of the case that happened to be next.
    return [
        Alert(
            kind,
            None if kind in {"cap", "cap-near"} else question.case_id,
            who.id,
            who.office,
            who.agency,
        )
        for kind in sorted(wanted)
    ]


# --- Keys ---------------------------------------------------------------------------------------


def _unwrapped(keeper: Keeper, case_id: UUID, kept: dict[str, Kept]) -> dict[str, bytes]:
    ring = keeper.ring_for({each.version for each in kept.values()})
    return {
        letter: wrapping.unwrap(ring, (case_id, letter), each.version, each.wrapped)
        for letter, each in kept.items()
    }


def _with_new_keys(keeper: Keeper, question: Question, seen: Seen) -> dict[str, Kept]:
    """
    The wrapped keys to seal under, those that were missing made now; two makers agree on one.

    :raises Refused: `hide`, when somebody else began the same case meanwhile
    """
    missing = [letter for letter in question.letters if letter not in seen.kept]
    if not missing:
        return {letter: seen.kept[letter] for letter in question.letters}
    ring = keeper.ring
    made = [
        (letter, ring.current, wrapping.wrap(ring, (question.case_id, letter), envelope.new_key()))
        for letter in missing
    ]
    kept = keeper.keep(question.case_id, made, seen.person.id)
    if not seen.standing.known and not _is_theirs(replace(seen, kept=kept)):
        raise Refused("hide")
    return {letter: kept[letter] for letter in question.letters}
