"""Targets and what was achieved: implied, stated and round targets, targets below the base."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, period_of
from hrss_analysis.tables import number_text

SIGNIFICANT_DIGITS = 3  # a target with more digits than these is hardly round


def targets(observations: pd.DataFrame) -> Iterator[Contradiction]:
    """Find stated targets that contradict implied ones, odd targets and targets below the base."""
    rows = observations[observations["scope"].isna()]
    stated = rows.query("role == 'target' and status == 'reported'")
    implied = rows.query("role == 'target' and status == 'derived'")
    for row in implied.itertuples():
        same = stated[
            (stated["region_code"] == row.region_code)
            & (stated["indicator_id"] == row.indicator_id)
            & (stated["period_end"] == row.period_end)
            & (stated["unit"] == row.unit)
        ]
        yield from _against_stated(row, same) if len(same) else _against_round(row)
    yield from _below_base(rows)


def _against_stated(row: Any, stated: pd.DataFrame) -> Iterator[Contradiction]:
    for other in stated.itertuples():
        if other.value_upper < row.value_lower or other.value_lower > row.value_upper:
            yield _finding(
                "error",
                "implied_and_stated_target",
                row,
                f"由完成率推算的目标在{_ends(row)}之间，文件写明的目标是{number_text(other.value)}",
                f"the completion rate implies a target within {_ends(row)}, "
                f"the stated one is {number_text(other.value)}",
                f"{row.reading_ids} {other.reading_ids}",
            )


def _against_round(row: Any) -> Iterator[Contradiction]:
    digits = number_text(row.value).replace(".", "").strip("0")
    if len(digits) <= SIGNIFICANT_DIGITS:
        return
    yield _finding(
        "notice",
        "target_not_round",
        row,
        f"由完成率推算的目标在{_ends(row)}之间，其中没有整数目标：核对数值和完成率",
        f"the completion rate implies a target within {_ends(row)}, where no round number lies: "
        "check the value and the rate",
        row.reading_ids,
    )


def _ends(row: Any) -> str:
    return f"{row.value_lower:.1f}–{row.value_upper:.1f}"


def _below_base(rows: pd.DataFrame) -> Iterator[Contradiction]:
    """A target that its own document's last actual value already passes."""
    by = ["region_code", "indicator_id", "unit"]
    actual = rows.query("role == 'actual' and qualifier in ['eq', 'approx', 'over']")
    target = rows.query("role == 'target' and status == 'reported'")
    pairs = target.merge(actual, on=by, suffixes=("", "_base"))
    pairs = pairs[pairs["period_end_base"] < pairs["period_end"]]
    pairs = pairs[_length(pairs, "") == _length(pairs, "_base")]
    pairs = pairs.sort_values("period_end_base").drop_duplicates([*by, "period_end"], keep="last")
    for row in pairs.itertuples():
        if row.value < row.value_lower_base and row.qualifier not in ("le", "lt"):
            yield _finding(
                "notice",
                "target_below_base",
                row,
                f"目标{number_text(row.value)}低于{row.period_end_base[:4]}年已有的"
                f"{number_text(row.value_base)}",
                f"the target {number_text(row.value)} lies below the "
                f"{number_text(row.value_base)} already reached in {row.period_end_base[:4]}",
                f"{row.reading_ids} {row.reading_ids_base}",
            )


def _length(pairs: pd.DataFrame, side: str) -> pd.Series:
    return pairs["years" + side].fillna(0).round()


def _finding(severity: str, kind: str, row: Any, zh: str, en: str, ids: str) -> Contradiction:
    place = (row.region_code, row.indicator_id, period_of(row))
    return Contradiction(severity, kind, *place, zh, en, ids)
