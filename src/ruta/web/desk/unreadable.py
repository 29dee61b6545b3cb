"""
What a page answers when a sealed text cannot be opened: which part, and all that needs no key.

A key that was erased, or a text that is not what was sealed, mends by no second try. So the page
says what cannot be read, that others know of it by now, whom to call, and shows what the case holds
in the clear: its acts by kind and its terms.
"""

import logging
import re
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.access import context, resume
from ruta.access.audit import alerts
from ruta.access.keys import vault
from ruta.access.request import Request
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
    # Codes and identifiers: a message of this error holds nothing else.
    logger.error("sealed text unreadable", extra={"case_id": case_id, "kind": type(error).__name__})
    alerts.raise_afterwards(KIND, case_id=case_id, by=pages.viewer_of(request))
    held, token = resume.unsent(request)
    shown = {
        "part": audit_words.compartments("".join(LETTER.findall(str(error)))),
        "held": held,
        "token": token,
        **(_in_the_clear(request, case_id) if case_id else {}),
    }
    title = _("Una parte no se pudo abrir")
    return pages.render(request, "desk/unreadable.html", shown, title=title, status=GONE)


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
