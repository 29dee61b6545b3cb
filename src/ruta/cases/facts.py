"""The sealed facts of acts, opened on purpose: by whom, what for, and no more than is theirs."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ruta.access.viewer import Viewer

from . import admission, sealing
from .models import Act

COMPARTMENTS = frozenset("ICRNHLSK")


def read(
    viewer: Viewer, case_id: UUID, purpose: str, *, acts: Iterable[UUID] | None = None
) -> Mapping[UUID, Mapping[str, Any]]:
    """
    The sealed facts of acts of a case: act → facts. Acts without any are absent.

    What the decision does not open to this viewer is left out.

    :param purpose: a word for the audit: why this is opened
    :param acts: which ones; `None` for all
    :raises NotFound: if the case is absent or not theirs
    """
    standing = admission.admit(viewer, case_id)
    opened = sealing.open_items(
        case_id=case_id,
        items=acts,
        compartments=COMPARTMENTS,
        by=viewer,
        purpose=purpose,
        standing=standing,
    )
    known = Act.objects.filter(case_id=case_id, act_id__in=opened)
    there = set(known.values_list("act_id", flat=True))
    return {item_id: facts for item_id, facts in opened.items() if item_id in there}
