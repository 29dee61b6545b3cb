"""A decision in words: as it is read over before it is recorded, and as it stands afterwards."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.web.components import labels, lima
from ruta.web.components.lists import Row

from .choices import listed
from .decision import HELD, NO_APPROACH, OTHER, SKIPPED, WEAPONS_BAN, Decision


def rows(decision: Decision) -> tuple[Row, ...]:
    """Every answer, line by line; what was left blank is not there."""
    said = (*_hearing(decision), *_outcome(decision), *_resolution(decision))
    return tuple(row for row in said if row.value)


def warnings(decision: Decision) -> tuple[str, ...]:
    """What stays owed or follows from the decision, and is better known before recording it."""
    found = []
    if not (decision.precautionary or decision.precautionary_reasons):
        found.append(_("No se dice nada de las medidas cautelares: ese deber queda pendiente."))
    if decision.granted and WEAPONS_BAN in decision.measures:
        found.append(_("Por la prohibición de armas habrá que notificar a la SUCAMEC."))
    return tuple(found)


def measure(code: str, decision: Decision) -> str:
    """A measure with what was said of it."""
    name = labels.label("measure", code)
    if code == NO_APPROACH and decision.distance_metres:
        return _("%(measure)s: %(metres)s m") % {
            "measure": name, "metres": f"{decision.distance_metres:,}",
        }  # fmt: skip
    return f"{name}: {decision.other_order}" if code == OTHER else name


def _hearing(decision: Decision) -> Iterator[Row]:
    language = get_language()
    if decision.hearing == SKIPPED:
        yield Row(_("Audiencia"), _("Se prescindió de ella"), lines=_lines(decision.skip_reasons))
    elif decision.hearing == HELD and decision.hearing_at:
        mode = dict(listed("hearing_modes")).get(decision.hearing_mode, "")
        value = lima.instant(decision.hearing_at, language)
        yield Row(_("Audiencia"), value, lines=_lines(mode))


def _outcome(decision: Decision) -> Iterator[Row]:
    if decision.granted:
        first, *others = [measure(code, decision) for code in decision.measures]
        yield Row(_("Medidas de protección"), first, lines=tuple(others))
        yield Row(_("Precisiones"), *_paragraphs(decision.details))
        until = decision.measures_until
        yield Row(
            _("Vigentes hasta"),
            lima.day(until, get_language()) if until else _("Mientras dure el riesgo"),
        )
        yield Row(_("Razones"), *_paragraphs(decision.reasons))
    else:
        why = decision.denial_reasons
        yield Row(_("Decisión"), _("No se dictan medidas de protección"), lines=_lines(why))
    yield _precautionary(decision)


def _precautionary(decision: Decision) -> Row:
    codes = [labels.label("precautionary", code) for code in decision.precautionary]
    reasons = _lines(decision.precautionary_reasons)
    said = codes or ([_("No se dictan")] if reasons else [_("Nada se dice de ellas")])
    return Row(_("Medidas cautelares"), said[0], lines=(*said[1:], *reasons))


def _resolution(decision: Decision) -> Iterator[Row]:
    yield Row(_("Resolución"), decision.resolution_number)
    yield Row(_("Cuándo se decidió"), lima.instant(decision.decided_at, get_language()))


def _paragraphs(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The value of a row of several lines, its link to change it (none), and the other lines."""
    first, *others = _lines(text) or ("",)
    return first, "", tuple(others)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
