"""Which indicator a number is about: invented sentences about invented places, one rule each."""

from decimal import Decimal

import pytest

from hrss_analysis.readings.folding import unwrap
from tests.test_readings import facts


def linked(text):
    return {str(value): name for value, name in facts(text, "value", "indicator_id")}


@pytest.mark.parametrize(
    ("text", "value", "indicator_id"),
    [
        ("青石县帮扶3万名登记失业人员、2万名就业困难人员就业。", "30000", "unemployed_reemployed"),
        ("登记失业人员、就业困难人员分别就业8.5万、4.5万人。", "85000.0", "unemployed_reemployed"),
        ("城乡年低保标准分别提高到4600元、2300元。", "2300", "minimum_living_standard_rural"),
        ("养老、失业、生育保险参保人数分别为9万人、4万人、3万人。", "30000", ""),
        ("参加基本养老、城镇基本医疗保险人数分别为9万人、4万人。", "40000", ""),
        ("城镇调查失业率从年初的6.1%持续回落至年底的5.3%。", "5.3", "surveyed_unemployment_rate"),
        ("城镇登记失业率保持在3.1%—3.9%之间。", "3.9", "registered_unemployment_rate"),
        ("减免2.5万家用人单位社保费3.5亿元。", "350000000.0", "contribution_relief_amount"),
        ("累计劳务输转7万人次。", "70000", "migrant_employment_total"),
        ("月最低工资标准一、二档分别为1900元、1800元。", "1800", "minimum_wage_monthly"),
        ("为企业退休人员发放养老金28亿元。", "2800000000", "pension_benefits_paid"),
        ("追回违规发放养老保险待遇56万元。", "560000", "fund_recovered_amount"),
        ("查处违法案件30件，结案率99%。", "99", "inspection_closure_rate"),
        ("失业、工伤三项社会保险参保人数分别为8万人、9万人。", "90000", "work_injury_insured"),
        (
            "养老、工伤保险参保人数由8万人、9万人增加到10万人、11万人。",
            "100000",
            "basic_pension_insured",
        ),
        ("全体居民人均可支配收入3万元，其中城镇居民41000元。", "41000", "disposable_income_urban"),
        ("甲县、乙县城镇新增就业分别为8万人、9万人。", "80000", "urban_new_employment"),
        ("全县毕业生5000人，就业率为86.5%。", "86.5", "graduate_placement_rate"),
        ("新增技能人才900人，其中高技能人才300人。", "300", "new_highly_skilled"),
    ],
)
def test_named_by_the_list_the_range_or_the_clause_before(text, value, indicator_id):
    assert linked(text)[value] == indicator_id


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("发放创业担保贷款及各类创业补贴5000万元。", "50000000"),
        ("发放就业创业政策性补贴600万元、创业担保贷款200万元。", "6000000"),
        ("享受创业担保贷款贴息90万元。", "900000"),
        ("全县3名专业技术人才获奖。", "3"),
        ("在贫困村发放创业担保贷款90笔800万元。", "8000000"),
        ("每个村开发不少于6个公益性岗位。", "6"),
        ("城镇职工医疗保险参保6000人。", "6000"),
        ("城镇居民养老保险参保2000人，参保率达66%。", "66"),
        ("参加基本养老保险人数40万人，其中，职工30万人。", "300000"),
        ("农民工参加城乡居民养老保险5万人。", "50000"),
        ("为女性发放创业担保贷款300万元。", "3000000"),
        ("为60名贫困劳动力提供就业服务。", "60"),
        ("追回工资600万元，其中建材领域90人、200万元。", "2000000"),
        ("离校未就业高校毕业生年末就业率95%。", "95"),
        ("技能人才占劳动力人口比重31%。", "31"),
        ("农村居民人均可支配收入2万元，增长6%。其中，工资性收入增长7%。", "7"),
        ("调解成功率达80%，其中60%的争议在基层化解。", "60"),
        ("开展根治欠薪专项行动，为300名农民工追发工资400万元。", "4000000"),
        ("40家企业参加现场招聘，提供岗位800个。", "800"),
    ],
)
def test_a_part_a_sum_or_another_thing_gets_no_indicator(text, value):
    assert linked(text)[value] == ""


def test_fairs_that_are_counted_offer_the_posts_of_the_region():
    found = linked("举办招聘会30场，现场企业400家，提供岗位8000个。")
    assert found["8000"] == "jobs_offered"


def test_completion_rates_reach_the_number_in_a_bracket():
    found = linked(
        "劳动力转移就业500人（其中有组织转移就业90人），扶持创业80人，分别完成目标的101%、102%和103%。"
    )
    assert found["101"] == "migrant_employment_total"
    assert found["102"] == ""
    assert found["103"] == "startups_supported"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出生率为7.15‰。", [(Decimal("7.15"), "other")]),
        ("自然增长率-1.9‰。", [(Decimal("-1.9"), "other")]),
        ("失业率3%-4%。", [(Decimal(3), "percent"), (Decimal(4), "percent")]),
        (
            "三次产业结构调整为15.5∶28.5∶56。",
            [(Decimal("15.5"), "other"), (Decimal("28.5"), "other"), (Decimal("56"), "other")],
        ),
        ("求人倍率稳定在1以上。", [(Decimal(1), "other")]),
        ("人均预期寿命达到77.3岁。", [(Decimal("77.3"), "other")]),
        ("平均受教育年限为10.7年，已坚持5年。", [(Decimal("10.7"), "other")]),
        ("为1200多农民工讨薪。", [(Decimal(1200), "person")]),
        ("两家公司被立案。", [(Decimal(2), "firm")]),
        ("出台“援企减负12条”。", []),
    ],
)
def test_what_counts_as_a_figure(text, expected):
    assert facts(text, "value", "unit") == expected


@pytest.mark.parametrize(
    ("text", "value", "indicator_id"),
    [
        (
            "全市城镇新增就业4万人。分地区看，青石县6083人，白水区9214人。",
            "9214",
            "urban_new_employment",
        ),
        ("全市城镇新增就业4万人。其中二季度9214人。", "9214", "urban_new_employment"),
        (
            "失业保险金标准：白水区1701元/月，青石县、红岩县1584元/月。",
            "1584",
            "unemployment_benefit_standard",
        ),
        (
            "养老保险参保率94%，其中青石县、红岩县分别为95.3%、94.1%。",
            "94.1",
            "pension_coverage_rate",
        ),
        ("城镇新增就业4万人，办招聘会9场，其中青石县8场。", "8", "job_fairs"),
        (
            "基本养老保险参保57万人，其中企业职工15万人、机关事业2万人。",
            "20000",
            "government_pension_insured",
        ),
        (
            "城镇居民人均可支配收入3.5万元，增长4.8%；农村居民22603元。",
            "22603",
            "disposable_income_rural",
        ),
        ("企业养老保险参保5万人（含离退休2万人）。", "20000", "employee_pension_recipients"),
        ("参加企业基本养老保险的离退休人员5万人。", "50000", "employee_pension_recipients"),
        ("参保规模：职工养老21万人、工伤8万人、失业6万人。", "60000", "unemployment_insured"),
        ("1.城镇新增就业。三年累计8.4万人。", "84000.0", "urban_new_employment"),
        ("公益性岗位扩容提质，新开发岗位600个。", "600", "public_welfare_posts"),
        ("失业人员就业8万人、就业困难人员就业2万人。", "80000", "unemployed_reemployed"),
        ("新增工伤保险参保820人，累计达到5.9万人。", "59000.0", "work_injury_insured"),
        (
            "欠薪线索93件，追发工资50万元，欠薪线索逐年减少，下降41.5%。",
            "-41.5",
            "inspection_leads",
        ),
        (
            "技能人才9万人，高技能人才只占24%，低于全省3.3个百分点。",
            "3.3",
            "highly_skilled_personnel",
        ),
        ("困难群体：4.5万人就业。", "45000.0", "hard_to_employ_employed"),
        ("创业担保贷款：任务5700万元，发放5331万元。", "53310000", "startup_loans_amount"),
    ],
)
def test_goes_on_with_place_time_part_heading(text, value, indicator_id):
    assert linked(text)[value] == indicator_id


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("全市城镇新增就业4万人。建成驿站15个，其中青石县服务800人。", "800"),
        ("失业人员再就业3万人；实有登记失业人员4106人。", "4106"),
        ("脱贫劳动力务工7万人，其中州外务工3万人。", "30000"),
        ("全市城镇新增就业4万人。服务用工800人，其中青石县300人。", "300"),
        ("创业担保贷款发放90笔9000万元，一次性补贴9笔4万元。", "40000"),
        ("新增农村劳动力转移就业3万人。", "30000"),
        ("失业保险费率续降，用人单位减负4万元。", "40000"),
        ("参加创业培训后当老板的有24人。", "24"),
        ("为200名劳动者追发工资300万元，人均15000元。", "15000"),
        ("城乡居民基础养老金提高到168元，城乡低保标准平均提高5.4%。", "5.4"),
        ("城乡居民养老保险应参保13万人。", "130000"),
        ("新型农村养老保险参保9万人。", "90000"),
        ("工伤保险参保8万人，新增参保人数3万人。", "30000"),
        ("公益性岗位扩容，新开发管理岗位600个。", "600"),
    ],
)
def test_does_not_go_on_with_something_else(text, value):
    assert linked(text)[value] == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "养老保险参保155万人，其中：企业职工32万人，城乡居民120万人。",
            "basic_pension_insured employee_pension_insured resident_pension_insured",
        ),
        (
            "全体居民人均可支配收入29800元，其中城镇38920元、农村18900元。",
            " disposable_income_urban disposable_income_rural",
        ),
        (
            "稳岗返还1200万元惠及企业560家，扩岗补助56万元惠及企业120家。",
            "job_retention_refund_amount job_retention_refund_firms  ",
        ),
        (
            "新增高技能人才560人，总量达到2.3万人。",
            "new_highly_skilled highly_skilled_personnel",
        ),
        (
            "举办招聘会230场，其中线上80场、线下150场。",
            "job_fairs  ",
        ),
        (
            "线下招聘会19场、线上招聘会12场，共计31场。",
            "  job_fairs",
        ),
        (
            "城乡低保标准分别提高到每人每月720元、每人每年6300元。",
            "minimum_living_standard_urban minimum_living_standard_rural",
        ),
        (
            "2021年至2023年，城镇新增就业分别为4.1万人、4.3万人。其中甲县今年800人。",
            "urban_new_employment urban_new_employment urban_new_employment",
        ),
        (
            "机关事业单位养老保险参保3.2万人，其中在职2.1万人。",
            "government_pension_insured ",
        ),
        ("新增就业35万人（其中城镇25万人）。", "urban_new_employment urban_new_employment"),
        (
            "举办招聘会8场，提供岗位900个，300人达成意向；全年累计60场、9000个、2000人。",
            "job_fairs jobs_offered job_intentions job_fairs jobs_offered job_intentions",
        ),
        ("当月签发电子社保卡800张，累计签发9万张。", "e_cards_issued e_cards_issued"),
        (
            "受理劳动争议案件370件，上升9%；结案360件。",
            "dispute_cases dispute_cases cases_concluded",
        ),
        (
            "基础养老金标准提高到140元（其中中央98元、省级22元、市县20元）。",
            "resident_basic_pension_standard   ",
        ),
        (
            "城乡居民养老保险参保9万人，人均缴费480元；为4万老人发放养老金9000万元。",
            "resident_pension_insured resident_premium_average resident_pension_recipients ",
        ),
        (
            "失业保险金标准由每月1390元提高到1630元，即按月最低工资标准1810元的90%执行。",
            "unemployment_benefit_standard unemployment_benefit_standard"
            " minimum_wage_monthly unemployment_benefit_standard",
        ),
        ("募集见习岗位300个，提供就业岗位8万个。", "internship_posts jobs_offered"),
        (
            "高技能人才9万人，占技能人才的比例为29%，2029年目标为32%。",
            "highly_skilled_personnel highly_skilled_personnel ",
        ),
    ],
)
def test_all_numbers_of_a_sentence(text, expected):
    assert [name for (name,) in facts(text, "indicator_id")] == expected.split(" ")


def test_layout_blanks_of_prose_are_dropped_and_spans_stay():
    running = unwrap("其中城 镇职工参保 6.4 万人，增长 4.2%。")
    assert running.text.startswith("其中城镇职工参保6.4万人，增长4.2%。")
    start = running.text.index("6.4")
    assert running.printed(start, start + 5) == (10, 16)


def test_blanks_of_a_line_that_is_no_prose_stay():
    assert unwrap("青石县 参保 30 人").text == "青石县 参保 30 人\n"


@pytest.mark.parametrize(
    ("text", "value", "indicator_id"),
    [
        ("一、城镇新增就业。全州新增8万人，同比增长3%。", "80000", "urban_new_employment"),
        ("（二）脱贫人口务工。我县9万人，其中青石镇1万人。", "10000", "poverty_lifted_employed"),
        ("【创业担保贷款】当年扶持创业90人。", "90", "startups_supported"),
        ("——困难群体。安置600人。", "600", "hard_to_employ_employed"),
        (
            "一季度城镇调查失业率均值为5.5%。4月份受疫情影响走高至6.1%。",
            "6.1",
            "surveyed_unemployment_rate",
        ),
        ("完成5万人次职业技能培训、3万人取得相应证书。", "30000", "new_skill_certificates"),
        (
            "失业保险金标准甲县调整为1890元，即最低工资标准2100元的90%；乙县调整为1638元。",
            "1638",
            "unemployment_benefit_standard",
        ),
        ("下岗和失地无业农民再就业8500人。", "8500", "unemployed_reemployed"),
        ("受理侵犯农民工权益案件92起，结案率100%。", "100", "inspection_closure_rate"),
        ("1．城镇新增就业。规划目标五年24万人。", "240000", "urban_new_employment"),
        ("一、城镇新增就业。全省9万人。各市完成率：青石市41%。", "41", "urban_new_employment"),
        (
            "2、失业保险同比增长3%\n参保9万人，同比增加1万人。",
            "90000",
            "unemployment_insured",
        ),
        (
            "新增城镇就业、失业人员再就业两项，人数分别是9万人、4万人。",
            "40000",
            "unemployed_reemployed",
        ),
        ("社保：职工养老9万人；工伤8万人，净增300人；失业7万人。", "70000", "unemployment_insured"),
        (
            "工伤保险参保9万人、失业保险参保8万人，分别增加2万人、减少1万人。",
            "20000",
            "work_injury_insured",
        ),
        (
            "基本养老保险基金收入9亿元，增长6%；基金支出8亿元。",
            "800000000",
            "pension_fund_expenditure",
        ),
        ("减免各项税费2亿元、社会保险费90万元。", "900000", "contribution_relief_amount"),
        ("企业职工基本养老保险（含离退休人员）52万人。", "520000", "employee_pension_insured"),
        ("发布岗位需求3万人次。", "30000", "jobs_offered"),
        ("技能培训6万人次，其中农民工2万人次；明年1万人次。", "10000", "skills_training"),
    ],
)
def test_named_by_a_heading_or_by_what_stands_before(text, value, indicator_id):
    assert linked(text)[value] == indicator_id


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一、就业创业。青石县招募“三支一扶”人员90人。", "90"),
        ("一、机关事业单位基本养老保险。基金收入9亿元。", "900000000"),
        ("二、稳就业\n认定困难人员500人。", "500"),
        ("参加职工养老保险9万人；职工医保8万人。", "80000"),
        ("企业职工养老保险参保9万人，其中在职7万人。", "70000"),
        ("面向高校毕业生提供就业岗位3000个。", "3000"),
        ("城乡居民养老保险续保缴费6万人。", "60000"),
        ("仲裁案件终局裁决率66%。", "66"),
        ("一、失业保险。年末参保23万人。全年为6800名失业人员发放失业保险金。", "6800"),
        ("为灵活就业人员发放创业担保贷款1200万元。", "12000000"),
        ("“我们厂一年还领到7万元的稳岗返还。”", "70000"),
        ("首场招聘会吸引53家企业，发布招聘岗位2400个。", "2400"),
        ("征缴保费2300万元，清欠180万元。", "1800000"),
        ("职业技能培训1万人次、创业培训3000人次，合计1.3万人次。", "13000.0"),
        ("受理劳动人事争议300件，受理的争议中有26件属于事业单位。", "26"),
        ("公开招聘事业单位工作人员94人，其中省属事业单位64人，市属事业单位30人。", "30"),
        ("城镇基本养老保险基金总收入59亿元。", "5900000000"),
        ("职工养老保险在职参保90万人（企业86万人，机关事业4万人）。", "40000"),
        ("帮助协作地区900名农村劳动力转移就业。", "900"),
        ("追回工资2亿元，欠薪案件数、涉及人数、涉及金额分别下降38%、44%、51%。", "-44"),
        ("城镇职工医疗保险参保6万人，城乡居民基本医疗保险参保39万人。", "390000"),
    ],
)
def test_a_heading_or_a_neighbour_lends_its_name_to_nothing_else(text, value):
    assert linked(text)[value] == ""


NAMED_APART = [
    ("基本养老保险参保率96%", "pension_coverage_rate"),
    ("基本养老保险参保人数达到86万人", "basic_pension_insured"),
    ("企业职工基本养老保险参保62万人", "employee_pension_insured"),
    ("失业保险参保人数达到22万人", "unemployment_insured"),
    ("工伤保险参保人数达到31万人", "work_injury_insured"),
    ("失业保险金标准每人每月1650元", "unemployment_benefit_standard"),
    ("城市低保标准每人每月720元", "minimum_living_standard_urban"),
    ("企业退休人员月人均养老金3012元", "enterprise_pension_average"),
    ("受理劳动人事争议案件1800件", "dispute_cases"),
    ("举报投诉案件结案率99%", "inspection_closure_rate"),
    ("仲裁结案率98%", "arbitration_closure_rate"),
    ("发放创业担保贷款2.3亿元", "startup_loans_amount"),
    ("创业带动就业6200人", "startup_jobs"),
    ("认定工伤960件", ""),
    ("发放扩岗补助210万元", ""),
]


@pytest.mark.parametrize("joint", ["，", "；"])
def test_a_clause_that_names_its_own_thing_takes_no_name_from_the_one_before(joint):
    for first, one in NAMED_APART:
        for second, other in NAMED_APART:
            if first != second:
                text = f"{first}{joint}{second}。"
                assert [name for (name,) in facts(text, "indicator_id")] == [one, other], text
