"""A report being taken: its draft, opened, and how far it has come."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404

from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases import drafts
from ruta.directory import queries as directory

from . import doors, saved
from .setting import Setting
from .walk import DONE, walk


def viewer_of(request: Request) -> Viewer:
    """
    Who takes the report.

    :raises Http404: where their office takes none
    """
    viewer = request.viewer
    if viewer is None or not doors.takes(viewer):
        raise Http404
    return viewer


def setting_of(request: Request, written: drafts.Written | None = None) -> Setting:
    """Where and when a report is taken."""
    viewer = viewer_of(request)
    return Setting(
        door=doors.DOORS[viewer.office_type],
        office_type=viewer.office_type,
        ubigeo=directory.office(viewer.office_id).ubigeo,
        started_at=written.started_at if written else request.now,
        now=request.now,
    )


class Report:
    """One report: what was typed on each page, and the pages gone through."""

    def __init__(self, request: Request, case_id: UUID) -> None:
        """:raises NotFound: if there is no such draft of this person"""
        self.case_id = case_id
        self.viewer = viewer_of(request)
        self.written = drafts.load(self.viewer, case_id)
        self.pages = saved.pages(self.written)
        self.setting = setting_of(request, self.written)
        self.walk = walk(self.pages, self.setting)

    def at(self, slug: str) -> Setting:
        """The setting of a page: what was answered before it."""
        return replace(self.setting, answers=self.walk.known_before(slug))

    def keep(self, request: Request, slug: str, *, done: bool) -> None:
        """
        Seal what was sent, and walk again.

        :raises TooLong: when there is too much of it
        :raises NotFound: when the report was registered meanwhile
        """
        self.pages[slug] = saved.keep(
            case_id=self.case_id, step=slug, raw=saved.typed(request.POST), done=done,
            by=self.viewer, now=request.now,
        )  # fmt: skip
        self.walk = walk(self.pages, self.setting)

    def address(self, slug: str) -> str:
        """The address of a page of this report."""
        return f"/denuncias/{self.case_id}/{slug}/"

    def was_sent(self, slug: str) -> bool:
        """Whether a page was ever sent, and not only typed."""
        return DONE in self.pages.get(slug, {})
