"""Numbers and sentences: written by hand for invented places, and held against the real tables."""

import re
from decimal import Decimal

import pandas as pd
import pytest

from hrss_analysis import prose
from hrss_analysis.monitoring import build_monitoring
from hrss_analysis.prose import numbers, periods
from hrss_analysis.prose.goals import at_base
from hrss_analysis.prose.levels import levels
from hrss_analysis.prose.outlook import Outlook, too_wide
from hrss_analysis.prose.progress import rate_text, verdict_counts
from hrss_analysis.prose.targets import change_text, judged
from hrss_analysis.prose.words import pick, short_name
from hrss_analysis.tables import columns as stage_columns


@pytest.mark.parametrize(
    ("value", "unit", "precision", "qualifier", "zh", "en"),
    [
        (5420, "person", 1, "eq", "5420人", "5,420 persons"),
        (12367, "person", 1, "eq", "12367人", "12,367 persons"),
        (79400, "person", 100, "eq", "7.94万人", "79,400 persons"),
        (20000, "person", 10000, "over", "2万余人", "over 20,000 persons"),
        (1_243_000_000, "yuan", 1e6, "eq", "12.43亿元", "1.243 billion yuan"),
        (390_000_000, "yuan", 1e7, "eq", "3.9亿元", "390 million yuan"),
        (15_457_482, "yuan", 1, "eq", "1545.75万元", "15.4575 million yuan"),
        (678.53, "yuan", 0.01, "eq", "678.53元", "678.53 yuan"),
        (98, "percent", 1, "ge", "98%以上", "at least 98%"),
        (4.5, "percent", 0.1, "le", "不超过4.5%", "at most 4.5%"),
        (5, "percent", 1, "lt", "低于5%", "below 5%"),
        (11000, "person", 1000, "approx", "约1.1万人", "about 11,000 persons"),
        (1, "loan", 1, "eq", "1笔", "1 loan"),
        (-84, "person", 1, "eq", "\u221284人", "\u221284 persons"),
        (2320, "yuan_per_month", 1, "eq", "2320元/月", "2,320 yuan a month"),
    ],
)
def test_a_quantity_is_written_in_both_languages(value, unit, precision, qualifier, zh, en):
    options = {"qualifier": qualifier, "precision": precision}
    assert numbers.quantity(value, unit, "zh", **options) == zh
    assert numbers.quantity(value, unit, "en", **options) == en


def plain(text):
    """The value behind a written number: undoes 万, 亿, million, billion and commas."""
    names = {"万": 4, "亿": 8, "million": 6, "billion": 9}
    found = re.search(r"(−?[\d,]+(?:\.\d+)?) ?(万|亿|million|billion)?", text)
    digits = found.group(1).replace(",", "").replace("−", "-")
    return Decimal(digits).scaleb(names.get(found.group(2), 0))


def test_both_languages_carry_the_same_figure_for_every_observation(tables):
    rows = tables["observations"]
    for row in rows.itertuples():
        zh, en = (
            numbers.quantity(row.value, row.unit, language, precision=row.precision)
            for language in ("zh", "en")
        )
        assert plain(zh) == plain(en), (zh, en)


def test_no_observation_loses_more_than_half_a_step(tables):
    for row in tables["observations"].itertuples():
        step = float(numbers.step_of(row.value, row.unit, row.precision))
        shown = float(numbers.rounded(row.value, row.unit, row.precision))
        assert abs(shown - row.value) <= step / 2 + 1e-9
        printed = 0 if pd.isna(row.precision) else row.precision
        assert step <= max(abs(row.value) / 100, 1, printed), row.observation_id


@pytest.mark.parametrize(
    ("start", "end", "measure", "zh", "en"),
    [
        ("2024-01-01", "2024-12-31", "flow", "2024年", "2024"),
        ("2021-01-01", "2025-12-31", "cumulative", "2021—2025年累计", "2021–2025 total"),
        (pd.NA, "2020-12-31", "stock", "2020年末", "end of 2020"),
        (pd.NA, "2023-01-01", "rate", "2023年初", "start of 2023"),
        (pd.NA, "2020-11-01", "stock", "2020年11月1日", "1 November 2020"),
        (pd.NA, "2024-12-31", "cumulative", "至2024年末累计", "total to end of 2024"),
        ("2023-01-01", "2023-06-30", "flow", "2023年1—6月", "January to June 2023"),
        (pd.NA, pd.NA, "cumulative", "时期未注明", "no date given"),
    ],
)
def test_a_period_is_written_in_words(start, end, measure, zh, en):
    assert periods.period_text(start, end, measure, "zh") == zh
    assert periods.period_text(start, end, measure, "en") == en


def test_an_unknown_language_is_refused_with_the_valid_ones():
    with pytest.raises(ValueError, match="choose from zh, en"):
        pick("fr", "甲", "a")


def test_a_short_name_loses_the_word_for_what_is_counted():
    assert short_name("城镇新增就业人数", "zh") == "城镇新增就业"
    assert short_name("Wage arrears recovered (amount)", "en") == "Wage arrears recovered"


INDICATORS = pd.DataFrame(
    {
        "indicator_id": ["urban_new_employment", "skills_training", "card_rate"],
        "domain": ["employment", "employment", "public_services"],
        "name_zh": ["城镇新增就业人数", "职业技能培训人次", "持卡率"],
        "name_en": ["Urban new employment", "Skills training", "Card coverage"],
        "unit": ["person", "participation", "percent"],
        "direction": ["up", "up", "up"],
        "denominator": ["resident_population", "resident_population", pd.NA],
    }
)


def observation(indicator, role, value, year, **other):
    row = {
        "region_code": "990101",
        "indicator_id": indicator,
        "role": role,
        "measure": "flow",
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "years": 1.0,
        "value": float(value),
        "unit": "person",
        "qualifier": "eq",
        "precision": 1.0,
        "value_lower": float(value),
        "value_upper": float(value),
        "status": "reported",
        "flag": pd.NA,
        "scope": pd.NA,
        "target_kind": pd.NA,
        "reading_ids": "doc-a:1-2",
        "document_ids": "doc-a",
        "agrees": True,
    } | other
    parts = (row["region_code"], indicator, role, row["measure"], str(row["period_end"]))
    return {"observation_id": ":".join(parts), **row}


def invented(*rows):
    """Tables of one invented county with one document."""
    observations = pd.DataFrame(rows)
    tables = {
        "regions": pd.DataFrame(
            {"region_code": ["990101"], "name_zh": ["云汀县"], "name_en": ["Yunting"]}
        ),
        "indicators": INDICATORS,
        "documents": pd.DataFrame(
            {
                "document_id": ["doc-a"],
                "region_code": ["990101"],
                "published": ["2025-02-10"],
                "kind": ["work_summary"],
                "title": ["总结"],
            }
        ),
        "readings": pd.DataFrame(
            {
                "reading_id": ["doc-a:1-2", "doc-a:3-4"],
                "document_id": ["doc-a", "doc-a"],
                "value": [96.0, 104.0],
                "value_lower": [96.0, 104.0],
                "value_upper": [96.0, 104.0],
                "unit": ["person", "person"],
                "qualifier": ["eq", "eq"],
                "precision": [1.0, 1.0],
                "literal": ["96人", "104人"],
            }
        ),
        "observations": observations,
        "projections": pd.DataFrame(columns=stage_columns("projections")),
    }
    used = ("observations", "readings", "documents", "indicators", "projections")
    return tables | {"monitoring": build_monitoring(*(tables[name] for name in used))}


RATE = {"unit": "percent", "measure": "rate", "precision": 0.1}
WHOLE = {"unit": "percent", "measure": "rate", "precision": 1.0}
TWO_YEARS = (
    observation("urban_new_employment", "actual", 5252, 2023),
    observation("urban_new_employment", "actual", 5420, 2024),
    observation("urban_new_employment", "target", 5000, 2024),
)


def facts_of(*rows):
    return prose.region_facts(invented(*rows), "990101")


def test_the_lead_states_level_change_and_target():
    facts = facts_of(*TWO_YEARS)
    assert prose.region_head(facts, "zh").lead == (
        "2024年，云汀县城镇新增就业5420人，比2023年多168人，为目标5000人的108.4%。"
    )
    assert prose.region_head(facts, "en").lead == (
        "Yunting, 2024: urban new employment 5,420, 168 more than in 2023, "
        "108.4% of the target of 5,000."
    )


def test_the_finding_counts_targets_met_and_missed():
    facts = facts_of(
        *TWO_YEARS,
        observation("skills_training", "actual", 950, 2024),
        observation("skills_training", "target", 1000, 2024),
    )
    assert prose.region_head(facts, "zh").h1 == "2024年2项目标完成1项，城镇新增就业完成108.4%"
    assert prose.target_points(facts, "en")[0] == (
        "Of 2 targets for 2024: 1 met, 1 missed (not reached: skills training); completion was "
        "highest for urban new employment (108.4%) and lowest for skills training (95.0%)."
    )


def test_an_implied_target_is_called_implied_and_its_arithmetic_is_shown():
    facts = facts_of(
        observation("urban_new_employment", "actual", 5420, 2024),
        observation("urban_new_employment", "completion_rate", 108.4, 2024, **RATE),
        observation("urban_new_employment", "target", 5000, 2024, status="derived"),
    )
    assert "如城镇新增就业5420人÷108.4%，得目标5000人" in prose.target_points(facts, "zh")[1]
    assert "（推算目标5000人）" in prose.region_head(facts, "zh").lead


def test_without_a_target_nothing_is_judged():
    facts = facts_of(observation("urban_new_employment", "actual", 5420, 2024))
    assert judged(facts).empty
    assert prose.target_points(facts, "zh") == ["所收文件没有给出同期目标，无法判断完成情况。"]
    assert prose.region_cards(facts, "zh")[0].lines[-1][0] == "未公布同期目标"


def test_the_leading_indicator_keeps_its_card_when_it_is_not_reported():
    facts = facts_of(observation("skills_training", "actual", 950, 2024))
    card = prose.region_cards(facts, "en")[-1]
    assert (card.label, card.value) == ("Urban new employment", None)


def test_a_target_between_contradictory_values_is_not_judged():
    unlike = {"agrees": False, "reading_ids": "doc-a:1-2 doc-a:3-4"}
    facts = facts_of(
        observation("urban_new_employment", "actual", 96, 2024, **unlike),
        observation("urban_new_employment", "target", 100, 2024),
    )
    assert judged(facts).empty
    agreeing = facts_of(
        observation("urban_new_employment", "actual", 96, 2024),
        observation("urban_new_employment", "target", 100, 2024),
    )
    assert judged(agreeing)["verdict"].tolist() == ["missed"]


def test_an_upper_limit_is_met_from_below():
    limit = {"qualifier": "le", **RATE}
    facts = facts_of(
        observation("card_rate", "actual", 4.2, 2024, **RATE),
        observation("card_rate", "target", 4.5, 2024, **limit),
    )
    assert facts.board["met"].tolist() == [True]


def test_a_year_is_not_compared_with_a_five_year_total():
    total = {"measure": "cumulative", "period_start": "2019-01-01", "years": 5.0}
    facts = facts_of(
        observation("urban_new_employment", "actual", 20000, 2023, **total),
        observation("urban_new_employment", "actual", 5420, 2024),
    )
    assert facts.board["base_value"].isna().all()


def test_a_rate_changes_by_percentage_points():
    facts = facts_of(
        observation("card_rate", "actual", 88.0, 2023, **RATE),
        observation("card_rate", "actual", 90.5, 2024, **RATE),
    )
    assert change_text(facts.board.iloc[0], "zh") == "比2023年高2.5个百分点"


def test_a_lower_next_target_is_told_with_both_figures():
    facts = facts_of(*TWO_YEARS, observation("urban_new_employment", "target", 4800, 2025))
    assert "2025年目标4800人，2024年实际5420人" in prose.target_points(facts, "zh")[-1]


def test_an_unknown_region_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="choose from 990101"):
        prose.region_facts(invented(*TWO_YEARS), "110000")


def real_regions(tables):
    return sorted(set(tables["documents"]["region_code"].dropna()))


def test_every_number_of_a_real_lead_stands_in_the_observations(tables):
    """The first figure of each clause must be an observed value of that region."""
    for code in real_regions(tables):
        facts = prose.region_facts(tables, code)
        first = facts.counted[facts.counted["value"].notna()].iloc[0]
        lead = prose.region_head(facts, "zh").lead
        shown = numbers.quantity(
            first["value"],
            first["unit"],
            "zh",
            qualifier=first["qualifier"],
            precision=first["precision"],
        )
        assert shown in lead


def test_both_languages_tell_the_same_figures(tables):
    def figures(texts):
        found = re.findall(r"[\d,]+(?:\.\d+)? ?(?:万|亿|million|billion)?", " ".join(texts))
        return sorted(plain(text) for text in found if re.search(r"\d", text))

    for code in real_regions(tables):
        facts = prose.region_facts(tables, code)
        told = {
            language: [
                prose.region_head(facts, language).lead,
                *prose.target_points(facts, language),
            ]
            for language in ("zh", "en")
        }
        assert figures(told["zh"]) == figures(told["en"]), code


def test_headings_are_short(tables):
    for code in real_regions(tables):
        facts = prose.region_facts(tables, code)
        assert len(re.findall(r"[\u4e00-\u9fff]", prose.region_head(facts, "zh").h1)) <= 30
        assert len(prose.region_head(facts, "en").h1.split()) <= 16


def test_a_value_that_may_be_year_to_date_is_never_ranked(tables):
    item = levels(tables, "urban_new_employment", ["420322", "429005", "430103"])
    places = item.rows.set_index("region_code")["place"].to_dict()
    assert places == {"420322": "not_reported", "429005": "ranked", "430103": "apart"}


def test_a_count_has_no_larger_region_as_reference(tables):
    for item in prose.region_levels(tables, "34XXXX"):
        assert pd.isna(item.indicator["denominator"]) or item.view == "per_10k_residents"


def test_one_known_year_gives_a_range_and_no_trend(tables):
    facts = prose.projection_facts(tables, "429005", 2030)
    single = facts.saying("band")
    assert single
    for item in single:
        told = prose.projection.sentence(item, "zh")
        assert "不判断趋势" in told and "八成范围" in told and "未经本数列检验" in told
    assert all(card.projected is False for card in prose.projection_cards(facts, "zh"))


def test_projected_ranges_in_words_equal_the_table(tables):
    facts = prose.projection_facts(tables, "100000", 2030)
    item = facts.saying("trend")[0]
    rows = tables["projections"].query(
        "region_code == '100000' and indicator_id == @item.indicator.indicator_id "
        "and year == 2030 and level == 0.8"
    )
    low, high = rows[["lower", "upper"]].iloc[0]
    shown = [
        plain(part) for part in prose.ranges.range_text(item, item.horizon, "80", "zh").split("至")
    ]
    assert [float(value) for value in shown] == pytest.approx([low, high], rel=0.005)


@pytest.mark.parametrize(
    ("change", "value", "base", "expected"),
    [
        (5, "eq", "eq", "eq"),
        (5, "over", "eq", "over"),
        (-5, "over", "eq", "approx"),  # over 90 after 100 is less than 10 down, not more
        (5, "eq", "over", "approx"),
    ],
)
def test_a_difference_keeps_the_qualifier_it_can_bear(change, value, base, expected):
    assert numbers.change_qualifier(change, value, base) == expected


def test_a_computed_rate_keeps_the_qualifier_of_its_value():
    assert numbers.qualified("102.5%", "over", "zh") == "超过102.5%"
    assert numbers.qualified("102.5%", "over", "en") == "more than 102.5%"
    facts = facts_of(
        observation("urban_new_employment", "actual", 6000, 2024, qualifier="over"),
        observation("urban_new_employment", "target", 5000, 2024),
    )
    assert "more than 120.0%" in prose.region_head(facts, "en").h1
    assert "超过120.0%" in prose.region_head(facts, "zh").h1


def test_one_indicator_takes_the_singular_and_a_rate_moves_by_points():
    from hrss_analysis.prose import projection

    assert projection._indicators(1) == "1 indicator has"
    assert projection._indicators(2) == "2 indicators have"
    assert numbers.quantity(1.28, "percentage_point", "en", precision=1) == "1 percentage point"
    assert prose.ranges.about(0.5, "percentage_point", "en", bare=True) == "0.5 percentage points"


def test_of_two_values_of_one_date_the_one_with_a_target_is_told():
    """328万人 with targets, beside 327.96万张 counted in another sense: both pages say one met."""
    held = {"measure": "stock", "period_start": pd.NA, "years": pd.NA}
    cards = {"unit": "card", "flag": "d", "observation_id": "cards"}
    facts = facts_of(
        observation("urban_new_employment", "actual", 328, 2020, **held),
        observation("urban_new_employment", "actual", 327, 2020, **held) | cards,
        observation("urban_new_employment", "target", 279, 2020, **held),
        observation("urban_new_employment", "target", 320, 2025, **held),
    )
    row = facts.board.iloc[0]
    assert (row["value"], row["target_value"], row["next_value"]) == (328, 279, 320)
    assert bool(row["met"]) and len(facts.due) == len(facts.ahead) == 1


def aimed_regions(tables):
    return sorted(set(tables["monitoring"].dropna(subset=["period_end"])["region_code"]))


def test_region_and_plan_brief_count_the_same_targets(tables):
    for code in aimed_regions(tables):
        region, plan = prose.region_facts(tables, code), prose.plan_facts(tables, code)
        parts = (region.due, region.past, region.ahead)
        assert sum(map(len, parts)) == len(plan.current) + len(plan.earlier) == len(plan.goals)
        same = region.ahead if len(region.ahead) else region.due
        assert same["target_id"].tolist() == plan.current["target_id"].tolist()
        h1, told = (prose.region_head(region, "zh").h1, prose.target_points(region, "zh"))
        if len(judged(region)):
            year, count = str(region.period_end)[:4], len(region.due)
            assert f"{year}年{count}项目标" in h1 and f"{year}年的{count}项目标" in told[0]
            title = tables_title(region)
            assert f"{year}年{count}项目标：{verdict_counts(region.due, 'zh')}" in title
        if len(region.ahead) and "不高于" in h1:
            low, every = len(at_base(plan.current)), len(plan.current)
            told = f"{low}项目标都不高于" if low == every else f"{low}项不高于"
            assert told in h1
            assert ("都不高于" if low == every else told) in prose.plan_head(plan, "zh").h1


def tables_title(facts):
    from hrss_analysis.page.tables import _board_title

    return _board_title(facts, "zh")


def rounded(value, year, precision, **other):
    """A total printed to a step, with the bounds that follow from it."""
    ends = {"value_lower": value - precision / 2, "value_upper": value + precision / 2}
    return observation(
        "urban_new_employment", "actual", value, year, precision=precision, **{**ends, **other}
    )


@pytest.mark.parametrize(
    ("base", "step", "zh", "en"),
    [
        # 22万 is 21.5 to 22.5, which holds 22.45; it does not hold 22.6
        (224_500, 100, "与2019年大致持平（差在舍入范围内）", "level with in 2019 within rounding"),
        (226_000, 100, "比2019年少6000人", "6,000 fewer than in 2019"),
        (220_000, 10_000, "与2019年持平", "the same as in 2019"),
    ],
)
def test_a_difference_inside_rounding_is_no_difference(base, step, zh, en):
    row = facts_of(rounded(base, 2019, step), rounded(220_000, 2020, 10_000)).board.iloc[0]
    assert change_text(row, "zh") == zh
    assert change_text(row, "en") == en


def test_a_lower_bound_is_told_and_no_change_is_computed_from_it():
    below = {"qualifier": "lt", "value_lower": 0.0, **WHOLE}
    facts = facts_of(
        observation("card_rate", "actual", 5, 2015, **below),
        observation("card_rate", "actual", 4.5, 2020, **RATE),
    )
    assert change_text(facts.board.iloc[0], "zh") == "2015年为低于5%"
    facts = facts_of(
        observation("card_rate", "actual", 88, 2015, **below | RATE),
        observation("card_rate", "actual", 90.7, 2020, **RATE),
    )
    assert change_text(facts.board.iloc[0], "zh") == "比2015年高2.7个百分点以上"


def test_a_change_from_a_rough_base_is_as_rough():
    facts = facts_of(
        observation(
            "urban_new_employment", "actual", 9500, 2020, qualifier="approx", precision=None
        ),
        observation("urban_new_employment", "actual", 12367, 2024),
    )
    assert change_text(facts.board.iloc[0], "zh") == "比2020年多约2900人"


def test_the_printed_completion_rate_wins_over_the_computed_one():
    facts = facts_of(
        observation("urban_new_employment", "actual", 2244, 2024),
        observation(
            "urban_new_employment", "completion_rate", 112, 2024, **RATE | {"precision": 1}
        ),
        observation("urban_new_employment", "target", 2000, 2024, status="derived"),
    )
    assert rate_text(facts.board.iloc[0], "zh") == "112%"  # 2244 ÷ 2000 is 112.2 %
    assert rate_text(facts.due.iloc[0], "zh", "share") == "112%"


def test_only_rates_are_said_to_be_printed_where_all_targets_are_implied():
    implied = (
        observation("urban_new_employment", "actual", 5420, 2024),
        observation("urban_new_employment", "completion_rate", 108.4, 2024, **RATE),
        observation("urban_new_employment", "target", 5000, 2024, status="derived"),
    )
    printed = (
        observation("card_rate", "actual", 70.58, 2024, **RATE),
        observation("card_rate", "target", 66, 2024, **RATE),
    )
    assert prose.target_points(facts_of(*implied), "zh")[1].startswith("文件只公布完成率")
    told = prose.target_points(facts_of(*implied, *printed), "zh")[1]
    assert told.startswith("其中1项文件只公布完成率")


RISING = pd.DataFrame(
    {
        "year": [2030],
        "median": [300_000.0],
        "lower80": [200_000.0],
        "upper80": [460_000.0],
        "lower95": [130_000.0],
        "upper95": [700_000.0],
    }
)


def known(year, value, half=50, **other):
    """A known year whose printed form allows half a step to both sides."""
    row = {"year": year, "value": float(value), "qualifier": "eq", "precision": 2.0 * half}
    row |= {"value_lower": value - half, "value_upper": value + half, "status": "reported"}
    row |= {"flag": pd.NA, "agrees": True, "observation_id": f"a:{year}"}
    return row | other


def outlook(*years, unit="person", says="change", **other):
    indicator = pd.Series({"indicator_id": "x", "name_zh": "参保人数", "name_en": "Insured"})
    history = pd.DataFrame(years)
    return Outlook(
        indicator, unit, says, "", len(years), history, RISING, history.iloc[:0], **other
    )


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        # 27.29万 less 28.00万 is 7,100 less
        (known(2015, 280_000), known(2020, 272_900), "减少7100人", "down 7,100 from 2015"),
        # 28万 is 275,000 to 285,000: less, but by 2,100 to 12,100
        (known(2015, 280_000, 5000), known(2020, 272_900), "所印精度不足", "by less than the"),
        (known(2015, 270_000, 5000), known(2020, 272_900), "舍入范围内", "within rounding"),
        (known(2015, 280_000, qualifier="lt"), known(2020, 272_900), "不计算变化", "a bound"),
        (known(2015, 280_000), known(2020, 272_900, qualifier="ge"), "不计算变化", "a bound"),
        (known(2015, 280_000), known(2020, 272_900, agrees=False), "互相矛盾", "contradict"),
        (known(2015, 280_000, flag="u"), known(2020, 272_900), "存疑", "unreliable"),
        (known(2015, 272_900), known(2020, 272_900), "持平", "the same as"),
    ],
)
def test_a_change_is_told_only_as_far_as_both_values_bear_it(before, after, zh, en):
    item = outlook(before, after)
    told = {lang: prose.projection.sentence(item, lang) for lang in ("zh", "en")}
    assert zh in told["zh"] and en in told["en"]
    for words, wanted in (("减少", zh), ("down", en)):
        assert (words in told["zh"] + told["en"]) == (zh in ("减少7100人", "所印精度不足")), wanted


def test_a_range_carries_its_record_or_says_that_it_has_none():
    one, two = known(2019, 270_000), known(2020, 272_900)
    tested = outlook(one, two, says="trend", tests=36, inside=26)
    assert "过去36次预测中26次落在八成范围内" in prose.projection.sentence(tested, "zh")
    assert "26 of 36 past forecasts" in prose.projection.sentence(tested, "en")
    bare = outlook(one, two)
    facts = prose.Outlooks(pd.Series({"name_zh": "甲", "name_en": "A"}), 2030, (bare,))
    assert "未经本数列检验，范围来自其他数列" in prose.projection_head(facts, "zh").lead
    assert "not tested on this series" in prose.projection_head(facts, "en").lead
    facts = prose.Outlooks(facts.region, 2030, (tested,))
    assert "过去36次预测中26次" in prose.projection_head(facts, "zh").lead
    assert "26 of 36 past forecasts" in prose.projection_head(facts, "en").lead


def test_a_trend_from_bounds_says_how_many_years_are_bounds():
    item = outlook(known(2019, 9, qualifier="ge"), known(2020, 9, qualifier="ge"), says="trend")
    assert "（其中2年只印出上下限）" in prose.projection.sentence(item, "zh")


def test_a_range_over_more_than_a_factor_of_five_is_not_told(tables):
    assert not too_wide(RISING.assign(upper80=1_000_000.0))  # 200,000 to 1,000,000: just five
    assert too_wide(RISING.assign(upper80=1_000_001.0))
    facts = prose.projection_facts(tables, "420300", 2030)
    wide = [item for item in facts.items if item.reason == "too_wide"]
    assert wide and not any(len(item.ahead) for item in wide)
    for item in facts.usable:
        assert item.horizon["upper80"] <= 5 * item.horizon["lower80"]
    assert f"{len(wide)}项八成范围过宽" in " ".join(prose.limit_points(facts, "zh"))


def test_both_ends_of_a_range_and_the_last_value_are_written_on_one_scale():
    item = outlook(known(2020, 5698, 0))
    row = RISING.iloc[0].copy()
    row[["lower80", "upper80", "lower95", "upper95"]] = 3100.0, 10_300.0, 2100.0, 15_800.0
    assert prose.ranges.range_text(item, row, "80", "zh") == "3100至10300人"
    assert prose.ranges.range_text(item, row, "95", "en") == "2,100 to 15,800"


def test_a_page_without_a_later_target_says_so():
    facts = prose.Outlooks(pd.Series({"name_zh": "甲"}), 2030, (outlook(known(2020, 9)),))
    assert "没有2030年以前尚未到期的目标" in " ".join(prose.limit_points(facts, "zh"))
