"""The acts of a case as stored: read in the order they arrived, added and never changed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from .derivation import ActValues
from .models import Act


def read(case_id: UUID) -> list[ActValues]:
    """All acts of a case, clear columns only, in order of arrival."""
    rows = Act.objects.filter(case_id=case_id).order_by("arrival")
    return [ActValues(*row) for row in rows.values_list(*ActValues._fields)]


def append(case_id: UUID, acts: Iterable[ActValues]) -> None:
    """Add acts in one statement."""
    Act.objects.bulk_create([row(case_id, act) for act in acts])


def row(case_id: UUID, act: ActValues) -> Act:
    """The act as a row of its table."""
    return Act(case_id=case_id, **act._asdict())


def rows(case_id: UUID, acts: Sequence[ActValues], ids: Iterable[UUID]) -> list[Act]:
    """Some of a case's acts as rows, in the order of the ids asked for."""
    known = {act.act_id: act for act in acts}
    return [row(case_id, known[act_id]) for act_id in ids]
