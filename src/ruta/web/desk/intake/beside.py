"""What some pages of the report show beside their questions."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language

from ruta.instruments import forms as instruments
from ruta.instruments import model
from ruta.law import rulebook
from ruta.web.components.lima import day_of

from . import beforehand, known, outcome, summary
from .fields import YES
from .forms import StepForm
from .forms.sharing import text_of
from .setting import Setting


class Instrument(NamedTuple):
    """A risk form as it introduces itself."""

    title: str
    because: str
    notice: str
    applied_by: str
    opening: str
    guide: tuple[str, ...]


def page(slug: str, setting: Setting, form: StepForm) -> dict[str, Any]:
    """What a page shows beside its form."""
    shows = PAGES.get(slug)
    return shows(setting, form) if shows else {}


def _risk(setting: Setting, form: StepForm) -> dict[str, Any]:
    chosen, language = known.instrument(setting.answers), get_language() or ""
    return {"instrument": _told(instruments.load()[chosen.form], chosen.because.text(language))}


def _told(form: model.Form, because: str) -> Instrument:
    language = get_language() or ""
    return Instrument(
        title=form.title.text(language),
        because=because,
        notice="" if form.official else form.notice.text(language),
        applied_by=form.applied_by.text(language),
        opening=form.opening.text(language),
        guide=tuple(line.text(language) for line in form.guide),
    )


def _result(setting: Setting, form: Any) -> dict[str, Any]:
    instrument = instruments.load()[setting.said("ficha", "instrument")]
    return {"told": outcome.tell(instrument, form.result, get_language() or "")}


def _sharing(setting: Setting, form: StepForm) -> dict[str, Any]:
    return {"text": text_of(setting, get_language() or "")}


def _before_she_speaks(setting: Setting, form: StepForm) -> dict[str, Any]:
    duties = beforehand.must_report(
        rulebook.default(), setting.door, setting.office_type, on=day_of(setting.now)
    )
    return {"duties": beforehand.tell(duties, get_language() or "")}


def _check(setting: Setting, form: StepForm) -> dict[str, Any]:
    answers = setting.answers
    slug = "nivel" if known.instrument(answers).professional_level else "resultado"
    return {
        "rows": summary.rows(answers),
        "level": answers[slug]["level"],
        "spared": known.is_minor(answers) or known.is_sexual(answers),
        "rape": known.facts(answers).get("rape") == YES,
        "receives": setting.door.receives,
    }


PAGES: Mapping[str, Callable[[Setting, Any], dict[str, Any]]] = {
    "ficha": _risk,
    "nivel": _risk,
    "resultado": _result,
    "relato": _before_she_speaks,
    "proteccion": _before_she_speaks,
    "comparte": _sharing,
    "revisa": _check,
}
