"""
The timeline as HTML: the days of a case, each with its acts, what matters in bold, the rest folded.

Written in Python because a page draws tens of acts; every word in it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import lima, markup, timeline
from .markup import NOTHING, html, joined
from .timeline import Day, Entry, Fact

DAY = """<section class="timeline__day">
<{heading} class="timeline__date">{on}</{heading}>
<ol class="timeline__acts">{acts}</ol>
</section>"""
ACT = """<li class="act{superseded}" id="{anchor}">
<p class="act__when"><span class="act__clock">{at}</span>\
 <span class="act__office">{office}</span></p>
<p class="act__kind">{kind}</p>{matters}
<p class="act__marks">{marks}</p>
{facts}{seen}</li>"""


def days(shown: Iterable[Day], *, level: int = 3, elsewhere: str = "") -> SafeString:
    """
    The timeline of some days, in their order.

    :param level: of the headings of the days
    :param elsewhere: what precedes `#` in a link from a version to another, where that one may
        not be among the acts shown
    """
    drawn = (
        html(
            DAY,
            heading=f"h{level:d}",
            on=lima.day(day.on, get_language()),
            acts=joined(_act(entry, elsewhere) for entry in day.entries),
        )
        for day in shown
    )
    return html('<div class="timeline">{}</div>', joined(drawn))


def _act(entry: Entry, elsewhere: str) -> SafeString:
    return html(
        ACT,
        superseded=" act--superseded" if entry.superseded else "",
        anchor=entry.anchor,
        at=lima.clock(entry.at),
        office=entry.office,
        kind=_kind(entry),
        matters=_matters(entry),
        marks=_marks(entry, elsewhere),
        facts=_facts(entry.facts),
        seen=_seen(entry),
    )


def _kind(entry: Entry) -> SafeString:
    """What was done, struck where it no longer holds, leading to all of it."""
    if entry.superseded:
        return markup.link(entry.href, html("<del>{}</del>", entry.kind))
    return markup.link(entry.href, entry.kind, otherwise="<strong>{}</strong>")


def _matters(entry: Entry) -> SafeString:
    """What is told at once: the facts that matter, and for whom it is."""
    told = []
    if entry.summary:
        told.append(html("<strong>{}</strong>", entry.summary))
    if entry.to:
        told.append(joined([_("Para %(office)s") % {"office": entry.to}]))
    return joined(html('<p class="act__summary">{}</p>', one) for one in told)


def _marks(entry: Entry, elsewhere: str) -> SafeString:
    """How late it was recorded, and the versions it replaces or is replaced by."""
    versions = (
        (entry.corrected_by, _("Corregido: ver lo que vale")),
        (entry.annulled_by, _("Anulado: ver por qué")),
        (entry.corrects, _("Corrige una versión anterior")),
    )
    late = timeline.lateness(entry, get_language())
    return joined(
        [
            markup.tag(late, "soon") if late else NOTHING,
            *(markup.link(f"{elsewhere}#{to}", says) for to, says in versions if to),
        ]
    )


def _facts(facts: tuple[Fact, ...]) -> SafeString:
    """The rest of what it says, one key away."""
    if not facts:
        return NOTHING
    rows = (html("<div><dt>{}</dt><dd>{}</dd></div>", fact.label, fact.value) for fact in facts)
    content = html('<dl class="facts">{}</dl>', joined(rows))
    return markup.folded(_("Ver los datos"), content)


def _seen(entry: Entry) -> SafeString:
    """Who opened it."""
    if not entry.seen_by:
        return NOTHING
    return html('<p class="act__seen">{} {}</p>', _("Lo abrió:"), ", ".join(entry.seen_by))
