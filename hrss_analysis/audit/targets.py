"""Targets and what was achieved: implied, stated and round targets, stocks meant to fall."""

from collections.abc import Iterator
from math import log10
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, english_number, finding
from hrss_analysis.tables import number_text

SIGNIFICANT_DIGITS = 3  # a target with more digits than these is hardly round
SET_OUT = (1, 5)  # years from the value a target is set out from to the target
CHANCE = 0.1  # probability that an interval holds so round a number by chance


def targets(observations: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[Contradiction]:
    """Find stated targets that contradict implied ones, and odd targets."""
    rows = observations[observations["scope"].isna()]
    stated = rows.query("role == 'target' and status != 'derived'")
    implied = rows.query("role == 'target' and status == 'derived'")
    for row in implied.itertuples():
        same = stated[
            (stated["region_code"] == row.region_code)
            & (stated["indicator_id"] == row.indicator_id)
            & (stated["period_end"] == row.period_end)
            & (stated["unit"] == row.unit)
        ]
        yield from _against_stated(row, same) if len(same) else _against_round(row)
    yield from _stated_round(stated)
    neutral = indicators.loc[indicators["direction"].eq("neutral"), "indicator_id"]
    yield from _below_stock(rows[~rows["indicator_id"].isin(neutral)])


def _against_stated(row: Any, stated: pd.DataFrame) -> Iterator[Contradiction]:
    for other in stated.itertuples():
        apart = other.value_upper < row.value_lower or other.value_lower > row.value_upper
        yield finding(
            "error" if apart else "confirmed",
            "implied_and_stated_target",
            [row, other],
            f"{{0}}除以完成率，目标在{_ends(row)}之间，"
            f"与写明的目标{{1}}{'不符' if apart else '相符'}",
            f"{{0}} over its completion rate implies a target within {_ends(row)}, "
            f"{'not ' if apart else ''}the stated {{1}}",
        )


def _against_round(row: Any) -> Iterator[Contradiction]:
    if _digits(row.value) > SIGNIFICANT_DIGITS:
        yield finding(
            "notice",
            "target_not_round",
            [row],
            f"{{0}}除以完成率，目标在{_ends(row)}之间，其中没有整数目标：核对数值和完成率",
            f"{{0}} over its completion rate implies a target within {_ends(row)}, where no round "
            "number lies: check the value and the rate",
        )
    elif _chance(row) <= CHANCE:
        yield finding(
            "confirmed",
            "round_target",
            [row],
            f"{{0}}除以完成率得整数目标{number_text(row.value)}",
            f"{{0}} over its completion rate gives the round target {english_number(row.value)}",
        )


def _chance(row: Any) -> float:
    """Return how likely an interval so wide is to hold a number so round."""
    step = 10 ** int(log10(row.value) + 1e-9)
    while step > 1 and row.value % step:
        step //= 10
    return float((row.value_upper - row.value_lower) / step)


def _ends(row: Any) -> str:
    return f"{row.value_lower:.1f}–{row.value_upper:.1f}"


def _stated_round(stated: pd.DataFrame) -> Iterator[Contradiction]:
    """Targets are set in round numbers: one to the last person is rather an actual value."""
    counts = stated[stated["unit"].ne("percent") & stated["measure"].ne("price")]
    for row in counts.itertuples():
        if _digits(row.value) > SIGNIFICANT_DIGITS:
            yield finding(
                "notice",
                "target_not_round",
                [row],
                "目标{0}不是整数，可能是实际数",
                "the target {0} is no round number: it may be an actual value",
            )


def _digits(value: float) -> int:
    return len(number_text(value).replace(".", "").strip("0"))


def _below_stock(rows: pd.DataFrame) -> Iterator[Contradiction]:
    """A stock target below the stock already reached.

    Targets of flows and rates are floors, set below the last value as a rule, and so are those of
    stocks told as a bound (稳定在…以上); else a stock seldom is meant to fall. Only the value that
    a target is set out from counts, of the year before or the base of a five-year plan: a value
    between them met the target early.
    """
    by = ["region_code", "indicator_id", "unit"]
    stocks = rows[(rows["measure"] == "stock") & (rows["status"] != "derived")]
    actual = stocks.query("role == 'actual' and qualifier in ['eq', 'approx', 'over']")
    for row in stocks.query("role == 'target' and qualifier == 'eq'").itertuples():
        before = actual[
            (actual[by] == [getattr(row, name) for name in by]).all(axis=1)
            & (actual["period_end"] < row.period_end)
        ].sort_values("period_end")
        for base in before.tail(1).itertuples():
            ahead = int(row.period_end[:4]) - int(base.period_end[:4])
            if row.value < base.value_lower and ahead in SET_OUT:
                yield finding(
                    "notice",
                    "target_below_stock",
                    [row, base],
                    f"目标{{0}}低于{base.period_end[:4]}年已有的{{1}}",
                    f"the target {{0}} lies below the {{1}} already reached in "
                    f"{base.period_end[:4]}",
                )
