"""Trying to force unlike values side by side through charts, sentences and pages; it must fail."""

import inspect
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from lxml import html

from hrss_analysis import charts, comparisons, page, prose
from hrss_analysis.briefs import index
from hrss_analysis.charts import levels as drawing
from hrss_analysis.charts import tiles
from hrss_analysis.comparisons import GAP_GRADES
from hrss_analysis.prose.levels import levels

REGIONS = ("34XXXX", "420300", "420322", "429005", "430103")
INSIDE = {("420322", "420300"), ("430103", "430100")}


@pytest.fixture(scope="module")
def every(tables):
    """Every indicator in all groups of two to four regions that report it, and in all five."""
    actual = tables["observations"].query("role == 'actual' and region_code in @REGIONS")
    reported = actual.groupby("indicator_id")["region_code"].agg(lambda codes: sorted(set(codes)))
    return [
        levels(tables, name, group)
        for name, codes in reported[reported.map(len) >= 2].items()
        for group in [*(g for n in (2, 3, 4) for g in combinations(codes, n)), REGIONS]
    ]


def grades(tables, item):
    seen = tables["comparisons"]
    seen = seen[
        seen["indicator_id"].eq(item.indicator["indicator_id"]) & seen["view"].eq(item.view)
    ]
    return dict(
        zip(zip(seen["region_code"], seen["other_code"], strict=True), seen["grade"], strict=True)
    )


def test_all_groups_are_tried(every):
    sizes = Counter(len(item.rows) for item in every)
    assert sizes[2] > 70 and sizes[3] > 30 and sizes[4] >= 5 and sizes[5] > 25
    assert any(len(item.ranked) >= 3 for item in every)


def test_ranked_regions_are_allowed_both_ways(tables, every):
    for item in every:
        allowed = grades(tables, item)
        for pair in permutations(item.ranked["region_code"], 2):
            assert allowed[pair] in GAP_GRADES, (item.indicator["indicator_id"], pair)


def test_no_county_is_ranked_beside_its_prefecture_or_another_level(tables, every):
    level = tables["regions"].set_index("region_code")["level"]
    for item in every:
        assert len(set(level[item.ranked["region_code"]])) <= 1
        assert not INSIDE & set(permutations(item.ranked["region_code"], 2))


def test_a_count_is_ranked_per_person_only(every):
    for item in every:
        if len(item.ranked) and pd.notna(item.indicator["denominator"]):
            assert item.view.startswith("per_10k_")
            assert item.ranked["denominator_value"].notna().all()
            assert item.references["denominator_value"].notna().all()


def test_a_reference_is_allowed_beside_every_ranked_region(tables, every):
    for item in every:
        allowed = grades(tables, item)
        for code in item.references["region_code"]:
            beside = [allowed.get((own, code), "comparable") for own in item.ranked["region_code"]]
            assert set(beside) <= set(GAP_GRADES)


def test_no_dot_is_drawn_for_what_stands_apart(every):
    for item in every:
        apart = item.rows[item.rows["place"].ne("ranked")]
        for _, row in apart.iterrows():
            assert drawing._dot(item, row, "zh", "").value is None
            if row["place"] == "apart":
                zh, en = (prose.ranks.why_apart(row, name) for name in ("zh", "en"))
                assert zh in drawing._dot(item, row, "zh", "").text
                assert en in drawing._dot(item, row, "en", "").text


def test_unlike_years_averages_and_denominators_are_marked(every):
    shown = [item for item in every if len(item.ranked) >= 2]
    for item in shown:
        chart = charts.level_chart(item, "en")
        beside = pd.concat([item.ranked, item.references])
        if len(beside[["period_start", "period_end"]].drop_duplicates()) > 1:
            assert "(" in chart.title or "not ranked" in chart.title
            assert " above " not in chart.title and " below " not in chart.title
            assert "(" in chart.desc
        if item.ranked["averaged"].any():
            assert "yearly average" in chart.desc
        if item.view.startswith("per_"):
            assert "Divided by" in chart.note and "20" in chart.note
            assert chart.data["denominator_id"].notna().any()


ORDERS = re.compile("最高|最低|高于|低于|highest|lowest|above|below", re.IGNORECASE)


@pytest.fixture(scope="module")
def own(tables):
    """Each region's indicators that stand beside its parent, province or nation."""
    return {code: prose.region_levels(tables, code) for code in REGIONS}


@pytest.fixture(scope="module")
def maps(tables):
    """A map of Hubei of each indicator that two regions inside report, and some of the nation."""
    actual = tables["observations"].query("role == 'actual' and scope.isna()")
    inside = actual[actual["region_code"].isin(["420300", "420322", "429005"])]
    counts = inside.groupby("indicator_id")["region_code"].nunique()
    places = [("420000", name) for name in counts.index[counts >= 2]]
    places += [("100000", name) for name in ("resident_population", "basic_pension_insured")]
    return [prose.map_facts(tables, *place) for place in places]


def one(tables, item):
    """A comparison of this indicator alone, twice, so that small multiples are drawn of it."""
    regions = tables["regions"].set_index("region_code", drop=False)
    codes = item.rows["region_code"]
    return prose.Comparison(regions.loc[codes], "employment", (item, item), tables["documents"])


def written(monkeypatch, write, *arguments):
    """What a function of a page puts on it."""
    pieces = []
    take = lambda shown, raw=False: pieces.append(shown["text/html"] if raw else shown.data)  # noqa: E731
    monkeypatch.setattr(page.brief, "display", take)
    write(*arguments)
    return "".join(pieces)


def test_every_public_function_that_takes_several_regions_is_tried_below():
    tried = {
        *("level_chart", "headline_chart", "panels_chart", "beside_chart"),
        *("tile_chart", "nested_chart"),
        *("comparison_head", "comparison_cards", "comparable_points", "comparability_points"),
        *("index_points", "level_points", "beside_points", "map_head", "map_cards", "tile_points"),
        *("inside_points", "comparison_table", "map_table"),
    }
    takes = re.compile(r"\b(Levels|Comparison|Map)\b")
    assert tried == {
        name
        for module in (charts, prose, page)
        for name in module.__all__
        if inspect.isfunction(getattr(module, name))
        for cells in [getattr(module, name).__annotations__]
        if any(takes.search(str(cells[given])) for given in cells if given != "return")
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_or_title_orders_a_region_that_stands_apart(tables, every, language):
    name = f"name_{language}"
    for item in (item for item in every if len(item.ranked) >= 2 or len(item.rows) >= 4):
        facts = one(tables, item)
        head = prose.comparison_head(facts, language)
        drawn = [charts.headline_chart(facts, language), charts.panels_chart(facts, language)]
        cards = prose.comparison_cards(facts, language)
        told = [head.h1, *prose.comparable_points(facts, language)]
        told += [f"{card.label} {card.value}" for card in cards]
        told += [chart.title for chart in [*drawn, charts.level_chart(item, language)] if chart]
        told += prose.level_points(item, language)[:1] if len(item.ranked) else []
        order = [text for text in told if ORDERS.search(text)]
        beside = {*item.ranked[name], *item.references[name]}
        aside = set(item.rows[name]) - beside
        assert not [text for text in order for region in aside if region in text]
        years = item.ranked[["period_start", "period_end"]].drop_duplicates()
        if len(years) > 1:
            assert all("20" in text for text in order)
        if len(item.ranked) < 2:
            assert drawn == [None, None]
            assert not any(ORDERS.search(text) for text in [head.h1, *(c.label for c in cards)])
        apart = item.placed("apart")
        reasons = " ".join(prose.comparability_points(facts, language))
        for region, reason in zip(apart[name], apart["reason"], strict=True):
            assert region in reasons and comparisons.reason_text(reason, language) in reasons


@pytest.mark.parametrize("language", ["zh", "en"])
def test_dots_of_one_panel_may_stand_side_by_side(tables, every, own, language, monkeypatch):
    panels, lines = [], []
    monkeypatch.setattr(drawing, "draw_panels", lambda _, drawn: panels.extend(drawn))
    monkeypatch.setattr(drawing, "draw_dots", lambda _, *drawn, origin: lines.append(drawn))
    regions = tables["regions"].set_index(f"name_{language}")["region_code"]
    facts = {code: prose.region_facts(tables, code) for code in REGIONS}
    groups = [(item, charts.panels_chart(one(tables, item), language)) for item in every]
    groups += [(item, charts.level_chart(item, language)) for item in every]
    for code, items in own.items():
        groups += [(item, charts.beside_chart([item], facts[code], language)) for item in items]
    tried = 0
    for item, chart in groups:
        if chart is None:
            continue
        panels.clear(), lines.clear()
        chart.draw(None, False)
        dots = [
            dot for drawn in [*(p.dots for p in panels), *(d for d, _ in lines)] for dot in drawn
        ]
        shown = [dot for dot in dots if dot.value is not None]
        allowed, tried = grades(tables, item), tried + len(shown)
        for pair in permutations((regions[dot.name] for dot in shown), 2):
            # A reference has no pairs of its own: then the way back was graded.
            assert allowed.get(pair, allowed.get(pair[::-1], "comparable")) in GAP_GRADES
        for dot in dots:
            if dot.value is None:
                assert re.search("未公布|没有|不排列|no |not (reported|comparable)", dot.text), dot
            else:
                assert "20" in dot.text, "its period stands beside it"
                assert dot.square == bool(re.search("年均|average", dot.text))
        assert all("20" in line.label for _, beside in lines for line in beside)
    assert tried > 50


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_of_regions_says_of_each_row_who_compares(tables, every, language, monkeypatch):
    brief = page.Brief("comparison_brief", {"region_codes": "", "language": language})
    name, no = f"name_{language}", "否：" if language == "zh" else "no: "
    for item in (item for item in every if len(item.rows) >= 4):
        shown = written(monkeypatch, page.comparison_table, brief, one(tables, item))
        verdict = html.fromstring(shown).xpath("//tbody/tr[1]/td[last()]")[0].text_content()
        if len(item.ranked) < 2:
            assert verdict.startswith(no) and len(verdict) > len(no)
            continue
        assert verdict.startswith(str(len(item.ranked)))
        apart = item.placed("apart")
        for region, reason in zip(apart[name], apart["reason"], strict=True):
            assert region in verdict and comparisons.reason_text(reason, language) in verdict
        if item.ranked["averaged"].any() or len(set(item.ranked["period_end"])) > 1:
            assert re.search("年均|年份不同|average|years differ", verdict)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_region_beside_larger_ones_is_told_with_every_period(tables, own, language):
    for code, items in own.items():
        facts = prose.region_facts(tables, code)
        points = prose.beside_points(items, facts, language)
        for item, point in zip(items, points, strict=False):
            values = pd.concat([item.ranked, item.references])
            assert point.count("20") >= len(values)
            for region in values[f"name_{language}"]:
                assert region in point


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_map_colours_values_of_one_year_and_level_only(tables, maps, language):
    name = f"name_{language}"
    assert len(maps) > 10
    for facts in maps:
        for item in (facts.tiles, facts.inside):
            drawn = tiles._tiles(item, language) if len(item.rows) else []
            for tile, (_, row) in zip(drawn, item.rows.iterrows(), strict=True):
                assert (tile.shade is not None) == (row["place"] == "ranked" and row["value"] > 0)
                if tile.shade is not None:
                    assert row["reason"] == "same_period"
                    assert row["period_end"][:4] == str(facts.year)
                elif pd.notna(row["value"]):
                    assert row["period_end"][2:4] in tile.lines[1], "its own year"
            kinds = item.ranked.get("level", pd.Series("", item.ranked.index))
            top = [tile.shade for tile in drawn if tile.shade is not None]
            assert top.count(1.0) >= kinds[item.ranked["value"] > 0].nunique()
        head, points = prose.map_head(facts, language), prose.tile_points(facts, language)
        points += prose.inside_points(facts, language)
        titles = [charts.nested_chart(facts, language).title]
        titles += [chart.title for chart in [charts.tile_chart(facts, language)] if chart]
        cards = [card.label for card in prose.map_cards(facts, language)]
        assert not any(ORDERS.search(text) for text in [head.h1, *points, *titles, *cards])
        aside = facts.main.rows[facts.main.rows["place"].ne("ranked")]
        assert not [region for region in aside[name] for card in cards if region in card]
        for _, row in facts.main.placed("apart").head(1).iterrows():
            told = prose.ranks.why_apart(row, language)
            assert any(row[name] in point and told in point for point in points)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_a_map_says_of_each_region_whether_it_compares(
    tables, maps, language, monkeypatch
):
    brief = page.Brief("map_brief", {"region_code": "420000", "language": language})
    name = f"name_{language}"
    for facts in (facts for facts in maps if facts.region["region_code"] == "420000"):
        shown = html.fromstring(written(monkeypatch, page.map_table, brief, facts))
        rows = {row.xpath("string(th)"): row for row in shown.xpath("//tbody/tr[td]")}
        for _, row in facts.inside.rows.iterrows():
            verdict = rows[row[name]].xpath("td[last()]")[0].text_content()
            assert verdict == prose.mapping.situation(row, language)
            assert (row["place"] == "ranked") == (verdict in ("可以并列", "comparable"))


@pytest.mark.parametrize("code", REGIONS)
def test_a_board_sets_a_value_beside_its_own_kind_only(tables, code):
    """Base, target and next target of a value share its unit; a completion its period."""
    rows = tables["observations"].set_index("observation_id")
    board = prose.region_facts(tables, code).board
    for _, row in board[board["observation_id"].notna()].iterrows():
        value = rows.loc[row["observation_id"]]
        for part in ("base", "target", "next"):
            if pd.isna(row[f"{part}_observation_id"]):
                continue
            beside = rows.loc[row[f"{part}_observation_id"]]
            assert beside["unit"] == value["unit"]
            assert (
                beside["scope"] == value["scope"]
                or pd.isna([beside["scope"], value["scope"]]).all()
            )
            same = beside["period_end"] == value["period_end"]
            assert same == (part == "target")
            if part == "base":
                assert pd.isna(value["years"]) or abs(beside["years"] - value["years"]) < 0.1
            if part == "target":
                assert beside["measure"] == value["measure"]
                assert (
                    pd.isna(value["period_start"])
                    or beside["period_start"] == value["period_start"]
                )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_index_lists_regions_by_code_and_ranks_nobody(tables, language):
    pages = {
        f"region_{code}_{language}": {
            "notebook": "region_brief",
            "parameters": {"region_code": code, "language": language},
            "page": {"h1": f"finding {code}", "facts": ["x"], "dates": []},
        }
        for code in reversed(REGIONS)
    }
    content = index._content(pages, tables, language)
    rows = [
        row
        for province in content["provinces"]
        for _, group in province["prefectures"].values()
        for row in group
    ]
    assert [row["parameters"]["region_code"] for row in rows] == sorted(REGIONS)
    assert {row["finding"] for row in rows} == {f"finding {code}" for code in REGIONS}
    assert not ORDERS.search(str(content).replace(str(pages), ""))


def of_one_period(item):
    """The same values, as if all were of one year."""
    same = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    rows, references = item.rows.assign(**same), item.references.assign(**same)
    rows = rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    return prose.Levels(item.indicator, item.view, rows, references, item.ties)


def test_a_difference_within_rounding_is_no_order(tables):
    item = of_one_period(levels(tables, "arbitration_closure_rate", ("34XXXX", "429005")))
    assert item.ranked["value"].tolist() == [100, 100]
    for language, words in (("zh", "之差在舍入范围内"), ("en", "within rounding")):
        chart = charts.level_chart(item, language)
        assert words in chart.title and words in chart.note
        assert words in prose.level_points(item, language)[0]
    told = prose.comparison_facts(
        tables, "34XXXX,429005", "labour_relations", "arbitration_closure_rate"
    )
    told = replace(told, levels=(item,))
    assert "之差在舍入范围内" in prose.comparison_head(told, "zh").h1
    assert not any("最高" in card.label for card in prose.comparison_cards(told, "zh"))


def test_values_of_unlike_periods_are_never_called_higher_or_lower(tables, every):
    """Neither in titles, headings, cards nor sentences; each keeps its period and the mark."""
    unlike = [item for item in every if len(item.ranked) >= 2 and not item.same_period]
    assert unlike
    for item in unlike:
        codes = ",".join(item.rows["region_code"])
        told = prose.comparison_facts(
            tables, codes, item.indicator["domain"], item.indicator["indicator_id"]
        )
        assert told.comparable and not told.alike
        for language, words, mark in (
            ("zh", ("高于", "低于", "最高", "最低"), "不排名"),
            ("en", ("above", "below", "highest", "lowest"), "not ranked"),
        ):
            point = prose.comparable_points(told, language)[0]
            title = charts.headline_chart(told, language).title
            head = prose.comparison_head(told, language)
            labels = [card.label.lower() for card in prose.comparison_cards(told, language)]
            text = " ".join([point, title, head.h1, head.lead, *labels])
            assert not [word for word in words if word in text], text
            assert mark in point and mark in title


def test_a_difference_of_one_period_is_still_called_higher(tables):
    item = levels(tables, "mediation_success_rate", ("34XXXX", "429005"))
    assert not item.same_period
    title = charts.level_chart(of_one_period(item), "zh").title
    assert title == "劳动人事争议调解成功率：潜江市高于XX县"  # 91.51 % against 76.1 %


def beside(values, periods):
    """Indicators of one region beside larger ones, one dictionary of values for each panel."""
    made = []
    for panel, period in zip(values, periods, strict=True):
        rows = [
            {"region_code": name, "name_zh": name, "name_en": name, "value": value}
            | {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
            for (name, value), year in zip(panel.items(), period, strict=True)
        ]
        frame = pd.DataFrame(rows).assign(place="ranked")
        indicator = pd.Series({"name_zh": "甲", "name_en": "A", "unit": "percent"})
        made.append(prose.Levels(indicator, "level", frame.iloc[:1], frame.iloc[1:]))
    return made


@pytest.mark.parametrize(
    ("values", "periods", "title"),
    [
        # both panels have both larger regions, all of one year
        (
            [{"本县": 3, "省": 2, "国": 1}, {"本县": 3, "省": 4, "国": 1}],
            [(2024, 2024, 2024)] * 2,
            "本县2项同期指标中1项高于省、国",
        ),
        # the province has a value in one panel only: the title must not name it for both
        (
            [{"本县": 3, "省": 2, "国": 1}, {"本县": 3, "国": 1}],
            [(2024, 2024, 2024), (2024, 2024)],
            "本县2项同期指标均高于图中的上级地区",
        ),
        # one panel of another year is not counted
        (
            [{"本县": 3, "国": 1}, {"本县": 3, "国": 1}],
            [(2024, 2024), (2024, 2023)],
            "本县1项同期指标均高于国，另1项时期不同",
        ),
        (
            [{"本县": 3, "国": 1}, {"本县": 3, "国": 1}],
            [(2024, 2023)] * 2,
            "本县2项指标与国并列：时期不同，不排名",
        ),
    ],
)
def test_a_title_over_panels_claims_no_more_than_they_draw(values, periods, title):
    assert drawing._beside_title(beside(values, periods), "zh") == title


def test_doubtful_values_and_people_are_marked_wherever_a_period_is_told(tables):
    row = {"period_start": "2020-01-01", "period_end": "2020-12-31"}
    assert prose.ranks.value_period(pd.Series(row | {"flag": "u"}), "zh") == "2020，存疑"
    doubt = row | {"flag": pd.NA, "denominator_flag": "eu"}
    assert prose.ranks.value_period(pd.Series(doubt), "en") == "2020, population unreliable"
    flags = tables["observations"].set_index("observation_id")["flag"]
    for item in prose.region_levels(tables, "420300"):
        for _, shown in item.references.iterrows():
            doubtful = "u" in str(flags[shown["observation_id"]])
            assert doubtful == (
                "存疑" in prose.ranks.region_value(item, shown, "zh").split("人口")[0]
            )


def test_the_people_of_another_year_are_told_with_their_year(tables):
    (item, *_) = prose.region_levels(tables, "429005")
    own = item.ranked.iloc[0]
    assert (own["period_end"][:4], own["denominator_end"][:4]) == ("2024", "2020")
    assert "（2024，常住人口2020年）" in prose.ranks.region_value(item, own, "zh")
    same = own.copy()
    same["denominator_end"] = "2024-12-31"
    assert "（2024）" in prose.ranks.region_value(item, same, "zh")


def test_averages_are_drawn_square_and_lengths_start_at_zero(tables):
    facts = prose.comparison_facts(tables, "420322,429005,430103", "employment")
    item = facts.comparable[0]
    dots = [drawing._dot(item, row, "zh", "") for _, row in item.ranked.iterrows()]
    assert {dot.square for dot in dots} == {True, False}
    assert [dot.square for dot in dots] == item.ranked["averaged"].tolist()
    chart = charts.headline_chart(facts, "zh")
    assert "方点" in chart.note and "空心" not in chart.note and "从0起" in chart.note
    figure = plt.figure(figsize=(7.5, 2))
    chart.draw(figure, False)
    (axes,) = figure.axes
    stems = [path for part in axes.collections for path in part.get_paths() if len(path) == 2]
    ends = sorted(tuple(sorted(path.vertices[:, 0])) for path in stems)
    plt.close(figure)
    assert [start for start, _ in ends] == [0, 0]
    assert [end for _, end in ends] == sorted(dot.value for dot in dots)


def test_a_bound_set_apart_says_which_one_it_is():
    row = pd.Series({"reason": "bound_only", "qualifier": "ge"})
    assert prose.ranks.why_apart(row, "zh") == "只公布了下限"
    row["qualifier"] = "lt"
    assert prose.ranks.why_apart(row, "en") == "printed as an upper bound only"


def test_a_clear_difference_is_not_said_to_be_within_rounding(tables):
    item = levels(tables, "mediation_success_rate", ("34XXXX", "429005"))
    assert len(item.ranked) == 2
    assert "rounding" not in charts.level_chart(item, "en").title


def test_three_regions_of_which_two_tie_share_a_place(tables):
    item = levels(tables, "arbitration_closure_rate", ("34XXXX", "429005"))
    third = item.rows.iloc[[0]].assign(region_code="x", name_zh="丙县", name_en="C", value=90.0)
    rows = pd.concat([item.rows, third], ignore_index=True)
    three = of_one_period(prose.Levels(item.indicator, item.view, rows, item.references, item.ties))
    order = prose.ranks.order_text(three, "zh")
    assert order.endswith("最高（差在舍入范围内），丙县最低")


def test_pairs_that_were_never_graded_are_refused(tables):
    spoiled = {**tables, "comparisons": tables["comparisons"].query("other_code != '429005'")}
    with pytest.raises(ValueError, match="never graded; run `hrss build`"):
        levels(spoiled, "arbitration_closure_rate", ("34XXXX", "429005"))


def test_a_region_that_nothing_was_compared_with_is_refused(tables):
    with pytest.raises(ValueError, match="420000 has no document.*429005"):
        prose.comparison_facts(tables, "420000,429005", "employment")


def test_a_page_of_a_county_and_its_prefecture_ranks_neither_above_the_other(tables):
    told = prose.comparison_facts(tables, "420322,420300", "social_insurance")
    assert told.comparable == []
    assert charts.headline_chart(told, "zh") is None
    assert charts.panels_chart(told, "zh") is None
    inside = [item for item in told.levels if "inside" in set(item.rows["reason"].dropna())]
    reasons = " ".join(prose.comparability_points(told, "zh"))
    assert not inside or "重复计算" in reasons


def test_units_are_not_mixed_between_value_base_and_target(indicators):
    """Persons are no base and no target of participations."""
    usual = {"indicator_id": "startups_supported", "scope": pd.NA, "measure": "flow"}
    rows = [
        {"period_end": "2023-12-31", "value": 100.0, "unit": "person", "role": "actual"},
        {"period_end": "2024-12-31", "value": 900.0, "unit": "participation", "role": "actual"},
        {"period_end": "2024-12-31", "value": 120.0, "unit": "person", "role": "target"},
    ]
    frame = pd.DataFrame([{**usual, **row} for row in rows])
    frame["period_start"] = frame["period_end"].str[:4] + "-01-01"
    frame = frame.assign(
        years=1.0, qualifier="eq", precision=1.0, status="reported", flag=pd.NA, agrees=True
    )
    frame["value_lower"] = frame["value_upper"] = frame["value"]
    frame["observation_id"] = [f"o{i}" for i in range(3)]
    goals = pd.DataFrame(columns=["target_id", *prose.scoreboard.JUDGED])
    board = prose.scoreboard.scoreboard(frame, indicators, goals).iloc[0]
    assert board["value"] == 900
    assert pd.isna(board["base_value"]) and pd.isna(board["target_value"])
    assert pd.isna(board["completion"])


@pytest.mark.parametrize("code", REGIONS)
def test_shares_of_larger_regions_are_those_of_the_gate(tables, code, monkeypatch):
    brief = page.Brief("region_brief", {"region_code": code, "language": "en"})
    shown = written(monkeypatch, page.share_table, brief, prose.region_facts(tables, code))
    pairs = tables["comparisons"].query("region_code == @code and view == 'share'")
    assert shown.count("%</a>") == int(pairs["grade"].eq("share").sum())
    for ratio in pairs.loc[pairs["grade"].eq("share"), "ratio"]:
        text = f"{100 * ratio:.2g}%" if ratio >= 0.00001 else "&lt;0.001%"
        assert text in shown
