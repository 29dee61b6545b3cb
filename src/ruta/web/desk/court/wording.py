"""What the page of notices says of each: title, whom it asks for, what was done."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruta.web.components import labels, lima
from ruta.web.components.lists import Row

from .decision import NO_APPROACH
from .notices import ACCUSED, COPY, EXECUTOR, FILE, FIREARMS, VICTIM, Notice
from .told import Told


def title(notice: Notice) -> str:
    """What a notice does."""
    return {
        EXECUTOR: _("Comunicar las medidas a la comisaría que las ejecuta"),
        FIREARMS: _("Notificar a la SUCAMEC la prohibición de armas"),
        VICTIM: _("Notificarle a ella"),
        ACCUSED: _("Notificar a la persona denunciada"),
        COPY: _("Enviar copia de la resolución a la fiscalía"),
        FILE: _("Enviar el expediente a la fiscalía"),
    }[notice]


def whom(notice: Notice) -> str:
    """The label of the choice of an office."""
    return {
        EXECUTOR: _("Comisaría"), FIREARMS: _("Oficina"), COPY: _("Fiscalía"), FILE: _("Fiscalía"),
    }[notice]  # fmt: skip


def done(notice: Notice) -> str:
    """What happened when it was sent."""
    return {
        EXECUTOR: _("Medidas comunicadas. Los plazos de la comisaría ya corren."),
        FIREARMS: _("SUCAMEC notificada."),
        VICTIM: _("Notificación a ella registrada. Su plazo para apelar ya corre."),
        ACCUSED: _("Notificación a la persona denunciada registrada."),
        COPY: _("Copia enviada a la fiscalía."),
        FILE: _("Expediente enviado. Los plazos de la fiscalía ya corren."),
    }[notice]


def waiting(count: int) -> str:
    """How many notices are still to be sent."""
    if not count:
        return _("Todos los avisos salieron.")
    says = ngettext(
        "Falta %(count)s aviso. Cada uno empieza su plazo al enviarse.",
        "Faltan %(count)s avisos. Cada uno empieza su plazo al enviarse.",
        count,
    )
    return says % {"count": count}


def decided(told: Told) -> tuple[Row, ...]:
    """The decision in two or three lines."""
    when = Row(_("Decidido"), lima.instant(told.decision.at, get_language()))
    if not told.granted:
        return (when, Row(_("Decisión"), _("No se dictan medidas de protección")))
    names = [_measure(code, told) for code in told.measures]
    return (when, Row(_("Medidas"), names[0] if names else "", lines=tuple(names[1:])))


def _measure(code: str, told: Told) -> str:
    """A measure, with its distance where it has one."""
    name, metres = labels.label("measure", code), told.facts.get("distance_metres")
    if code != NO_APPROACH or not metres:
        return name
    return _("%(measure)s: %(metres)s m") % {"measure": name, "metres": f"{metres:,}"}
