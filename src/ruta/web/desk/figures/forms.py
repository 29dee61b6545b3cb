"""The forms of figures: a question, what is behind a number, a name, a report."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruta.cases.figures import plans, saved
from ruta.cases.figures.asked import MOST_MONTHS, Question, Span, shifted
from ruta.cases.figures.attributes import ACTS, CASES, DUTIES, UNITS, Unit

from . import words

Choices = list[tuple[Any, Any]]
MAIN = {
    DUTIES: ("turno", "estado", "deber", "riesgo", "impedimento", "oficina"),
    CASES: ("riesgo", "situacion", "vencidos", "personas"),
    ACTS: ("acto", "respuesta", "registro", "oficina"),
}
RHYTHMS = {
    plans.WEEKLY: gettext_lazy("Cada lunes"),
    plans.MONTHLY: gettext_lazy("El primero de cada mes"),
}


class QuestionForm(forms.Form):
    """What to count, by what, and in which months."""

    filas = forms.ChoiceField(label=gettext_lazy("Cuenta"), required=False)
    columnas = forms.ChoiceField(label=gettext_lazy("Separado por"), required=False)
    desde = forms.ChoiceField(label=gettext_lazy("Desde"), required=False)
    hasta = forms.ChoiceField(label=gettext_lazy("Hasta"), required=False)

    def __init__(self, question: Question, *, territory: bool, present: str) -> None:
        columns = f"{question.unit.code}.{question.columns.code}" if question.columns else ""
        rows = f"{question.unit.code}.{question.rows.code}"
        span = question.span
        said = {"filas": rows, "columnas": columns, "desde": span.first, "hasta": span.last}
        super().__init__(said)
        offered = _offered(territory)
        self.fields["filas"].choices = offered  # type: ignore[attr-defined]
        self.fields["columnas"].choices = [("", _("Nada más")), *offered]  # type: ignore[attr-defined]
        for name in ("desde", "hasta"):
            self.fields[name].choices = _months(span, present)  # type: ignore[attr-defined]


class BehindForm(forms.Form):
    """The filters of what is behind a number: those that matter most, and those in the address."""

    tema = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, said: Mapping[str, str], unit: Unit, *, territory: bool, offices: Mapping[str, str],
        duties: Choices,
    ) -> None:  # fmt: skip
        super().__init__({**said, "tema": unit.code})
        for each in unit.of(territory=territory):
            here = said.get(each.code, "")
            if each.code not in MAIN[unit.code] and not here:
                continue
            known = duties if each.code == "deber" else words.choices(each, offices)
            if here and here not in {code for code, _label in known}:
                known = [*known, (here, words.value(each, here, offices))]
            self.fields[each.code] = forms.ChoiceField(
                label=words.attribute(each.code), required=False, choices=[("", _("Todo")), *known]
            )
        for name, label in (("desde", _("Desde")), ("hasta", _("Hasta"))):
            if said.get(name):
                chosen = [("", _("Siempre")), (said[name], words.month(said[name]))]
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=chosen)


class NameForm(forms.Form):
    """The name under which an office keeps a question."""

    nombre = forms.CharField(
        label=gettext_lazy("Nombre"),
        help_text=gettext_lazy("Lo lee toda tu oficina. Sin nombres de personas ni números."),
        max_length=saved.NAME_LENGTH,
        error_messages={"required": gettext_lazy("Escribe un nombre.")},
    )


class ReportForm(forms.Form):
    """A report to have regularly: the page of supervision, or a question with a name."""

    tema = forms.ChoiceField(label=gettext_lazy("Qué informe"))
    cada = forms.ChoiceField(label=gettext_lazy("Cuándo"), choices=list(RHYTHMS.items()))

    def __init__(
        self, data: Mapping[str, str] | None = None, *, questions: Iterable[saved.Saved] = ()
    ) -> None:
        super().__init__(data)
        named = [(str(each.question_id), each.name) for each in questions]
        self.fields["tema"].choices = [  # type: ignore[attr-defined]
            ("supervision", _("La página de supervisión")),
            *([(_("Preguntas guardadas"), named)] if named else []),
        ]


def _offered(territory: bool) -> Choices:
    return [
        (
            words.UNITS[unit.code],
            [
                (f"{unit.code}.{each.code}", f"{words.UNITS[unit.code]}: {_small(each.code)}")
                for each in unit.of(territory=territory)
            ],
        )
        for unit in UNITS.values()
    ]


def _small(code: str) -> str:
    name = words.attribute(code)
    return name[:1].lower() + name[1:]


def _months(span: Span, present: str) -> Choices:
    """The last months, newest first, and those of the span."""
    found = {shifted(present, -back) for back in range(MOST_MONTHS)} | {span.first, span.last}
    return [(month, words.month(month)) for month in sorted(found, reverse=True)]
