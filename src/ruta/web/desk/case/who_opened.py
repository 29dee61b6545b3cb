"""`/casos/<case>/quien-abrio/`: who opened this case, when, what, and on what ground."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.audit import opened
from ruta.access.audit.opened import Opening
from ruta.access.request import Request
from ruta.cases import admission
from ruta.directory import shelters
from ruta.web.components import labels, lima
from ruta.web.desk import audit_words, pages

TIMES_TOLD = 6
BY_ACTION = frozenset({"opened", "sealed", "export"})


@dataclass(frozen=True)
class Done:
    """One thing that was done, and of what: "Leyó: datos de identidad"."""

    what: str
    of: str


@dataclass(frozen=True)
class Line:
    """An office and a function on one day: all that was opened, at which times, on what grounds."""

    on: date
    times: str
    who: str
    function: str
    done: tuple[Done, ...]
    grounds: tuple[str, ...]


@pages.of_case
@require_safe
def who_opened(request: Request, case_id: UUID) -> HttpResponse:
    """Every opening, newest first: offices and functions, never the name of a worker."""
    standing = admission.admit(pages.viewer_of(request), case_id)
    if not standing.allows("read", "C"):
        raise admission.NotFound(case_id)
    found = opened.of_case(case_id)
    page = {"lines": lines(found), "back_href": f"/casos/{case_id}/", "line_of_all": told(found)}
    title, line = _("Quién abrió el expediente"), _("Qué oficina, cuándo, qué vio y por qué pudo.")
    return pages.render(request, "desk/case/who_opened.html", page, title=title, line=line)


def told(found: Sequence[Opening]) -> str:
    """All of it in one sentence."""
    if not found:
        return ""
    offices = len({(each.office_name, each.office_type) for each in found})
    times = ngettext("Se abrió %(count)s vez", "Se abrió %(count)s veces", len(found))
    whose = ngettext("desde %(count)s oficina", "desde %(count)s oficinas", offices)
    return f"{times % {'count': f'{len(found):,}'}} {whose % {'count': offices}}."


def lines(found: Iterable[Opening]) -> tuple[Line, ...]:
    """Openings by day, office and function; the days and, in each, the latest first."""
    grouped: dict[tuple[date, str, str, str], list[Opening]] = {}
    for each in found:
        whose = (lima.day_of(each.at), each.office_type, each.office_name, each.role)
        grouped.setdefault(whose, []).append(each)
    return tuple(_line(key[0], group) for key, group in grouped.items())


def _line(on: date, group: Sequence[Opening]) -> Line:
    first = group[0]
    return Line(
        on=on,
        times=_times(sorted(each.at for each in group)),
        who=who(first),
        function=labels.label("role", first.role),
        done=_done(group),
        grounds=tuple(dict.fromkeys(filter(None, map(ground, group)))),
    )


def who(opening: Opening) -> str:
    """The office's name; of a shelter only that it protects."""
    if opening.office_type == shelters.TYPE:
        return _("Servicio de protección")
    return opening.office_name or _("Ruta")


def ground(opening: Opening) -> str:
    """On what ground, with the article where it is known."""
    basis = labels.label("audit_basis", opening.basis)
    return f"{basis} ({opening.article})" if basis and opening.article else basis


def _done(group: Sequence[Opening]) -> tuple[Done, ...]:
    """What was done, each once, with all it was done to."""
    letters: dict[str, str] = {}
    for each in group:
        letters[done_code(each)] = letters.get(done_code(each), "") + each.compartments
    return tuple(
        Done(labels.label("audit_done", code), audit_words.compartments(of))
        for code, of in letters.items()
    )


def done_code(opening: Opening) -> str:
    """The code of what was done, in the table of words; of an event without words: looked."""
    code = opening.action if opening.event in BY_ACTION else opening.event
    return code if code in labels.pairs("audit_done") else "looked"


def _times(at: Sequence[datetime]) -> str:
    """The times of a day: each, or when they are many the first, the last and how many."""
    clocks = list(dict.fromkeys(lima.clock(each) for each in at))
    if len(clocks) > TIMES_TOLD:
        return _("%(count)s veces, de %(first)s a %(last)s") % {
            "count": len(at), "first": clocks[0], "last": clocks[-1],
        }  # fmt: skip
    if len(clocks) == 1:
        return clocks[0]
    return f"{', '.join(clocks[:-1])} {_y()} {clocks[-1]}"


def _y() -> str:
    return "and" if lima.spoken(get_language()) == "en" else "y"
