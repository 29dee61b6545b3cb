"""`/casos/<case>/`: who she is, how to reach her, whose clocks run, what was done, what is next."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.web.components import clock_words, labels, timeline_html
from ruta.web.desk import pages, unreadable

from . import account, actions, clock_lines, clocks, people, reading, report, sections
from .clocks import Board
from .history import HistoryFilters, history
from .measures import measures
from .reading import Reading

WHOLE = "todo"


@pages.of_case
@require_safe
def case(request: Request, case_id: UUID) -> HttpResponse:
    """The case as the reader's office needs it now."""
    seen = reading.read(request, case_id, in_parts=True)
    filters = HistoryFilters(request.GET, reading=seen)
    found = history(seen, filters, whole=WHOLE in request.GET)
    board = clocks.board(seen)
    report_form = report.form_if_owed(request, seen)
    sent_by_form = report.KINDS.values() if report_form else ()
    page = {
        "case": seen.file.case,
        "href": seen.href,
        "reading": seen,
        "board": board,
        "lines": clock_lines.drawn(board, seen),
        "standing": standing(board),
        "report_form": report_form,
        "next_acts": actions.next_acts(seen, but=sent_by_form),
        "filters": filters,
        "history": found,
        "timeline": timeline_html.days(found.days, elsewhere=f"?{WHOLE}=1"),
        "people": people.everyone(seen),
        "her_language": people.language_of(seen),
        "safe": people.safe_contact(seen),
        "holders": people.holders(seen),
        "measures": measures(seen),
        "demanded": account.demanded(seen),
        "has_account": account.may_be_there(seen),
        "account_open": account.readable(seen),
        "account_closed": account.closed_part(seen),
        "evidence": sections.evidence(seen),
        "account_section": sections.section(seen, "N").value,
        "people_closed": sections.is_closed(seen, "I"),
        "people_unread": "I" in seen.opened.unread,
        "unread": unreadable.parts(seen.viewer, case_id, seen.opened.unread),
        "permits_href": sections.permits_href(seen),
        "decision_owed": _decision_owed(board),
    }
    title = _("Caso %(code)s") % {"code": seen.file.case.code}
    return pages.render(request, "desk/case/case.html", page, title=title, line=_line(seen))


def standing(board: Board) -> str:
    """What the reader's office owes, in one sentence."""
    rows = [row for line in board.mine for row in line.rows]
    late = sum(row.status == "overdue" for row in rows)
    due = len(rows) - late
    told = []
    if late:
        told.append(ngettext("%(n)s plazo vencido", "%(n)s plazos vencidos", late) % {"n": late})
    if due:
        told.append(ngettext("%(n)s por cumplir", "%(n)s por cumplir", due) % {"n": due})
    return ", ".join(told)


def _decision_owed(board: Board) -> bool:
    """Whether the reader's court must decide on measures."""
    return any(
        action.kind in actions.DECISIONS
        for line in (*board.mine, *board.mine_open)
        for action in line.actions
    )


def _line(seen: Reading) -> str:
    """Stage and since when, under the code."""
    case = seen.file.case
    ago = clock_words.ago(case.opened_at, seen.now, get_language())
    return f"{labels.label('stage', case.stage)} · {_('abierto')} {ago}"
