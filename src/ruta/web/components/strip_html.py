"""
The clock strip as HTML: large, with all its words, or small, for lists.

Written in Python because a page draws tens of them; every word in it is escaped.
"""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from . import markup, strip_svg
from .markup import html
from .strip import Duty, Strip

SURE = "verified-text"
SMALL = """<div class="strip strip--small strip--{tone}">
<p class="strip__title">{title}</p>
<p class="strip__who">{who}</p>
{image}
<p class="strip__words">{words}</p>
<p class="strip__law">{article}{doubt}</p>
</div>"""
LARGE = """<article class="strip strip--big strip--{tone}">
<header class="strip__head"><{heading} class="strip__title">{title}</{heading}> {mark}</header>
<p class="strip__who"><strong>{who}</strong>{bearer}</p>
{image}
<div class="strip__foot">
<p class="strip__words"><strong>{words}</strong></p>
<p class="strip__when">{when}</p>
<p class="strip__law">{article} {confidence}</p>
</div>
{notes}</article>"""


def small(strip: Strip) -> SafeString:
    """A strip for lists: without the words of its marks, and its doubt only where there is one."""
    duty = strip.duty
    nobody = _("Sin oficina: %(bearer)s") % {"bearer": duty.bearer}
    return html(
        SMALL,
        tone=strip.status.tone,
        title=markup.link(duty.href, duty.title),
        who=duty.office or nobody,
        image=strip_svg.image(strip, height=20, top=2, labels=False),
        words=told(strip) or html("{} {}", strip.status.mark, strip.words),
        article=duty.article,
        doubt=doubt(strip),
    )


def large(strip: Strip, *, level: int = 3) -> SafeString:
    """A strip with all its words; `level` is its heading's level."""
    duty = strip.duty
    height, top = (56, 20) if strip.until else (40, 4)
    return html(
        LARGE,
        tone=strip.status.tone,
        heading=f"h{level:d}",
        title=markup.link(duty.href, duty.title),
        mark=strip.status.mark,
        who=duty.office or _("Sin oficina que responda"),
        bearer="" if duty.bearer == duty.office else f" · {duty.bearer}",
        image=strip_svg.image(strip, height=height, top=top, labels=True),
        words=strip.words,
        when=_when(strip),
        article=duty.article,
        confidence=strip.confidence.mark,
        notes=_notes(duty),
    )


def told(strip: Strip) -> SafeString:
    """The words beside the shape, where they begin with the status; nothing where they do not."""
    if not strip.tells:
        return markup.NOTHING
    return html(
        '<span class="status status--{}">{}<span>{}</span></span>',
        strip.status.tone,
        strip.status.drawing,
        strip.words,
    )


def doubt(strip: Strip) -> SafeString:
    """How sure we are of the rule, with a space before it; nothing where its text was read."""
    if strip.confidence.code == SURE:
        return markup.NOTHING
    return html(" {}", strip.confidence.mark)


def _when(strip: Strip) -> str:
    """When it began, and until when it is good."""
    since = _("Empezó %(since)s") % {"since": strip.since}
    until = _("plazo: %(until)s") % {"until": strip.until} if strip.until else ""
    return f"{since} · {until}" if until else since


def _notes(duty: Duty) -> SafeString:
    """What is known of the rule beside its text, one key away."""
    if not duty.notes:
        return markup.NOTHING
    notes = markup.listed(duty.notes, "strip__notes")
    return markup.folded(_("Lo que conviene saber de esta regla"), notes)
