"""Tables printed as text: invented tables about invented places, one phenomenon each."""

from decimal import Decimal

import pytest

from tests.test_readings import facts, read

FIELDS = ("value", "unit", "role", "indicator_id")


def cells(text, *fields, date="2024-03-01"):
    return facts(text, *(fields or FIELDS), date=date)


def test_what_was_aimed_at_stands_beside_what_was_reached():
    text = (
        "指标名称 | 年度指标值 | 实际完成值 | 分值 | 得分\n"
        "城镇新增就业人数 | ≥3000人 | 3126人 | 10 | 9.5\n"
        "失业保险参保人数（万人） | ≥1.9 | 1.96 | 10 | 10\n"
    )
    assert cells(text) == [
        (3000, "person", "target", "urban_new_employment"),
        (3126, "person", "actual", "urban_new_employment"),
        (10, "other", "reference", ""),
        (9.5, "other", "actual", ""),
        (19000, "person", "target", "unemployment_insured"),
        (19600, "person", "actual", "unemployment_insured"),
        (10, "other", "reference", ""),
        (10, "other", "actual", ""),
    ]


def test_growth_and_completion_have_columns_of_their_own():
    text = (
        "指标\t单位\t2023年\t2022年\t同比±%\t完成率\n"
        "城镇新增就业\t人\t4,200\t4,000\t5.0\t105%\n"
        "失业保险参保人数\t万人\t1.8\t2.0\t-10.0\t—\n"
    )
    assert cells(text, "value", "role", "period_end") == [
        (4200, "actual", "2023-12-31"),
        (4000, "actual", "2022-12-31"),
        (5, "growth", "2023-12-31"),
        (105, "completion_rate", "2023-12-31"),
        (18000, "actual", "2023-12-31"),
        (20000, "actual", "2022-12-31"),
        (-10, "growth", "2023-12-31"),
    ]


def test_columns_name_what_the_rows_do_not():
    text = (
        "险种 | 参保人数（万人） | 基金收入（亿元）\n"
        "失业保险 | 8.87 | 0.74\n"
        "工伤保险 | 12.4 | 0.69\n"
    )
    assert cells(text) == [
        (88700, "person", "actual", "unemployment_insured"),
        (74000000, "yuan", "actual", ""),
        (124000, "person", "actual", "work_injury_insured"),
        (69000000, "yuan", "actual", ""),
    ]


def test_the_unit_may_stand_above_the_table():
    text = (
        "2023年预算执行情况（单位：万元）\n项目 | 年初预算 | 执行率\n基本支出 | 982.60 | 103.5%\n"
    )
    assert cells(text, "value", "unit", "role") == [
        (9_826_000, "yuan", "actual"),
        (103.5, "percent", "completion_rate"),
    ]


def test_a_scale_in_the_cell_is_never_lost():
    text = "指标\n2020年目标\n完成情况\n新增就业岗位数\n15万\n16.2万\n职业技能培训人数\n2万\n3万\n"
    assert [value for (value,) in cells(text, "value", date="2021-06-01")] == [
        150_000,
        162_000,
        20_000,
        30_000,
    ]


def test_rows_of_one_cell_a_line_may_begin_with_their_number():
    text = (
        "序号\n"
        "类别\n"
        "指标\n"
        "目标\n"
        "完成\n"
        "1\n"
        "就业\n"
        "城镇新增就业（人）\n"
        "30\n"
        "32\n"
        "2\n"
        "失业人员再就业（人）\n"
        "10\n"
        "11\n"
    )
    assert cells(text, "value", "role", "indicator_id") == [
        (30, "target", "urban_new_employment"),
        (32, "actual", "urban_new_employment"),
        (10, "target", "unemployed_reemployed"),
        (11, "actual", "unemployed_reemployed"),
    ]


def test_columns_may_stand_apart_by_blanks():
    text = (
        "指标          2022年    2023年\n"
        "城镇新增就业（人）  4000    4200\n"
        "失业人员再就业（人）  900     950\n"
    )
    assert cells(text, "value", "indicator_id") == [
        (4000, "urban_new_employment"),
        (4200, "urban_new_employment"),
        (900, "unemployed_reemployed"),
        (950, "unemployed_reemployed"),
    ]


def test_a_running_sum_of_a_plan_ends_where_its_column_does():
    text = "指标 | 规划目标（2025年） | 2023年6月累计\n城镇新增就业（人） | 〔15000〕 | 〔8117〕\n"
    assert cells(text, "period_start", "period_end") == [
        ("2021-01-01", "2025-12-31"),
        ("2021-01-01", "2023-06-30"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "事项 | 牵头单位 | 联系电话\n城镇新增就业 | 就业股 | 8123456\n",
        "人社局 | 首页\n1 | 2\n",
        "附件：1. 名单\n序号\n1\n2\n3\n4\n5\n",
    ],
)
def test_lists_without_figures_are_no_tables(text):
    assert len(read(text).readings) == 0


def test_prose_ends_a_table():
    text = (
        "指标 | 2022年 | 2023年\n城镇新增就业（人） | 4000 | 4200\n工作取得成效。\n甲 | 12 | 15\n"
    )
    assert [value for (value,) in cells(text, "value")] == [4000, 4200]


def test_cells_may_each_stand_on_a_line_with_a_bar_behind():
    text = (
        "指标 |\n单位 |\n2020年 |\n2025年 |\n属性 |\n"
        "城镇新增就业人数 |\n万人 |\n〔2.4〕 |\n〔2.1〕 |\n预期性 |\n"
        "城镇登记失业率 |\n% |\n2.7 |\n＜4.4 |\n预期性 |\n"
    )
    assert cells(text, date="2021-06-01") == [
        (24000, "person", "actual", "urban_new_employment"),
        (21000, "person", "target", "urban_new_employment"),
        (Decimal("2.7"), "percent", "actual", "registered_unemployment_rate"),
        (Decimal("4.4"), "percent", "target", "registered_unemployment_rate"),
    ]


def test_a_caption_of_several_units_gives_each_row_and_column_its_own():
    text = (
        "表2 主要指标（单位：万人、%）\n"
        "指标 | 2023年 | 同比增长\n"
        "城镇新增就业 | 3.2 | 4.1\n"
        "城镇登记失业率 | 3.1 | -0.1\n"
    )
    assert cells(text) == [
        (32000, "person", "actual", "urban_new_employment"),
        (Decimal("4.1"), "percent", "growth", "urban_new_employment"),
        (Decimal("3.1"), "percent", "actual", "registered_unemployment_rate"),
        (Decimal("-0.1"), "percent", "growth", "registered_unemployment_rate"),
    ]


def test_a_rate_below_a_caption_of_persons_is_no_number_of_persons():
    text = (
        "单位：万人\n指标 | 2022年 | 2023年\n城镇新增就业 | 3.2 | 3.4\n城镇登记失业率 | 3.1 | 3.0\n"
    )
    assert cells(text, "value", "unit")[2:] == [
        (Decimal("3.1"), "percent"),
        (Decimal("3.0"), "percent"),
    ]


def test_rows_of_parts_go_on_with_the_row_above():
    text = (
        "指标（单位：万人）\t2022年\t2023年\t增幅（%）\n"
        "基本养老保险参保人数\t112.4\t115.2\t2.5\n"
        "其中：企业职工\t60.1\t62.3\t3.7\n"
        "城乡居民\t52.3\t52.9\t1.1\n"
        "服务对象\t1.2\t1.3\t1.4\n"
    )
    named = ["basic_pension_insured", "employee_pension_insured", "resident_pension_insured", ""]
    assert cells(text, "indicator_id") == [(name,) for name in named for _ in range(3)]
    text = (
        "指标 | 单位 | 2025年\n补贴性职业技能培训 | 人次 | 〔900〕\n其中：农民工 | 人次 | 〔400〕\n"
    )
    assert cells(text, "indicator_id") == [("skills_training",), ("migrant_worker_training",)]


def test_yearly_growth_beside_what_is_aimed_at_is_aimed_at_too():
    text = (
        "指标  2025年  2030年(目标)  年均增速〔累计〕\n"
        "1.城镇新增就业（人）  3400  3000  〔15000〕\n"
        "2.农村居民人均可支配收入（元）  21900  29000  5.8%\n"
    )
    assert cells(text, date="2026-01-31")[2::3] == [
        (15000, "person", "target", "urban_new_employment"),
        (Decimal("5.8"), "percent", "target", "disposable_income_rural"),
    ]


def test_a_sign_marks_parts_and_a_unit_in_brackets_leaves_the_columns_in_place():
    text = (
        "指标名称 |\n单位 |\n2023年 |\n比上年增长(%) |\n"
        "基本养老保险参保人数 |\n万人 |\n361.28 |\n7.1 |\n"
        "#企业职工 |\n万人 |\n268.10 |\n7.7 |\n"
        "社区管理服务率 |\n% |\n75.02 |\n1.82(百分点) |\n"
    )
    assert cells(text, "literal", "unit", "role", "indicator_id")[2:] == [
        ("268.10", "person", "actual", "employee_pension_insured"),
        ("7.7", "percent", "growth", "employee_pension_insured"),
        ("75.02", "percent", "actual", ""),
        ("1.82", "percentage_point", "growth", ""),
    ]
