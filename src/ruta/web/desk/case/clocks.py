"""
The clocks of a case, laid out so that some sixty of them stay calm: what the reader's own office
owes first, then what others owe by office, then what was breached, done, forbidden or a right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruta.cases.rows import ObligationRow
from ruta.law import rulebook
from ruta.law.status import TERM_KINDS
from ruta.web.components import lima, strip
from ruta.web.components.strip import Duty, Strip
from ruta.web.desk import duties

from .actions import Action, meeting
from .reading import Reading

RULES = frozenset({"prohibition", "order", "right-window"})
BROKEN = frozenset({"breached", "broken"})
OPEN_SHOWN = 4
URGENCY = ("overdue", "pending", "open")


@dataclass(frozen=True)
class Line:
    """One duty of one office: its most urgent running, and the others that run with it."""

    duty: Duty
    drawn: Strip
    rows: tuple[ObligationRow, ...]
    actions: tuple[Action, ...] = ()
    impediment_href: str = ""

    @property
    def first(self) -> ObligationRow:
        """The running that is drawn."""
        return self.rows[0]

    @property
    def others(self) -> tuple[ObligationRow, ...]:
        """The runnings told by their number."""
        return self.rows[1:]

    @property
    def also(self) -> str:
        """How many more runnings there are, in words; nothing when there is one."""
        count = len(self.others)
        if not count:
            return ""
        if self.first.kind == "recurring":
            says = ngettext("y %(count)s periodo más", "y %(count)s periodos más", count)
        else:
            says = ngettext("y %(count)s vez más", "y %(count)s veces más", count)
        late = sum(row.status == "overdue" for row in self.others)
        told = says % {"count": count}
        if not late:
            return told
        overdue = ngettext("%(late)s vencido", "%(late)s vencidos", late) % {"late": late}
        return f"{told} ({overdue})"


@dataclass(frozen=True)
class Group:
    """What one office owes: every running, and the lines of those with a term."""

    name: str
    lines: tuple[Line, ...]
    rows: tuple[ObligationRow, ...]

    @property
    def overdue(self) -> int:
        return sum(row.status == "overdue" for row in self.rows)

    @property
    def pending(self) -> int:
        return sum(row.status == "pending" for row in self.rows)

    @property
    def without_term(self) -> int:
        return sum(row.status == "open" for row in self.rows)


@dataclass(frozen=True)
class Board:
    """
    The clocks of a case in the order of the page; `mine` are terms, `mine_open` have none.

    What is done and the rules have a page of their own: they are drawn when asked for.
    """

    mine: tuple[Line, ...]
    mine_open: tuple[Line, ...]
    others: tuple[Group, ...]
    breached: tuple[Line, ...]
    done_rows: tuple[ObligationRow, ...]
    rule_rows: tuple[ObligationRow, ...]
    reading: Reading

    @cached_property
    def done(self) -> tuple[Line, ...]:
        """What is over: met, in time or late, or owed no more."""
        return _lines(self.done_rows, self.reading)

    @cached_property
    def rules(self) -> tuple[Line, ...]:
        """What is forbidden, what goes first, and her rights."""
        return _lines(self.rule_rows, self.reading)

    @property
    def live(self) -> tuple[Line, ...]:
        """What was breached and what is owed still, the reader's own office first."""
        rows = [row for group in self.others for row in group.rows]
        theirs = _lines(rows, self.reading)
        return (*self.breached, *self.mine, *self.mine_open, *theirs)

    @property
    def open_folded(self) -> tuple[Line, ...]:
        """What the office owes without a term and is not shown at once."""
        return self.mine_open[OPEN_SHOWN:]

    @property
    def open_shown(self) -> tuple[Line, ...]:
        """The first of what the office owes without a term."""
        return self.mine_open[:OPEN_SHOWN]


def board(reading: Reading) -> Board:
    """Every obligation of a case, each in its place."""
    places: dict[str, list[ObligationRow]] = {}
    for row in reading.file.obligations:
        places.setdefault(_place(row, reading.viewer.office_id), []).append(row)
    return Board(
        mine=_lines(places.get("mine", ()), reading),
        mine_open=_lines(places.get("mine-open", ()), reading),
        others=_groups(places.get("others", ()), reading),
        breached=_lines(places.get("breached", ()), reading),
        done_rows=tuple(places.get("done", ())),
        rule_rows=tuple(places.get("rules", ())),
        reading=reading,
    )


def duty_of(row: ObligationRow) -> Duty:
    """The strip of an obligation, led to its article, with the clashes of its day as notes."""
    duty, clashes = duties.duty_of(row, href=f"/ley/{row.wording}/"), conflicts(row)
    return replace(duty, notes=(*duty.notes, *clashes)) if clashes else duty


def conflicts(row: ObligationRow) -> tuple[str, ...]:
    """What clashes with this duty on the day it began, in the reader's language."""
    english = lima.spoken(get_language()) == "en"
    day = lima.day_of(row.started_at)
    book = rulebook.default()
    clashing = (c for c in book.conflicts_of(row.wording) if c.holds_on(day))
    notes = tuple((c.says_en if english else c.says_es).strip() for c in clashing)
    if book.wordings[row.wording].distance_term:
        notes += (_("Se le suma el término de la distancia, que Ruta no cuenta."),)
    return notes


def _place(row: ObligationRow, office_id: str) -> str:
    """Where on the page an obligation stands."""
    if row.kind in RULES:
        return "breached" if row.status in BROKEN else "rules"
    if row.status not in URGENCY:
        return "done"
    if row.holder_id != office_id or not office_id:
        return "others"
    return "mine" if row.kind in TERM_KINDS else "mine-open"


def _lines(rows: Iterable[ObligationRow], reading: Reading) -> tuple[Line, ...]:
    """One line for each duty of each office, the most urgent first."""
    gathered: dict[tuple[str, str | None], list[ObligationRow]] = {}
    for row in sorted(rows, key=_urgency):
        gathered.setdefault((row.wording, row.holder_id), []).append(row)
    return tuple(_line(tuple(same), reading) for same in gathered.values())


def _line(rows: tuple[ObligationRow, ...], reading: Reading) -> Line:
    first = rows[0]
    mine = duties.may_record_impediment(first, reading.viewer)
    duty = duty_of(first)
    return Line(
        duty=duty,
        drawn=strip.draw(duty, now=reading.now, language=get_language()),
        rows=rows,
        actions=meeting(first, reading) if mine else (),
        impediment_href=duties.impediment_href(first, reading.viewer),
    )


def _groups(rows: Sequence[ObligationRow], reading: Reading) -> tuple[Group, ...]:
    """What others owe, by office; those with something overdue first, nobody's last."""
    by_holder: dict[str, list[ObligationRow]] = {}
    for row in rows:
        by_holder.setdefault(row.holder_id or "", []).append(row)
    groups = [
        Group(
            same[0].holder_name or holder or _("Sin oficina que responda"),
            _lines([row for row in same if row.due_at], reading),
            tuple(same),
        )
        for holder, same in by_holder.items()
    ]
    return tuple(sorted(groups, key=lambda group: (not group.overdue, not group.pending)))


def _urgency(row: ObligationRow) -> tuple[int, float, float]:
    """Overdue first, oldest first; then what is due, soonest first; then by start."""
    rank = URGENCY.index(row.status) if row.status in URGENCY else len(URGENCY)
    due = row.due_at.timestamp() if row.due_at else float("inf")
    return rank, due, row.started_at.timestamp()
