"""Values against their own past, totals over several years, and the region above."""

from collections.abc import Iterator
from math import log10
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, period_of
from hrss_analysis.tables import number_text

JUMP = 2.0  # ratio of neighbouring values a year apart that is more likely an error than growth
SHRINK = 0.10  # a stock of insured persons or cards seldom falls by more within a few years
SLIP = 0.06  # how near, in powers of ten, a ratio must lie to 10, 100, 10⁴ or 10⁸
SLIPS = (1, 2, 4, 8)


def series(observations: pd.DataFrame) -> Iterator[Contradiction]:
    """Find jumps, unit slips, and years above the total they belong to."""
    rows = observations[observations["scope"].isna()].query("role == 'actual'")
    rows = rows[~rows["flag"].str.contains("[dp]", na=False)]
    for _, group in rows.groupby(["region_code", "indicator_id", "unit"]):
        yearly = group[(group["years"].isna() | group["years"].between(0.95, 1.05))]
        yearly = yearly[yearly["measure"] != "cumulative"].sort_values("period_end")
        yield from _steps(list(yearly.drop_duplicates("period_end").itertuples()))
        yield from _years_and_totals(yearly, group.query("measure == 'cumulative'"))


def _steps(rows: list[Any]) -> Iterator[Contradiction]:
    for before, row in zip(rows, rows[1:], strict=False):
        if before.value <= 0 or row.value <= 0 or row.unit == "percent":
            continue
        ratio = row.value / before.value
        years = max(1, int(row.period_end[:4]) - int(before.period_end[:4]))
        size = abs(log10(ratio))
        if any(abs(size - power) < SLIP for power in SLIPS):
            yield _step("error", "unit_slip", before, row, ratio)
        elif max(ratio, 1 / ratio) > JUMP**years:
            yield _step("warning", "jump", before, row, ratio)
        elif row.measure == "stock" and ratio < 1 - SHRINK:
            yield _step("notice", "stock_shrinks", before, row, ratio)


def _step(severity: str, kind: str, before: Any, row: Any, ratio: float) -> Contradiction:
    change = f"{number_text(before.value)} → {number_text(row.value)}"
    years = f"{before.period_end[:4]}–{row.period_end[:4]}"
    return Contradiction(
        severity,
        kind,
        row.region_code,
        row.indicator_id,
        years,
        f"{years}年：{change}，为前值的{ratio:.4g}倍：核对口径和单位",
        f"{years}: {change}, {ratio:.4g} times the value before: check definition and unit",
        f"{before.reading_ids} {row.reading_ids}",
    )


def _years_and_totals(yearly: pd.DataFrame, totals: pd.DataFrame) -> Iterator[Contradiction]:
    for total in totals.dropna(subset="period_start").itertuples():
        inside = yearly[
            (yearly["measure"] == "flow")
            & (yearly["period_start"] >= total.period_start)
            & (yearly["period_end"] <= total.period_end)
        ]
        lowest = inside["value_lower"].sum()
        if pd.notna(total.value_upper) and lowest > total.value_upper:
            names = "、".join(number_text(value) for value in inside["value"])
            yield Contradiction(
                "error",
                "year_and_total",
                total.region_code,
                total.indicator_id,
                period_of(total),
                f"各年{names}之和超过{period_of(total)}年累计{number_text(total.value)}",
                f"the years' {names} exceed the {period_of(total)} total "
                f"{number_text(total.value)}",
                " ".join([total.reading_ids, *inside["reading_ids"]]),
            )


def above(observations: pd.DataFrame, regions: pd.DataFrame) -> Iterator[Contradiction]:
    """Find regions that exceed the region they lie in, for the same indicator and period."""
    counted = observations.query("role == 'actual' and measure in ['flow', 'stock', 'cumulative']")
    counted = counted[counted["scope"].isna() & ~counted["flag"].str.contains("d", na=False)]
    parent = regions.set_index("region_code")["parent_code"]
    by = ["indicator_id", "unit", "measure", "period_start", "period_end"]
    for _, group in counted.groupby(by, dropna=False):
        values = {row.region_code: row for row in group.itertuples()}
        for code, row in values.items():
            outer = values.get(parent.get(code))
            if outer is not None and _exceeds(row, outer):
                yield Contradiction(
                    "error",
                    "exceeds_region_above",
                    code,
                    row.indicator_id,
                    period_of(row),
                    f"{number_text(row.value)}大于上级地区（{outer.region_code}）的"
                    f"{number_text(outer.value)}",
                    f"{number_text(row.value)} exceeds the {number_text(outer.value)} of the "
                    f"region it lies in ({outer.region_code})",
                    f"{row.reading_ids} {outer.reading_ids}",
                )


def _exceeds(row: Any, outer: Any) -> bool:
    known = pd.notna(row.value_lower) and pd.notna(outer.value_upper)
    return bool(known and row.value_lower > outer.value_upper)
