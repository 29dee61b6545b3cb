"""
The pages of the report in order: each names the next by what was answered so far.

A page: its slug in the address, its form, its template and `next`. A minor, or somebody who said
that there was sexual violence, is never asked about the facts: only what tonight's safety needs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import forms, known
from .fields import YES
from .setting import Answers

Next = Callable[[Answers], str]
FIRST, PAUSE, LAST = "seguridad", "pausa", "revisa"


@dataclass(frozen=True)
class Step:
    """
    One page; `next` answers the slug of the one after it, or nothing after the last.

    `left` is how many pages may still follow, at most.
    """

    slug: str
    left: int
    title: str | Promise
    form: type[forms.StepForm]
    next: Next
    line: str | Promise = ""
    template: str = "desk/intake/step.html"


def then(slug: str) -> Next:
    """Always the same page next."""
    return lambda answers: slug


def after_safety(answers: Answers) -> str:
    """Nothing is asked while it is not safe to answer."""
    return "lengua" if answers[FIRST]["safe"] == YES else PAUSE


def after_her(answers: Answers) -> str:
    """Her account, or only what protects her tonight."""
    return "proteccion" if known.is_spared(answers) else "relato"


def after_accused(answers: Answers) -> str:
    """The form's questions where we have them, else a level decided by the worker."""
    return "nivel" if known.instrument(answers).professional_level else "ficha"


PAGES = (
    Step(
        FIRST, 10, _("¿Es seguro hablar ahora?"), forms.Safety, after_safety,
        _("Antes de preguntar nada."),
    ),
    Step(
        PAUSE, 10, _("Ahora no es seguro hablar"), forms.StepForm, then("lengua"),
        _("Lo primero es que esté a salvo. La denuncia puede esperar unos minutos."),
        "desk/intake/pause.html",
    ),
    Step(
        "lengua", 9, _("Quién lo cuenta, y en qué lengua"), forms.Language, then("contacto"),
        _("Tiene derecho a intérprete, también de lengua de señas, sin costo."),
    ),
    Step(
        "contacto", 8, _("Cómo comunicarse con ella sin ponerla en riesgo"), forms.Contact,
        then("persona"), _("Obliga a todas las instituciones del caso. Puede no dar nada."),
    ),
    Step(
        "persona", 7, _("Quién es la persona agredida"), forms.She, after_her,
        _("Se la atiende sin documento y sin pruebas. Lo que no quiera decir, en blanco."),
        "desk/intake/she.html",
    ),
    Step(
        "relato", 6, _("Lo que cuenta"), forms.Account, then("hechos"),
        _("Una sola vez: nadie se lo volverá a pedir. Se guarda mientras escribes."),
        "desk/intake/account.html",
    ),
    Step(
        "hechos", 5, _("Lo que falta precisar"), forms.Facts, then("denunciado"),
        _("Marca lo que ya contó; pregunta solo lo demás."),
    ),
    Step(
        "proteccion", 5, _("Lo que hace falta para protegerla hoy"), forms.Tonight,
        then("denunciado"),
        _("No le preguntes por los hechos: los contará una sola vez, en la entrevista única."),
        "desk/intake/account.html",
    ),
    Step(
        "denunciado", 4, _("La persona denunciada"), forms.Accused, after_accused,
        _("Lo que se sepa. Todo puede quedar en blanco."),
    ),
    Step(
        "ficha", 3, _("Riesgo: las preguntas"), forms.RiskForm, then("resultado"), "",
        "desk/intake/risk_form.html",
    ),
    Step(
        "resultado", 2, _("Riesgo: el resultado"), forms.Outcome, then("comparte"), "",
        "desk/intake/outcome.html",
    ),
    Step(
        "nivel", 2, _("Riesgo: tu valoración"), forms.Level, then("comparte"), "",
        "desk/intake/level.html",
    ),
    Step(
        "comparte", 1, _("¿Con quién compartimos lo que contó?"), forms.Sharing, then(LAST),
        _("Para que no tenga que repetirlo. Decide ella, y no pierde nada si dice que no."),
        "desk/intake/sharing.html",
    ),
    Step(
        LAST, 0, _("Revisa y registra"), forms.Check, then(""),
        _("Todavía no se ha registrado nada."), "desk/intake/check.html",
    ),
)  # fmt: skip
STEPS: Mapping[str, Step] = {step.slug: step for step in PAGES}
