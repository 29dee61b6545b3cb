"""`/casos/<case>/decision/avisos/`: each notice sent by one press, and the clocks it starts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ruta.access.request import Request
from ruta.cases import operations
from ruta.cases.rows import ActRow, ObligationRow
from ruta.directory import queries as directory
from ruta.web.components import lima, term_words
from ruta.web.components.strip import Duty
from ruta.web.desk import duties
from ruta.web.desk.pages import of_case, render

from . import addressees, notices, reading, told, wording
from .choices import listed
from .notices import Notice
from .told import Told

SHOWN = 3
SAFE_CHANNELS = {"phone": "phone", "in-person": "in-person"}


class NoticeForm(forms.Form):
    """One press: to which office, or by what means a person was told."""

    act_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, notice: Notice, told: Told, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{notice.code}_%s", **options})
        if notice.to_office:
            to = addressees.addressees(notice, told)
            self.fields["to"] = forms.ChoiceField(
                label=wording.whom(notice), choices=to.groups, initial=to.first, help_text=to.why
            )
        else:
            self.fields["channel"] = forms.ChoiceField(
                label=gettext_lazy("Por qué medio"), choices=listed("channels"),
                initial=SAFE_CHANNELS.get(_safe_channel(notice, told), "in-person"),
                help_text=_safe_words(notice, told),
            )  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A notice on the page: sent, with the clocks it started, or a form to send it."""

    notice: Notice
    title: str
    form: NoticeForm
    sent: ActRow | None
    sent_line: str
    met: tuple[str, ...]
    clocks: tuple[Duty, ...]
    others: tuple[str, ...]
    starts: tuple[str, ...]
    leads: bool = False


@of_case
@require_http_methods(["GET", "HEAD"])
def notices_page(request: Request, case_id: UUID) -> HttpResponse:
    """Who was told of the decision, who is still to be told, and the clocks each notice started."""
    case = _told(request, case_id)
    return _page(request, case) if case else _undecided(case_id)


@of_case
@require_POST
def send(request: Request, case_id: UUID, code: str) -> HttpResponse:
    """Send one notice, now; pressed again it is not sent again."""
    case = _told(request, case_id)
    if case is None:
        return _undecided(case_id)
    notice = next((one for one in case.needed if one.code == code), None)
    if notice is None:
        raise Http404
    if not case.sent(notice):
        form = _form(notice, case, request)
        if not form.is_valid():
            return _page(request, case, wrong=(notice, form))
        _record(request, case, notice, form)
    else:
        messages.info(request, _("Ya estaba enviado."))
    return HttpResponseRedirect(f"{case.case.href}decision/avisos/#{code}")


def _told(request: Request, case_id: UUID) -> Told | None:
    return told.read(reading.read(request, case_id))


def _undecided(case_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"/casos/{case_id}/decision/")


def _record(request: Request, case: Told, notice: Notice, form: NoticeForm) -> None:
    asked = form.cleaned_data
    act = notices.act_of(
        notice, act_id=asked["act_id"], at=request.now, to=asked.get("to", ""),
        channel=asked.get("channel", ""),
    )  # fmt: skip
    try:
        operations.record(
            case_id=case.case.case_id, acts=[act], by=case.case.viewer, now=request.now
        )
    except operations.Conflict:
        messages.info(request, _("Ya estaba enviado."))
    else:
        messages.success(request, wording.done(notice))


def _form(notice: Notice, case: Told, request: Request | None = None) -> NoticeForm:
    act_id = notices.id_of(notice, case.decision.act_id, annulled=case.annulled(notice))
    return NoticeForm(
        request.POST if request else None, notice=notice, told=case, initial={"act_id": act_id}
    )


def _page(
    request: Request, case: Told, *, wrong: tuple[Notice, NoticeForm] | None = None
) -> HttpResponse:
    forms_by_notice = dict([wrong]) if wrong else {}
    cards = [
        _card(notice, case, forms_by_notice.get(notice) or _form(notice, case))
        for notice in case.needed
    ]
    unsent = [place for place, card in enumerate(cards) if card.sent is None]
    if unsent:
        cards[unsent[0]] = replace(cards[unsent[0]], leads=True)
    page = {
        "cards": cards,
        "waiting": len(unsent),
        "case": case.case.file.case,
        "decided": wording.decided(case),
        "owed": [duties.duty_of(row) for row in case.owed],
        "case_href": case.case.href,
        "wrong": wrong[1] if wrong else None,
    }
    return render(
        request, "desk/court/notices.html", page, title=_("Avisar de la decisión"),
        line=wording.waiting(len(unsent)), status=422 if wrong else 200,
    )  # fmt: skip


def _card(notice: Notice, case: Told, form: NoticeForm) -> Card:
    sent = case.sent(notice)
    strips = [_strip(row) for row in case.started(sent)] if sent else []
    soonest = tuple(strip for strip in strips if strip.due_at)[:SHOWN]
    others = dict.fromkeys(strip.title for strip in strips if strip not in soonest)
    return Card(
        notice=notice,
        title=wording.title(notice),
        form=form,
        sent=sent,
        sent_line=_sent_line(sent, case) if sent else "",
        met=tuple(_titles(case.met_by(sent))) if sent else (),
        clocks=soonest,
        others=tuple(others),
        starts=() if sent else _starts(notice, case),
    )


def _strip(row: ObligationRow) -> Duty:
    """The strip of a duty an act started; a right is of its party, and waits for no office."""
    duty = duties.duty_of(row, href=f"/ley/{row.wording}/")
    return replace(duty, office=duty.bearer) if row.kind == "right-window" else duty


def _titles(rows: Iterable[ObligationRow]) -> Iterator[str]:
    """What each duty orders, once."""
    return iter(dict.fromkeys(duties.title_of(duties.wording_of(row)) for row in rows))


def _starts(notice: Notice, case: Told) -> tuple[str, ...]:
    """What will start to run, in words: "Informar al juzgado… (5 días hábiles)"."""
    risk = case.case.file.case.risk or notices.UNDETERMINED
    found = notices.starts(notice, risk=risk, on=lima.day_of(case.case.now))
    language = get_language() or "es"
    return tuple(
        f"{duties.title_of(one)} ({term_words.term_words(one, language)})" for one in found[:SHOWN]
    )


def _sent_line(act: ActRow, case: Told) -> str:
    """To whom and when: "Comisaría PNP Puno, lun 3 mar 2025, 14:05"."""
    office = case.case.file.offices.get(act.to_office_id or "")
    name = office.name if office else ""
    if act.to_office_id and not name:
        name = directory.office(act.to_office_id).name
    channel = case.opened.facts.get(act.act_id, {}).get("channel", "")
    means = "" if name else dict(listed("channels")).get(channel, "")
    return ", ".join(text for text in (name or means, lima.instant(act.at, get_language())) if text)


def _safe_channel(notice: Notice, told: Told) -> str:
    return str(told.her.get("safe_channel", "")) if notice is notices.VICTIM else ""


def _safe_words(notice: Notice, told: Told) -> str:
    """How she may be reached without danger; this binds whoever tells her."""
    if notice is not notices.VICTIM:
        return ""
    if not told.knows_how_to_reach_her:
        return _("Cómo ubicarla sin riesgo está cerrado para tu oficina: pregúntalo al CEM.")
    code = _safe_channel(notice, told)
    channel = dict(listed("safe_channels")).get(code, code)
    said = [text for text in (channel, str(told.her.get("safe_hours", ""))) if text]
    if not said:
        return _("No se anotó un medio seguro: pregúntale antes de dejar un mensaje.")
    return _("Medio seguro: %(how)s.") % {"how": ", ".join(said)}
