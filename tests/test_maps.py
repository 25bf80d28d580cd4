"""Maps: who is graded comparable, what is drawn, and that words and drawing say the same."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from test_charts import contrast, luminance, outside

from hrss_analysis import charts, comparisons, prose, reference
from hrss_analysis.charts import style, tile_text, tiles

NATION = "100000"
JOBS = "urban_new_employment"
LANGUAGES = ("zh", "en")


def observed(code, year, value, **other):
    """A whole-year actual value, or with changes."""
    usual = {
        "observation_id": f"{code}:{year}:{value}",
        "region_code": code,
        "indicator_id": JOBS,
        "role": "actual",
        "measure": "flow",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "years": 1.0,
        "value": value,
        "value_lower": value,
        "value_upper": value,
        "qualifier": "eq",
        "flag": pd.NA,
        "scope": pd.NA,
    }
    return usual | other


def residents(code, value):
    stock = {"indicator_id": "resident_population", "measure": "stock", "years": None}
    return observed(code, 2023, value, period_start=pd.NA, **stock)


@pytest.fixture
def graded(indicators):
    codes = ["AA", "BB", "CC", "DD", "EE", "FF"]
    rows = [observed("AA", 2023, 900), observed("AA", 2024, 1000), observed("BB", 2024, 600)]
    rows += [observed("CC", 2023, 700), observed("DD", 2024, 800, qualifier="ge")]
    rows += [observed("FF", 2024, 500)]
    rows += [residents(code, people) for code, people in zip(codes[:5], [50_000] * 5, strict=True)]
    indicator = next(row for row in indicators.itertuples() if row.indicator_id == JOBS)

    def grade(year=None):
        return comparisons.around_year(pd.DataFrame(rows), indicator, codes, year).set_index(
            "region_code"
        )

    return grade


def test_a_map_takes_the_newest_year_that_most_regions_have(graded):
    found = graded()
    assert set(found["year"]) == {2024}
    assert found["reason"].to_dict() == {
        "AA": "same_period",
        "BB": "same_period",
        "CC": "years_differ",
        "DD": "bound_only",
        "EE": "not_reported",
        "FF": "no_denominator",
    }
    assert found.loc["AA", "value"] == 200  # 1,000 over 50,000 residents
    assert found.loc["CC", "value"] == 140  # shown, though of another year


def test_a_map_of_a_given_year_compares_that_year_only(graded):
    found = graded(2023)
    assert found.loc["AA", "value"] == 180 and found.loc["AA", "reason"] == "same_period"
    assert found.loc["BB", "reason"] == "years_differ"


def test_a_year_without_values_makes_nothing_comparable(graded):
    assert "same_period" not in set(graded(2019)["reason"])


def test_every_province_has_a_tile_of_its_own(regions):
    placed = reference.tiles()
    assert len(placed) == 34
    assert not placed.duplicated(["column", "row"]).any()
    assert not placed["short_en"].duplicated().any()
    provinces = regions[regions["level"].eq("province")]
    assert set(provinces["region_code"]) <= set(placed["region_code"])


def test_the_note_of_a_map_claims_no_border(tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    assert "no border" in charts.tile_chart(facts, "en").note
    assert "不表示边界" in charts.tile_chart(facts, "zh").note


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request, tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    made = {"tiles": (facts.tiles, charts.tile_chart(facts, request.param))}
    made["nested"] = (facts.inside, charts.nested_chart(facts, request.param))
    return request.param, made


def texts(drawing):
    return [
        node.text for node in ElementTree.fromstring(drawing).iter() if node.tag.endswith("text")
    ]


def untold(drawing, desc):
    """Numbers drawn that the description does not tell."""
    numbers = [n for text in texts(drawing) for n in re.findall(r"\d[\d,.]*", text)]
    return [n for n in numbers if n not in desc and f"20{n}" not in desc]


@pytest.mark.parametrize("kind", ["tiles", "nested"])
def test_the_description_tells_every_region_and_number_drawn(drawn, kind):
    language, made = drawn
    item, chart = made[kind]
    for narrow in (False, True):
        assert untold(charts.svg(chart, "m", narrow=narrow), chart.desc) == []
    for name in item.rows[f"name_{language}"]:
        assert name in chart.desc and name in chart.data.iloc[:, 0].tolist()


def test_a_number_missing_in_the_description_would_be_found(drawn):
    _, made = drawn
    _, chart = made["tiles"]
    drawing = charts.svg(chart, "m", narrow=False)
    assert untold(drawing, re.sub(r"124", "", chart.desc)) == ["124"]


@pytest.mark.parametrize("kind", ["tiles", "nested"])
def test_labels_stay_inside_and_large_enough_on_a_phone(drawn, kind):
    _, made = drawn
    for narrow in (False, True):
        drawing = charts.svg(made[kind][1], "m", narrow=narrow)
        assert outside(drawing) == []
    sizes = [float(size) for size in re.findall(r"font-size(?::|=\")([\d.]+)px", drawing)]
    assert min(sizes) * 343 / (style.NARROW * 72) >= 12


def test_a_region_without_a_value_has_words_and_no_number(tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    zh = texts(charts.svg(charts.nested_chart(facts, "zh"), "m", narrow=False))
    assert zh[zh.index("郧西县") + 1] == "未公布"
    assert "0" not in zh
    drawing = charts.svg(charts.nested_chart(facts, "zh"), "m", narrow=False)
    assert drawing.count("<pattern") == 1  # the one tile that is not reported


def test_both_languages_draw_the_same_numbers(tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    for chart in (charts.tile_chart, charts.nested_chart):
        zh, en = (texts(charts.svg(chart(facts, lang), "m", narrow=False)) for lang in LANGUAGES)
        numbers = [[t for t in found if re.fullmatch(r"[≥>≤<]?[\d,.]+", t)] for found in (zh, en)]
        assert numbers[0] == numbers[1] and numbers[0]


def test_text_on_the_darkest_tile_keeps_its_contrast():
    dark = luminance(tiles.tint(1.0))
    assert (dark + 0.05) / (luminance(style.INK) + 0.05) >= 4.5
    assert tiles.tint(0.0) == "#ffffff"
    assert contrast(style.SOFT) >= 4.5


def test_the_depth_of_colour_starts_at_zero():
    """Two nearly equal values look alike, and a value half as high half as deep."""
    full, half = (int(tiles.tint(share)[1:3], 16) for share in (1.0, 0.5))
    assert abs((255 - full) - 2 * (255 - half)) <= 1


def test_a_region_with_nothing_inside_has_no_map(tables):
    with pytest.raises(ValueError, match="no region lies inside 429005"):
        prose.map_facts(tables, "429005", JOBS)


def test_a_map_of_a_province_has_no_tiles_and_compares_its_parts(tables):
    facts = prose.map_facts(tables, "420000", JOBS)
    assert charts.tile_chart(facts, "zh") is None
    assert set(facts.inside.rows["region_code"]) == {"420300", "420322", "429005"}
    assert "地区" in prose.map_head(facts, "zh").h1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_finding_fits_a_heading_and_its_counts_are_those_of_the_rows(tables, language):
    facts = prose.map_facts(tables, NATION, JOBS)
    head = prose.map_head(facts, language)
    assert len(head.h1) <= 32 if language == "zh" else len(head.h1.split()) <= 15
    usable = int(facts.tiles.rows["reason"].eq("same_period").sum())
    assert [int(n) for n in re.findall(r"\d+", head.h1)] in ([34, usable, 2025], [usable, 34, 2025])


def test_a_map_tells_what_its_values_are_divided_by_and_when(tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    dates = {row["denominator_end"][:4] for _, row in facts.tiles.ranked.iterrows()}
    dates |= {row["denominator_end"][:4] for _, row in facts.tiles.references.iterrows()}
    assert len(dates) > 1  # a census here, a yearly figure there
    for language in LANGUAGES:
        told = prose.map_head(facts, language).lead, charts.tile_chart(facts, language).note
        assert all(date in text for date in dates for text in told)


def test_a_map_of_a_place_whose_first_level_has_no_sound_value_takes_the_year_of_the_next(tables):
    facts = prose.map_facts(tables, "420000", JOBS)
    assert facts.year == 2024
    for language in LANGUAGES:
        head = prose.map_head(facts, language)
        assert "None" not in head.h1 + head.lead


def test_a_lower_bound_is_called_one(tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    (bound,) = [row for _, row in facts.tiles.rows.iterrows() if row["reason"] == "bound_only"]
    assert bound["qualifier"] == "ge"
    assert "只公布了下限" in next(p for p in prose.tile_points(facts, "zh") if "不能并列" in p)
    assert prose.mapping.situation(bound, "en").endswith("printed as a lower bound only")


def test_a_tile_of_a_doubtful_population_is_marked(tables):
    facts = prose.map_facts(tables, NATION, JOBS)
    flags = tables["observations"].set_index("observation_id")["flag"]
    for language, mark in zip(LANGUAGES, ("疑", "u"), strict=True):
        made = tiles._tiles(facts.tiles, language)
        rows = [row for _, row in facts.tiles.rows.iterrows()]
        marked = [tile.lines[-1] == mark for tile in made]
        doubt = [
            pd.notna(row["denominator_id"]) and "u" in str(flags[row["denominator_id"]])
            for row in rows
        ]
        assert marked == doubt and any(doubt)


def test_words_of_a_chinese_tile_are_joined_without_a_blank():
    tile = tiles.Tile("甲县", "甲县", ("无", "人口数"), "no_population")
    assert tiles._fitted(tile, 3.0) == ["甲县", "无人口数"]


def test_the_key_of_colours_tells_the_value_of_the_deepest(tables):
    item = prose.map_facts(tables, NATION, JOBS).tiles
    assert tile_text.tile_deepest(item, "zh") == "，最深为125人"
