"""The plan brief: what is counted, said and drawn, from invented targets."""

import re

import pandas as pd
import pytest

from hrss_analysis import charts, prose
from hrss_analysis.charts.pace import _drawn, _marks
from hrss_analysis.prose.goals import plan_facts
from hrss_analysis.prose.progress import (
    needed_text,
    odds_text,
    progress_text,
    rate_text,
    verdict_counts,
)

CODES = ("420300", "429005", "34XXXX")


@pytest.fixture(params=CODES)
def facts(request, tables):
    return plan_facts(tables, request.param)


def figures(text):
    """Numbers of a text in base units, without the years and ordinals that differ in form."""
    plain = text.replace(",", "")
    found = re.findall(r"(\d+(?:\.\d+)?)(万|亿| million| billion)?", plain)
    scale = {"万": 1e4, "亿": 1e8, " million": 1e6, " billion": 1e9, "": 1}
    return sorted(round(float(number) * scale[word], 4) for number, word in found)


def test_both_languages_carry_the_same_figures(facts):
    for tell in (prose.plan_points, prose.earlier_points):
        zh, en = ([*tell(facts, language)] for language in ("zh", "en"))
        assert [figures(text) for text in zh] == [figures(text) for text in en]
    heads = [prose.plan_head(facts, language) for language in ("zh", "en")]
    assert figures(heads[0].h1) == figures(heads[1].h1)
    assert figures(heads[0].lead) == figures(heads[1].lead)


def test_the_opening_is_short(facts):
    assert len(prose.plan_head(facts, "zh").h1) <= 32
    assert len(prose.plan_head(facts, "en").h1.split()) <= 16


def test_counts_add_up(facts, tables):
    rows = pd.concat([facts.current, facts.earlier])
    assert len(rows) == len(facts.goals)
    own = tables["monitoring"].query("region_code == @facts.region['region_code']")
    assert set(rows["indicator_id"]) == set(own["indicator_id"])
    assert set(rows["verdict"]) == set(own["verdict"])


def test_a_target_set_in_text_and_table_is_told_once(tables):
    rows = plan_facts(tables, "420300").current
    closure = rows[rows["indicator_id"].eq("arbitration_closure_rate")]
    assert closure["target_kind"].tolist() == ["expected"]


def test_a_region_without_targets_is_refused_with_the_valid_ones(tables):
    with pytest.raises(ValueError, match="choose from .*420300"):
        plan_facts(tables, "430103")


def goal(**cells):
    usual = {
        "required_change": 10.0,
        "required_growth_pct": 2.5,
        "target_measure": "stock",
        "target_precision": float("nan"),
        "direction": "floor",
        "unit": "person",
        "share": 64.0,
        "completion_status": "derived",
        "completion_precision": float("nan"),
        "completion_qualifier": "eq",
        "reached_pct": 50.0,
        "elapsed_pct": 59.97,
        "probability": 0.834,
        "odds": "likely",
    }
    return pd.Series(usual | cells)


@pytest.mark.parametrize(
    ("cells", "zh", "en"),
    [
        ({}, "年均增长2.5%", "+2.5% a year"),
        ({"required_change": -3.0}, "保持即可", "none: hold the level"),
        ({"required_change": 0.1, "direction": "ceiling"}, "保持即可", "none: hold the level"),
        (
            {"required_change": 0.86, "required_growth_pct": float("nan"), "unit": "percent"},
            "年均提高0.86个百分点",
            "+0.86 percentage points a year",
        ),
        (
            {"required_change": 6000.0, "target_measure": "cumulative"},
            "每年6000人",
            "6,000 a year",
        ),
        (
            {
                "required_change": 30000.0,
                "target_measure": "cumulative",
                "target_precision": 10000.0,
            },
            "每年3万人",
            "30,000 a year",
        ),
        ({"required_change": float("nan")}, "", ""),
    ],
)
def test_what_each_year_needs(cells, zh, en):
    assert needed_text(goal(**cells), "zh") == zh
    assert needed_text(goal(**cells), "en") == en


def test_progress_names_the_time_only_while_the_period_runs():
    assert progress_text(goal(target_measure="cumulative"), "zh") == ("64.0%", "时间60%")
    assert progress_text(goal(elapsed_pct=100.0), "en") == ("64.0%", "")
    assert progress_text(goal(share=float("nan")), "en") == ("", "")


def test_a_share_of_the_way_is_named_and_never_stands_for_the_share_of_the_target():
    told = progress_text(goal(), "en")
    assert told == ("64.0%", "time 60%, way from the base 50%")
    printed = goal(share=112.0, completion_status="reported", completion_precision=1.0)
    assert progress_text(pd.Series({**printed, "elapsed_pct": 100.0}), "zh") == ("112%", "")


def test_odds_are_said_in_tenths():
    assert odds_text(goal(), "zh") == "很可能（约十分之8）"
    assert odds_text(goal(probability=0.03, odds="unlikely"), "en") == "unlikely (about 1 in 10)"


def test_the_chart_says_what_it_draws(tables):
    facts = plan_facts(tables, "420300")
    drawn = _drawn(facts.earlier)
    chart = charts.pace_chart(facts, "en", earlier=True)
    assert len(chart.data) == len(drawn) and not drawn["direction"].eq("ceiling").any()
    for name in chart.data["Indicator"]:
        assert name.lower() in chart.desc.lower()
    jobs = drawn.set_index("indicator_id").loc["urban_new_employment"]
    assert jobs["latest_share"] == pytest.approx(100 * 220 / 180)


def test_a_base_over_other_years_is_drawn_as_its_yearly_average(tables):
    drawn = _drawn(plan_facts(tables, "420300").current).set_index("indicator_id")
    # 72,300 participations in 2020 beside 150,000 in five years: 72.3 against 30 a year.
    assert drawn.loc["skills_training", "base_share"] == pytest.approx(241)


def test_ceilings_and_too_few_targets_are_not_drawn(tables):
    facts = plan_facts(tables, "429005")
    assert charts.pace_chart(facts, "zh", earlier=True) is None


def test_one_formula_for_every_share_of_a_target(tables):
    earlier = plan_facts(tables, "420300").earlier.set_index("indicator_id")
    # 98.73 ÷ 98, not the way from 55; 327,100 ÷ 320,000
    assert rate_text(earlier.loc["social_security_card_coverage"], "zh", "share") == "100.7%"
    assert rate_text(earlier.loc["work_injury_insured"], "zh", "share") == "102.2%"


def test_chart_and_table_tell_the_same_targets_and_shares(tables):
    for code in CODES:
        facts = plan_facts(tables, code)
        for rows, earlier in ((facts.current, False), (facts.earlier, True)):
            chart = charts.pace_chart(facts, "zh", earlier=earlier)
            if chart is None or rows["latest"].isna().all():
                continue
            tally = f"{len(rows)}项目标：{verdict_counts(rows, 'zh')}"
            part = f"（图中{len(chart.data)}项）" if len(chart.data) < len(rows) else ""
            assert chart.title.endswith(tally + part)
            told = rows[rows["share"].notna()]
            shares = {progress_text(row, "zh")[0] for _, row in told.iterrows()}
            assert set(chart.data["占目标"]) == shares


def test_a_target_that_cannot_be_judged_has_a_mark_of_its_own(tables):
    drawn = _drawn(plan_facts(tables, "420300").earlier).set_index("indicator_id")
    assert "open" in _marks(drawn.loc["unemployment_insured"])
    assert "now" in _marks(drawn.loc["work_injury_insured"])


def test_a_card_calls_the_number_a_target_and_the_result_a_result(tables):
    card = prose.plan_cards(plan_facts(tables, "429005"), "zh")[0]
    assert card.value == ("目标", "7000", "人")
    assert card.lines[1][0] == "实际12367人，完成176.7%"


def test_a_plan_without_results_is_not_said_to_have_none_yet(tables):
    h1 = prose.plan_head(plan_facts(tables, "420300"), "zh").h1
    assert h1.startswith("20项目标没有2021—2025年实际值") and "尚" not in h1
