"""
The figures of supervision ready to read: the same on the page and in a report, without a worker.

From each number one comes to the duties, cases or acts behind it, and from a duty to its article.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruta.cases.figures.attributes import ACTS, CASES, DUTIES, NONE
from ruta.cases.figures.supervising import Late, Office, Sent, Supervised
from ruta.web.components import bars_html, labels
from ruta.web.components.bars import Bar, Chart, top_of
from ruta.web.components.lists import Row, Tile

from . import words
from .tables import behind

FIRST_DUTIES = 12
LATE = {"turno": "vencido"}


class OfficeLine(NamedTuple):
    """An office in a list, whether it has been silent, and where what it owes is listed."""

    office: Office
    is_silent: bool
    href: str


@dataclass(frozen=True)
class Line:
    """A figure in a list: its words, the article behind it, how many, and where they are."""

    words: str
    late: Late
    href: str
    law_href: str = ""
    article: str = ""


@dataclass(frozen=True)
class Told:
    """The figures of supervision ready to read; the same on the page and in a report."""

    figures: Supervised
    territory: bool
    as_of: datetime

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The four numbers to look at first."""
        severe, severe_late = self.figures.severe
        late, unanswered = self.figures.overdue.many, self.figures.unanswered
        silent = sum(each.is_silent for each in self.offices)
        of_severe = _("de %(count)s casos abiertos de riesgo severo") % {"count": f"{severe:,}"}
        found = (
            Tile(f"{late:,}", _("plazos vencidos"), self.late_href, _tone(late, "late")),
            Tile(
                f"{severe_late:,}", _("severos con un plazo vencido"),
                behind(CASES, {"riesgo": "severo", "situacion": "abierto", "vencidos": "si"}),
                _tone(severe_late, "late"), of_severe,
            ),
            Tile(
                f"{unanswered:,}", _("derivaciones sin resultado"),
                self.unanswered_href, _tone(unanswered, "soon"),
            ),
        )  # fmt: skip
        if not self.territory:
            return found
        quiet = Tile(f"{silent:,}", _("oficinas en silencio"), "#oficinas", _tone(silent, "soon"),
                     _("30 días sin escribir"))  # fmt: skip
        return (*found, quiet)

    @property
    def duties(self) -> list[Line]:
        """Overdue by duty, most first."""
        return [
            Line(
                words.duty(late.code), late, behind(DUTIES, {**LATE, "deber": late.code}),
                f"/ley/{late.code}/", words.article(late.code),
            )
            for late in self.figures.by_duty[:FIRST_DUTIES]
        ]  # fmt: skip

    @property
    def impediments(self) -> list[Line]:
        """Overdue by what stands in the way, most first."""
        return [
            Line(
                str(words.MISSING["impedimento"]) if late.code == NONE
                else labels.label("impediment", late.code),
                late, behind(DUTIES, {**LATE, "impedimento": late.code}),
            )
            for late in self.figures.by_impediment
        ]  # fmt: skip

    @property
    def offices(self) -> list["OfficeLine"]:
        """Every office with cases, the latest first."""
        return [
            OfficeLine(
                each, each.is_silent(self.as_of),
                f"/plazos/?estado=vencido&oficina={each.office_id}" if each.overdue else "",
            )
            for each in self.figures.offices
        ]  # fmt: skip

    @property
    def people(self) -> list[tuple[str, int, int, str]]:
        """How many open cases had so many people write in them: words, many, share, where."""
        whole = sum(many for _bucket, many in self.figures.people)
        return [
            (
                str(words.VALUES["personas"][bucket]), many, round(100 * many / whole),
                behind(CASES, {"situacion": "abierto", "movimiento": "si", "personas": bucket}),
            )
            for bucket, many in self.figures.people
            if whole
        ]  # fmt: skip

    @property
    def sent(self) -> list[tuple[str, Sent]]:
        """Referrals by the office they went to, those without any outcome first."""
        nowhere = _("Sin oficina indicada")
        return [(each.office_name or nowhere, each) for each in self.figures.sent]

    @property
    def summary(self) -> list[Row]:
        """The load of one office and how it records."""
        return [
            Row(_("Casos abiertos"), f"{office.open_cases:,}", lines=_each(office))
            for office in self.figures.offices
        ] + [
            row
            for office in self.figures.offices
            for row in (
                Row(_("De riesgo severo"), f"{office.severe:,}"),
                Row(_("Actos registrados en 90 días"), f"{office.acts:,}", lines=_slow(office)),
            )
        ]

    @property
    def duty_chart(self) -> SafeString:
        """Overdue by duty as bars."""
        return _chart(_("Plazos vencidos, por deber"), [
            Bar(line.words, f"{line.late.many:,}", Decimal(line.late.many), href=line.href)
            for line in self.duties
        ])  # fmt: skip

    @property
    def impediment_chart(self) -> SafeString:
        """Overdue by impediment as bars."""
        return _chart(_("Plazos vencidos, por impedimento"), [
            Bar(line.words, f"{line.late.many:,}", Decimal(line.late.many), href=line.href)
            for line in self.impediments
        ])  # fmt: skip

    @property
    def people_chart(self) -> SafeString:
        """How many people wrote in each open case, as bars."""
        return _chart(_("Casos abiertos, por cuántas personas escribieron"), [
            Bar(label, f"{many:,}", Decimal(many), note=f"{share} %", href=href if many else "")
            for label, many, share, href in self.people
        ])  # fmt: skip

    @property
    def late_href(self) -> str:
        """Where all that is overdue is listed."""
        return behind(DUTIES, LATE)

    @property
    def unanswered_href(self) -> str:
        """Where the referrals without an outcome are listed."""
        return behind(ACTS, {"acto": "referral-made", "respuesta": "no"})

    @property
    def sentence(self) -> str:
        """The whole in one sentence."""
        late = self.figures.overdue
        if not late.many:
            if self.territory:
                return _("Ninguna oficina de tu región tiene plazos vencidos.")
            return _("Tu oficina no tiene plazos vencidos.")
        many = ngettext("%(count)s plazo vencido", "%(count)s plazos vencidos", late.many)
        told = many % {"count": f"{late.many:,}"}
        if not self.territory:
            cases = ngettext("en %(count)s caso", "en %(count)s casos", late.cases)
            return f"{told} {cases % {'count': f'{late.cases:,}'}}."
        offices = sum(1 for each in self.figures.offices if each.overdue)
        where = ngettext("en %(count)s oficina", "en %(count)s oficinas", offices)
        return f"{told} {where % {'count': offices}}."


def _tone(count: int, tone: str) -> str:
    return tone if count else "done"


def _chart(says: str, bars: list[Bar]) -> SafeString:
    return bars_html.chart(Chart(says, tuple(bars), top_of(bars)))


def _each(office: Office) -> tuple[str, ...]:
    if office.cases_each is None:
        return ()
    return (_("%(cases)s por cada cuenta abierta") % {"cases": office.cases_each},)


def _slow(office: Office) -> tuple[str, ...]:
    """How many were recorded late."""
    if not office.acts:
        return ()
    told = _("%(share)s %% se escribió más de 24 horas después de ocurrir")
    return (told % {"share": office.slow_share},)
