"""Fields carry their hint and their error; the summary leads to each."""

import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from ruta.web.components import addresses, fields, inputs
from ruta.web.components.specimens import SpecimenFilters, SpecimenForm


def rendered(form: forms.Form, name: str) -> str:
    return Template("{% load ruta %}{% field bound %}").render(Context({"bound": form[name]}))


def test_a_box_is_described_by_its_hint_and_its_error():
    html = rendered(SpecimenForm({"name": ""}), "name")

    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'id="id_name-hint"' in html
    assert 'id="id_name-error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_are_one_group_with_a_legend():
    html = rendered(SpecimenForm(), "level")

    assert "<legend" in html
    assert html.count('class="choice"') == 3
    assert "De fuego, blanca" in html


def test_every_label_leads_to_a_control():
    form = SpecimenForm()
    html = "".join(rendered(form, name) for name in form.fields)

    for target in re.findall(r'for="([^"]+)"', html):
        assert f'id="{target}"' in html


def test_the_summary_leads_to_the_first_control_of_each_field_in_error():
    targets = [problem.target for problem in fields.problems(SpecimenForm({}))]

    assert "id_name" in targets
    assert "id_level_0" in targets


def test_an_error_read_away_from_its_field_names_it():
    problem = fields.problems(SpecimenForm({}))[0]

    assert problem.text == "Cómo se llama: falta responder aquí."


def test_a_form_not_yet_sent_has_no_problems():
    assert fields.problems(SpecimenForm()) == []


def test_an_optional_field_says_so():
    assert "(opcional)" in rendered(SpecimenForm(), "document")
    assert "(opcional)" not in rendered(SpecimenForm(), "name")


def test_a_written_instant_is_read_on_the_clock_of_lima():
    field = inputs.InstantField()

    assert field.clean("2025-03-03T14:05") == datetime(2025, 3, 3, 19, 5, tzinfo=UTC)
    assert field.clean("03/03/2025 14:05") == datetime(2025, 3, 3, 19, 5, tzinfo=UTC)
    assert field.prepare_value(datetime(2025, 3, 3, 19, 5, tzinfo=UTC)) == "2025-03-03T14:05"


def test_an_instant_that_is_none_is_refused_with_an_example():
    with pytest.raises(forms.ValidationError, match="03/03/2025 14:05"):
        inputs.InstantField().clean("ayer")


def test_each_filter_in_force_has_a_chip_that_removes_only_it():
    params = QueryDict("estado=vencido&riesgo=severo&despues=abc")

    chips = addresses.chips(SpecimenFilters(params), params)

    assert [chip.label for chip in chips] == ["Estado: Vencidos", "Riesgo: Severo"]
    assert chips[0].without == "?riesgo=severo"


def test_the_next_page_keeps_the_filters_and_drops_the_other_cursor():
    params = QueryDict("estado=vencido&antes=abc")

    assert addresses.page(params, addresses.AFTER, "xyz") == "?estado=vencido&despues=xyz"
