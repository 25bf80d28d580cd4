"""Roles, periods and dates: invented sentences about invented places, one phenomenon each."""

import pandas as pd
import pytest

from hrss_analysis import reference
from hrss_analysis.readings import read_text
from hrss_analysis.readings.documents import UndatedError, infer_date
from tests.test_readings import facts

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


def said(text, date):
    """Role and last year of each number."""
    frame = read_text(
        text,
        document_id="sample",
        document_date=date,
        region_code=None,
        regions=REGIONS,
        indicators=INDICATORS,
    ).readings
    years = frame["period_end"].str[:4].astype(int)
    return list(zip(frame["role"], years, strict=True))


def roles(text, date="2024-12-31"):
    return [role for role, _ in said(text, date)]


def years(text, date="2024-12-31"):
    return [year for _, year in said(text, date)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("参保人数31万人，比 上年 增加 1.2万人。", ["actual", "growth"]),
        ("投入资金600万元，比去年同期增加投入90万元。", ["actual", "growth"]),
        ("养老金人均月增95元。", ["growth"]),
        ("劳务收入年递增10%。", ["growth"]),
        ("失业保险参保5714人，当年新增66人。", ["actual", "growth"]),
        ("农民工80万人，比上年多2万人；外出50万人，少1万人。", ["actual", "growth"] * 2),
        ("返岗率与去年同期相比，提高了约2个百分点。", ["growth"]),
    ],
)
def test_what_is_added_is_growth(text, expected):
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城镇新增就业2万人，超额完成年度计划2000人。", ["actual", "reference"]),
        ("失业率3.3%，比年目标任务4%低0.7个百分点。", ["actual", "target", "reference"]),
        ("参保率95%，较目标值高1个百分点。", ["actual", "reference"]),
        ("下达新增就业目标2万人，高于省定指标4000人。", ["target", "reference"]),
    ],
)
def test_a_distance_from_a_target_is_a_reference(text, expected):
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月最低工资标准由现行的1900元、1700元调整为2100元、1900元。", 2),
        ("失业保险金由最低工资标准的80%调整为90%。", 1),
    ],
)
def test_old_values_of_a_change_are_references(text, expected):
    found = roles(text)
    assert found == ["reference"] * expected + ["actual"] * expected


@pytest.mark.parametrize(
    "text",
    [
        "失业率为3.2%，低于省下达3.9%的控制性指标。",
        "累计新增就业6万人，已提前完成5万人的既定预期性目标。",
        "见习岗位325个 完成330个，完成率101.54%。",
    ],
)
def test_words_behind_a_number_make_it_a_target(text):
    assert roles(text).count("target") == 1


def test_a_contribution_is_a_share():
    assert roles("县域就业对增长的贡献率超过50%。") == ["share"]


def test_a_share_that_a_plan_sets_is_a_target():
    text = "到2028年，技能人才达到40万人，占就业人员比重达到30%。"
    assert said(text, "2024-06-30") == [("target", 2028)] * 2


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("《云岭市发展计划》提出，2024年新增就业5万人。", "2024-05-30"),
        ("今年就业总体目标已经设定，城镇新增就业70万人。", "2024-02-04"),
        ("接下来，市人社局将做好服务。举办招聘会50场。", "2024-05-07"),
        ("2024年，我省将深入实施就业优先战略。城镇新增就业70万人。", "2024-02-15"),
        ("据悉，全市将开发见习岗位2000个，募集资金500万元。", "2024-04-30"),
        ("会议强调，2024年要实现城镇新增就业8万人。", "2024-02-15"),
        ("各区要加大力度，年底前完成培训5000人次。", "2024-08-10"),
        ("云岭市计划2024年新增就业5万人\n扶持创业主体2万个。", "2024-01-17"),
        ("2023年总结和2024年工作打算\n2024年，新增就业4500人。", "2024-02-10"),
    ],
)
def test_what_is_to_be_done_is_a_target(text, date):
    assert set(said(text, date)) == {("target", 2024)}


def test_news_of_a_plan_are_targets_throughout():
    text = "新增就业6万人……近日，云岭市印发《2024年发展计划》，明确了年度目标。\n参保147万人。"
    assert roles(text, "2024-08-27") == ["target", "target"]


@pytest.mark.parametrize(
    "text",
    [
        "我局今年将稳就业作为首要任务，城镇新增就业5000人。",
        "几项目标任务即将完成：一是2023年参保5万人。",
        "确保全年任务如期完成，截至8月末已实现新增就业3万人。",
        "力争全年达标，已培训8200人。",
        "2025年，我们将聚焦重点群体。今年，我们新增就业5200人。",
        "将吸纳能力转为就业，培训群众500人。",
    ],
)
def test_what_is_done_is_none(text):
    assert roles(text, "2024-10-30")[-1] == "actual"


def test_a_result_beside_its_rate_is_done():
    assert roles("力争9个社区达标 完成9个，完成率100%。")[1:] == ["actual", "completion_rate"]


def test_results_follow_a_list_of_targets():
    text = "2023年计划目标为：新增就业6万人。转移就业7万人。实际完成情况如下：\n新增就业6.4万人。"
    assert said(text, "2024-03-31") == [("target", 2023), ("target", 2023), ("actual", 2023)]


def test_a_heading_that_states_a_result_plans_nothing():
    text = "一、执行情况\n（一）新增就业6万人，完成全年计划的107%。\n（二）失业率4.4%。\n"
    assert roles(text) == ["actual", "completion_rate", "actual"]


@pytest.mark.parametrize(("date", "role"), [("2024-12-20", "actual"), ("2024-06-20", "target")])
def test_what_is_expected_late_in_a_year_is_an_estimate(date, role):
    assert said("预计全年新增就业6000人。", date) == [(role, 2024)]


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("人均收入2万元，比 上年增加800元。消费1万元。", "2023-12-31", [2023] * 3),
        ("剔除上年同期因素，总收入增长4%；总支出8亿元。", "2024-04-26", [2024] * 2),
        ("获评2023年度工资支付保障考核优秀，追回工资90万元。", "2024-06-30", [2024]),
        ("一是2023年新增就业5万人，二是2024年培训3万人。", "2025-06-30", [2023, 2024]),
        ("一季度支出2亿元，去年同期为1.8亿元。", "2024-05-20", [2024, 2023]),
        ("五年来，新增就业25万人。", "2021-03-10", [2020]),
        ("五年来，新增就业25万人。", "2021-10-10", [2021]),
        ("过去一年，新增就业5万人。新的一年，力争新增4万人。", "2024-01-15", [2023, 2024]),
        ("2023年新增就业5万人。力争新增就业4万人。", "2024-02-15", [2023, 2024]),
        ("全年新增就业5万人。今年目标是新增就业4万人。", "2024-01-10", [2023, 2024]),
        ("全年新增就业5万人。力争全年新增就业6万人。", "2024-04-20", [2023, 2024]),
        ("春节前后，举办招聘会60场。全年计划举办400场。", "2024-02-10", [2024, 2024]),
        ("全年培训8000人次 完成3000人次，完成率38%。", "2024-04-20", [2024] * 3),
        ("2月3日，云岭市召开2024年工作会议。\n全年新增就业5万人。", "2024-02-05", [2023]),
    ],
)
def test_the_year_of_a_number(text, date, expected):
    assert years(text, date) == expected


@pytest.mark.parametrize("opening", ["2023年，全市稳就业促增收。", "去年以来，全市新增就业5万人。"])
def test_a_year_that_opens_a_paragraph_holds_for_those_behind(opening):
    text = f"{opening}\n本市多措并举。培训3万人。\n今年一季度，培训2万人。"
    assert years(text, "2024-05-10")[-2:] == [2023, 2024]


def test_a_plan_that_is_over_bounds_what_lasts_since():
    text = "一、“十三五”时期成就\n2019年以来，新增就业5万人。"
    assert years(text, "2021-12-25") == [2020]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭市通知\n自2025年1月1日起执行，标准2100元。\n云岭发〔2024〕7号", "2024"),
        ("云岭市公报\n2023年参保5万人，2024年参保6万人，2025年目标7万人。", "2024"),
        ("云岭市工作方案（2023—2025年）\n到2025年参保6万人。", "2023"),
        ("云岭市“十四五”规划\n“十三五”时期，2020年参保6万人。", "2021"),
        ("2015年云岭市公报\n发布时间：2023年8月9日\n参保6万人。", "2015"),
        ("2024年总结和2025年打算\n参保6万人。", "2024"),
        ("云岭市二〇二二年工作总结\n参保6万人。\n2023年参保7万人。", "2022"),
        ("数说“十四五”·云岭这五年\n2021-2025年，参保6万人。", "2025"),
        ("云岭市“十四五”规划中期评估报告\n2022年末参保6万人，到2025年参保8万人。", "2022"),
        ("2012年以来云岭市参保数据\n2019年参保6万人。", "2019"),
        ("小贷款故事\n2023年末参保6万人。今年申请放宽，截至3月底参保7万人。", "2024"),
    ],
)
def test_the_date_is_no_day_or_year_to_come(text, expected):
    assert infer_date(text, "sample").isoformat()[:4] == expected


def test_a_year_to_come_alone_dates_nothing():
    with pytest.raises(UndatedError):
        infer_date("到2025年，参保6万人。", "sample")


@pytest.mark.parametrize(
    "stretch", ["目标为：5人，", "参保5人，新增", "今年，将", "2023年参保5人，"]
)
def test_long_lines_of_cues_stay_cheap(stretch):
    assert roles("2024年\n" + stretch * (8_000 // len(stretch))) is not None


def test_funds_won_are_no_aim():
    assert facts("争取中央补助资金1.2亿元。", "role") == [("actual",)]
    assert facts("争取全年城镇新增就业5000人。", "role") == [("target",)]


def test_news_about_a_plan_states_its_targets():
    text = "近日，青石县印发《青石县就业促进规划》。《规划》提出多项任务。技能人才总量达到3万人。"
    assert facts(text, "role", date="2021-09-01") == [("target",)]


def test_low_before_a_control_target_is_a_ceiling():
    text = "城镇登记失业率3.1%，低于4.5%的控制目标。"
    assert facts(text, "qualifier", "role") == [("eq", "actual"), ("le", "target")]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("党的十八大以来，城镇新增就业3万人。", "2012-11-08", "2020-12-31"),
        ("2016年来城镇新增就业3万人。", "2016-01-01", "2020-12-31"),
        ("2012年至2019年4月，城镇新增就业3万人。", "2012-01-01", "2019-04-30"),
        ("前4个月，城镇新增就业3万人。", "2020-01-01", "2020-04-30"),
        ("2019年前十一个月，城镇新增就业3万人。", "2019-01-01", "2019-11-30"),
        ("“十三五”时期稳步扩大，特别是2019年，城镇新增就业3万人。", "2019-01-01", "2019-12-31"),
        ("“十五”期间，城镇新增就业3万人。", "2001-01-01", "2005-12-31"),
        ("连续2年列入民生实事，城镇新增就业3万人。", "2020-01-01", "2020-12-31"),
    ],
)
def test_spans_of_years(text, start, end):
    assert facts(text, "period_start", "period_end", date="2020-07-01") == [(start, end)]


def test_a_lead_in_on_aims_holds_for_its_paragraph():
    text = "今年主要预期目标：财政收入增长9%。城镇新增就业6200人，登记失业率控制在4.5%以内。"
    assert facts(text, "role", date="2019-01-15") == [("target",)] * 3


def test_the_whole_year_is_the_one_named_beside_it():
    text = "2018年城镇新增就业5万人。2019年，青石县将力争全年实现城镇新增就业6万人。"
    assert facts(text, "period_end", date="2019-02-27") == [("2018-12-31",), ("2019-12-31",)]


def test_last_year_holds_for_its_paragraph_only():
    text = "去年有3万人到省外就业。\n截至2月6日，转移就业4万人。"
    assert facts(text, "period_end", date="2023-02-09") == [("2022-12-31",), ("2023-02-28",)]


def test_how_many_persons_a_case_has_is_its_name():
    assert facts("其中10人以上争议案件164起。", "value") == [(164,)]


def test_a_rate_of_growth_of_population_is_a_rate():
    assert facts("人口自然增长率为-2.11‰。", "value", "role")[0][1] == "actual"


def test_both_ends_of_a_range_play_one_role():
    assert facts("月工资提高500—1000元。", "role") == [("growth",), ("growth",)]


def test_a_speed_of_growth_is_growth():
    assert facts("从业人员以每年3%的速度增长。", "role") == [("growth",)]


def test_a_level_against_a_named_year_is_a_reference():
    text = "务工总数达到2020年务工总数的100.1%，是2015年的2倍。"
    assert facts(text, "role") == [("reference",), ("reference",)]


def test_a_grant_for_each_person_counts_nobody():
    assert facts("按每招用1人700元的标准给予补贴。", "value") == [(700,)]


def test_a_list_as_long_as_its_span_of_years_has_a_value_for_each():
    text = "2017年到2019年，城镇新增就业分别为3万人、4万人、5万人。"
    ends = [(f"{year}-12-31",) for year in (2017, 2018, 2019)]
    assert facts(text, "period_end", date="2020-07-01") == ends


def test_a_year_right_before_a_number_dates_it_even_in_a_comparison():
    text = "截至6月底，务工脱贫人口达2.6万人，为2019年2.4万人的105%。"
    assert facts(text, "indicator_id", "period_end", date="2020-07-28") == [
        ("poverty_lifted_employed", "2020-06-30"),
        ("poverty_lifted_employed", "2019-12-31"),
        ("poverty_lifted_employed", "2020-06-30"),
    ]


def test_new_ones_since_last_year_are_growth():
    assert facts("户籍人口27万人，比上年新增1547人。", "role") == [("actual",), ("growth",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三项保险少收3亿元，降1.4%；多支5亿元，升10.6%。", ["growth"] * 4),
        ("比上年多追回260余万元。", ["growth"]),
        ("城镇新增就业53万人，同比+8.6%。", ["actual", "growth"]),
        ("一年增加3.25万人（3.51%）。", ["growth", "growth"]),
        ("居民人均可支配收入增长5.9%，其中城镇4.8%、农村7.1%。", ["growth"] * 3),
        ("三次产业就业占比：一产24%，二产25%，三产51%。", ["share"] * 3),
        ("完成率依次为112%、105%。", ["completion_rate"] * 2),
        ("参保人数增长4%，失业率3.1%。", ["growth", "actual"]),
        ("未发生50人以上群体性事件。", ["reference"]),
        ("参保50人以上。", ["actual"]),
        ("缴费比例16%，政府补助占20%。", ["actual", "share"]),
    ],
)
def test_what_a_number_says_of_another(text, expected):
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三、下步工作。城镇新增就业900人、培训700人次。", ["target", "target"]),
        ("一、2024年重点工作\n城镇新增就业900人，培训700人次。", ["target", "target"]),
        ("一、2024年工作总结\n城镇新增就业900人。", ["actual"]),
        ("2024年，我们将着力办好以下实事：\n1.城镇新增就业900人。", ["target"]),
        ("现将2023年工作情况报告如下：\n1.城镇新增就业900人。", ["actual"]),
        ("建议将培训目标由900人次调减为700人次。", ["target", "target"]),
        ("三项民生计划：培养创业者900人，依次完成全年任务的90%。", ["actual", "completion_rate"]),
        ("登记失业率3.2%，省控线是3.9%。", ["actual", "target"]),
    ],
)
def test_what_is_planned_and_what_is_told(text, expected):
    assert roles(text, "2024-01-10") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("参保率98%，与2020年底相比提高3个百分点，参保人数3万人。", [2024, 2024, 2024]),
        ("零工市场2022年6月投用，累计服务3万人次。", [2024]),
        ("2021年至今年9月底，城镇新增就业3万人。", [2024]),
        ("40年来，从业人员达到1700万人；近10年培训3万人。", [2024, 2024]),
        ("“十三五”以来成效显著。\n五年累计城镇新增就业3万人。", [2020]),
        ("2022年全年城镇新增就业3万人；近两年培训2万人。", [2022, 2022]),
    ],
)
def test_what_a_time_is_of(text, expected):
    assert years(text, "2024-12-31") == expected


def test_a_unit_printed_once_holds_for_a_list_of_changes():
    text = "登记失业率比一、二月份分别下降0.47、0.02个百分点。"
    assert [float(value) for (value,) in facts(text, "value")] == [-0.47, -0.02]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭市2024年1-4月就业简报\n参保6万人。", "2024-04-30"),
        ("云岭市2024年前三季度情况\n参保6万人。", "2024-09-30"),
        ("云岭市2024年度公报（5月30日）\n参保6万人。", "2024-12-31"),
        ("云岭市情况\n参保6万人。\n云岭市人社局\n二〇二三年十二月二十日", "2023-12-20"),
    ],
)
def test_a_text_on_part_of_a_year_is_dated_by_its_end(text, expected):
    assert infer_date(text, "sample").isoformat() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "新增就业2万人，计划完成度107%；失业人员再就业1万人。",
            ["actual", "completion_rate", "actual"],
        ),
        ("城镇新增就业3万人，省定目标跑到96%。", ["actual", "completion_rate"]),
        ("基金收入4亿元，完成预算的80%。", ["actual", "completion_rate"]),
        ("支出占一般公共预算支出的82%。", ["share"]),
        ("今年云岭计划输转劳动力50万人。", ["target"]),
        ("推行就业计划12项，培训3万人。", ["actual", "actual"]),
        ("拟分流职工560人；安置退役军人200人。", ["actual", "actual"]),
        ("留市就业3万人，已超去年全年1.4万人。", ["actual", "growth"]),
        ("征缴收入900万元，较上年同期增收80万元。", ["actual", "growth"]),
        ("高技能人才3万人，距目标（4万人）尚差1万人。", ["actual", "target", "reference"]),
    ],
)
def test_results_beside_a_plan_and_intent_apart(text, expected):
    assert roles(text, "2024-08-31") == expected


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("2024年立案263件（上年结转11件），审结258件。", "2024-12-20", [2024, 2023, 2024]),
        (
            "2024年见闻\n“去年一个月挣6000元，不够花。”他说，月薪5500元。",
            "2024-05-20",
            [2023, 2024],
        ),
        ("今年举办招聘会30场。\n去年同期，举办招聘会26场。", "2024-03-20", [2024, 2023]),
        ("过去五年（“十三五”）：\n新增就业25万人。", "2021-12-31", [2020]),
        ("参保（2012年→2020年）：工伤24万人→33万人。", "2021-06-30", [2012, 2020]),
        ("参保率95%，提前三年达到2025年目标；工伤参保12万人。", "2022-12-31", [2022, 2022]),
        ("2024年头八个月——\n新增就业1万人。", "2024-10-02", [2024]),
        ("2021年、2022年分别新增就业3万人、4万人。", "2023-06-30", [2021, 2022]),
    ],
)
def test_a_time_set_apart_dates_nothing_outside(text, date, expected):
    assert years(text, date) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城镇新增就业目标3600人，已完成1974人，占54.8%。", "target actual completion_rate"),
        ("城镇新增就业：全年11000人，上半年完成6218人，占56.5%。", "target actual completion_rate"),
        ("补贴性培训2985人次，占全年5000人次的59.7%。", "actual target completion_rate"),
        ("应用场景开通14项，距年度目标20项差6项。", "actual target reference"),
        ("技能人才9万人，占劳动力的31%。", "actual share"),
        ("城镇登记失业率3.5%，处在4.0%以内的控制区间。", "actual target"),
        ("四季度再办6场招聘会，送岗1200个。", "target target"),
        ("养老金涨幅按2024年月人均养老金的4.5%掌握。", "growth"),
    ],
)
def test_what_was_done_of_a_plan(text, expected):
    assert roles(text, "2025-07-10") == expected.split()


def test_a_measured_value_that_a_change_began_with_is_of_the_year_before():
    text = "居民养老保险人均缴费额由412元增至468元。"
    assert said(text, "2023-12-31") == [("actual", 2022), ("actual", 2023)]
    text = "城乡居民基础养老金由每月143元提高到163元。"
    assert roles(text, "2023-12-31") == ["reference", "actual"]


def test_a_plan_counted_in_words_is_of_its_first_year():
    text = "云岭市第十五个五年规划\n城镇新增就业1.5万人以上。\n到2030年，参保率保持在96%以上。"
    assert infer_date(text, "sample").year == 2026


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("全市从业人员31万人。", "stock"),
        ("建成就业驿站17个。", "stock"),
        ("走访企业31家。", "flow"),
        ("帮助困难就业人员31人。", "flow"),
    ],
)
def test_people_and_what_was_built_are_stocks(text, measure):
    assert facts(text, "indicator_id", "measure") == [("", measure)]
