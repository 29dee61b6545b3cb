"""Everything a page says is said in Spanish and in English, and says the same."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.access.conftest import a_demonstration, keys, officer  # noqa: F401
from tests.directory.conftest import stocked  # noqa: F401

from ruta.cli.process import framework, literals, messages
from ruta.cli.process.messages import Message

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
SOURCE = messages.PACKAGE


@pytest.fixture(scope="module")
def said() -> dict[Message, list[str]]:
    """Every message of the package, with the files that say it."""
    return messages.of_package()


@pytest.fixture(scope="module")
def english() -> dict[Message, tuple[str, ...]]:
    """What the English catalogue says of each message."""
    return messages.held(messages.read())


# --- The catalogue ------------------------------------------------------------------------------


def test_the_catalogue_has_every_text_of_the_package(said, english) -> None:
    assert {text: said[text] for text in said.keys() - english.keys()} == {}


def test_the_catalogue_has_nothing_that_no_page_says(said, english) -> None:
    assert english.keys() - said.keys() == set()


def test_every_text_has_its_english_and_every_plural_too(english) -> None:
    bare = [text for text, told in english.items() if not all(one.strip() for one in told)]

    assert bare == []
    assert all(len(told) == (2 if text.many else 1) for text, told in english.items())


def test_what_a_text_leaves_open_is_open_in_english_too(english) -> None:
    unlike = {
        text: told
        for text, told in english.items()
        if any(
            sorted(PLACEHOLDER.findall(spanish)) != sorted(PLACEHOLDER.findall(one))
            for spanish, one in zip((text.one, text.many or text.one), told, strict=False)
        )
    }

    assert unlike == {}


def test_english_begins_and_ends_as_the_spanish_does(english) -> None:
    """A label stays a label and a sentence a sentence; what is glued to a value keeps its space."""

    def edges(text: str) -> tuple[bool, bool, str]:
        end = text[-1] if text[-1] in ".:…,; " else ""
        return text[0].isspace(), text[:1].islower(), end

    unlike = {
        text.one: told[0]
        for text, told in english.items()
        if text.one[0].isalpha() and edges(text.one) != edges(told[0])
    }

    assert unlike == {}


def test_no_text_is_said_both_alone_and_with_a_plural(said) -> None:
    alone = {(text.context, text.one) for text in said if not text.many}

    assert [text for text in said if text.many and (text.context, text.one) in alone] == []


def test_nobody_raises_their_voice(english) -> None:
    loud = [text for text, told in english.items() if "!" in "".join((text.one, text.many, *told))]

    assert loud == []


def test_no_word_of_a_page_is_in_one_language_only() -> None:
    assert [str(one) for one in literals.of_package()] == []


def test_the_catalogue_is_as_the_command_writes_it(tmp_path) -> None:
    before = messages.CATALOGUE.read_bytes()
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)

    messages.write(messages.merged(messages.read(), messages.of_package()), path)

    assert path.read_bytes() == before, "run ./ruta languages"


# --- The labels of codes, which are kept beside their codes -------------------------------------


PROPER = {"Hepatitis B", "Legal", "Quechua", "Radio", "Sexual", "Social", "Variable", "Visual"}
NAMES = {"norm.title_es"}  # what a norm is called is not translated
NOT_SHOWN = re.compile(r"\.reading_es$|^example\[")
LABELS = sorted(
    path
    for room in ("access", "acts", "instruments", "law")
    for path in (SOURCE / room).rglob("*.toml")
)


def pairs(table: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every Spanish text of a file with where it stands and its English."""
    if isinstance(table, list):
        for number, entry in enumerate(table):
            yield from pairs(entry, f"{where}[{number}]")
    if isinstance(table, dict):
        for key, value in table.items():
            at = f"{where}.{key}".lstrip(".")
            if key == "es" or key.endswith("_es"):
                yield at, value, table.get(f"{key[:-2]}en")
            else:
                yield from pairs(value, at)


def is_whole(spanish: Any, english: Any) -> bool:
    """Whether both are there, and differ unless they are one word or name in both languages."""
    if isinstance(spanish, list):
        return len(spanish) == len(english or ()) and all(map(is_whole, spanish, english))
    return bool(spanish and english) and (spanish != english or spanish in PROPER)


@pytest.mark.parametrize("path", LABELS, ids=lambda path: path.stem)
def test_every_label_has_both_languages(path: Path) -> None:
    found = [
        one
        for one in pairs(tomllib.loads(path.read_text()))
        if one[0] not in NAMES and not NOT_SHOWN.search(one[0])
    ]
    # A language of the country is called in English as it is called here.
    own = {at for at, *_ in found if path.stem == "terms" and at.startswith("languages.")}

    assert [one for one in found if not is_whole(*one[1:]) and not (one[0] in own and one[2])] == []


def test_there_are_labels() -> None:
    assert sum(1 for path in LABELS for _ in pairs(tomllib.loads(path.read_text()))) > 1000


@pytest.mark.parametrize(("es", "en"), [("Arma", ""), ("Arma", None), ("Arma", "Arma"), ("", "A")])
def test_a_label_that_lacks_a_language_is_found(es: str, en: str | None) -> None:
    table = {"codes": {"weapon": {"es": es, "en": en}}}

    assert [at for at, *both in pairs(table) if not is_whole(*both)] == ["codes.weapon.es"]


# --- Pages --------------------------------------------------------------------------------------


@pytest.fixture
def compiled(tmp_path, settings) -> None:
    """The catalogue as it is now, compiled; the server does it at every start."""
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_bytes(messages.CATALOGUE.read_bytes())
    framework.compile_languages(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]


def test_the_catalogue_compiles(compiled) -> None:
    with translation.override("en"):
        assert translation.gettext("Mi día") == "My day"
        assert translation.ngettext("%(count)s acto", "%(count)s actos", 1) == "%(count)s act"
        assert translation.ngettext("%(count)s acto", "%(count)s actos", 2) == "%(count)s acts"


PAGES = pytest.mark.parametrize(
    ("address", "spanish", "in_english"),
    [
        ("/entrar/", "Con tu usuario y tu contraseña.", "With your username and password."),
        ("/demo/", "Entrar a la demostración", "Enter the demonstration"),
        ("/ley/", "Qué ordena la ley", "What the law orders"),
        ("/mi-dia/", "Mi día", "My day"),
        ("/casos/", "Casos de tu oficina", "Cases of your office"),
    ],
)
AT_A_DESK = ("/mi-dia/", "/casos/")


def page(client: Client, address: str, language: str) -> str:
    """A page in the language chosen, by somebody who has signed in where it asks for it."""
    if address in AT_A_DESK:
        client.post("/demo/policia.puno/")
    client.post("/idioma/", {"language": language, "next": "/"})
    return client.get(address).content.decode()


@PAGES
@pytest.mark.usefixtures("officer", "compiled")
def test_a_page_asked_in_english_is_in_english(client, address, spanish, in_english) -> None:
    shown = page(client, address, "en")

    assert '<html lang="en"' in shown
    assert in_english in shown
    assert spanish not in shown


@PAGES
@pytest.mark.usefixtures("officer", "compiled")
def test_a_page_asked_in_spanish_is_in_spanish(client, address, spanish, in_english) -> None:
    shown = page(client, address, "es-pe")

    assert '<html lang="es-pe"' in shown
    assert spanish in shown
    assert in_english not in shown
