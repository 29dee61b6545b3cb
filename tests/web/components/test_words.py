"""Every word of the pages has its English."""

import re

from babel.messages.pofile import read_po

from ruta.web.components import assets

ROOM = assets.FOLDER.parents[1]
LITERAL = re.compile(r"""\{%\s*translate\s+(["'])(.+?)\1|\b_\((["'])(.+?)\3\)""")


def catalogue() -> dict[str, str]:
    with (ROOM.parents[1] / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if message.id}


def used() -> set[str]:
    files = [*(ROOM / "templates").rglob("*.html"), *ROOM.glob("*.py")]
    found = (match for file in files for match in LITERAL.finditer(file.read_text()))
    return {match[2] or match[4] for match in found}


def test_every_string_of_the_pages_is_in_the_catalogue():
    assert used() - set(catalogue()) == set()


def test_every_string_has_its_english():
    assert [one for one, english in catalogue().items() if not english] == []


def test_variables_are_the_same_in_both_languages():
    names = re.compile(r"%\(\w+\)s")

    for spanish, english in catalogue().items():
        assert names.findall(spanish) == names.findall(english)
