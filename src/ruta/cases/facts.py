"""The sealed facts of acts, opened on purpose: by whom, what for, and no more than is theirs."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ruta.access.viewer import Viewer

from . import admission, sealing
from .models import Act

OPEN_TO_ALL = frozenset({"I", "C", "R", "N", "H", "L"})
OWN_OFFICE = frozenset({"S"})
OWN_HAND = frozenset({"K"})


def read(
    viewer: Viewer, case_id: UUID, purpose: str, *, acts: Iterable[UUID] | None = None
) -> Mapping[UUID, Mapping[str, Any]]:
    """
    The sealed facts of acts of a case: act → facts. Acts without any are absent.

    Private notes (K) open for who wrote them, a shelter (S) for the office that wrote it.

    :param purpose: a word for the audit: why this is opened
    :param acts: which ones; `None` for all
    :raises NotFound: if the case is absent or not theirs
    """
    admission.admit_to_sealed(viewer, case_id)
    rows = Act.objects.filter(case_id=case_id)
    if acts is not None:
        rows = rows.filter(act_id__in=list(acts))
    found: dict[UUID, dict[str, Any]] = {}
    for compartments, ids in _by_right(
        viewer, rows.values_list("act_id", "office_id", "author_id")
    ):
        opened = sealing.open_items(
            case_id=case_id, items=ids, compartments=compartments, by=viewer, purpose=purpose
        )
        for act_id, facts in opened.items():
            found.setdefault(act_id, {}).update(facts)
    return found


def _by_right(
    viewer: Viewer, acts: Iterable[tuple[UUID, str | None, UUID | None]]
) -> list[tuple[frozenset[str], list[UUID]]]:
    """Which compartments this viewer may open of which acts."""
    known = list(acts)
    rights = [
        (OPEN_TO_ALL, [act_id for act_id, _, _ in known]),
        (OWN_OFFICE, [act_id for act_id, office, _ in known if office == viewer.office_id]),
        (OWN_HAND, [act_id for act_id, _, author in known if author == viewer.user_id]),
    ]
    return [(compartments, ids) for compartments, ids in rights if ids]
