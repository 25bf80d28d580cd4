"""The grammar of quantities: printing a random quantity and reading it back changes nothing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrss_analysis.readings.exclusions import find_excluded
from hrss_analysis.readings.folding import fold, unwrap
from hrss_analysis.readings.numerals import chinese
from hrss_analysis.readings.quantities import find_quantities

SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
UNITS = {"人": "person", "人次": "participation", "元": "yuan", "场": "event", "%": "percent"}
PREFIXES = {"": "eq", "约": "approx", "近": "nearly", "超过": "gt", "不低于": "ge", "不超过": "le"}
SUFFIXES = {"": "eq", "以上": "ge", "以内": "le", "左右": "approx"}
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


def grouped(digits, separator):
    whole, point, rest = digits.partition(".")
    first = len(whole) % 3 or 3
    groups = [whole[:first], *[whole[n : n + 3] for n in range(first, len(whole), 3)]]
    return separator.join(groups) + point + rest


STYLES = {
    "plain": lambda digits: digits,
    "wide": lambda digits: digits.translate(WIDE),
    "commas": lambda digits: grouped(digits, ","),
    "blanks": lambda digits: grouped(digits, " "),
}


def read(sentence):
    running = unwrap(sentence)
    taken = [(item.start, item.end) for item in find_excluded(running.text, [])]
    found, _ = find_quantities(running.text, taken)
    return [(*running.printed(one.start, one.end), one) for one in found]


@settings(max_examples=150, deadline=None)
@given(
    number=st.decimals(min_value="0.01", max_value="9999999", places=2),
    decimals=st.integers(0, 2),
    scale=st.sampled_from(list(SCALES)),
    unit=st.sampled_from(list(UNITS)),
    style=st.sampled_from(list(STYLES)),
    limit=st.sampled_from([(p, "") for p in PREFIXES] + [("", s) for s in SUFFIXES]),
)
def test_a_printed_quantity_reads_back(number, decimals, scale, unit, style, limit):
    number = number.quantize(Decimal(1).scaleb(-decimals))
    prefix, suffix = limit
    scale = "" if unit == "%" else scale
    literal = f"{STYLES[style](str(number))}{scale}{unit}{suffix}"
    sentence = f"全县共有{prefix}{literal}，比较稳定。"
    ((start, end, found),) = read(sentence)
    assert sentence[start:end] == literal
    assert found.value == number * SCALES[scale]
    assert found.unit == UNITS[unit]
    assert found.qualifier == (PREFIXES[prefix] if prefix else SUFFIXES[suffix])


@settings(max_examples=80, deadline=None)
@given(low=st.integers(1, 400), more=st.integers(1, 400), dash=st.sampled_from("—-~至"))
def test_a_range_reads_as_two_bounds(low, more, dash):
    first, second = read(f"每县建设{low}{dash}{low + more}场。")
    assert [first[2].value, second[2].value] == [low, low + more]
    assert [first[2].qualifier, second[2].qualifier] == ["ge", "le"]
    assert first[2].unit == second[2].unit == "event"


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("培训三千余人", [3000]),
        ("占比约九成", [90]),
        ("达到百分之九十五点五", [Decimal("95.5")]),
        ("举办招聘会四十七场", [47]),
        ("待遇两次上调", [2]),
        ("惠及群众上万人", [10_000]),
        ("投入上千亿元", [10**11]),
        ("服务企业百余家", [100]),
        ("十三万五千人", [135_000]),
        ("发放26户310万元", [26, 3_100_000]),
        ("高、中、初级之比为1:4:5", [1, 4, 5]),
        ("参保16.45 万人", [164_500]),
        ("带动3000多万元", [30_000_000]),
    ],
)
def test_forms_of_numbers(sentence, values):
    assert [found.value for _, _, found in read(sentence)] == values


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年11月底",
        "2021—2025年",
        "1—9月",
        "拨打12333热线",
        "电话：0799-6231205",
        "上午9时",
        "第38次会议",
        "依照第八十五条",
        "某人社规〔2023〕7号",
        "“1+5”工作思路",
        "两个确保、三个清零",
        "15分钟服务圈",
        "“十四五”时期",
        "“355”模式",
        "1.强化服务",
        "《2023年计划》",
        "60周岁以上",
        "十条措施",
    ],
)
def test_what_is_no_statistic(sentence):
    assert read(sentence) == []


def test_counts_that_look_like_years_are_counts():
    assert [found.value for _, _, found in read("培训2024人，处理2026条")] == [2024, 2026]


def test_folding_keeps_every_place():
    printed = "城鎮就業３．１％⺠"
    assert fold(printed) == "城镇就业3.1%民"


def test_a_number_broken_over_lines_is_one():
    sentence = "各项工作取得较好成效，全县城镇新增就业完成41\n02人，好于去年。"
    ((start, end, found),) = read(sentence)
    assert (sentence[start:end], found.value) == ("41\n02人", 4102)


def test_malformed_numerals_are_none():
    assert chinese("两三") is None
    assert chinese("三百二十") == 320
