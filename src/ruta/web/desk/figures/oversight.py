"""
`/vigilancia/cifras/`: for whoever oversees, how duties are kept elsewhere, as it was published.

They read rounded numbers of a frozen release and nothing finer: no office alone, no month, no case.
From a figure one comes to the duty, its article and its norm.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ruta.access.request import Request
from ruta.accountability.publish import shelf
from ruta.accountability.publish.release import Release, Table
from ruta.directory import territory
from ruta.law import rulebook
from ruta.web.components import labels, lima
from ruta.web.desk.oversight.pages import overseers
from ruta.web.desk.pages import render

from . import words

DUTIES = frozenset({"duty", "wording"})
LABELLED = {
    "risk": "level", "bearer": "bearer", "area": "area", "implication": "implication",
    "office_type": "office_type", "language": "language",
}  # fmt: skip
Row = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """A row of a table as published, in words; of a duty, its article and where its text is."""

    label: str
    row: Row
    law_href: str = ""
    article: str = ""
    norm_href: str = ""
    norm: str = ""

    @property
    def range(self) -> str:
        """Between what the rounding leaves the percentage."""
        low, high = self.row["share_low"], self.row["share_high"]
        return _("entre %(low)s y %(high)s %%") % {"low": low, "high": high} if high else ""


class ChoosingForm(forms.Form):
    """Which release, which table, where."""

    publicacion = forms.ChoiceField(required=False)
    cifra = forms.ChoiceField(required=False)
    lugar = forms.ChoiceField(required=False)

    def __init__(self, releases: list[Release], chosen: Release, table: Table, place: str) -> None:
        super().__init__({"publicacion": chosen.id, "cifra": table.name, "lugar": place})
        named = [(each.name, spoken(each.said["title"])) for each in in_order(chosen)]
        places = sorted(territory.departments().items(), key=lambda pair: pair[1])
        for name, label, choices in (
            ("publicacion", _("Publicación"), [(each.id, each.id) for each in releases]),
            ("cifra", _("Cifra"), named),
            ("lugar", _("Dónde"), [("", _("Perú")), *places]),
        ):
            self.fields[name].label = label
            self.fields[name].choices = choices  # type: ignore[attr-defined]


@overseers
@require_safe
def figures(request: Request) -> HttpResponse:
    """A table of a release, row by row, each duty with its law."""
    releases = [each for each in shelf.releases() if each.tables]
    title, line = _("Cifras publicadas"), _("Números redondeados: ninguno señala un caso.")
    if not releases:
        return render(request, "desk/figures/oversight.html", {}, title=title, line=line)
    chosen = next((r for r in releases if r.id == request.GET.get("publicacion")), releases[0])
    wanted = request.GET.get("cifra", "")
    table = chosen.tables.get(wanted) or in_order(chosen)[0]
    asked = request.GET.get("lugar", "")
    place = asked if asked in territory.departments() else ""
    page = {
        "form": ChoosingForm(releases, chosen, table, place),
        "release": chosen,
        "seed": (chosen.simulated or {}).get("seed"),
        "table": table,
        "title_of_table": spoken(table.said["title"]),
        "question": spoken(table.said["question"]),
        "denominator": spoken(table.said["denominator"]),
        "not_comparable": spoken(table.said["not_comparable"]),
        "is_share": table.said["unit"] in {"share", "ratio"},
        "is_hours": table.said["unit"] == "hours",
        "by_duty": bool(DUTIES & set(table.dimensions)),
        "lines": lines(table, place),
    }
    return render(request, "desk/figures/oversight.html", page, title=title, line=line)


def in_order(release: Release) -> list[Table]:
    """The tables of a release, those by duty first."""
    return sorted(release.tables.values(), key=lambda table: not DUTIES & set(table.dimensions))


def lines(table: Table, place: str) -> list[Line]:
    """The rows of a place, as they were published."""
    return [_line(table, row) for row in table.rows() if row["place"] == place]


def spoken(told: object) -> str:
    """A text of the manifest in the reader's language."""
    if isinstance(told, Mapping):
        return str(told.get(lima.spoken(get_language())) or told.get("es", ""))
    return str(told or "")


def _line(table: Table, row: Row) -> Line:
    label = " · ".join(_named(name, row[name]) for name in table.dimensions if row[name])
    duty = next((row[name] for name in table.dimensions if name in DUTIES), "")
    wording = rulebook.default().wordings.get(duty)
    if wording is None:
        return Line(label or _("Todo"), row)
    norm = wording.norm
    return Line(
        label, row, f"/ley/{wording.id}/", wording.article, f"/ley/normas/{norm.id}/", norm.id
    )


def _named(attribute: str, value: str) -> str:
    if attribute in DUTIES:
        return words.duty(value)
    if attribute in LABELLED:
        return labels.label(LABELLED[attribute], value)
    return value.replace("_", " ")
