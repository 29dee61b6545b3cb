"""A case read for one request: its clear columns, what its page opens, who looks and when."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases import labels as case_labels
from ruta.cases import opening, operations, protection, queries
from ruta.cases.opening import Opened
from ruta.cases.rows import ActRow, CaseFile
from ruta.directory import shelters
from ruta.web.components import labels
from ruta.web.desk import pages

PURPOSE = "case-page"


@dataclass(frozen=True)
class Reading:
    """
    A case as this viewer sees it now.

    `in_parts`: what no key opens is left out and named, for a page that only shows; whatever
    writes or decides by what it reads must have all of it.
    """

    file: CaseFile
    viewer: Viewer
    now: datetime
    purpose: str = PURPOSE
    in_parts: bool = False

    @cached_property
    def opened(self) -> Opened:
        """What is sealed and the page shows; a page that does not ask for it opens nothing."""
        return opening.open_page(self.viewer, self.file, self.purpose, in_parts=self.in_parts)

    @property
    def case_id(self) -> UUID:
        return self.file.case.case_id

    @property
    def href(self) -> str:
        """The address of the case's page."""
        return f"/casos/{self.case_id}/"

    @cached_property
    def done(self) -> frozenset[str]:
        """The kinds of the acts that stand."""
        return frozenset(act.kind for act in self.file.acts if act.stands)

    @property
    def accused_word(self) -> str:
        """`denounced` or `sentenced`."""
        return case_labels.accused_are(self.file.acts, self.opened.facts)

    def act(self, act_id: UUID) -> ActRow | None:
        """An act of the case."""
        return next((act for act in self.file.acts if act.act_id == act_id), None)

    def office_name(self, office_id: str | None) -> str:
        """The name of an office in the case; of its type, where the directory has no name."""
        office = self.file.offices.get(office_id or "")
        if office is None:
            return shelters.NAME if protection.is_service(office_id) else office_id or ""
        return office.name or labels.label("office_type", office.type)


def read(
    request: Request, case_id: UUID, purpose: str = PURPOSE, *, in_parts: bool = False
) -> Reading:
    """
    Read a case and note that this office has opened it.

    :param purpose: a word for the audit: why its people are opened
    :param in_parts: see `Reading`
    :raises NotFound: if the case is absent or not theirs
    """
    viewer, now = pages.viewer_of(request), request.now
    file = queries.case_file(viewer, case_id, now=now)
    if file.case.is_new:
        operations.mark_opened(case_id=case_id, by=viewer, now=now)
    return Reading(file, viewer, now, purpose, in_parts)
