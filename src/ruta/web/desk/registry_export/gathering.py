"""
A centre's cases of some days, opened one by one for the registry: what may leave, and no more.

Of each case the decision says whether this person may take identity and coordination out as a file;
the keeper writes it in the audit before a key leaves, and counts it. How to reach her, her account,
her health, a shelter and private notes are never asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from ruta.access.audit import notes
from ruta.access.viewer import Viewer
from ruta.cases import consents, opening, queries
from ruta.cases.queries import entered
from ruta.cases.rows import ActRow, CaseFile
from ruta.interop.cem import answers
from ruta.web.components import lima

PURPOSE = "export-registry-cem"
LETTERS = frozenset({"I", "C"})
FIRST, LAST = date(1990, 1, 1), date(2190, 1, 1)
"""Days beyond these are slips, in which no case came in."""


@dataclass(frozen=True)
class Gathered:
    """
    Rows of the registry with the code of their case; `left_out` counts the cases in which she
    said that she does not want to be counted.
    """

    codes: tuple[str, ...] = ()
    rows: tuple[answers.Row, ...] = field(default=(), repr=False)
    left_out: int = 0


def count(viewer: Viewer, first: date, last: date, *, most: int) -> int:
    """How many cases came into the viewer's office in these days, both included; at most `most`."""
    return len(_ids(viewer, first, last, most))


def gather(viewer: Viewer, first: date, last: date, *, most: int, now: datetime) -> Gathered:
    """
    Open the cases that came into the viewer's office in these days, both included.

    :raises: what the keeper of keys raises when a cap is reached, or it is away
    """
    codes, rows, left_out = [], [], 0
    for case_id in _ids(viewer, first, last, most):
        try:
            file = queries.case_file(viewer, case_id, now=now)
        except queries.NotFound:
            continue
        if not may_leave(file):
            continue
        if is_refused(file):
            left_out += 1
            continue
        codes.append(file.case.code)
        rows.append(answers.row(told(viewer, file)))
    notes.note_afterwards(
        "export", by=viewer, action="export", purpose=PURPOSE, detail={"cases": len(rows)}
    )
    return Gathered(tuple(codes), tuple(rows), left_out)


def is_refused(file: CaseFile) -> bool:
    """Whether the last thing she said of being counted is that she does not want it."""
    standing = [act for act in file.acts if act.stands]
    said = any(act.facts.get("consent_purpose") == consents.FIGURES for act in standing)
    return said and not consents.counted(standing)


def may_leave(file: CaseFile) -> bool:
    """Whether anything of the case may leave as a file; that there is one never does by itself."""
    return bool(file.standing.readable(own=True, action="export") & LETTERS)


def told(viewer: Viewer, file: CaseFile) -> answers.CaseTold:
    """A case as the registry asks about it."""
    opened = opening.open_page(viewer, file, PURPOSE)
    people = {person.role: person.facts for person in reversed(opened.people)}
    office = file.offices[viewer.office_id]
    return answers.CaseTold(
        centre=office.name,
        since=office.since,
        entered_on=lima.day_of(office.since),
        acts=tuple(
            _act(act, viewer, file, opened.facts.get(act.act_id, {}))
            for act in file.acts
            if act.stands and not act.annuls
        ),
        her=people.get("survivor", {}),
        accused=people.get("accused", {}),
    )


def _act(act: ActRow, viewer: Viewer, file: CaseFile, opened: Mapping[str, Any]) -> answers.ActTold:
    by = file.offices.get(act.office_id or "")
    return answers.ActTold(
        kind=act.kind,
        at=act.at,
        by_us=act.office_id == viewer.office_id,
        to_us=act.to_office_id == viewer.office_id,
        office_type=by.type if by else "",
        facts={**act.facts, **opened},
    )


def _ids(viewer: Viewer, first: date, last: date, most: int) -> tuple[UUID, ...]:
    since = datetime.combine(max(first, FIRST), time(), lima.ZONE)
    until = datetime.combine(min(last, LAST) + timedelta(days=1), time(), lima.ZONE)
    return entered.entered(viewer, since=since, until=until, limit=most)
