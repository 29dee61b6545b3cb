"""
What she told, told once: the one account of a case, and how often somebody asked for it again.

The account is the sealed fact `account` of the act by which she told it. A later telling adds to
it; a correction replaces its target. Whoever needs her story reads it here instead of asking.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ruta.access.viewer import Viewer
from ruta.acts import vocabulary

from . import admission, history, sealing
from .derivation import ActValues

TEXT = "account"
LANGUAGE = "account_language"
DEMANDED = "account-demanded"


@dataclass(frozen=True)
class Telling:
    """One time she told: where, when, in which language (empty: not noted)."""

    act_id: UUID
    told_at: datetime
    office_id: str | None
    author_id: UUID | None
    language: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Account:
    """
    Her account, first telling first, and how often an institution asked her to repeat it.

    `closed` counts acts whose telling, if they hold one, is closed to the reader.
    """

    tellings: tuple[Telling, ...]
    demanded: int
    closed: int = 0


def read_account(viewer: Viewer, case_id: UUID, purpose: str) -> Account:
    """
    Open the account of a case.

    :param purpose: a word for the audit: why this is opened
    :raises NotFound: if the case is absent or not theirs
    :raises Closed: if her account is closed to them, even what their own office took down
    """
    standing_ = admission.admit_to(viewer, case_id, "N")
    acts = standing(history.read(case_id))
    telling = {act.act_id: act for act in acts if _tells(act.kind)}
    opened = sealing.open_items(
        case_id=case_id,
        items=telling,
        compartments=("N",),
        by=viewer,
        purpose=purpose,
        standing=standing_,
    )
    told = [
        Telling(
            act_id=act.act_id,
            told_at=act.at,
            office_id=act.office_id,
            author_id=act.author_id,
            language=opened[act.act_id].get(LANGUAGE, ""),
            text=opened[act.act_id][TEXT],
        )
        for act in telling.values()
        if TEXT in opened.get(act.act_id, {})
    ]
    closed = sum(act_id not in opened for act_id in telling)
    return Account(tuple(sorted(told, key=lambda one: one.told_at)), demanded(acts), closed)


def demanded(acts: Sequence[ActValues]) -> int:
    """How often, in the standing acts of a case, an institution asked for the story again."""
    return sum(act.kind == DEMANDED for act in acts)


def standing(acts: Sequence[ActValues]) -> list[ActValues]:
    """The acts that no later act corrects or annuls."""
    annulments = {act.act_id for act in acts if act.annuls}
    struck = {act.annuls for act in acts if act.annuls}
    replaced = {act.corrects for act in acts if act.corrects and act.act_id not in struck}
    return [a for a in acts if a.act_id not in struck | replaced | annulments]


def _tells(kind: str) -> bool:
    known = vocabulary.kinds().get(kind)
    return known is not None and TEXT in known.facts
