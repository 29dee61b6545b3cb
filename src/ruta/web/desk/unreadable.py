"""
What a page answers when a sealed text cannot be opened: which part, and all that needs no key.

A key that is gone, or a text that is not what was sealed, mends by no second try. So the page says
what cannot be read, that others know of it by now, whom to call, and shows what the case holds in
the clear: its acts by kind and its terms. The page of the case itself shows its other parts beside
such words (`parts`). What was erased on purpose is said to be so, and nobody is alarmed.
"""

import logging
import re
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.access import context, erased, resume
from ruta.access.audit import alerts
from ruta.access.keys import vault
from ruta.access.request import Request
from ruta.access.viewer import Viewer
from ruta.cases import queries
from ruta.web.components import labels, lima

from . import audit_words, pages

logger = logging.getLogger("ruta.access")

GONE = 410
KIND = "unreadable"
LETTER = re.compile(r"compartment ([A-Z])\b")


def page(request: Request, error: vault.Unreadable) -> HttpResponse:
    """Say it, tell whoever must know, and give back the form that could not be taken."""
    case_id = _case_of(request)
    letters = frozenset(LETTER.findall(str(error)))
    gone = _erased(request, case_id) & letters
    if not gone:
        # Codes and identifiers: a message of this error holds nothing else.
        _tell(pages.viewer_of(request), case_id, kind=type(error).__name__)
    held, token = resume.unsent(request)
    shown = {
        "part": audit_words.compartments("".join(letters)),
        "erased": bool(gone),
        "held": held,
        "token": token,
        **(_in_the_clear(request, case_id) if case_id else {}),
    }
    title = _("Una parte no se pudo abrir")
    return pages.render(request, "desk/unreadable.html", shown, title=title, status=GONE)


@dataclass(frozen=True)
class Parts:
    """The parts of a case that no key opens, in words: erased on purpose, or damaged."""

    erased: str = ""
    damaged: str = ""


def parts(viewer: Viewer, case_id: UUID, unread: frozenset[str]) -> Parts:
    """What to say of the parts that did not open; of what is damaged, others are told."""
    if not unread:
        return Parts()
    gone = erased.compartments(viewer, case_id) & unread
    if damaged := unread - gone:
        _tell(viewer, case_id, kind="".join(sorted(damaged)))
    return Parts(
        audit_words.compartments("".join(gone)), audit_words.compartments("".join(damaged))
    )


def _tell(viewer: Viewer, case_id: UUID | None, *, kind: str) -> None:
    logger.error("sealed text unreadable", extra={"case_id": case_id, "kind": kind})
    alerts.raise_afterwards(KIND, case_id=case_id, by=viewer)


def _erased(request: Request, case_id: UUID | None) -> frozenset[str]:
    """The view's own transaction has been undone by now."""
    if case_id is None:
        return frozenset()
    viewer = pages.viewer_of(request)
    with transaction.atomic(), context.entered(viewer):
        return erased.compartments(viewer, case_id)


def _case_of(request: Request) -> UUID | None:
    match = request.resolver_match
    found = match.kwargs.get("case_id") if match else None
    return found if isinstance(found, UUID) else None


def _in_the_clear(request: Request, case_id: UUID) -> dict[str, object]:
    """The case by its clear columns; the view's own transaction has been undone by now."""
    viewer = pages.viewer_of(request)
    try:
        with transaction.atomic(), context.entered(viewer):
            file = queries.case_file(viewer, case_id, now=request.now)
    except queries.NotFound:
        return {}
    acts = [
        (lima.instant(act.at, get_language()), labels.label("kind", act.kind))
        for act in file.acts
        if act.stands
    ]
    return {"code": file.case.code, "acts": acts}
