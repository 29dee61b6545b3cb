"""The folder is the registry; nothing is inline; the colours are legible."""

import re

import pytest
from django.template import Context, Template
from django.template.loader import get_template

from ruta.web.components import assets, statuses, timeline
from ruta.web.components.specimens import DUTIES, NOW

ROOM = assets.FOLDER.parents[1]
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\bsrc=)", re.IGNORECASE)
GROUNDS = ("paper", "card", "wash")
INKS = ("ink", "soft", "accent-ink", "clay-ink", "leaf-ink", "ochre-ink")


def tokens(scheme: str) -> dict[str, str]:
    text = (assets.FOLDER / "tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    pairs = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        pairs |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark.split("@media print")[0]))
    return pairs


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_tokens_come_first_and_print_last():
    paths = assets.styles()

    assert paths[0] == "components/tokens.css"
    assert paths[-1] == "components/print.css"
    assert len(paths) == len(list(assets.FOLDER.glob("*.css")))


def test_a_page_links_every_style_and_every_behaviour():
    html = Template("{% load ruta %}{% component_styles %}{% component_scripts %}").render(
        Context()
    )

    assert html.count("<link") == len(assets.styles())
    assert html.count('<script type="module"') == len(assets.scripts())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_inline(path):
    assert not INLINE.search(path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_compiles(path):
    assert get_template(str(path.relative_to(ROOM / "templates")))


def test_styles_fetch_nothing():
    for path in assets.FOLDER.glob("*.css"):
        assert "url(" not in path.read_text(), path.name
        assert "@import" not in path.read_text(), path.name


def test_behaviours_stand_alone_and_write_no_markup():
    for path in assets.FOLDER.glob("*.js"):
        assert not re.search(
            r"^import |innerHTML|insertAdjacentHTML|eval\(", path.read_text(), re.M
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_text_keeps_seven_to_one(scheme, ground, ink):
    colours = tokens(scheme)

    assert contrast(colours[ink], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shape", ["accent", "clay", "leaf", "ochre", "edge"])
def test_shapes_keep_three_to_one(scheme, shape):
    colours = tokens(scheme)

    assert all(contrast(colours[shape], colours[ground]) >= 3 for ground in GROUNDS)


def test_no_colour_is_written_outside_the_tokens():
    for path in assets.FOLDER.glob("*.css"):
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(", path.read_text()), path.name


@pytest.mark.parametrize("small", [True, False])
def test_every_strip_is_an_image_with_one_sentence(small):
    source = "{% load ruta %}{% clock_strip duty now small=small %}"

    for duty in DUTIES:
        html = Template(source).render(Context({"duty": duty, "now": NOW, "small": small}))

        assert html.count('role="img"') == 1
        assert re.search(rf'aria-label="[^"]*{duty.article[:9]}', html)


def test_every_shape_of_a_status_is_drawn():
    shapes = {shape for shape, _ in (*statuses.LOOKS.values(), *statuses.RISKS.values())}
    shapes |= {shape for shape, _ in statuses.CONFIDENCES.values()}

    drawings = {get_template("components/shape.html").render({"shape": one}) for one in shapes}

    assert len(drawings) == len(shapes)


def test_a_struck_version_leads_to_the_one_that_holds():
    entry = timeline.Entry("a", "Ficha de riesgo", NOW, NOW, corrected_by="b")

    html = Template("{% load ruta %}{% acts_timeline entries %}").render(
        Context({"entries": [entry]})
    )

    assert "<del>Ficha de riesgo</del>" in html
    assert 'href="#b"' in html
