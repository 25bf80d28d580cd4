from decimal import Decimal

import pytest

from hrss_analysis.units import (
    ends,
    interval,
    last_nonzero_place,
    meet,
    printed_precision,
    printed_value,
)


@pytest.mark.parametrize(
    ("literal", "value", "width"),
    [
        ("60.42万张", 604200, 100),
        ("12367人", 12367, 1),
        ("3.9亿元", 390000000, 10000000),
        ("１２．５万人", 125000, 1000),
        ("1,234.5 万元", 12345000, 1000),
        ("176.7%", Decimal("176.7"), Decimal("0.1")),
        ("27.29", 272900, 100),
        ("357余万元", 3570000, 10000),
        ("〔22〕", 220000, 10000),
        ("0.09个百分点", Decimal("-0.09"), Decimal("0.01")),
    ],
)
def test_width_of_the_last_printed_digit(literal, value, width):
    assert printed_precision(literal, Decimal(value)) == width


def test_number_in_words_has_no_known_width():
    assert printed_precision("两次", Decimal(2)) is None
    assert printed_precision("百分之一百零七", Decimal(107)) == 1
    assert printed_precision("百分之九点二五", Decimal("9.25")) == Decimal("0.01")


@pytest.mark.parametrize(
    ("literal", "value"),
    [("12367人", 12376), ("12亿元", 12), ("176.7%", 176700), ("3.9万元", 390000000), ("5人", 50)],
)
def test_value_that_is_not_the_printed_number_times_its_scale_is_refused(literal, value):
    with pytest.raises(ValueError, match=f"{value}.*{literal}"):
        printed_precision(literal, Decimal(value))


@pytest.mark.parametrize(("value", "place"), [(3400, 100), (20000, 10000), (357, 1)])
def test_last_nonzero_place(value, place):
    assert last_nonzero_place(Decimal(value)) == place


@pytest.mark.parametrize(
    ("value", "precision", "qualifier", "unit", "ends"),
    [
        (604200, 100, "eq", "card", (604150, 604250)),
        (12367, 1, "eq", "person", (12367, 12367)),
        (20000, 10000, "over", "person", (20000, 30000)),
        (3400, 1, "over", "participation", (3400, 3500)),
        (50, 1, "nearly", "percent", (40, 50)),
        (11000, 1000, "approx", "person", (10500, 11500)),
        (5, 1, "lt", "percent", (0, 5)),
        (5000, 1, "ge", "person", (5000, None)),
    ],
)
def test_interval_that_the_printed_form_allows(value, precision, qualifier, unit, ends):
    assert interval(Decimal(value), Decimal(precision), qualifier, unit) == ends


def test_a_rate_of_at_least_98_percent_ends_at_100():
    ends = interval(Decimal(98), Decimal(1), "ge", "percent", ceiling=Decimal(100))
    assert ends == (98, 100)


def test_full_rate_does_not_pass_its_ceiling():
    ends = interval(Decimal(100), Decimal(1), "eq", "percent", ceiling=Decimal(100))
    assert ends == (Decimal("99.5"), 100)


@pytest.mark.parametrize(
    ("literal", "value"),
    [("27.29万人", 272900), ("3.9亿元", 390000000), ("１２人", 12), ("-0.09%", Decimal("-0.09"))],
)
def test_value_of_a_number_written_as_in_a_document(literal, value):
    assert printed_value(literal) == value


def written(value, lower, upper, qualifier="eq"):
    return ends(value, lower, upper, qualifier)


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        # 60.42万 is [604,150, 604,250)
        ((604200, 604150, 604250), (604249, 604249, 604249), True),
        ((604200, 604150, 604250), (604250, 604250, 604250), False),
        ((604200, 604150, 604250), (604150, 604150, 604150), True),
        # 2万余 is [20,000, 30,000)
        ((20000, 20000, 30000, "over"), (20000, 20000, 20000), True),
        ((20000, 20000, 30000, "over"), (30000, 30000, 30000), False),
        # ≥ 98 % is [98, 100], and 100 % is in it
        ((98, 98, 100, "ge"), (100, 99.5, 100), True),
        ((98, 98, 100, "ge"), (98, 97.95, 98, "lt"), False),
        # at most 5 and below 5 differ in the 5 itself
        ((5, 0, 5, "le"), (5, 5, 5), True),
        ((5, 0, 5, "lt"), (5, 5, 5), False),
        ((5, 5, None, "gt"), (5, 5, 5), False),
        ((5, 5, None, "ge"), (7e9, 7e9, 7e9), True),
        ((5, float("nan"), float("nan")), (7, 7, 7), True),
    ],
)
def test_intervals_that_leave_room_for_a_common_value(first, second, common):
    assert meet([written(*first), written(*second)]) is common
    assert meet([written(*second), written(*first)]) is common


def test_three_intervals_need_one_value_in_common():
    spans = [(26e4, 255000, 265000), (262900, 262850, 262950), (27e4, 265000, 275000)]
    assert meet(written(*span) for span in spans[:2])
    assert not meet(written(*span) for span in spans)
