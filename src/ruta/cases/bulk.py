"""
Loading whole cases at once: the same facts, fold, clock and seals as recording, written by COPY.

For demonstrations and measurements, whose cases are invented elsewhere; nothing is checked of who
may record what. The connection is the owner's, with row security lifted: see `lifted`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, Protocol
from uuid import UUID, uuid5

from django.db import connection, transaction

from ruta.access import viewer
from ruta.access.keys import periods, vault
from ruta.acts import facts as acts_facts

from . import counted, marks, measurecheck, offices, parties, sealing
from .codes import code_of
from .derivation import ActValues, Derived, InvolvementValues, ObligationValues, derive
from .grants import GrantValues
from .intake import NewParty

BATCH = 200
AUTHORS = UUID("6d1c5bb7-6ef5-5c0e-9c28-1f5f2b7f7a52")
# What the caseload's inventors call the roles of a case that are called otherwise here.
ROLES = {"victim": "survivor", "aggressor": "accused"}
COLUMNS = {
    "case": "case_id code department opened_at last_act_at act_count risk stage open revision"
    " next_due_at computed_at",
    "act": "case_id " + " ".join(ActValues._fields),
    "sealeditem": "case_id item_id compartment ciphertext created_at office_id author_id",
    "party": "case_id party_id person_id document_index added_at",
    "obligation": "case_id obligation_id " + " ".join(ObligationValues._fields),
    "involvement": "case_id office_id " + " ".join(InvolvementValues._fields) + " opened_at code"
    " risk stage case_opened_at last_at open",
    "measure": "case_id court_id recorded_at sealed",
    "measureindex": "case_id party_id name_index sealed",
    "grant": "case_id office_id basis act_id " + " ".join(GrantValues._fields),
    "casemark": "case_id trafficking minor_until",
    "counted": "case_id place item_id period sealed",
}
TABLES = {"grant": "access_grant", "casemark": "access_casemark"}


class SomeParty(Protocol):
    """Someone in a case to load."""

    @property
    def party_id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def document(self) -> str | None: ...


class SomeAct(Protocol):
    """An act to load; acts come in order of arrival."""

    @property
    def act_id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def office(self) -> str: ...
    @property
    def to(self) -> str | None: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def author(self) -> str | None: ...
    @property
    def corrects(self) -> UUID | None: ...
    @property
    def annuls(self) -> UUID | None: ...


class SomeCase(Protocol):
    """A case to load, with its people and its acts."""

    @property
    def case_id(self) -> UUID: ...
    @property
    def department(self) -> str: ...
    @property
    def parties(self) -> Sequence[SomeParty]: ...
    @property
    def acts(self) -> Sequence[SomeAct]: ...


class Counts(NamedTuple):
    """How many rows were loaded."""

    cases: int = 0
    acts: int = 0
    parties: int = 0
    obligations: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """The sums of both."""
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


Rows = dict[str, list[tuple[Any, ...]]]


@contextmanager
def lifted() -> Iterator[None]:
    """
    Within, the owner of the tables may COPY into them; row security holds it again afterwards.

    Nobody but the owner is let past at any time. Takes a lock: not for a system at work.
    """
    force("no force")
    try:
        yield
    finally:
        force("force")


def force(how: str) -> None:
    """`force` or `no force` row security on the owner, for a load by several processes at once."""
    with connection.cursor() as cursor:
        for table in COLUMNS:
            name = TABLES.get(table, f"cases_{table}")
            cursor.execute(f"alter table {name} {how} row level security")


def load(
    cases: Iterable[SomeCase], *, now: datetime | None = None,
    tell: Callable[[Counts], None] = lambda counts: None,
) -> Counts:  # fmt: skip
    """
    Load cases in batches, each its own transaction (or part of the caller's).

    :param now: as of when obligations are computed; by default the database's now
    :param tell: called after each batch with what was loaded so far
    :raises FactsRefused: if an act or a person has facts that recording would refuse
    """
    known = offices.all_places()
    as_of = now or _database_now()
    loaded = Counts()
    stream = iter(cases)
    while batch := list(islice(stream, BATCH)):
        loaded = loaded.plus(_load_batch(batch, known, as_of))
        tell(loaded)
    return loaded


@transaction.atomic
def _load_batch(batch: Sequence[SomeCase], known: offices.Places, as_of: datetime) -> Counts:
    rows: Rows = {table: [] for table in COLUMNS}
    sealings: list[tuple[vault.Sealing, datetime]] = []
    codes: dict[UUID, counted.Parts] = {}
    for case in batch:
        acts = [_values(act, arrival) for arrival, act in enumerate(case.acts, start=1)]
        secrets: list[tuple[UUID, dict[str, dict[str, Any]]]] = []
        plain = [_split(act, secrets) for act in case.acts]
        acts = [act._replace(facts=facts) for act, facts in zip(acts, plain, strict=True)]
        added_at = acts[0].recorded_at
        _add_parties(case, added_at, rows, secrets)
        _add_marks(case, as_of, rows)
        codes[case.case_id] = _codes(case, added_at)
        sealings += [
            (
                vault.Sealing(
                    case.case_id,
                    compartment,
                    {str(item): sealing.encode(facts) for item, facts in items.items()},
                ),
                added_at,
            )
            for compartment, items in sealing.gather(secrets).items()
        ]
        _add_measures(case, added_at, rows)
        _add_case(case, acts, derive(acts, places=known, as_of=as_of), as_of, rows)
    _seal(sealings, rows, _whose(batch))
    _seal_codes(codes, rows)
    for table, content in rows.items():
        _copy(table, content)
    return Counts(len(batch), len(rows["act"]), len(rows["party"]), len(rows["obligation"]))


def _whose(batch: Sequence[SomeCase]) -> dict[UUID, tuple[str | None, UUID | None]]:
    """By item, the office and the author it is of; people are of whoever opened the case."""
    found: dict[UUID, tuple[str | None, UUID | None]] = {}
    for case in batch:
        hands = {act.act_id: (act.office or None, _author(act.author)) for act in case.acts}
        first = hands[case.acts[0].act_id]
        found |= hands | {party.party_id: first for party in case.parties}
    return found


def _values(act: SomeAct, arrival: int) -> ActValues:
    return ActValues(
        act_id=act.act_id,
        arrival=arrival,
        kind=act.kind,
        at=act.at,
        recorded_at=act.recorded_at,
        office_id=act.office or None,
        author_id=_author(act.author),
        to_office_id=act.to,
        corrects=act.corrects,
        annuls=act.annuls,
        facts={},
    )


def _author(author: str | None) -> UUID | None:
    """An author's id as given, or one made of the name the caseload's inventor gave."""
    if not author:
        return None
    try:
        return UUID(author)
    except ValueError:
        return uuid5(AUTHORS, author)


def _split(act: SomeAct, secrets: list[tuple[UUID, dict[str, dict[str, Any]]]]) -> dict[str, Any]:
    """The clear facts of an act; the others join the secrets."""
    if not act.facts:
        return {}
    split = acts_facts.split(act.kind, acts_facts.check(act.kind, act.facts))
    secrets.append((act.act_id, split))
    clear = split.get("clear")
    return sealing.decode(sealing.encode(clear)) if clear else {}


def _add_parties(
    case: SomeCase, added_at: datetime, rows: Rows,
    secrets: list[tuple[UUID, dict[str, dict[str, Any]]]],
) -> None:  # fmt: skip
    for one in case.parties:
        party = NewParty(
            party_id=one.party_id,
            role=ROLES.get(one.role, one.role),
            facts=one.facts,
            document=one.document,
        )
        secrets.append((party.party_id, parties.split(party)))
        index = parties.index_of(party.document)
        person = parties.person_of(party)
        rows["party"].append((case.case_id, party.party_id, person, index, added_at))


def _add_measures(case: SomeCase, added_at: datetime, rows: Rows) -> None:
    """What the measure check keeps of a case with measures in force."""
    undone = {act.annuls for act in case.acts} | {act.corrects for act in case.acts}
    telling = [a for a in case.acts if a.kind in measurecheck.TOUCHING and a.act_id not in undone]
    telling.sort(key=lambda act: act.at)
    found = measurecheck.fold((act.kind, act.facts) for act in telling)
    if found is None:
        return
    courts = [act.office for act in telling if act.kind in measurecheck.ORDERED]
    sealed = measurecheck.sealed_line(case.case_id, found)
    rows["measure"].append((case.case_id, courts[-1] or None, added_at, sealed))
    people = {
        one.party_id: {**one.facts, "role": ROLES.get(one.role, one.role)} for one in case.parties
    }
    for row in measurecheck.party_rows(case.case_id, people):
        name = bytes.fromhex(row["name"]) if row["name"] else None
        rows["measureindex"].append(
            (case.case_id, UUID(row["party_id"]), name, bytes.fromhex(row["sealed"]))
        )


def _add_marks(case: SomeCase, as_of: datetime, rows: Rows) -> None:
    acts = marks.of_acts((act.kind, act.facts) for act in case.acts)
    roles = ((ROLES.get(one.role, one.role), one.facts) for one in case.parties)
    people = marks.of_people(roles, now=as_of)
    if acts or people:
        rows["casemark"].append((case.case_id, acts.trafficking, people.minor_until))


def _add_case(
    case: SomeCase, acts: Sequence[ActValues], derived: Derived, as_of: datetime, rows: Rows
) -> None:
    id_, code, values = case.case_id, code_of(case.case_id, case.department), derived.case
    rows["case"].append((id_, code, case.department, *values[:-1], 1, values.next_due_at, as_of))
    rows["act"] += [(id_, *act[:-1], json.dumps(act.facts)) for act in acts]
    rows["obligation"] += [(id_, key, *duty) for key, duty in derived.obligations.items()]
    rows["grant"] += [(id_, *key, *given) for key, given in derived.grants.items()]
    seen = _seen(acts)
    rows["involvement"] += [
        (
            id_, office, *own, seen.get(office), code, values.risk, values.stage,
            values.opened_at, values.last_act_at, values.open,
        )
        for office, own in derived.involvements.items()
    ]  # fmt: skip


def _seen(acts: Iterable[ActValues]) -> dict[str, datetime]:
    """When each office first had its hand on the case: by the first act it recorded."""
    seen: dict[str, datetime] = {}
    for act in acts:
        if act.office_id:
            first = seen.get(act.office_id, act.recorded_at)
            seen[act.office_id] = min(first, act.recorded_at)
    return seen


def _seal(
    sealings: Sequence[tuple[vault.Sealing, datetime]], rows: Rows,
    whose: Mapping[UUID, tuple[str | None, UUID | None]],
) -> None:  # fmt: skip
    """Seal everything of a batch in one call."""
    sealed = vault.seal_batch(
        [item for item, _ in sealings], actor=viewer.system(), purpose="bulk-load"
    )
    for (item, created_at), fields in zip(sealings, sealed, strict=True):
        rows["sealeditem"] += [
            (
                item.case_id, UUID(field), item.compartment, ciphertext, created_at,
                *whose[UUID(field)],
            )
            for field, ciphertext in fields.items()
        ]  # fmt: skip


def _codes(case: SomeCase, added_at: datetime) -> counted.Parts:
    """What figures need of a case."""
    people = ((one.party_id, ROLES.get(one.role, one.role), one.facts) for one in case.parties)
    acts = ((act.act_id, act.facts) for act in case.acts)
    return {**counted.of_people(people, now=added_at), **counted.of_acts(acts)}


def _seal_codes(codes: Mapping[UUID, counted.Parts], rows: Rows) -> None:
    """Seal the codes of a batch in one call."""
    texts = {
        periods.field(case_id, item): sealing.encode(part)
        for case_id, parts in codes.items()
        for item, part in parts.items()
    }
    period, sealed = vault.seal_codes(texts, actor=viewer.system(), purpose="bulk-load")
    rows["counted"] += [
        (case_id, place, item, period, sealed[periods.field(case_id, item)])
        for case_id, parts in codes.items()
        for place, item in enumerate(parts)
    ]


def _copy(table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    columns, name = ", ".join(COLUMNS[table].split()), TABLES.get(table, f"cases_{table}")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {name} ({columns}) from stdin") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        now: datetime = cursor.fetchone()[0]
        return now
