"""
From what she decided to acts: which offices she agrees with, which she refuses; pure, like `acts`.

An office that would hear of the case only by being refused is not told: it is named inside.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ruta.cases import consenting, guardians
from ruta.cases.consenting import NewConsent
from ruta.cases.intake import NewAct
from ruta.web.components import labels

from . import known
from .fields import NO, YES
from .forms import sharing as form
from .setting import Answers

SLUG = "comparte"
TOLD = ("identity", "coordination", "risk", "account")


class Shared(NamedTuple):
    """What an office is let to see, and what for; its type names it where it is not told."""

    office_type: str
    parts: tuple[str, ...]
    purpose: str


SHARED: Mapping[str, Shared] = {
    form.CEM: Shared("cem", (*TOLD, "contact"), "care"),
    form.HEALTH: Shared("ipress", TOLD, "care"),
    form.PROSECUTOR: Shared("fiscalia-penal", ("contact",), "legal"),
}


def build(
    answers: Answers, *, case_id: UUID, offices: Mapping[str, str], told_by_law: frozenset[str],
    text: str, now: datetime,
) -> Iterator[NewAct]:  # fmt: skip
    """
    The acts of what she decided.

    :param offices: the office each question is about, by its name; empty where there is none
    :param told_by_law: those that hear of the case whatever she says
    """
    said: Mapping[str, Any] = answers.get(SLUG, {})
    small = (years := known.age_of(answers)) is not None and years < guardians.DECIDES_FROM_YEARS
    for name, shared in SHARED.items():
        office, act_id = offices.get(name, ""), uuid5(case_id, f"consent {name}")
        language = answers["lengua"]["language"]
        if said.get(name) == YES and office:
            new = NewConsent(
                act_id=act_id, office_id=office, parts=shared.parts, purpose=shared.purpose,
                until=consenting.lima_day(now) + timedelta(days=consenting.LONGEST_DAYS),
                how=said["how"], language=language, text=text, witness=said.get("witness", ""),
                giver=form.giver(said, small=small),
            )  # fmt: skip
            yield consenting.as_act(new, at=now)
        elif said.get(name) == NO:
            yield consenting.refusal(
                act_id, at=now, office_id=office if name in told_by_law else "",
                office_name=labels.label("office_type", shared.office_type),
                language=language, text=text,
            )  # fmt: skip
