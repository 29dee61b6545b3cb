"""
`/mi-oficina/preguntas/`: counts of one's own office by two attributes, in an address to share.

The address holds codes only; whoever opens it sees the numbers of their own office, not of the one
it was written in.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ruta.access.request import Request
from ruta.cases.figures import counting, saved
from ruta.cases.figures.asked import COLUMNS, Question, month_of
from ruta.web.desk import exports, passwords
from ruta.web.desk.pages import render, viewer_of

from .access import QUESTIONS, leads, of_an_office, parts, scope_of
from .forms import NameForm, QuestionForm
from .tables import Answer, files

REFUSED = gettext_noop("Ese nombre no se puede guardar. Sin números largos, y a lo más 50 nombres.")


@of_an_office
@require_safe
def question(request: Request) -> HttpResponse:
    """A question and its answer, with the questions that the office keeps."""
    return _page(request, NameForm())


@of_an_office
@require_POST
def save(request: Request) -> HttpResponse:
    """Keep the question of the address under a name, for the whole office."""
    form, asked = NameForm(request.POST), _asked(request)
    if form.is_valid():
        name, viewer = form.cleaned_data["nombre"], viewer_of(request)
        try:
            saved.save(name=name, question=asked, by=viewer, now=request.now)
        except saved.NameRefused:
            form.add_error("nombre", _(REFUSED))
        else:
            messages.success(request, _("Pregunta guardada. La encuentra toda tu oficina."))
            return HttpResponseRedirect(f"{QUESTIONS}?{asked.address}")
    return _page(request, form, status=422)


@of_an_office
@require_POST
def forget(request: Request, question_id: UUID) -> HttpResponse:
    """Remove a question's name: one's own, or any where one leads the office."""
    if not saved.forget(question_id=question_id, by=viewer_of(request)):
        raise Http404
    messages.success(request, _("Pregunta borrada."))
    return HttpResponseRedirect(QUESTIONS)


@of_an_office
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: Request) -> HttpResponse:
    """The answer as a file; `formato` is csv or xlsx, which may have a password (by POST)."""

    def made() -> HttpResponse:
        sheet = _answer(request).sheet()
        return exports.answer(sheet, request.GET.get("formato", "csv"), request.now)

    return passwords.handed_over(request, made, back=QUESTIONS)


def _asked(request: Request) -> Question:
    territory = viewer_of(request).is_supervisor
    return Question.read(request.GET.dict(), territory=territory, now=request.now)


def _answer(request: Request) -> Answer:
    scope, asked = scope_of(request), _asked(request)
    offices = dict(scope.offices()) if scope.is_territory else {}
    return Answer(asked, counting.count(scope, asked), offices)


def _page(request: Request, name: NameForm, status: int = 200) -> HttpResponse:
    viewer, answer = viewer_of(request), _answer(request)
    asked = answer.question
    territory = viewer.is_supervisor
    form = QuestionForm(asked, territory=territory, present=month_of(request.now))
    wanted = request.GET.get(COLUMNS, "")
    page = {
        "form": form,
        "answer": answer,
        "total": answer.counted.total,
        "apart": bool(wanted) and asked.columns is None,
        "name": name,
        "query": asked.address,
        "saved": saved.all_of(viewer),
        "leads": leads(request),
        "parts": parts(request),
        "files": files(QUESTIONS, asked.address),
    }  # fmt: skip
    title = _("Pregunta por tu región") if territory else _("Pregunta por tu oficina")
    line = _("Cuenta lo que tu oficina tiene ahora y tú puedes ver. Son números exactos.")
    if territory:
        line = _("Cuenta lo que tienen ahora las oficinas de tu región. Son números exactos.")
    return render(
        request, "desk/figures/question.html", page, title=title, line=line, status=status
    )
