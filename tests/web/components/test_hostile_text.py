"""Whatever is typed stays text in every component written in Python: no element, no attribute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.utils.translation import gettext_lazy
from tests.web.hostile import HOSTILE, PLAIN, Elements, holds_as_text

from ruta.web.components import (
    field_html,
    fields,
    furniture,
    lists,
    markup,
    statuses,
    strip,
    strip_html,
    timeline,
    timeline_html,
)

NOW = datetime(2025, 3, 5, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def duty(text: str, **more) -> strip.Duty:
    told = {"title": text, "bearer": text, "article": text, "office": text, "href": text}
    return strip.Duty(
        kind="max", status="overdue", started_at=NOW - 3 * DAY, due_at=NOW - DAY,
        notes=(text, text), **{"confidence": "secondary", **told, **more},
    )  # fmt: skip


def form(text: str, data=None) -> forms.Form:
    """A form of every shape of field, with a text wherever one can be."""

    class Typed(forms.Form):
        line = forms.CharField(label=text, help_text=text, initial=text, max_length=400)
        area = forms.CharField(label=text, initial=text, widget=forms.Textarea)
        hidden = forms.CharField(initial=text, widget=forms.HiddenInput)
        tick = forms.BooleanField(label=text, help_text=text, required=False)
        one = forms.ChoiceField(label=text, choices=[(text, text), ("b", text)], initial=text)
        grouped = forms.ChoiceField(label=text, choices=[(text, [(text, text)])], required=False)
        large = forms.ChoiceField(label=text, choices=[(text, text)], widget=forms.RadioSelect)

        def clean(self):
            for name in self.fields:
                self.add_error(name, text)

    return Typed(data)


@pytest.mark.parametrize("status", ["overdue", "pending", "met", "met-late", "open", "breached"])
@pytest.mark.parametrize("office", [True, False])
def test_a_strip_holds_any_words(status, office):
    def draw(text):
        more = {"office": text if office else ""}
        one = strip.draw(replace(duty(text, **more), status=status), now=NOW)
        return strip_html.small(one) + strip_html.large(one)

    holds_as_text(draw, at_least=8)


def test_a_rule_of_unheard_of_confidence_reads_as_unverified():
    one = strip.draw(duty(PLAIN, confidence=HOSTILE), now=NOW)

    assert statuses.confidence(statuses.UNVERIFIED).mark in strip_html.large(one)
    assert HOSTILE not in Elements(strip_html.large(one)).texts


@pytest.mark.parametrize("superseded", ["corrected_by", "annulled_by", "corrects"])
@pytest.mark.parametrize("href", [True, False])
def test_an_act_holds_any_words(superseded, href):
    def draw(text):
        entry = timeline.Entry(
            anchor=text, kind=text, at=NOW - DAY, recorded_at=NOW, office=text, summary=text,
            facts=(timeline.Fact(text, text),), seen_by=(text, text), to=text,
            href=text if href else "", **{superseded: text},
        )  # fmt: skip
        return timeline_html.days(timeline.by_day([entry]), elsewhere=text)

    holds_as_text(draw, at_least=9)


@pytest.mark.parametrize("name", ["line", "area", "hidden", "tick", "one", "grouped", "large"])
@pytest.mark.parametrize("sent", [True, False])
def test_a_field_holds_any_words(name, sent):
    def draw(text):
        data = {"line": text, "one": text, "hidden": text} if sent else None
        return field_html.field(fields.draw(form(text, data)[name]))

    holds_as_text(draw)


def test_what_stands_around_a_page_holds_any_words():
    def draw(text):
        place = lists.Place(text, text, "cases")
        nav = furniture.nav((place,), place, "es-pe")
        return nav + furniture.language_switch(language="es-pe", token=text, back=text)

    holds_as_text(draw, at_least=4)


@pytest.mark.parametrize(
    "draw",
    [
        lambda text: markup.html("<p class='{}'>{named}</p>", text, named=text),
        lambda text: markup.joined([text, markup.html("<b>{}</b>", text)], text),
        lambda text: markup.link(text, text),
        lambda text: markup.link("", text, otherwise="<strong>{}</strong>"),
        lambda text: markup.tag(text, text),
        lambda text: markup.folded(text, text),
        lambda text: markup.heard(text),
        lambda text: markup.listed([text, text], text, text),
        lambda text: markup.html("<p{}></p>", markup.attributes({"id": text, "class": text})),
    ],
)
def test_a_piece_holds_any_words(draw):
    holds_as_text(draw)


def test_words_told_later_are_escaped_when_they_are_told():
    lazy = gettext_lazy("<b>no es una etiqueta</b>")

    assert markup.html("<p>{}</p>", lazy) == "<p>&lt;b&gt;no es una etiqueta&lt;/b&gt;</p>"


def test_html_is_not_escaped_twice():
    once = markup.html("<i>{}</i>", "&")

    assert markup.joined([once, markup.html("{}", once)]) == "<i>&amp;</i><i>&amp;</i>"
