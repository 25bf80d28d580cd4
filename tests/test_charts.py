"""Charts: what is drawn, said and left out; the same bytes each time; no glyph is missed."""

import re
import warnings
from xml.etree import ElementTree

import pandas as pd
import pytest
from test_prose import known, outlook

from hrss_analysis import charts, prose
from hrss_analysis.charts import fan, style
from hrss_analysis.charts.dots import Dot, Reference, dots_height, draw_dots
from hrss_analysis.charts.drawing import Chart, svg

DOTS = [
    Dot(name="云汀县", value=108.4, text="108.4%", own=True),
    Dot(name="青岚县", value=96.0, text="96.0%", missed=True),
    Dot(name="石泷县", value=None, text="未公布"),
]


def chart_of(dots, references=()):
    return Chart(
        title="云汀县最高",
        subtitle="完成率，2024年",
        desc="点图。",
        data=pd.DataFrame({"地区": [dot.name for dot in dots]}),
        draw=lambda figure, narrow: draw_dots(
            figure, dots, references, origin=100 if references else None
        ),
        heights=(dots_height(dots, references, 7.5), dots_height(dots, references, 3.57)),
    )


@pytest.fixture(scope="module")
def drawn():
    return svg(chart_of(DOTS, [Reference(100, "目标=100%")]), "c1w", narrow=False)


def luminance(color):
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(color):
    return 1.05 / (luminance(color) + 0.05)


def test_text_colours_keep_four_and_a_half_to_one_and_graphics_three():
    assert min(map(contrast, (style.FOCUS, style.MARK, style.INK, style.SOFT))) >= 4.5
    assert contrast(style.OTHER) >= 3


def test_the_same_chart_gives_the_same_bytes(drawn):
    again = svg(chart_of(DOTS, [Reference(100, "目标=100%")]), "c1w", narrow=False)
    assert again == drawn


def test_text_stays_text_and_a_missing_value_gets_words_and_no_dot(drawn):
    texts = [
        node.text for node in ElementTree.fromstring(drawn).iter() if node.tag.endswith("text")
    ]
    assert {"云汀县", "108.4%", "未公布", "目标=100%"} <= set(texts)
    assert len(re.findall("clip-path", drawn)) == len(re.findall("clip-path", two_dots()))


def two_dots():
    return svg(chart_of(DOTS[:2], [Reference(100, "目标=100%")]), "c1w", narrow=False)


def test_an_svg_brings_no_style_sheet_and_no_id_of_its_own(drawn):
    assert "<style" not in drawn and "<metadata" not in drawn
    assert all(name.startswith("c1w-") for name in re.findall(r'\bid="([^"]+)"', drawn))
    assert 'role="img"' in drawn and "<title id=" in drawn and "<desc id=" in drawn


def test_no_label_leaves_the_picture(drawn):
    assert outside(drawn) == []


def test_a_long_label_stays_in_a_narrow_picture():
    told = "about 647 yuan (2021–2025 yearly average)"
    dots = [Dot(name="Qianjiang", value=440, text="440 yuan"), Dot(name="A", value=647, text=told)]
    narrow = svg(chart_of(dots), "c1n", narrow=True)
    assert outside(narrow) == []
    lines = [text for text, _, _, _ in labels(narrow)]
    assert [line for line in lines if line in told] == [told[:25], told[26:]]


def test_a_label_that_leaves_the_picture_would_be_found(drawn):
    assert outside(re.sub(r'viewBox="0 0 [\d.]+', 'viewBox="0 0 90', drawn))


def outside(drawing, slack=2):
    """Texts that reach over an edge, by 1 em for Han and 0.55 for Latin characters."""
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', drawing).group(1))
    found = []
    for text, size, anchor, x in labels(drawing):
        length = size * sum(1 if ord(char) > 0x2E80 else 0.55 for char in text)
        left = {"start": x, "middle": x - length / 2, "end": x - length}[anchor]
        if left < -slack or left + length > width + slack:
            found.append(text)
    return found


def labels(drawing):
    place = r"(?:x=\"|transform=\"translate\()"
    pattern = rf"<text style=\"([^\"]*)\" {place}([\d.]+)[^>]*>([^<]*)<"
    for found in re.finditer(pattern, drawing):
        css, x, text = found.groups()
        own = re.search(r"font-size:([\d.]+)px", css)
        size = float(own.group(1)) if own else style.SIZE  # the drawing's own, said at its head
        anchor = re.search(r"text-anchor:(\w+)", css)
        yield text, size, anchor.group(1) if anchor else "start", float(x)


def test_text_is_large_enough_on_a_phone(drawn):
    narrow = svg(chart_of(DOTS, [Reference(100, "目标=100%")]), "c1n", narrow=True)
    smallest = min(size for _, size, _, _ in labels(narrow))
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', narrow).group(1))
    assert smallest * 343 / width >= 12  # a phone of 375 px leaves 343 for the chart


def test_a_picture_for_jupyterlab_misses_no_glyph():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = chart_of(DOTS)._repr_png_()
    assert picture.startswith(b"\x89PNG")


def test_drawing_leaves_the_callers_settings_alone():
    import matplotlib as mpl

    before = mpl.rcParams.copy()
    svg(chart_of(DOTS), "x", narrow=False)
    assert mpl.rcParams == before


def test_completion_needs_four_rates(tables):
    assert charts.completion_chart(prose.region_facts(tables, "430103"), "zh") is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_completion_tells_every_rate_of_the_table(tables, language):
    facts = prose.region_facts(tables, "429005")
    chart = charts.completion_chart(facts, language)
    rates = tables["observations"].query(
        "region_code == '429005' and role == 'completion_rate' and period_end == '2024-12-31'"
    )
    for value in rates["value"]:
        assert f"{value:g}%" in chart.desc  # with the decimals that are printed
    assert len(chart.data) == len(rates)


def test_a_gap_in_the_years_breaks_the_line(tables):
    """As many strokes as runs of years: no straight line over a year that was not reported."""
    facts = prose.projection_facts(tables, "100000", 2030)
    item = facts.usable[0]
    years = item.history["year"].tolist()
    runs = 1 + sum(later - earlier > 1 for earlier, later in zip(years, years[1:], strict=False))
    assert runs > 1
    drawing = svg(charts.fan_chart(facts, "zh"), "f", narrow=False)
    assert len(strokes(drawing)) == runs


def test_a_fan_names_missing_years_and_both_ranges(tables):
    chart = charts.fan_chart(prose.projection_facts(tables, "100000", 2030), "en")
    assert "not reported" in chart.desc
    assert "80% range" in chart.desc and "95% range" in chart.desc


def strokes(drawing):
    return re.findall(r'<path d="M[^"]*"[^>]*stroke:#12436d;stroke-width:2\.2', drawing)


def test_a_bound_has_a_mark_of_its_own_and_no_line():
    both = outlook(known(2019, 280_000), known(2020, 272_900))
    limit = outlook(known(2019, 280_000, qualifier="lt"), known(2020, 272_900, flag="u"))
    for item, lines, told in ((both, 1, False), (limit, 2, True)):
        facts = prose.Outlooks(pd.Series({"name_zh": "甲", "name_en": "A"}), 2030, (item,))
        chart = charts.fan_chart(facts, "zh")
        assert len(strokes(svg(chart, "f", narrow=False))) == lines
        assert ("▽" in chart.note) == ("只印出上下限" in chart.desc) == told
        assert ("叉号" in chart.note) == ("2020年存疑" in chart.desc) == told
    assert [fan.fan_kind(row) for _, row in limit.history.iterrows()] == ["high", "doubtful"]


def test_the_texts_above_a_small_fan_stand_on_lines_of_their_own(tables):
    facts = prose.projection_facts(tables, "420300", 2030)
    for rest in (False, True):
        for narrow in (False, True):
            drawing = svg(charts.fan_panels(facts, "zh", rest=rest), "p", narrow=narrow)
            assert outside(drawing) == [] and crossing(drawing) == []
    assert crossing(re.sub(r' y="[\d.]+"', ' y="50"', drawing))  # all on one line


def crossing(drawing):
    """Pairs of texts whose boxes overlap by more than a quarter of a line."""
    boxes = []
    for css, x, y, text in re.findall(
        r"<text style=\"([^\"]*)\" (?:x=\"|transform=\"translate\()([\d.]+)(?:\" y=\"|[ ,])"
        r"([\d.]+)[^>]*>([^<]*)<",
        drawing,
    ):
        length = style.SIZE * sum(1 if ord(char) > 0x2E80 else 0.55 for char in text)
        anchor = re.search(r"text-anchor:(\w+)", css)
        shift = {"middle": length / 2, "end": length}.get(anchor.group(1) if anchor else "", 0)
        boxes.append((float(x) - shift, float(x) - shift + length, float(y), text))
    return [
        (one[3], two[3])
        for place, one in enumerate(boxes)
        for two in boxes[place + 1 :]
        if one[0] < two[1] and two[0] < one[1] and abs(one[2] - two[2]) < 0.75 * style.SIZE
    ]


def test_every_chart_of_every_region_keeps_its_labels_inside(tables):
    for code in sorted(set(tables["documents"]["region_code"].dropna())):
        facts = prose.region_facts(tables, code)
        beside = prose.region_levels(tables, code)
        made = [
            charts.completion_chart(facts, "en"),
            charts.next_targets_chart(facts, "en"),
            charts.beside_chart(beside, facts, "zh"),
        ]
        for chart in filter(None, made):
            for narrow in (False, True):
                assert outside(svg(chart, "k", narrow=narrow)) == [], code


def test_the_charts_of_targets_say_what_part_of_them_is_drawn(tables):
    plan = prose.region_facts(tables, "34XXXX")
    drawn = charts.next_targets_chart(plan, "en")
    assert len(drawn.data) == 5
    assert drawn.title.startswith("All 7 targets for 2024")
    assert drawn.title.endswith("(5 drawn here, 2 are rates)")
    assert "all 7 for 2024" in prose.region_head(plan, "en").h1
    done = charts.completion_chart(prose.region_facts(tables, "429005"), "en")
    assert done.title.startswith("7 of 8 targets with a completion rate")


@pytest.mark.parametrize(
    ("high", "unit", "language", "tick"),
    [
        (6e6, "person", "en", "6m"),
        (6e6, "person", "zh", "600万"),
        (1.2e9, "yuan", "en", "1.2bn"),
        (327100, "person", "en", "327.1k"),
        (96, "percent", "zh", "96%"),
    ],
)
def test_ticks_are_short(high, unit, language, tick):
    assert fan._tick(high, unit, fan._tick_scale(high, unit, language)) == tick


def test_a_drawing_has_no_group_without_a_purpose_and_closes_those_it_keeps(drawn):
    assert "<g>" not in drawn
    assert drawn.count("<g ") == drawn.count("</g>")
    ElementTree.fromstring(drawn)
