"""
The lines of a case's clocks as HTML: a strip where a term counts, one line of words elsewhere.

Written in Python because a page draws tens of them; every word in them is escaped.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruta.cases.rows import ObligationRow
from ruta.web.components import lima, markup, statuses, strip_html
from ruta.web.components.markup import NOTHING, html, joined

from .clocks import Board, Group, Line
from .reading import Reading

SMALL, EACH = "clock-list clock-list--small", "clock-line"
PLAIN = """<div class="plain-line">
<p class="plain-line__what">{title}</p>
<p class="plain-line__how">{how}</p>
<p class="plain-line__law">{who}{article}{doubt}</p>
</div>"""
FOOT = '<div class="line-foot">{}</div>'
LINK = '<a class="line-foot__link" href="{}">{}</a>'
GROUP = """<details class="holder">
<summary class="holder__head"><span class="holder__name">{name}</span>\
<span class="holder__counts">{counts}</span></summary>
{lines}
</details>"""
COUNT = '<span class="status status--{}">{}<span>{}</span></span>'


@dataclass(frozen=True)
class Drawn:
    """The lists of a board, in the order of the page; an empty one is nothing."""

    mine: SafeString
    open_shown: SafeString
    open_folded: SafeString
    breached: SafeString
    others: SafeString


def drawn(board: Board, reading: Reading) -> Drawn:
    """Every list of the case's page."""
    return Drawn(
        mine=terms(board.mine, reading),
        open_shown=plain(board.open_shown, reading),
        open_folded=plain(board.open_folded, reading),
        breached=plain(board.breached, reading),
        others=joined(group(each, reading) for each in board.others),
    )


def terms(lines: Iterable[Line], reading: Reading) -> SafeString:
    """Terms of the reader's own office, each with its large strip."""
    items = [joined([strip_html.large(line.drawn), _foot(line, reading)]) for line in lines]
    return markup.listed(items, "clock-list", EACH) if items else NOTHING


def plain(lines: Iterable[Line], reading: Reading, *, whole: bool = False) -> SafeString:
    """
    Duties in words, one line each.

    :param whole: tell every running of a duty; else lead to the page that tells them
    """
    items = [_plain(line, reading, whole=whole) for line in lines]
    return markup.listed(items, SMALL, EACH) if items else NOTHING


def group(owed: Group, reading: Reading) -> SafeString:
    """What one other office owes, folded under its name and its counts."""
    items = [joined([strip_html.small(line.drawn), _foot(line, reading)]) for line in owed.lines]
    if owed.without_term:
        words = joined([_without_term(owed), markup.heard(f": {owed.name}")])
        items.append(html(LINK, f"{reading.href}plazos/#por-cumplir", words))
    lines = markup.listed(items, SMALL, EACH)
    return html(GROUP, name=owed.name, counts=_counts(owed), lines=lines)


def _counts(group: Group) -> SafeString:
    told = []
    if late := group.overdue:
        says = ngettext("%(count)s vencido", "%(count)s vencidos", late) % {"count": late}
        told.append(html(COUNT, "late", statuses.drawing("full"), says))
    if due := group.pending:
        says = _("%(count)s en plazo") % {"count": due}
        told.append(html(COUNT, "calm", statuses.drawing("ring"), says))
    if group.without_term:
        told.append(html('<span class="soft">{}</span>', _without_term(group)))
    return joined(told)


def _without_term(group: Group) -> str:
    return _("%(count)s sin plazo") % {"count": group.without_term}


def _plain(line: Line, reading: Reading, *, whole: bool) -> SafeString:
    drawn, duty = line.drawn, line.duty
    how = strip_html.told(drawn) or html(
        '{} <span class="soft">{}</span>', drawn.status.mark, drawn.words
    )
    words = html(
        PLAIN,
        title=markup.link(duty.href, duty.title),
        how=how,
        who=_who(line, reading),
        article=duty.article,
        doubt=strip_html.doubt(drawn),
    )
    return joined([words, _foot(line, reading, notes=_notes(line), whole=whole)])


def _who(line: Line, reading: Reading) -> str:
    """Whose duty it is, where it is not the reader's own."""
    duty = line.duty
    if not duty.office:
        return f"{duty.bearer} · "
    return f"{duty.office} · " if line.first.holder_id != reading.viewer.office_id else ""


def _notes(line: Line) -> SafeString:
    """What is known of the rule beside its text, one key away."""
    if not line.duty.notes:
        return NOTHING
    summary = joined([_("Lo que conviene saber"), markup.heard(f": {line.duty.title}")])
    return markup.folded(summary, markup.listed(line.duty.notes))


def _foot(
    line: Line, reading: Reading, *, notes: SafeString = NOTHING, whole: bool = False
) -> SafeString:
    """Under a line: its notes, its other runnings, and what may be done about it."""
    parts = [notes, _also(line, reading, whole=whole)]
    parts += [html(LINK, action.href, action.says) for action in line.actions]
    if line.impediment_href and line.duty.due_at:
        words = joined([_("Anotar un impedimento"), markup.heard(f": {line.duty.title}")])
        parts.append(html(LINK, line.impediment_href, words))
    content = joined(parts)
    return html(FOOT, content) if content else NOTHING


def _also(line: Line, reading: Reading, *, whole: bool) -> SafeString:
    """The other runnings of a duty: one by one on the page of all clocks, else a link to it."""
    if not (also := line.also):
        return NOTHING
    if whole:
        return markup.folded(also, markup.listed(map(_running, line.others), "runnings"))
    words = joined([also, markup.heard(f": {line.duty.title}")])
    return html(LINK, f"{reading.href}plazos/", words)


def _running(row: ObligationRow) -> SafeString:
    language = get_language()
    if row.due_at:
        says = _("plazo: %(when)s") % {"when": lima.instant(row.due_at, language)}
    else:
        says = _("empezó %(when)s") % {"when": lima.instant(row.started_at, language)}
    return html("{} {}", statuses.status(row.status, language).mark, says)
