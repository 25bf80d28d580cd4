"""Whole texts to readings: invented sentences about invented places, one phenomenon each."""

from decimal import Decimal

import pandas as pd
import pytest

from hrss_analysis import reference
from hrss_analysis.readings import read_text

REGIONS = pd.DataFrame(
    {
        "region_code": ["990000", "990100", "990101"],
        "parent_code": ["", "990000", "990100"],
        "level": ["province", "prefecture", "county"],
        "name_zh": ["青岳省", "云岭市", "青石县"],
        "name_en": ["Qingyue", "Yunling", "Qingshi"],
        "aliases_zh": ["", "云岭", "青石"],
    }
)
INDICATORS = reference.indicators()


def read(text, date="2024-12-31", **options):
    return read_text(
        text,
        document_id="sample",
        document_date=date,
        region_code=None,
        regions=REGIONS,
        indicators=INDICATORS,
        **options,
    )


def facts(text, *columns, date="2024-12-31"):
    frame = read(text, date).readings
    return [tuple(row) for row in frame[list(columns)].itertuples(index=False)]


def ids(text, date="2024-12-31"):
    return facts(text, "indicator_id", "role", date=date)


def test_spans_point_into_the_printed_text():
    text = "全县城镇新增就业１２ ３６７人，好于去年。\n养老保险参保5.16万人。"
    for row in read(text).readings.itertuples():
        assert text[row.start : row.end] == row.literal
    assert read(text).readings["value"].tolist() == [12367, 51600]
    assert read(text).readings["precision"].tolist() == [1, 100]


def test_every_number_is_read_or_left_with_a_reason():
    text = "2024年，全县12333热线接听4万次，第3次会议，编号77。"
    result = read(text)
    assert result.readings["literal"].tolist() == ["4万次"]
    assert dict(zip(result.unread["literal"], result.unread["reason"], strict=True)) == {
        "2024年": "year",
        "12333": "phone or hotline",
        "第3次": "ordinal",
        "77": "no unit",
    }


def test_completion_belongs_to_the_number_before():
    text = "城镇新增就业5200人，完成年度目标5000人的104%；失业人员再就业900人，完成率112.5%。"
    assert ids(text) == [
        ("urban_new_employment", "actual"),
        ("urban_new_employment", "target"),
        ("urban_new_employment", "completion_rate"),
        ("unemployed_reemployed", "actual"),
        ("unemployed_reemployed", "completion_rate"),
    ]


def test_lists_pair_in_order():
    text = "全县基本养老、失业、工伤保险参保人数分别为30万人、4万人、6万人，比上年增长3%、2%和1%。"
    three = ["basic_pension_insured", "unemployment_insured", "work_injury_insured"]
    assert facts(text, "indicator_id", "role", "value") == [
        *zip(three, ["actual"] * 3, [300_000, 40_000, 60_000], strict=True),
        *zip(three, ["growth"] * 3, [3, 2, 1], strict=True),
    ]


def test_urban_and_rural_are_told_apart():
    text = "城乡居民人均可支配收入分别达到40000元、20000元。"
    assert [one for one, _ in ids(text)] == ["disposable_income_urban", "disposable_income_rural"]


def test_count_and_amount_of_one_clause():
    text = "为1244名劳动者追发工资1545.7万元，发放创业担保贷款187笔3620万元。"
    assert [one for one, _ in ids(text)] == [
        "wages_recovered_workers",
        "wages_recovered_amount",
        "startup_loans_count",
        "startup_loans_amount",
    ]


def test_a_part_is_not_the_indicator():
    text = "发放创业担保贷款9000万元，其中个人创业担保贷款6000万元；规模以上企业劳动合同签订率99%。"
    assert facts(text, "indicator_id", "scope") == [
        ("startup_loans_amount", ""),
        ("", "sub_group"),
        ("", "sub_group"),
    ]


def test_a_part_that_is_an_indicator_of_its_own_keeps_its_id():
    text = "养老保险参保26万人，其中城乡居民养老保险17万人。"
    assert [one for one, _ in ids(text)] == ["basic_pension_insured", "resident_pension_insured"]


def test_campaigns_do_not_speak_for_the_year():
    text = "专项行动期间，为87名农民工追回工资130万元。\n全年为500名农民工追回工资800万元。"
    assert facts(text, "indicator_id", "scope") == [
        ("", "campaign"),
        ("", "campaign"),
        ("wages_recovered_workers", ""),
        ("wages_recovered_amount", ""),
    ]


def test_growth_keeps_its_sign_and_its_indicator():
    text = "城镇登记失业率3.4%，比上年末下降0.1个百分点。城镇新增就业4万人，同比增加0.2万人。"
    assert facts(text, "value", "unit", "role", "indicator_id") == [
        (Decimal("3.4"), "percent", "actual", "registered_unemployment_rate"),
        (Decimal("-0.1"), "percentage_point", "growth", "registered_unemployment_rate"),
        (40_000, "person", "actual", "urban_new_employment"),
        (2_000, "person", "growth", "urban_new_employment"),
    ]


def test_a_ceiling_beside_an_actual_rate_is_a_target():
    assert ids("城镇登记失业率2.9%，控制在4%以内。") == [
        ("registered_unemployment_rate", "actual"),
        ("registered_unemployment_rate", "target"),
    ]
    assert ids("城镇登记失业率控制在4%以内。") == [("registered_unemployment_rate", "actual")]


def test_old_and_new_standard():
    text = "基础养老金由每人每月143元提高到163元，农村低保标准由每人每年4800元提高到5400元。"
    assert facts(text, "unit", "role", "indicator_id") == [
        ("yuan_per_month", "reference", "resident_basic_pension_standard"),
        ("yuan_per_month", "actual", "resident_basic_pension_standard"),
        ("yuan", "reference", "minimum_living_standard_rural"),
        ("yuan", "actual", "minimum_living_standard_rural"),
    ]


@pytest.mark.parametrize(
    ("text", "date", "period"),
    [
        ("今年以来，城镇新增就业5人。", "2023-10-13", ("2023-01-01", "2023-12-31")),
        ("1—9月，城镇新增就业5人。", "2023-10-13", ("2023-01-01", "2023-09-30")),
        ("上半年，城镇新增就业5人。", "2023-10-13", ("2023-01-01", "2023-06-30")),
        ("去年，城镇新增就业5人。", "2023-10-13", ("2022-01-01", "2022-12-31")),
        ("“十三五”期间，城镇新增就业5人。", "2022-02-14", ("2016-01-01", "2020-12-31")),
        ("五年来，城镇新增就业5人。", "2025-12-31", ("2021-01-01", "2025-12-31")),
        ("2021年以来，城镇新增就业5人。", "2024-12-31", ("2021-01-01", "2024-12-31")),
        ("截至2024年11月底，失业保险参保5人。", "2024-12-31", ("", "2024-11-30")),
        ("到2022年底，养老保险参保率95%。", "2023-09-26", ("", "2022-12-31")),
    ],
)
def test_periods(text, date, period):
    assert facts(text, "period_start", "period_end", date=date) == [period]


def test_several_years_make_a_flow_cumulative():
    text = "五年来，城镇新增就业6万人。"
    assert facts(text, "measure", date="2025-12-31") == [("cumulative",)]


def test_next_years_section_holds_targets():
    text = (
        "青石县人社局2023年工作总结和2024年工作计划\n一、2023年工作情况\n城镇新增就业5000人。\n"
        "二、2024年工作计划\n城镇新增就业5200人，调解成功率达到60%以上。\n"
    )
    assert facts(text, "role", "period_end", date="2023-12-20") == [
        ("actual", "2023-12-31"),
        ("target", "2024-12-31"),
        ("target", "2024-12-31"),
    ]


PLAN = """青石县人社事业发展“十四五”规划
指标 | 2020年 | 2025年目标 | 属性
1.城镇新增就业人数（万人） | 〔1.6〕 | 〔1.5〕 | 预期性
2.城镇登记失业率（%） | — | <5 | 预期性
3.失业保险参保人数（万人） | 1.7 | 1.9 | 约束性
"""


def test_plan_tables():
    frame = read(PLAN, "2021-10-10").readings
    assert frame["value"].tolist() == [16_000, 15_000, 5, 17_000, 19_000]
    assert frame["role"].tolist() == ["actual", "target", "target", "actual", "target"]
    assert frame["qualifier"].tolist() == ["eq", "eq", "lt", "eq", "eq"]
    assert frame["measure"].tolist() == ["cumulative", "cumulative", "rate", "stock", "stock"]
    assert frame["period_start"].tolist() == ["2016-01-01", "2021-01-01", "", "", ""]
    assert frame["target_kind"].tolist() == ["", "expected", "expected", "", "binding"]


def test_a_table_with_one_cell_a_line_says_the_same():
    lines = "\n".join(
        cell.strip() for line in PLAN.split("\n")[1:] for cell in line.split("|") if cell.strip()
    )
    kept = ["value", "unit", "indicator_id", "role", "period_end"]
    title = PLAN.split("\n")[0] + "\n"
    one_line, one_cell = read(PLAN, "2021-10-10"), read(title + lines, "2021-10-10")
    pd.testing.assert_frame_equal(one_line.readings[kept], one_cell.readings[kept])


def test_regions_of_the_text_and_of_a_clause():
    text = "青石县2023年工作总结\n全县城镇新增就业5000人。云岭市城镇新增就业4万人，南坪县1万人。"
    assert facts(text, "region_name", "region_code") == [
        ("青石县", "990101"),
        ("云岭市", "990100"),
        ("南坪县", ""),
    ]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("青石县2023年工作总结\n城镇新增就业5人。", "2023-12-31"),
        ("工作总结\n全年城镇新增就业5人。\n青石县人社局\n2022年12月20日", "2022-12-31"),
    ],
)
def test_a_missing_date_is_inferred(text, end):
    assert read(text, None).readings["period_end"].tolist() == [end]


def test_a_text_without_any_date_is_refused():
    with pytest.raises(ValueError, match="sample: no date"):
        read("城镇新增就业5人。", None)


def test_a_date_in_another_form_is_refused():
    with pytest.raises(ValueError, match="write 2023"):
        read("城镇新增就业5人。", "20.1.2023")


def test_the_counted_noun_decides_the_unit():
    text = "走访3个企业，建设4个服务点，开发50个公益性岗位，推进6个项目，办结7件案件，改造8户危房。"
    units = ["firm", "site", "post", "project", "case", "other"]
    assert facts(text, "unit") == [(unit,) for unit in units]


@pytest.mark.parametrize("stretch", ["1", "5人、", "城镇新增就业5人", "《", "1|2|", "二十"])
def test_hostile_lines_stay_cheap(stretch):
    read("2024年\n" + stretch * (20_000 // len(stretch)))


def test_a_text_without_numbers_gives_empty_tables():
    result = read("没有数字。")
    assert len(result.readings) == len(result.unread) == 0
    assert len(read("").readings) == 0


def test_windows_line_ends_do_not_shift_spans():
    text = "青石县2023年工作总结\r\n一、就业\r\n城镇新增就业1.2万人。\r\n失业保险参保3万人。"
    assert read(text).readings["literal"].tolist() == ["1.2万人", "3万人"]


def test_a_scheme_of_its_own_does_not_lend_its_name():
    text = "城乡居民养老保险参保46万人、待遇领取11万人，工伤保险参保3万人、享受待遇98人。"
    assert [one for one, _ in ids(text)] == [
        "resident_pension_insured",
        "resident_pension_recipients",
        "work_injury_insured",
        "",
    ]


def test_a_title_that_announces_makes_targets():
    text = "2024年云岭市人社工作要点\n城镇新增就业1.5万人，工伤保险参保达到15万人。"
    assert facts(text, "role", "period_end", date="2024-02-01") == [
        ("target", "2024-12-31"),
        ("target", "2024-12-31"),
    ]


def test_a_remark_in_brackets_is_not_what_follows_it():
    text = "发放创业担保贷款1185万元（其中个人885万元），完成目标任务的118.5%。"
    assert facts(text, "indicator_id", "role") == [
        ("startup_loans_amount", "actual"),
        ("", "actual"),
        ("startup_loans_amount", "completion_rate"),
    ]


def test_a_line_with_a_unit_column_is_a_table_row():
    text = "序号\t指标\t单位\t2020年基期值\t2025年目标值\n1\t失业保险参保人数\t万人\t1.7\t1.9\n"
    assert facts(text, "indicator_id", "value", "role", date="2021-10-10") == [
        ("unemployment_insured", 17_000, "actual"),
        ("unemployment_insured", 19_000, "target"),
    ]


def test_reading_twice_gives_the_same():
    pd.testing.assert_frame_equal(read(PLAN).readings, read(PLAN).readings)


def test_every_indicator_of_the_phrases_is_in_the_dictionary():
    from hrss_analysis.readings.mentions import phrases

    known = {*INDICATORS["indicator_id"], ""}
    assert {phrase.indicator_id for phrase in phrases()} <= known
