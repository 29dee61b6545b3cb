"""Writing down what was computed of a case, touching only the rows that changed."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model

from . import grants
from .derivation import Derived, InvolvementValues, ObligationValues
from .grants import GrantValues
from .models import Case, Involvement, Obligation

KEY = ("office_id", "basis", "act_id")
SHARED = ("code", "risk", "stage", "case_opened_at", "last_at", "open")


def write(case: Case, derived: Derived, *, now: datetime, seen_by: str | None = None) -> Case:
    """
    Store the state, obligations and involvements of a case whose row is locked.

    :param seen_by: the office whose hand is on the case: it has opened it by now
    """
    store_obligations(case.case_id, derived.obligations)
    for name, value in derived.case._asdict().items():
        setattr(case, name, value)
    case.computed_at = now
    case.revision += 1
    case.save(force_update=True)
    _store_involvements(case, derived.involvements, now=now, seen_by=seen_by)
    _store_grants(case.case_id, derived.grants)
    return case


def stored_obligations(case_id: UUID) -> dict[UUID, ObligationValues]:
    """The obligations of a case as stored."""
    rows = Obligation.objects.filter(case_id=case_id)
    fields = ("obligation_id", *ObligationValues._fields)
    return {row[0]: ObligationValues(*row[1:]) for row in rows.values_list(*fields)}


def store_obligations(case_id: UUID, computed: dict[UUID, ObligationValues]) -> None:
    """Add and change what differs in one statement, and remove what no longer runs in another."""
    stored = stored_obligations(case_id)
    changed = [
        Obligation(case_id=case_id, obligation_id=id_, **values._asdict())
        for id_, values in computed.items()
        if stored.get(id_) != values
    ]
    _upsert(changed, key=("case_id", "obligation_id"), fields=ObligationValues._fields)
    if gone := stored.keys() - computed.keys():
        Obligation.objects.filter(case_id=case_id, obligation_id__in=gone).delete()


def _store_involvements(
    case: Case, computed: dict[str, InvolvementValues], *, now: datetime, seen_by: str | None
) -> None:
    rows = [involvement(case, office, values) for office, values in computed.items()]
    _upsert(
        rows,
        key=("case_id", "office_id"),
        fields=(*InvolvementValues._fields, *SHARED),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from cases_involvement where case_id = %s and office_id <> all(%s)",
            [case.case_id, list(computed)],
        )
    if seen_by in computed:
        mark_seen(case.case_id, office=seen_by, now=now)


def _store_grants(case_id: UUID, computed: Mapping[grants.Key, GrantValues]) -> None:
    """
    Replace the grants of the case. The last of what is stored: it may end the writer's own place.
    """
    rows = [dict(zip(KEY, key, strict=True)) | values._asdict() for key, values in computed.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "select access_regrant(%s, %s::jsonb)", [case_id, json.dumps(rows, default=str)]
        )


def involvement(case: Case, office: str, values: InvolvementValues) -> Involvement:
    """The row of an office in a case, repeating what lists need of the case."""
    return Involvement(
        case_id=case.case_id,
        office_id=office,
        code=case.code,
        risk=case.risk,
        stage=case.stage,
        case_opened_at=case.opened_at,
        last_at=case.last_act_at,
        open=case.open,
        **values._asdict(),
    )


def mark_seen(case_id: UUID, *, office: str, now: datetime) -> None:
    """Note the first time someone of an office opened the case."""
    rows = Involvement.objects.filter(case_id=case_id, office_id=office, opened_at__isnull=True)
    rows.update(opened_at=now)


def _upsert(rows: Sequence[Model], *, key: tuple[str, ...], fields: tuple[str, ...]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=key, update_fields=fields
        )
