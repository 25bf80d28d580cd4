"""Regions inside regions: a part above its whole, and one number counted for both."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, finding, places
from hrss_analysis.tables import number_text

SAME = ["indicator_id", "unit", "measure", "period_start", "period_end"]
TELLING_DIGITS = 3  # numbers with fewer digits are alike by chance


def nested(observations: pd.DataFrame, regions: pd.DataFrame) -> Iterator[Contradiction]:
    """Find regions that together exceed the region they lie in, and numbers counted twice.

    Compared are values of the same indicator and period.
    """
    counted = observations.query("role == 'actual' and measure in ['flow', 'stock', 'cumulative']")
    counted = counted[counted["scope"].isna() & ~counted["flag"].str.contains("d", na=False)]
    counted = counted[counted.duplicated(SAME, keep=False)]
    parent = regions.set_index("region_code")["parent_code"]
    for _, group in counted.groupby(SAME, dropna=False):
        values = {row.region_code: row for row in group.itertuples()}
        for code, outer in values.items():
            inner = [row for name, row in values.items() if parent.get(name) == code]
            if inner:
                yield from _exceeds(outer, inner)
                yield from (_twice(outer, row) for row in inner if _same(outer, row))


def _exceeds(outer: Any, inner: list[Any]) -> Iterator[Contradiction]:
    lowest = sum(row.value_lower for row in inner)
    if pd.notna(lowest) and pd.notna(outer.value_upper) and lowest > outer.value_upper:
        yield finding(
            "error",
            "exceeds_region_above",
            [*inner, outer],
            f"{places(len(inner), 0)}大于上级地区（{outer.region_code}）的{{{len(inner)}}}",
            f"{places(len(inner), 0)} exceeds the {{{len(inner)}}} of the region above "
            f"({outer.region_code})",
        )


def _same(outer: Any, row: Any) -> bool:
    digits = number_text(row.value).replace(".", "").strip("0")
    exact = outer.qualifier == row.qualifier == "eq"
    return bool(exact and row.value == outer.value and len(digits) >= TELLING_DIGITS)


def _twice(outer: Any, row: Any) -> Contradiction:
    return finding(
        "warning",
        "counted_twice",
        [row, outer],
        f"{{0}}与上级地区（{outer.region_code}）的{{1}}相同：同一数字可能计入两地",
        f"{{0}} equals the {{1}} of the region above ({outer.region_code}): one number may be "
        "counted for both",
    )
