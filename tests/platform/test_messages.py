"""How the texts of pages are found, in gettext and outside it, and kept in the catalogue."""

import pytest

from ruta.cli import languages
from ruta.cli.process import literals, messages
from ruta.cli.process.messages import MadeAtRunTime, Message


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{% translate "Mi día" %}', Message("Mi día")),
        ("{% translate 'Mi día' as title %}", Message("Mi día")),
        ('{% translate "Vence" context "plazo" %}', Message("Vence", context="plazo")),
        ('{% empty _("Nada") %}', Message("Nada")),
        ('{{ name|default:_("Nadie") }}', Message("Nadie")),
        (
            "  {% blocktranslate trimmed with n=row.n %}\n    Faltan\n    {{ n }} %\n"
            "  {% endblocktranslate %}",
            Message("Faltan %(n)s %%"),
        ),
        (
            "{% blocktranslate count n=rows|length %}{{ n }} acto{% plural %}{{ n }} actos"
            "{% endblocktranslate %}",
            Message("%(n)s acto", "%(n)s actos"),
        ),
    ],
)
def test_the_texts_of_a_template_are_found(template: str, message: Message) -> None:
    assert list(messages.of_template(template)) == [message]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("_('Mi día')", Message("Mi día")),
        ("later('Mi ' 'día')", Message("Mi día")),
        ("ngettext('un acto', '%(n)s actos', n)", Message("un acto", "%(n)s actos")),
        ("pgettext('plazo', 'vence')", Message("vence", context="plazo")),
    ],
)
def test_the_texts_of_a_module_are_found(call: str, message: Message) -> None:
    line = "from django.utils.translation import gettext as _, gettext_lazy as later"

    assert list(messages.of_python(f"{line}, ngettext, pgettext\n{call}")) == [message]


def test_a_call_that_is_not_of_gettext_says_nothing() -> None:
    assert list(messages.of_python("_('Mi día')")) == []


@pytest.mark.parametrize("text", ["f'Faltan {n}'", "'Falta' + 'n'", "'Falta %s' % n", "'a' or 'b'"])
def test_a_text_made_at_run_time_is_refused(text: str) -> None:
    with pytest.raises(MadeAtRunTime, match="2:"):
        list(messages.of_python(f"from django.utils.translation import gettext\ngettext({text})"))


@pytest.mark.parametrize(
    "template",
    [
        "<p>Mi día</p>",
        '<p title="Mi día">{{ x }}</p>',
        '<p {% if x %}aria-label="Día"{% endif %}></p>',
        "{% if x %}hoy{% endif %}",
        '{% panel "late" "Salud, ahora" %}',
        '{{ name|default:"Nadie" }}',
        '{% block page_class %} page--x{% endblock %}<p class="page--x">Día</p>',
    ],
)
def test_words_outside_gettext_are_found(template: str) -> None:
    assert len(list(literals.of_template(template))) == 1


@pytest.mark.parametrize(
    "template",
    [
        "<p>{% translate 'Mi día' %} · Ruta</p>",
        "{% blocktranslate count n=n %}Un día{% plural %}{{ n }} días{% endblocktranslate %}",
        '{% include "desk/page.html" with height=20 only %}{% icon "download" %}',
        "{# el día #}{% comment %}<p>El día</p>{% endcomment %}<!-- el día -->",
        '<{{ h }} class="a{% if x %} b{% endif %}">{{ at|lima }}, {{ office }}</{{ h }}>',
        "{% block page_class %} page--x{% block more %} b{% endblock %}{% endblock %}",
    ],
)
def test_what_no_reader_takes_for_words_is_left_alone(template: str) -> None:
    assert list(literals.of_template(template)) == []


def test_spanish_outside_gettext_in_a_module_is_found() -> None:
    assert list(literals.of_python("title = 'Mi día'")) == [(1, "Mi día")]
    assert list(literals.of_python("'''El día.'''\ntitle = Bilingual('Mi día', 'My day')")) == []


def test_a_text_translated_while_a_module_loads_is_found() -> None:
    source = "from django.utils.translation import gettext as _, gettext_lazy as later\n"

    assert list(literals.too_early(f"{source}A = {{1: _('sí')}}")) == [(2, "_('sí')")]
    assert list(literals.too_early(f"{source}A = later('sí')\ndef f():\n    return _('sí')")) == []


def test_merging_keeps_what_is_said_adds_what_is_new_and_drops_what_is_gone(tmp_path) -> None:
    old = messages.read()
    kept, new = Message("Mi día"), Message("%(n)s luna", "%(n)s lunas", "cielo")

    messages.write(messages.merged(old, {kept: ["a.html"], new: ["b.py"]}), tmp_path / "en.po")

    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    path = (tmp_path / "en.po").rename(tmp_path / "en" / "LC_MESSAGES" / "django.po")
    assert messages.held(messages.read(path)) == {kept: ("My day",), new: ("", "")}
    assert messages.lacking(messages.read(path)) == [new]


def test_the_command_says_what_lacks_english(monkeypatch, capsys) -> None:
    monkeypatch.setattr(messages, "of_package", lambda: {Message("Una luna"): ["a.html"]})

    code = languages.run(_Check())

    assert code == 1
    assert "no English: a.html: Una luna" in capsys.readouterr().out


class _Check:
    """The arguments of `ruta languages --check`."""

    check = True
