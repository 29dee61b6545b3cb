"""
Whether a new act may enter a case: who may record it, its facts, its instant, its target.

Whatever is refused here is refused before anything is stored, with what was wrong and where.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ruta.access.viewer import Viewer
from ruta.acts import facts as acts_facts
from ruta.acts import vocabulary
from ruta.acts.facts import FactsRefused
from ruta.acts.values import EARLIEST_YEAR
from ruta.instruments.bilingual import Bilingual

from . import consents, grants
from .derivation import ActValues
from .intake import NewAct
from .offices import Places

ANNULMENT = "annulment"
# Striking one out would bring back a consent that she had ended.
NOT_STRUCK_OUT = consents.KINDS - {grants.GIVEN}
NO_OFFICE = Bilingual("No existe esta oficina.", "There is no such office.")
NO_SUCH_YEAR = Bilingual("Revise el año.", "Check the year.")
WRONG_OFFICE = Bilingual(
    "Este acto no se dirige a una oficina de este tipo.",
    "This act is not addressed to an office of this type.",
)
SHE_DECIDES_AGAIN = Bilingual(
    "Lo que ella decidió no se corrige: se retira, y si quiere lo da otra vez.",
    "What she decided is not corrected: it is taken back, and given again if she wants.",
)


class InTheFuture(Exception):
    """An act dated after the database's now. Its text may be shown to the person."""

    def __init__(self, act_id: UUID) -> None:
        super().__init__(_("La fecha y hora de un acto no pueden ser posteriores a este momento."))
        self.act_id = act_id


class NotYours(Exception):
    """An act that this kind of office may not record, or a correction of another office's act."""

    def __init__(self, act_id: UUID, kind: str) -> None:
        super().__init__(_("Tu oficina no puede registrar este acto."))
        self.act_id, self.kind = act_id, kind


class UnknownTarget(Exception):
    """A correction or annulment of an act that is not in this case or cannot be changed so."""

    def __init__(self, act_id: UUID, target: UUID | None) -> None:
        super().__init__(_("El acto que se quiere corregir o anular no está en este caso."))
        self.act_id, self.target = act_id, target


def accept(
    new: NewAct, *, known: Mapping[UUID, ActValues], places: Places, by: Viewer, now: datetime
) -> dict[str, Any]:
    """
    The act's facts, normalised.

    :param known: the acts already in the case, those of the same request before this one included
    :raises InTheFuture: if it is dated after `now`
    :raises NotYours: if this office may not record it
    :raises UnknownTarget: if it corrects or annuls what is not there to be
    :raises FactsRefused: naming each field that is wrong; `at`, `kind` and `to` count as fields. A
        consent is not corrected, nor is taking it back struck out: who may consent is asked when
        it is given
    """
    if new.at > now:
        raise InTheFuture(new.act_id)
    if new.at.year < EARLIEST_YEAR:
        raise FactsRefused({"at": NO_SUCH_YEAR})
    kind = vocabulary.kinds().get(new.kind)
    if kind is None:
        raise FactsRefused({"kind": acts_facts.UNKNOWN_KIND})
    if not (kind.in_case and kind.may_be_recorded_by(by.office_type)):
        raise NotYours(new.act_id, new.kind)
    _check_target(new, known=known, by=by)
    _check_addressee(new, kind.addressed_to, places)
    return acts_facts.check(new.kind, new.facts)


def _check_target(new: NewAct, *, known: Mapping[UUID, ActValues], by: Viewer) -> None:
    """A correction repeats its target's kind; only the office of the target may touch it."""
    target_id = new.corrects or new.annuls
    if target_id is None:
        if new.kind == ANNULMENT:
            raise UnknownTarget(new.act_id, None)
        return
    target = known.get(target_id)
    wrong = (
        target is None
        or (new.corrects is not None and new.annuls is not None)
        or (new.annuls is not None) != (new.kind == ANNULMENT)
        or target.kind == ANNULMENT
        or (new.corrects is not None and target.kind != new.kind)
    )
    if wrong or target is None:
        raise UnknownTarget(new.act_id, target_id)
    if (target.office_id or "") != by.office_id:
        raise NotYours(new.act_id, new.kind)
    if target.kind in (consents.KINDS if new.corrects else NOT_STRUCK_OUT):
        raise FactsRefused({"kind": SHE_DECIDES_AGAIN})


def _check_addressee(new: NewAct, allowed: tuple[str, ...], places: Places) -> None:
    if new.to is None:
        return
    place = places.get(new.to)
    if place is None:
        raise FactsRefused({"to": NO_OFFICE})
    if allowed and vocabulary.ANY not in allowed and place.type not in allowed:
        raise FactsRefused({"to": WRONG_OFFICE})
