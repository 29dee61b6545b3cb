"""The tags and filters of Ruta's pages; README.md in the app's folder shows each in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ruta.web.components import (
    addresses,
    assets,
    clock_words,
    field_html,
    fields,
    furniture,
    labels,
    lima,
    lists,
    markup,
    statuses,
    strip,
    strip_html,
    timeline,
    timeline_html,
)

register = template.Library()

# --- Page ---------------------------------------------------------------------------------------


@register.simple_tag
def component_styles() -> SafeString:
    """Link every style sheet of the design system."""
    return assets.style_links()


@register.simple_tag
def component_scripts() -> SafeString:
    """Link every behaviour of the design system, as modules."""
    return assets.script_links()


@register.simple_tag
def demo_banner() -> SafeString:
    """Say that the data is invented, where it is."""
    return furniture.demo_banner(getattr(settings, "RUTA_DEMO", False), get_language())


@register.simple_tag(takes_context=True)
def language_switch(context: Mapping[str, Any]) -> SafeString:
    """A button for each language other than the current one."""
    request = context.get("request")
    return furniture.language_switch(
        language=get_language(),
        token=str(context.get("csrf_token") or ""),
        back=request.get_full_path() if request and request.method == "GET" else "/",
    )


@register.simple_tag(takes_context=True)
def places_nav(context: Mapping[str, Any]) -> SafeString:
    """The places of the reader's role, from `nav` in the context."""
    places = tuple(context.get("nav") or ())
    request = context.get("request")
    here = lists.current(places, request.path) if request else None
    return furniture.nav(places, here, get_language())


@register.inclusion_tag("components/section_nav.html", takes_context=True)
def section_nav(
    context: Mapping[str, Any], places: Iterable[lists.Place], label: str
) -> dict[str, Any]:
    """Links between the parts of one thing, such as a case."""
    request = context.get("request")
    places = tuple(places)
    here = lists.current(places, request.path) if request else None
    return {"places": places, "here": here, "label": label}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `components/icons/`, silent to screen readers."""
    return assets.icon(name)


# --- Clock and timeline -------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def clock_strip(
    context: Mapping[str, Any],
    duty: strip.Duty,
    now: datetime | None = None,
    small: bool = False,
    level: int = 3,
) -> SafeString:
    """The strip of a duty; `now` is the page's by default; `level` is its heading's level."""
    drawn = strip.draw(duty, now=now or _now(context), language=get_language())
    return strip_html.small(drawn) if small else strip_html.large(drawn, level=level)


@register.simple_tag
def acts_timeline(entries: Iterable[timeline.Entry], level: int = 3) -> SafeString:
    """Acts down the page by Lima day, in the order given; `level` is that of the day headings."""
    return timeline_html.days(timeline.by_day(entries), level=level)


@register.filter
def lateness(entry: timeline.Entry) -> str:
    """How late an act was recorded, in words."""
    return timeline.lateness(entry, get_language())


@register.simple_tag
def status(code: str) -> SafeString:
    """A status as shape and word."""
    return statuses.status(code, get_language()).mark


@register.simple_tag
def confidence(code: str) -> SafeString:
    """How sure we are of a rule, as shape and word."""
    return statuses.confidence(code, get_language()).mark


@register.simple_tag
def risk(level: str | None) -> SafeString:
    """A risk level as bars and word."""
    return statuses.risk(level, get_language()).mark


@register.simple_tag
def shape(name: str) -> SafeString:
    """A shape alone, silent to screen readers: full, half, ring, check, dash, question."""
    return statuses.drawing(name)


@register.simple_tag
def tag(text: str, tone: str = "quiet") -> SafeString:
    """A short label; `tone` is quiet, calm, done, soon or late."""
    return markup.tag(text, tone)


# --- Forms --------------------------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, legend_size: str = "m") -> SafeString:
    """A form field with its label, hint and error; choices become large targets."""
    return field_html.field(fields.draw(bound, legend_size=legend_size))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What to put right, each line leading to its field; nothing when all is well."""
    return {"problems": [problem for form in forms for problem in fields.problems(form)]}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: Mapping[str, Any], form: BaseForm) -> dict[str, Any]:
    """A filter form that stays in the address, with a chip to remove each filter in force."""
    return {"form": form, "chips": addresses.chips(form, _params(context))}


@register.inclusion_tag("components/autosave.html")
def autosave_status() -> dict[str, Any]:
    """The quiet line of a form with `data-autosave`: "guardado a las 14:05"."""
    return {}


# --- Lists --------------------------------------------------------------------------------------


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[lists.Row]) -> dict[str, Any]:
    """What was said, line by line, each with "Cambiar" where it may be changed."""
    return {"rows": rows}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[lists.Task]) -> dict[str, Any]:
    """What is to be done, and how far each task is."""
    return {"tasks": tasks}


@register.inclusion_tag("components/tiles.html")
def tiles(items: Iterable[lists.Tile]) -> dict[str, Any]:
    """The numbers of a day, each leading to its list."""
    return {"tiles": items}


@register.inclusion_tag("components/table.html")
def data_table(table: lists.Table) -> dict[str, Any]:
    """A table that becomes cards on a phone."""
    return {"table": table}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(
    context: Mapping[str, Any], after: str | None = None, before: str | None = None
) -> dict[str, Any]:
    """Links to the next and the previous page of a list, by cursor."""
    params = _params(context)
    return {
        "after": addresses.page(params, addresses.AFTER, after) if after else "",
        "before": addresses.page(params, addresses.BEFORE, before) if before else "",
    }


@register.inclusion_tag("components/empty.html")
def empty(title: str, how: str = "") -> dict[str, Any]:
    """What would be here, and how it comes."""
    return {"title": title, "how": how}


# --- Panels -------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content: str, tone: str = "notice", title: str = "") -> SafeString:
    """A notice; `tone` is notice, done, soon or late."""
    return render_to_string(
        "components/panel.html", {"content": content, "tone": tone, "title": title}
    )


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002
    """Something folded, one key away."""
    return render_to_string(
        "components/disclosure.html", {"content": content, "summary": summary, "open": open}
    )


@register.inclusion_tag("components/copy_button.html")
def copy_button(target: str, label: str = "") -> dict[str, Any]:
    """A button that copies the text of the element with id `target`; absent without scripts."""
    return {"target": target, "label": label}


@register.inclusion_tag("components/print_button.html")
def print_button() -> dict[str, Any]:
    """A button that prints the page; absent without scripts."""
    return {}


# --- Words --------------------------------------------------------------------------------------


@register.filter(name="lima")
def lima_instant(moment: datetime | None) -> str:
    """ "lun 3 mar 2025, 14:05"."""
    return lima.instant(moment, get_language()) if moment else ""


@register.filter
def lima_day(moment: date | datetime | None) -> str:
    """ "lun 3 mar 2025"."""
    return lima.day(moment, get_language()) if moment else ""


@register.filter
def lima_clock(moment: datetime | None) -> str:
    """ "14:05"."""
    return lima.clock(moment) if moment else ""


@register.filter
def ago(moment: datetime | None, now: datetime) -> str:
    """ "hace 3 días"; `now` is the page's."""
    return clock_words.ago(moment, now, get_language()) if moment else ""


@register.filter
def duration(length: timedelta | None) -> str:
    """ "5 h 20 min"."""
    return clock_words.span(length, get_language()) if length is not None else ""


@register.filter
def label(code: str | None, table: str) -> str:
    """The label of a code: `{{ act.kind|label:"kind" }}`."""
    return labels.label(table, code)


def _now(context: Mapping[str, Any]) -> datetime:
    """The page's instant: `now` in the context, else the request's, which is the database's."""
    now: datetime = context["now"] if "now" in context else context["request"].now
    return now


def _params(context: Mapping[str, Any]) -> QueryDict:
    request = context.get("request")
    return request.GET if request else QueryDict()
