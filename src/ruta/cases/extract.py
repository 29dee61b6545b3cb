"""
The de-identified extract: what leaves the case file for figures, as an encoded store.

It connects as `ruta_extract`, which reads clear columns of acts and codes sealed apart. Every run
draws its own numbers: cases are put in the order of a keyed hash of their id, by a key made for the
run and kept nowhere. The keeper hands out the keys of the codes once for a run, which is the run's
one entry in the audit. Codes of somebody who did not agree to be counted are left out; what the
institutions did is counted all the same. Shelters are one office in it, as on every page: who wrote
to which number from where would show in which region each is.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from ruta.access.keys import envelope, periods, texts
from ruta.access.keys.service import KeyService
from ruta.acts import attributes, filling, store
from ruta.directory import shelters
from ruta.law import rulebook
from ruta.postgres.refusal import Refusal

from . import extracted, protection
from .extracted import Connection

LOG = logging.getLogger("ruta.cases")
BEGIN = "insert into access_extractrun (run) values (%s)"
SNAPSHOT = "set transaction isolation level repeatable read, read only"
PERIODS = "select distinct period from cases_counted order by period"
OFFICES = "select id, type, ubigeo from directory_office"
CODES = """
    select case_id, item_id, period, sealed from cases_counted
    where case_id = any(%s) order by case_id, written_at, place
"""
ALONE = "select pg_try_advisory_lock(hashtextextended('ruta extract', 0))"
NOT_ALONE = "select pg_advisory_unlock(hashtextextended('ruta extract', 0))"
RUN_KEY_BYTES = 32
OWN = 0o700
"""Nobody else on the machine reads the files: an extract is kept like the database."""
FILES = frozenset({store.ACTS, store.CASES, store.MEANINGS})

Tell = Callable[[str, int], None]
Parts = list[tuple[str, attributes.Part]]


class Busy(Refusal):
    """Another run is writing an extract of this database."""


class NotAnExtract(Refusal):
    """Where the extract should be is something else, which is not removed."""


class Written(NamedTuple):
    """How many cases and acts were written, and of how many cases the acts were read again."""

    cases: int
    acts: int
    read: int


def write(
    connection: Connection,
    out: Path,
    *,
    keeper: KeyService,
    tell: Tell = lambda step, done: None,
) -> Written:
    """
    Write the extract to a folder, in place of the one that is there; interrupted, that one stays.

    :param connection: of `ruta_extract`, committing each statement
    :param tell: called with `read` or `written` and how many cases that is so far
    :raises Refused: the keeper does not hand out keys
    :raises NotAnExtract: something else is in that place
    :raises Busy: another run is writing
    """
    out = out.resolve()
    for folder in (out, _beside(out, "part"), _beside(out, "old")):
        _check_replaceable(folder)
    (alone,) = connection.execute(ALONE).fetchone() or (False,)
    if not alone:
        raise Busy("another run is writing an extract of this database")
    try:
        return _write(connection, out, keeper, tell)
    finally:
        connection.execute(NOT_ALONE)


def _write(connection: Connection, out: Path, keeper: KeyService, tell: Tell) -> Written:
    read = extracted.refresh(connection, tell=lambda done: tell("read", done))
    run = uuid4()
    connection.execute(BEGIN, [run])
    with connection.transaction():
        connection.execute(SNAPSHOT)
        known = [period for (period,) in connection.execute(PERIODS).fetchall()]
        keys = keeper.code_keys(run, known)
        cases, acts = _fill(connection, out, keys, run=run, tell=tell)
    return Written(cases, acts, read)


def _fill(
    connection: Connection, out: Path, keys: Mapping[str, bytes], *, run: UUID, tell: Tell
) -> tuple[int, int]:
    part = _beside(out, "part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=OWN, parents=True)
    zone = rulebook.default().zone
    with filling.Filler(part, offices=_offices(connection), zone=zone) as filler:
        for number, (case, known) in enumerate(_cases(connection, keys), start=1):
            filler.add(number, case.rows, known)
            tell("written", number)
        filler.finish({"extracted": {"run": str(run), "at": _now(connection)}})
    _put(part, out)
    return filler.cases, filler.acts


def _cases(
    connection: Connection, keys: Mapping[str, bytes]
) -> Iterator[tuple[extracted.Ready, Mapping[str, Any]]]:
    """Each case and what may be known of it, in an order that nobody can find again."""
    key = os.urandom(RUN_KEY_BYTES)
    ids = extracted.every(connection)
    ids.sort(key=lambda case_id: hmac.digest(key, case_id.bytes, "sha256"))
    for batch in extracted.in_batches(ids):
        ready = extracted.some(connection, batch)
        agreeing = [case_id for case_id in batch if ready[case_id].counted]
        codes = _codes(connection, agreeing, keys)
        for case_id in batch:
            case = ready[case_id]
            yield case, attributes.together(_standing(codes[case_id], case.undone))


def _standing(parts: Parts, undone: frozenset[str]) -> Iterable[attributes.Part]:
    """Of each person and standing act, what was said last of it: in the order it was said."""
    found: dict[str, attributes.Part] = {}
    for item, part in parts:
        if item not in undone:
            found[item] = attributes.renewed(found.pop(item, {}), part)
    return found.values()


def _codes(
    connection: Connection, ids: Sequence[UUID], keys: Mapping[str, bytes]
) -> Mapping[UUID, Parts]:
    """By case, the codes of its people and acts, opened; without a key they stay closed."""
    found: defaultdict[UUID, Parts] = defaultdict(list)
    spoilt = 0
    for case_id, item_id, period, sealed in connection.execute(CODES, [list(ids)]).fetchall():
        if (key := keys.get(period)) is None:
            continue
        try:
            found[case_id].append((str(item_id), _opened(key, period, case_id, item_id, sealed)))
        except (envelope.Unreadable, ValueError):
            spoilt += 1
    if spoilt:
        LOG.error("codes that do not open were left out", extra={"count": spoilt})
    return found


def _opened(
    key: bytes, period: str, case_id: UUID, item_id: UUID, sealed: bytes
) -> attributes.Part:
    name = periods.field(case_id, item_id)
    text = texts.opened(key, *periods.place(period), {name: sealed})[name]
    return attributes.only_codes(json.loads(text))


def _offices(connection: Connection) -> dict[str, filling.Place]:
    """Each office's type and place; the shelters are one, which has none."""
    rows = connection.execute(OFFICES).fetchall()
    places = {id_: filling.Place(type_, ubigeo[:2], ubigeo[:4]) for id_, type_, ubigeo in rows}
    return places | {protection.SOME_SERVICE: filling.Place(shelters.TYPE)}


def _now(connection: Connection) -> str:
    (now,) = connection.execute("select now()").fetchone() or (None,)
    return str(now.isoformat()) if now else ""


def _beside(out: Path, ending: str) -> Path:
    """A folder of this run, beside the extract."""
    if not out.name:
        raise NotAnExtract(f"{out} is no folder to write an extract to")
    return out.with_name(f"{out.name}.{ending}")


def _check_replaceable(folder: Path) -> None:
    """Refuse to replace what is neither an extract, whole or cut short, nor an empty folder."""
    if not (folder.exists() or folder.is_symlink()):
        return
    if not folder.is_dir() or {each.name for each in folder.iterdir()} - FILES:
        raise NotAnExtract(f"{folder} is there and is no extract: nothing was written or removed")


def _put(part: Path, out: Path) -> None:
    """The new extract where the old one was, which goes."""
    old = _beside(out, "old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    part.rename(out)
    shutil.rmtree(old, ignore_errors=True)
