"""Registering a whole report: its acts and people into a case, once."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from ruta.access.viewer import Viewer
from ruta.cases import drafts
from ruta.cases.models import Case

from . import acts, parties
from .forms.registering import competent
from .forms.sharing import text_of
from .setting import Answers, Setting

PROSECUTORS = ("fiscalia-penal", "fiscalia-familia")


def register(
    *, case_id: UUID, answers: Answers, setting: Setting, by: Viewer, now: datetime
) -> Case:
    """
    Open the case of a whole report and remove its draft.

    :raises: what `drafts.submit` raises; nothing is stored then, and the draft stays
    """
    new = acts.build(
        answers,
        case_id=case_id,
        door=setting.door,
        office_type=setting.office_type,
        addressees=addressees(answers, setting, by),
        now=now,
        text=text_of(setting, get_language() or "").id,
    )
    people = parties.build(answers, case_id=case_id)
    return drafts.submit(case_id=case_id, acts=new, parties=people, by=by, now=now)


def addressees(answers: Answers, setting: Setting, by: Viewer) -> acts.Addressees:
    """Whom the report is addressed to: those chosen, and the prosecutor of her district."""
    check = answers["revisa"]
    own = by.office_id if setting.office_type in PROSECUTORS else ""
    return acts.Addressees(
        cem=check.get("cem") or "",
        police=check.get("police") or "",
        prosecutor=own or competent(PROSECUTORS[0], setting) or competent(PROSECUTORS[1], setting),
        health=competent("ipress", setting),
    )
