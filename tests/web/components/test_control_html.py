"""A control drawn in one go says what Django's own templates say."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict

from ruta.web.components import control_html

OFFICES = [("", "Elige"), ("Familia", [("J-1", "Primero"), ("J-2", "Segundo & otro")]), (3, "Tres")]
ATTRS = {"class": "input", "aria-describedby": "id_a-hint"}


class Typed(forms.Form):
    a = forms.CharField(max_length=5)
    b = forms.CharField(required=False, initial='con "comillas"')
    hidden = forms.UUIDField(widget=forms.HiddenInput)
    office = forms.ChoiceField(choices=OFFICES)
    number = forms.IntegerField(required=False)
    off = forms.ChoiceField(choices=OFFICES, disabled=True, required=False)
    marked = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off", "id": "mine"}))


class Parsed(HTMLParser):
    """The elements of some HTML with their attributes, and its words among them."""

    def __init__(self, source):
        super().__init__()
        self.found = []
        self.elements = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


@pytest.mark.parametrize("name", Typed.base_fields)
@pytest.mark.parametrize(
    "query", [None, "", "a=1&office=J-2&number=4&hidden=no", "office=3&a=demasiado+largo&b=%22%3E"]
)
def test_it_says_the_same_as_django(name, query):
    bound = Typed(None if query is None else QueryDict(query))[name]

    drawn = Parsed(control_html.control(bound, ATTRS)).found

    assert drawn == Parsed(bound.as_widget(attrs=dict(ATTRS))).found


def test_the_value_sent_is_the_one_chosen():
    drawn = Parsed(control_html.control(Typed(QueryDict("office=J-2"))["office"], {})).elements

    options = [attrs for tag, attrs in drawn if tag == "option"]
    assert [attrs["value"] for attrs in options if "selected" in attrs] == ["J-2"]
