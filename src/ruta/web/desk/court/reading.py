"""A case as the court that decides it reads it: since when, by which clock, decided or not."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.acts import vocabulary
from ruta.cases import operations, queries
from ruta.cases.queries.court import DECISION, DENIAL, STARTS, decision_wordings
from ruta.cases.rows import ActRow, CaseFile, ObligationRow
from ruta.web.desk import duties, pages

HEARING = "hearing-held"


@dataclass(frozen=True)
class Reading:
    """A case, who looks and when."""

    file: CaseFile
    viewer: Viewer
    now: datetime

    @property
    def case_id(self) -> UUID:
        return self.file.case.case_id

    @property
    def href(self) -> str:
        """The address of the case's page."""
        return f"/casos/{self.case_id}/"

    @property
    def known_at(self) -> datetime:
        """When the court came to know of what it has to decide; else when the case was opened."""
        if self.clock:
            return self.clock.started_at
        told = [act.at for act in self.standing if STARTS & set(vocabulary.expand(act.kind, {}))]
        return max(told, default=self.file.case.opened_at)

    @property
    def clock(self) -> ObligationRow | None:
        """The term of this court to decide, while it runs: the one that ends first."""
        running = [
            row for row in self.file.obligations
            if row.wording in decision_wordings()
            and row.holder_id == self.viewer.office_id and row.status in duties.LIVE
        ]  # fmt: skip
        return min(running, key=lambda row: row.due_at or row.started_at, default=None)

    @property
    def standing(self) -> tuple[ActRow, ...]:
        """The acts that nobody corrected or annulled, in the order of the law."""
        return tuple(act for act in self.file.acts if act.stands)

    @property
    def decision(self) -> ActRow | None:
        """The last decision about protection, whether it gave measures or not."""
        made = [act for act in self.standing if act.kind in (DECISION, DENIAL)]
        return made[-1] if made else None

    @property
    def is_to_decide(self) -> bool:
        """Whether nothing is decided yet, or something new came after the decision."""
        return self.decision is None or self.clock is not None

    @property
    def hearing(self) -> ActRow | None:
        """A hearing held since the court knew of the case, already recorded."""
        held = [act for act in self.standing if act.kind == HEARING and act.at >= self.known_at]
        return held[-1] if held else None


def decides(viewer: Viewer) -> bool:
    """Whether the viewer's office is a court that decides about protection."""
    return vocabulary.kinds()[DECISION].may_be_recorded_by(viewer.office_type)


def read(request: Request, case_id: UUID) -> Reading:
    """
    Read a case for its decision, and note that this office has opened it.

    :raises NotFound: if the case is absent or not theirs
    :raises Http404: if their office decides nothing about protection
    """
    viewer, now = pages.viewer_of(request), request.now
    file = queries.case_file(viewer, case_id, now=now)
    if not decides(viewer):
        raise Http404
    if file.case.is_new:
        operations.mark_opened(case_id=case_id, by=viewer, now=now)
    return Reading(file, viewer, now)
