"""The README names every tag, filter, page and icon, and no other."""

import re

from ruta.web.components import assets
from ruta.web.components.templatetags.ruta import register

ROOM = assets.FOLDER.parents[1]
README = (ROOM / "README.md").read_text()
FURNITURE = {"component_styles", "component_scripts"}  # only the skeleton of pages uses these


def test_every_tag_is_shown_in_use():
    shown = set(re.findall(r"\{% (\w+)", README))

    assert set(register.tags) - FURNITURE - shown == set()


def test_every_filter_is_shown_in_use():
    shown = set(re.findall(r"\\\|(\w+)", README))

    assert set(register.filters) - {"lateness"} - shown == set()


def test_every_icon_is_listed():
    icons = {path.stem for path in (ROOM / "templates/components/icons").glob("*.html")}
    listed = re.search(r"Icons: `([^`]+)`", README)

    assert listed
    assert set(listed[1].split()) == icons
