"""Composite indices against values worked out by hand, of invented figures."""

import numpy as np
import pandas as pd
import pytest

from hrss_analysis import prose, tables
from hrss_analysis.indices import INDICES, build_indices, common, compose, scenarios

# Rescaled by hand: a 0, 50, 100; b (less is better) 0, 100, 50; c 100, 0, 60.
VALUES = pd.DataFrame(
    {"a": [80.0, 90.0, 100.0], "b": [5.0, 3.0, 4.0], "c": [10.0, 5.0, 8.0]}, index=["x", "y", "z"]
)
DIRECTIONS = pd.Series({"a": "up", "b": "down", "c": "up"})


def test_an_index_worked_out_by_hand():
    made = compose(VALUES, DIRECTIONS)
    assert made["value"].tolist() == [33.33, 50.0, 70.0]
    assert made["rank"].tolist() == [3, 2, 1]
    # equal weights, and each of three indicators left out or doubled: 7 weights × 4 ways.
    assert set(made["scenarios"]) == {28}


def test_rank_intervals_by_hand():
    made = compose(VALUES, DIRECTIONS)
    # Without a: x (0 + 100) / 2 = 50, y 50, z 55. Without b: x 50, y 25, z 80: y falls to 3.
    # Without c: x 0, y 75, z 75: y shares rank 1. z is never below 2: b doubled gives y
    # (50 + 200 + 0) / 4 = 62.5 and z (100 + 100 + 60) / 4 = 65.
    assert made["rank_worst"].tolist()[1] == 3
    assert made["rank_best"].tolist()[1] == 1
    assert made.loc["x", "rank_worst"] == 3
    assert (made["rank_best"] <= made["rank"]).all() and (made["rank"] <= made["rank_worst"]).all()


def test_a_region_best_in_everything_is_first_in_every_scenario():
    made = compose(VALUES.assign(a=[100, 90, 80], b=[3, 4, 5], c=[9, 8, 7]), DIRECTIONS)
    assert made.loc["x", ["rank", "rank_best", "rank_worst"]].tolist() == [1, 1, 1]
    assert made.loc["x", "value"] == 100 and made.loc["z", "value"] == 0


def test_scenarios_are_all_finite_even_where_an_indicator_tells_nothing_apart():
    flat = VALUES.assign(c=4.0)
    assert all(np.isfinite(score).all() for score in scenarios(flat))
    assert compose(flat, DIRECTIONS)["value"].notna().all()


def test_a_missing_value_is_refused_not_filled_in():
    with pytest.raises(ValueError, match="complete values only"):
        compose(VALUES.assign(a=[80.0, np.nan, 100.0]), DIRECTIONS)


def test_the_most_indicators_that_share_three_regions():
    groups = {
        "a": {"x", "y", "z", "w"},
        "b": {"x", "y", "z"},
        "c": {"x", "y", "z", "w"},
        "d": {"w", "x", "v"},
        "e": {"x", "y"},
    }
    assert common(groups) == (["a", "b", "c"], ["x", "y", "z"])
    assert common({"a": groups["a"], "b": groups["b"]}) == ([], [])


CODES = ["420322", "429005", "430103"]
SHARES = {
    "pension_coverage_rate": ("rate", "percent", [80, 90, 95]),
    "resident_basic_pension_standard": ("price", "yuan_per_month", [120, 180, 150]),
    "unemployment_benefit_standard": ("price", "yuan_per_month", [1400, 1700, 1600]),
}


def observed(indicator, code, value, **cells):
    measure, unit, _ = SHARES[indicator]
    row = {
        "region_code": code,
        "indicator_id": indicator,
        "role": "actual",
        "measure": measure,
        "period_end": "2024-12-31",
        "value": float(value),
        "unit": unit,
        "qualifier": "eq",
        "value_lower": float(value),
        "value_upper": float(value),
        "status": "reported",
        "reading_ids": "r",
        "document_ids": "d",
        "agrees": True,
        **cells,
    }
    return {"observation_id": f"{code}:{indicator}", **row}


def rows(**cells):
    return [
        observed(name, code, value, **cells)
        for name, (_, _, values) in SHARES.items()
        for code, value in zip(CODES, values, strict=True)
    ]


def built_from(some, regions, indicators):
    observations = tables.conform(pd.DataFrame(some), "observations")
    made = build_indices(observations, regions, indicators)
    return made.set_index("region_code").reindex(CODES)


def test_three_comparable_indicators_make_an_index(regions, indicators):
    made = built_from(rows(), regions, indicators)
    # (0 + 0 + 0), (66.67 + 100 + 100), (100 + 50 + 66.67), each divided by three.
    assert made["value"].tolist() == [0.0, 88.89, 72.22]
    assert made["rank"].tolist() == [3, 1, 2]
    assert set(made["regions"]) == {3} and made["reason"].isna().all()
    assert made["observation_ids"].str.count(" ").tolist() == [2, 2, 2]


@pytest.mark.parametrize("cells", [{"flag": "d"}, {"scope": "sub_group"}, {"qualifier": "ge"}])
def test_what_the_gate_refuses_makes_none(regions, indicators, cells):
    spoiled = rows()
    spoiled[0] |= cells
    made = built_from(spoiled, regions, indicators)
    assert made["value"].isna().all()
    assert set(made["reason"]) == {"too_few_indicators"}
    assert set(made["comparable_indicators"]) == {2}


def test_a_region_that_lacks_an_indicator_is_said_to(regions, indicators):
    made = built_from(rows()[:-1], regions, indicators)
    assert made["value"].isna().all()
    assert "unemployment_benefit_standard" in made.loc["430103", "missing_indicator_ids"].split()
    assert "unemployment_benefit_standard" not in made.loc["420322", "missing_indicator_ids"]


def test_the_real_tables_give_a_value_or_say_what_is_missing(built):
    made = built["indices"]
    assert set(made["index_id"]) == set(INDICES)
    silent = made[made["value"].isna()]
    assert silent["reason"].notna().all() and silent["rank"].isna().all()
    assert silent["missing_indicator_ids"].notna().all()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "就业综合指数尚不能编制：可比的指标不足三项。所缺指标：郧西县"),
        ("en", "Employment index: none can be made, fewer than three indicators are comparable"),
    ],
)
def test_a_comparison_brief_says_what_an_index_lacks(tables, language, words):
    facts = prose.comparison_facts(tables, "420322,429005", "employment")
    (point,) = prose.index_points(tables, facts, language)
    lacking = tables["indices"].set_index(["index_id", "region_code"])["missing_indicator_ids"]
    counts = [len(lacking["employment_index", code].split()) for code in ("420322", "429005")]
    assert point.startswith(words)
    assert all(str(count) in point for count in counts)
    other = prose.comparison_facts(tables, "420322,429005", "talent")
    assert prose.index_points(tables, other, language) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "66.7（第2位，换算法时第1–3位）"), ("en", "66.7 (rank 2, 1–3 if made")],
)
def test_a_comparison_brief_tells_an_index_with_its_rank_interval(tables, language, words):
    facts = prose.comparison_facts(tables, "420322,429005", "employment")
    made = tables["indices"].copy()
    here = made["region_code"].isin(["420322"]) & made["index_id"].eq("employment_index")
    made.loc[here, ["value", "rank", "rank_best", "rank_worst"]] = [66.67, 2, 1, 3]
    (point,) = prose.index_points({**tables, "indices": made}, facts, language)
    assert words in point
