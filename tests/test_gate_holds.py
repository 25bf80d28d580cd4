"""Trying to force unlike values side by side through charts, sentences and pages; it must fail."""

from itertools import combinations, permutations

import pandas as pd
import pytest

from hrss_analysis import charts, page, prose
from hrss_analysis.charts import levels as drawing
from hrss_analysis.comparisons import GAP_GRADES
from hrss_analysis.prose.levels import levels

REGIONS = ("34XXXX", "420300", "420322", "429005", "430103")
INSIDE = {("420322", "420300"), ("430103", "430100")}


@pytest.fixture(scope="module")
def every(tables):
    """Every indicator that two regions report, in every pair of regions and in all five."""
    actual = tables["observations"].query("role == 'actual' and region_code in @REGIONS")
    counts = actual.groupby("indicator_id")["region_code"].nunique()
    names = counts.index[counts >= 2]
    groups = [*combinations(REGIONS, 2), REGIONS]
    return [levels(tables, name, group) for name in names for group in groups]


def grades(tables, item):
    seen = tables["comparisons"]
    seen = seen[
        seen["indicator_id"].eq(item.indicator["indicator_id"]) & seen["view"].eq(item.view)
    ]
    return dict(
        zip(zip(seen["region_code"], seen["other_code"], strict=True), seen["grade"], strict=True)
    )


def test_all_groups_are_tried(every):
    assert len(every) > 200
    assert any(len(item.ranked) >= 2 for item in every)


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
                zh, en = prose.comparison.REASONS[row["reason"]]
                assert zh in drawing._dot(item, row, "zh", "").text
                assert en in drawing._dot(item, row, "en", "").text


def test_unlike_years_averages_and_denominators_are_marked(every):
    shown = [item for item in every if len(item.ranked) >= 2]
    for item in shown:
        chart = charts.level_chart(item, "en")
        beside = pd.concat([item.ranked, item.references])
        if len(beside[["period_start", "period_end"]].drop_duplicates()) > 1:
            assert "(" in chart.title
        if item.ranked["averaged"].any():
            assert "yearly average" in chart.desc
        if item.view.startswith("per_"):
            assert "Divided by" in chart.note and "20" in chart.note
            assert chart.data["denominator_id"].notna().any()


def test_a_difference_within_rounding_is_no_order(tables):
    item = levels(tables, "arbitration_closure_rate", ("34XXXX", "429005"))
    assert item.ranked["value"].tolist() == [100, 100]
    for language, words in (("zh", "之差在舍入范围内"), ("en", "within rounding")):
        chart = charts.level_chart(item, language)
        assert words in chart.title and words in chart.note
        assert words in prose.level_points(item, language)[0]
    told = prose.comparison_facts(
        tables, "34XXXX,429005", "labour_relations", "arbitration_closure_rate"
    )
    assert "之差在舍入范围内" in prose.comparison_head(told, "zh").h1
    assert not any("最高" in card.label for card in prose.comparison_cards(told, "zh"))


def test_a_clear_difference_is_not_said_to_be_within_rounding(tables):
    item = levels(tables, "mediation_success_rate", ("34XXXX", "429005"))
    assert len(item.ranked) == 2
    assert "rounding" not in charts.level_chart(item, "en").title


def test_three_regions_of_which_two_tie_share_a_place(tables):
    item = levels(tables, "arbitration_closure_rate", ("34XXXX", "429005"))
    third = item.rows.iloc[[0]].assign(region_code="x", name_zh="丙县", name_en="C", value=90.0)
    rows = pd.concat([item.rows, third], ignore_index=True)
    three = prose.Levels(item.indicator, item.view, rows, item.references, item.ties)
    order = prose.ranks.order_text(three, "zh")
    assert order.endswith("最高（差在舍入范围内），丙县（2023）最低")


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
    board = prose.scoreboard.scoreboard(frame, indicators).iloc[0]
    assert board["value"] == 900
    assert pd.isna(board["base_value"]) and pd.isna(board["target_value"])
    assert pd.isna(board["completion"])


@pytest.mark.parametrize("code", REGIONS)
def test_shares_of_larger_regions_are_those_of_the_gate(tables, code, monkeypatch):
    pieces = []
    show = lambda item, raw=False: pieces.append(item["text/html"] if raw else item.data)  # noqa: E731
    monkeypatch.setattr(page.brief, "display", show)
    brief = page.Brief("region_brief", {"region_code": code, "language": "en"})
    page.share_table(brief, prose.region_facts(tables, code))
    pairs = tables["comparisons"].query("region_code == @code and view == 'share'")
    shown = "".join(pieces)
    assert shown.count("%</a>") == int(pairs["grade"].eq("share").sum())
    for ratio in pairs.loc[pairs["grade"].eq("share"), "ratio"]:
        text = f"{100 * ratio:.2g}%" if ratio >= 0.00001 else "&lt;0.001%"
        assert text in shown
