"""
Who may come to a case: every read and write of the case file passes here, and asks the decision.

The answer comes from `access.decision`; row security in the database and the keeper of keys judge
again by themselves. A case one may not see and one that does not exist are the same: NotFound.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from ruta.access import context, roles
from ruta.access.audit import afterwards, alerts
from ruta.access.standing import Standing
from ruta.access.viewer import Viewer

HOSTS = "HOGAR"
TOLD_OF = frozenset({"conflict", "blocked"})
STANDING = "select access_standing(%s, %s, %s, %s, %s)"


class NotFound(Exception):
    """There is no such case for this viewer: absent, or not theirs; nobody can tell which."""


class Closed(Exception):
    """The case is theirs, this part of it is not. Its text may be shown to the person."""

    def __init__(self, compartment: str) -> None:
        super().__init__(_("Esta parte del caso está cerrada para tu oficina."))
        self.compartment = compartment


def is_ruta(viewer: Viewer) -> bool:
    """Whether this is Ruta itself: its jobs, loading and checks, which go through every case."""
    return viewer.role == roles.SYSTEM


def condition(viewer: Viewer, case_id: str) -> tuple[str, dict[str, Any]]:
    """
    An SQL condition that holds of the cases a viewer may see, and its parameters.

    :param case_id: the SQL expression of the case's id, never anything a person typed
    """
    if is_ruta(viewer):
        return "true", {}
    context.ensure(viewer)
    return f"access_sees({case_id}) and {case_id} <> all ((select access_my_closed())::uuid[])", {}


def standing(viewer: Viewer, case_id: UUID) -> Standing:
    """How a viewer stands in a case; somebody without any place in it has a standing too."""
    if is_ruta(viewer):
        return Standing("", relation="assigned", known=True)
    context.ensure(viewer)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [case_id, *who(viewer)])
        return Standing.of(viewer.agency, _as_json(cursor.fetchone()[0]))


def who(viewer: Viewer) -> tuple[UUID, str, str, str]:
    """What `access_standing` is told of a viewer: person, office, agency, department supervised."""
    department = viewer.department if viewer.is_supervisor else ""
    return viewer.user_id, viewer.office_id, viewer.agency, department


def admit(viewer: Viewer, case_id: UUID) -> Standing:
    """
    Let a viewer pass to the clear columns of a case.

    Somebody with a conflict of interest, or whom she blocked, is told of to others once they have
    their answer, which is that of a case that does not exist.

    :raises NotFound: if the case is absent or not theirs
    """
    found = standing(viewer, case_id)
    if not is_ruta(viewer) and not (found.known and found.sees):
        raise refused(viewer, case_id)
    return found


def refused(viewer: Viewer, case_id: UUID) -> NotFound:
    """
    The refusal of a case; once a page has answered, others are told if a conflict was behind it.

    Whether there is such a case is asked only then, so that the answer takes no longer for it.
    """
    if context.is_entered(viewer):
        afterwards.write(lambda: tell_of_conflict(viewer, case_id))
    return NotFound(case_id)


def tell_of_conflict(viewer: Viewer, case_id: UUID) -> None:
    """
    Raise an alert if the case is closed to this person by a conflict, or because she did so; and if
    they work in a service of protection where she is, and nobody named them.
    """
    found = standing(viewer, case_id)
    if found.known and not found.closed.isdisjoint(TOLD_OF):
        alerts.raise_now("conflict", case_id=case_id, by=viewer)
    if found.known and found.held and viewer.agency == HOSTS:
        alerts.raise_now("shelter", case_id=case_id, by=viewer)


def admit_to(viewer: Viewer, case_id: UUID, compartments: Iterable[str]) -> Standing:
    """
    Let a viewer pass to sealed compartments of a case, at least to their own items there.

    :raises NotFound: if the case is absent or not theirs
    :raises Closed: naming the first compartment that is closed to them
    """
    found = admit(viewer, case_id)
    for letter in compartments:
        if not found.allows("read", letter, own=True):
            raise closed(viewer, case_id, letter)
    return found


def closed(viewer: Viewer, case_id: UUID, letter: str) -> NotFound | Closed:
    """The refusal of a part of a case; a shelter's is as if not there, and others are told."""
    if letter != "S":
        return Closed(letter)
    alerts.raise_afterwards("shelter", case_id=case_id, by=viewer)
    return NotFound(case_id)


def begin(viewer: Viewer, case_id: UUID) -> Standing:
    """
    Take the first place in a case that is about to be opened; in one already open, pass as usual.

    :raises NotFound: if the id is that of a case which is not theirs
    """
    if not is_ruta(viewer):
        context.ensure(viewer)
        with connection.cursor() as cursor:
            cursor.execute("select access_begin(%s)", [case_id])
            (begun,) = cursor.fetchone()
        if not begun:
            raise NotFound(case_id)
    return admit(viewer, case_id)


def _as_json(value: Any) -> Any:
    """What PostgreSQL's JSON came as: Django's cursor leaves it as text."""
    return json.loads(value) if isinstance(value, str) else value
