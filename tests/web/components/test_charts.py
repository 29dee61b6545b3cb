"""Bars begin at zero and are as long as the value beside them; dots are counted and stepped."""

import re
from decimal import Decimal

import pytest
from tests.web.hostile import holds_as_text

from ruta.web.components import bars, bars_html, dots, dots_html
from ruta.web.components.bars import Bar, Chart

HUNDRED = Decimal(100)


def chart(*lines: Bar, top: Decimal = HUNDRED) -> Chart:
    return Chart(says="Barras desde cero", bars=lines, top=top, tracked=top == HUNDRED)


def bar(value: str | None, low: str | None = None, high: str | None = None) -> Bar:
    value, low, high = (None if each is None else Decimal(each) for each in (value, low, high))
    return Bar(label="Puno", text=f"{value} %", value=value, low=low, high=high)


def widths(html: str) -> list[Decimal]:
    return [Decimal(each) for each in re.findall(r'<rect[^>]* width="([\d.]+)%"', html)]


@pytest.mark.parametrize("value", ["0.1", "50.0", "62.3", "99.9", "100.0"])
def test_a_bar_is_as_long_as_the_value_it_says(value):
    html = bars_html.chart(chart(bar(value)))

    assert widths(html) == [Decimal(value)]
    assert f"{value} %" in html


@pytest.mark.parametrize("value", ["10", "7330", "412000"])
@pytest.mark.parametrize("top", ["412004", "999999"])
def test_a_bar_of_counts_reads_back_as_the_count(value, top):
    html = bars_html.chart(chart(bar(value), top=Decimal(top)))

    back = widths(html)[0] * Decimal(top) / 100
    assert abs(back - Decimal(value)) < 5, "half of the ten to which counts are rounded"


def test_bars_begin_at_zero_over_a_baseline():
    html = bars_html.chart(chart(bar("62.3"), bar("10.0")))

    assert re.findall(r'<rect[^>]* x="([^"]+)"', html) == ["0", "0"]
    assert html.count('class="bars__zero" x1="0" x2="0"') == 2


def test_the_interval_is_drawn_from_its_least_to_its_most():
    html = bars_html.chart(chart(bar("62.3", "57.1", "70.5")))

    drawn = re.search(r'class="bars__range"><line x1="([\d.]+)%" x2="([\d.]+)%"', html)
    assert drawn
    assert [Decimal(each) for each in drawn.groups()] == [Decimal("57.1"), Decimal("70.5")]


def test_what_is_not_published_has_no_bar_and_no_baseline_that_would_read_as_zero():
    html = bars_html.chart(chart(bar(None)))

    assert widths(html) == []
    assert "bars__zero" not in html
    assert "bars__unknown" in html


def test_what_is_too_few_still_shows_between_what_it_is():
    html = bars_html.chart(chart(bar(None, "0.0", "8.5")))

    assert '<line x1="0.0000%" x2="8.5000%"' in html


def test_panels_are_drawn_to_one_measure():
    top = bars.top_of([bar("20"), bar("80", "75", "90")])

    html = bars_html.panels([chart(bar("20"), top=top), chart(bar("80", "75", "90"), top=top)])

    assert top == 90
    assert [round(each, 1) for each in widths(html)] == [Decimal("22.2"), Decimal("88.9")]


def test_a_chart_of_nothing_known_has_a_width_all_the_same():
    assert bars.top_of([bar(None)]) == 1


def test_a_chart_without_a_width_is_refused():
    with pytest.raises(ValueError, match="wider than nothing"):
        chart(bar("1"), top=Decimal(0))


# --- Dots ---------------------------------------------------------------------------------------


def dots_in(html: str, look: str) -> int:
    found = re.search(rf'class="{look}" d="([^"]*)"', html)
    return found[1].count("h0") if found else 0


@pytest.mark.parametrize(
    ("share", "marked"), [("0.0", 0), ("0.5", 1), ("62.3", 62), ("100.0", 100)]
)
def test_a_hundred_dots_are_marked_as_many_as_the_share_says(share, marked):
    html = dots_html.hundred(dots.whole(Decimal(share)))

    assert dots_in(html, "hundred__part") == marked
    assert dots_in(html, "hundred__rest") == 100 - marked


def test_more_than_a_hundred_of_a_hundred_is_refused():
    with pytest.raises(ValueError, match="of a hundred"):
        dots_html.hundred(101)


def test_the_least_and_the_most_are_in_the_first_and_the_last_step():
    values = [Decimal(each) for each in (10, 20, 60, 90)]

    assert [dots.step(each, values) for each in values] == [1, 1, 4, 5]


def test_places_that_are_all_alike_are_in_the_middle_step():
    assert dots.step(Decimal(50), [Decimal(50), Decimal(50)]) == 3


def test_north_is_above_and_west_is_left():
    north, south = (0.0, -75.0), (-18.0, -70.0)
    around = dots.frame([dots.Area("Perú", "50 %", (north, south))])

    (x, y), (right, below) = around.at(*north), around.at(*south)
    assert x < right < around.width
    assert y < below < around.height


def test_a_place_of_the_map_has_its_step_its_name_and_its_figure():
    area = dots.Area("Puno", "62.3 %", ((-15.8, -70.0), (-14.0, -69.0)), step=4)

    html = dots_html.country(dots.Map("Mapa del Perú", (area,)))

    assert 'class="dots__area dots__area--4"><title>Puno: 62.3 %</title>' in html
    assert html.count("h0") == 2
    assert 'role="img" aria-label="Mapa del Perú"' in html


def test_a_chart_and_a_map_hold_any_words():
    def draw(text):
        line = Bar(label=text, text=text, value=HUNDRED, note=text, href=text)
        area = dots.Area(text, text, ((-15.8, -70.0), (-14.0, -69.0)))
        drawn = Chart(says=text, bars=(line,), top=HUNDRED, title=text)
        return bars_html.chart(drawn) + dots_html.country(dots.Map(text, (area,)))

    holds_as_text(draw, at_least=6)
