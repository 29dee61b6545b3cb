"""Obligations as the desk draws them: the strip of each, and what may be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.access.viewer import Viewer
from ruta.cases.rows import ObligationRow
from ruta.law import rulebook
from ruta.law.model import Wording
from ruta.web.components import labels, lima
from ruta.web.components.strip import Duty

LIVE = frozenset({"pending", "overdue", "open"})


@dataclass(frozen=True)
class DutyLine:
    """A duty in a list of many cases: its strip, and where its impediment may be recorded."""

    row: ObligationRow
    duty: Duty
    impediment_href: str

    @property
    def periods(self) -> str:
        """How many periods of it ended unmet, where it is more than the one drawn."""
        count = self.row.periods_unmet
        return _("%(count)s periodos sin cumplir") % {"count": count} if count > 1 else ""


def wording_of(row: ObligationRow) -> Wording:
    """The wording an obligation runs under; norms are only added, so it is always there."""
    return rulebook.default().wordings[row.wording]


def title_of(wording: Wording) -> str:
    """What a wording orders, in the reader's language."""
    return wording.title_en if lima.spoken(get_language()) == "en" else wording.title_es


def duty_of(row: ObligationRow, *, href: str = "") -> Duty:
    """The strip of an obligation, its words in the reader's language."""
    wording = wording_of(row)
    return Duty(
        title=title_of(wording),
        bearer=labels.label("bearer", row.bearer),
        article=wording.article,
        kind=row.kind,
        status=row.status,
        started_at=row.started_at,
        office=row.holder_name or "",
        due_at=row.due_at,
        met_at=row.met_at,
        discharged_at=row.discharged_at,
        breached_at=row.breached_at,
        confidence=wording.confidence,
        notes=tuple(note for note in (wording.note, *wording.doubts) if note),
        href=href,
    )


def lines(rows: Iterable[ObligationRow], viewer: Viewer) -> tuple[DutyLine, ...]:
    """Obligations of a list, each leading to its case."""
    return tuple(
        DutyLine(row, duty_of(row, href=case_href(row)), impediment_href(row, viewer))
        for row in rows
    )


def case_href(row: ObligationRow) -> str:
    """The address of the obligation's case."""
    return f"/casos/{row.case_id}/"


def may_record_impediment(row: ObligationRow, viewer: Viewer) -> bool:
    """Whether the viewer's own office owes this and has not done it."""
    return row.status in LIVE and row.holder_id == viewer.office_id


def impediment_href(row: ObligationRow, viewer: Viewer) -> str:
    """Where an impediment to this duty is recorded; nothing when it is not theirs to record."""
    if not may_record_impediment(row, viewer):
        return ""
    return f"/casos/{row.case_id}/plazos/{row.obligation_id}/impedimento/"
