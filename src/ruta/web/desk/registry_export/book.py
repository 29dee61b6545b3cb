"""The workbook a centre takes out: its rows, what is left to be typed, and the codes to type."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruta.interop.cem import answers, workbook, writing
from ruta.interop.cem.dictionary import Variable
from ruta.web.components import lima

from .gathering import Gathered

FOOT = 200  # signs at the foot of a page, which a workbook limits


def made(found: Gathered, *, who: str, now: datetime) -> bytes:
    """The workbook of three pages, in the language of now; `who` took it out: role and office."""
    pages = (_registry(found), _lacking(found), _codes())
    when = lima.instant(now, get_language())
    mark = _("Sacado por %(who)s, el %(when)s") % {"who": who, "when": when}
    return workbook.written(pages, mark=mark[:FOOT], now=lima.local(now))


def _registry(found: Gathered) -> workbook.Page:
    names = [each.name for each in writing.columns(answers.CURRENT)]
    rows = [
        [code, *(row.get(name, "") for name in names)]
        for code, row in zip(found.codes, found.rows, strict=True)
    ]
    return workbook.Page(_("Casos"), [workbook.CASE, *names], rows)


def _lacking(found: Gathered) -> workbook.Page:
    lacking = writing.lacking(found.rows, answers.CURRENT)
    rows = [
        [each.variable.name, _label(each.variable), str(each.rows), _why(each.why)]
        for each in lacking
    ]
    if found.left_out:
        why = _("Ella no quiso que su caso se cuente: decide con ella si lo registras.")
        rows.insert(0, ["", _("Casos que no están aquí"), str(found.left_out), why])
    titles = [_("Variable"), _("Pregunta"), _("Casos sin respuesta"), _("Por qué")]
    return workbook.Page(_("Por completar"), titles, rows)


def _why(why: str) -> str:
    return {
        writing.STAYS: _("Dónde vive no sale de Ruta."),
        writing.NOT_KEPT: _("Ruta no lo pregunta."),
        writing.NOT_SAID: _("En estos casos no consta."),
    }[why]


def _codes() -> workbook.Page:
    titles = [_("Variable"), _("Código"), _("Significado")]
    return workbook.Page(_("Códigos"), titles, list(_every_code()))


def _every_code() -> Iterator[list[str]]:
    for variable in writing.columns(answers.CURRENT):
        for code, label in (variable.codes or {}).items():
            yield [variable.name, code, label]


def _label(variable: Variable) -> str:
    return variable.es if lima.spoken(get_language()) == "es" else variable.en
