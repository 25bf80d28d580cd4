"""The outline of a text: which headings plan, which look back, and how far each holds."""

from datetime import date

import pytest

from hrss_analysis.readings import lexicon
from hrss_analysis.readings.documents import infer_date, speaking_date
from tests.test_readings_roles import roles, said, years

SUMMARY = (
    "青石县人社局2023年工作总结\n2023年，城镇新增就业4100人。\n{heading}\n稳就业。培训1200人次。\n"
    "抓人才。新增高技能人才300人。"
)
DONE = [("actual", 2023)]


@pytest.mark.parametrize(
    "heading",
    [
        *("三、2024年工作打算", "2024年工作思路", "（三）下一步工作计划", "三、下步工作重点"),
        *("2024年重点工作", "【2024年工作计划】", "三、今后努力方向", "三、存在问题及下一步打算"),
        *("明年这么干：", "三、2024年主要任务和措施", "2024年发展目标"),
    ],
)
@pytest.mark.parametrize("date", ["2023-12-20", "2024-01-12", "2023-12-31"])
def test_a_heading_of_a_plan_makes_targets_of_the_next_year(heading, date):
    assert said(SUMMARY.format(heading=heading), date) == DONE + [("target", 2024)] * 2


@pytest.mark.parametrize(
    "heading",
    [
        *("一、2023年工作开展情况", "一、目标任务完成情况", "一、聚焦目标任务，稳就业成效明显"),
        *("2023年重点工作回顾", "（一）坚持目标导向，稳定就业", "一、工作计划执行情况"),
        *("二、围绕年度计划，全力推进稳就业", "一、主要工作亮点"),
    ],
)
def test_a_heading_that_looks_back_or_only_names_an_aim_does_not(heading):
    assert roles(SUMMARY.format(heading=heading), "2023-12-20") == ["actual"] * 3


def test_the_plan_holds_for_later_siblings_and_for_what_begins_anew_below_it():
    text = (
        "青石县工作报告\n一、2023年工作回顾\n培训1100人次。\n二、2024年工作安排\n（一）稳就业\n培训1200人次。\n"
        "三、加强人才队伍\n新增高技能人才300人。\n"
    )
    assert said(text, "2024-01-20") == [("actual", 2023), ("target", 2024), ("target", 2024)]
    anew = "青石县工作总结\n2023年，培训1100人次。\n下一步工作打算\n一、稳就业\n培训1200人次。"
    anew += "\n二、抓人才\n培训300人次。"
    assert roles(anew, "2023-12-20") == ["actual", "target", "target"]
    apart = "青石县工作总结\n一、下一步打算\n培训1200人次。\n二、党建工作情况\n走访企业30家。"
    assert roles(apart, "2023-12-20") == ["target", "actual"]


def test_a_plan_of_five_years_looks_back_on_the_five_before():
    text = (
        "青石县“十四五”就业促进规划\n第一章 发展基础\n城镇新增就业2.1万人。\n第二章 主要目标\n"
        "城镇新增就业1.7万人。\n第三章 推动高质量就业\n年末登记失业率控制在4.5%以内。\n"
    )
    expected = [("actual", 2020), ("target", 2025), ("target", 2025)]
    assert said(text, "2021-12-20") == expected
    five = "青石县“十四五”就业规划\n今后五年的主要目标：\n五年新增城镇就业1.7万人。"
    assert said(five, "2022-05-12") == [("target", 2025)]


def test_aims_in_an_assessment_name_what_is_assessed():
    text = "青石县规划中期评估报告\n（一）就业目标\n城镇新增就业2.1万人。"
    assert roles(text, "2023-10-30") == ["actual"]


def test_a_sentence_without_a_figure_opens_no_section():
    text = "青石县技能建设方案\n到2025年，培训6万人次。\n到2035年，人人持证。\n二、提升技能\n"
    text += "每年培训2万人次。"
    assert years(text, "2021-10-12")[0] == 2025
    assert years(text, "2021-10-12")[1] != 2035


def test_the_turn_of_the_year_dates_a_text():
    assert (
        infer_date(
            "青石县工作报告\n2022年工作回顾\n培训1人次。\n2023年重点工作\n培训2人次。", "x"
        ).year
        == 2022
    )
    plain = "青石县政府工作报告\n一、工作回顾\n2022年，培训1人次。\n二、2023年工作安排\n培训2人次。"
    assert infer_date(plain, "x").isoformat() == "2023-01-31"
    late = "今年以来，全县培训1人次。\n一、2024年工作情况\n二、2025年工作谋划\n"
    assert infer_date(late, "x").isoformat() == "2024-12-31"
    assert infer_date("截至2019年7月底，城镇新增就业61人。", "x").year == 2019
    assert infer_date("2024届毕业生6174人登记。", "x").year == 2024
    assert infer_date("青石县2023年上半年工作总结", "x").month == 6


def test_a_summary_printed_in_january_speaks_from_december():
    text = "青石县2023年工作总结\n今年以来，培训1人次。"
    assert speaking_date(text, date(2024, 1, 12)) == date(2023, 12, 31)
    assert speaking_date("青石县2023年工作总结\n培训1人次。", date(2024, 1, 12)) == date(
        2024, 1, 12
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，要持续改善民生。新增就业3000人，培训600人次。", ["target", "target"]),
        ("我们将办好民生实事，其中：培训500人次。", ["target"]),
        ("今年计划再投放90万元，眼下已放款62万元。", ["target", "actual"]),
        ("年初计划发放90万元，实际发放98万元。", ["target", "actual"]),
        ("今年，全县将新建驿站3家。", ["target"]),
        ("方案提出，全年培训600人次以上。", ["target"]),
        ("年底前再建2家驿站。", ["target"]),
        ("为确保完成任务，全县举办招聘会36场。", ["actual"]),
        ("先后将42人纳入低保，将标准由500元提高到540元。", ["actual", "reference", "actual"]),
        ("《规划》确定的19项指标中，12项达标。", ["actual", "actual"]),
    ],
)
def test_clear_cues_overrule_the_outline(text, expected):
    assert roles(text, "2024-08-12") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城镇新增就业3400人，超额完成任务18%。", ["actual", "reference"]),
        ("城镇新增就业3400人，超目标13.3%。", ["actual", "reference"]),
        ("城镇新增就业3400人，超额完成任务的118%。", ["actual", "completion_rate"]),
        ("失业率3.2%，低于4.5%的控制目标1.3个百分点。", ["actual", "target", "reference"]),
        ("城镇新增就业2400人，比序时进度快8个百分点。", ["actual", "reference"]),
        ("三代卡换发还差2100张。", ["reference"]),
        ("培训少完成158人次。", ["reference"]),
        ("公用经费控制率≤100%，实际93.4%。", ["target", "actual"]),
        ("各县完成率：青石县41%、白河县35%。", ["completion_rate", "completion_rate"]),
        ("在原每人每月128元的基础上增加12元。", ["reference", "growth"]),
        ("在省定148元的基础上加发10元。", ["actual"]),
        ("线上办结率超七成。", ["actual"]),
    ],
)
def test_distances_bounds_and_bases(text, expected):
    assert roles(text, "2024-12-31")[: len(expected)] == expected


def test_times_that_reach_over_several_years():
    assert said("力争三年内建成驿站3家。", "2022-06-30") == [("target", 2025)]
    assert years("自2019年首届大赛举办以来，120名选手晋级。", "2024-10-25") == [2024]


def test_a_table_row_with_a_bare_comma_is_an_error(monkeypatch, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "broken.csv").write_text("kind,phrase,note\na,b{0,6},\n", "utf-8")
    monkeypatch.setattr(lexicon, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match="line 2"):
        lexicon.read_table("broken")
