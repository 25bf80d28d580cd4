"""Values against their own past and against totals over several years."""

from collections.abc import Iterator
from math import exp, log
from statistics import median
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, finding, period_of
from hrss_analysis.tables import number_text

JUMP = 2.5  # ratio of neighbouring values a year apart that is more likely an error than growth
SHRINK = 0.10  # a stock of insured persons or cards seldom falls by more within a year
FEWEST = 7  # values a series must have before it tells what is unusual in it
OUTLYING = 6.0  # times the series' own scatter around the line through its neighbours
LEAST = {"stock": 0.02, "rate": 0.15}  # smallest deviation worth telling, as a logarithm
LEAST_FLOW = 0.12
ONE_SIDED = 1.5  # how much further the first and last value may be off
WIDEST = 4  # years between the neighbours of a value; over more the line tells little
MOST_YEARS = 5  # spans of years that end further apart do not overlap
TELLING_DIGITS = 4  # numbers with fewer digits are alike by chance
POINTS = ("eq", "approx", "over", "nearly")  # bounds are no points of a series


def series(observations: pd.DataFrame) -> Iterator[Contradiction]:
    """Find jumps, values out of line with their series, and years above their total."""
    rows = observations[observations["scope"].isna() & observations["role"].eq("actual")]
    rows = rows[~rows["flag"].str.contains("p", na=False)].sort_values("period_end")
    rows = rows.assign(differs=rows["flag"].str.contains("d", na=False))
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows.itertuples():
        key = (row.region_code, row.indicator_id, row.unit, row.differs)
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        yearly = [row for row in group if row.measure != "cumulative" and _whole_year(row)]
        exact = {row.period_end: row for row in yearly if row.qualifier in POINTS}
        steps = list(exact.values())
        outliers = _outliers(steps)
        yield from (_out_of_line(row, off) for row, off in outliers)
        left_out = [row for row, _ in outliers]
        yield from _steps([row for row in steps if row not in left_out])
        yield from _same_again([row for row in group if row.measure != "price"])
        yield from _years_and_totals(yearly, [r for r in group if r.measure == "cumulative"])


def _whole_year(row: Any) -> bool:
    return bool(pd.isna(row.years) or 0.95 <= row.years <= 1.05)


def _outliers(rows: list[Any]) -> list[tuple[Any, float]]:
    """Return values out of line with their series, with the logarithm of how much.

    Of neighbours that deviate together the one that deviates most is the cause.
    """
    if len(rows) < FEWEST or any(row.value <= 0 for row in rows):
        return []
    inner = [_deviation(*rows[place - 1 : place + 2]) for place in range(1, len(rows) - 1)]
    off = [*_end(rows[::-1]), *inner, *_end(rows)]
    size = [0.0, *map(abs, off), 0.0]
    return [
        (row, off[place])
        for place, row in enumerate(rows)
        if size[place + 1] > max(_limit(rows, inner, place), size[place], size[place + 2])
    ]


def _limit(rows: list[Any], inner: list[float], place: int) -> float:
    """How far a value may be off, by the scatter of those it is not a neighbour of."""
    apart = [abs(off) for other, off in enumerate(inner, start=1) if abs(other - place) > 1]
    limit = max(OUTLYING * median(apart), LEAST.get(rows[0].measure, LEAST_FLOW))
    return limit if 0 < place < len(rows) - 1 else ONE_SIDED * limit


def _end(rows: list[Any]) -> list[float]:
    """Deviation of the last value from the usual step, as the only one that rests on one side.

    It counts three quarters, so that of the last two values the wrong one deviates most: a wrong
    last value leaves its neighbour half as far off, a wrong neighbour is itself wholly off.
    """
    years = [int(row.period_end[:4]) for row in rows]
    if abs(years[-1] - years[-2]) > WIDEST / 2:
        return [0.0]
    steps = [
        log(after.value / before.value) / abs(year - last)
        for before, after, last, year in zip(rows, rows[1:], years, years[1:], strict=False)
        if year != last
    ]
    return [0.75 * (steps[-1] - median(steps))]


def _deviation(before: Any, row: Any, after: Any) -> float:
    years = [int(item.period_end[:4]) for item in (before, row, after)]
    if years[2] - years[0] > WIDEST:
        return 0.0
    share = (years[1] - years[0]) / (years[2] - years[0])
    line = (1 - share) * log(before.value) + share * log(after.value)
    return log(row.value) - line


def _out_of_line(row: Any, off: float) -> Contradiction:
    times = exp(off)
    return finding(
        "error" if max(times, 1 / times) > JUMP else "warning",
        "out_of_line",
        [row],
        f"{{0}}是前后年份连线上数值的{times:.3g}倍，远超该序列的波动：核对数字和单位",
        f"{{0}} is {times:.3g} times the value on the line through its neighbours, far beyond the "
        "scatter of its series: check digits and unit",
    )


def _steps(rows: list[Any]) -> Iterator[Contradiction]:
    for before, row in zip(rows, rows[1:], strict=False):
        if before.value <= 0 or row.value <= 0 or row.unit == "percent":
            continue
        ratio = row.value / before.value
        years = max(1, int(row.period_end[:4]) - int(before.period_end[:4]))
        if max(ratio, 1 / ratio) > JUMP**years:
            yield _step("warning", "jump", before, row, ratio)
        elif row.measure == "stock" and ratio < (1 - SHRINK) ** years:
            yield _step("notice", "stock_shrinks", before, row, ratio)


def _step(severity: str, kind: str, before: Any, row: Any, ratio: float) -> Contradiction:
    years = f"{before.period_end[:4]}–{row.period_end[:4]}"
    return finding(
        severity,
        kind,
        [row, before],
        f"{years}年由{{1}}变为{{0}}，为前值的{ratio:.4g}倍：核对口径和单位",
        f"{years}: from {{1}} to {{0}}, {ratio:.4g} times the value before: check definition and "
        "unit",
        period=years,
    )


def _same_again(rows: list[Any]) -> Iterator[Contradiction]:
    """One number for two years, to the last digit, or for two overlapping spans of years."""
    for place, row in enumerate(rows):
        for before in rows[:place]:
            years = int(row.period_end[:4]) - int(before.period_end[:4])
            same = row.measure == before.measure and row.value == before.value and row.value > 0
            spans = row.measure == "cumulative" and 0 < years < MOST_YEARS
            digits = len(number_text(row.value).replace(".", "").strip("0"))
            if same and (spans or (years == 1 and digits >= TELLING_DIGITS)):
                yield finding(
                    "warning",
                    "same_again",
                    [row, before],
                    f"{period_of(before)}年的{{1}}与{period_of(row)}年的{{0}}完全相同：核对时期",
                    f"{{1}} of {period_of(before)} and {{0}} of {period_of(row)} are the same "
                    "number: check the period",
                )


def _years_and_totals(yearly: list[Any], totals: list[Any]) -> Iterator[Contradiction]:
    flows = [row for row in yearly if row.measure == "flow" and pd.notna(row.period_start)]
    for total in totals:
        start = "" if pd.isna(total.period_start) else total.period_start
        inside = [
            row for row in flows if row.period_start >= start and row.period_end <= total.period_end
        ]
        lowest = sum(row.value_lower for row in inside)
        if inside and pd.notna(total.value_upper) and lowest > total.value_upper:
            names = [f"{{{place}}}" for place in range(1, len(inside) + 1)]
            yield finding(
                "error",
                "year_and_total",
                [total, *inside],
                f"各年{'、'.join(names)}之和超过{period_of(total)}年累计{{0}}",
                f"the years' {', '.join(names)} exceed the {period_of(total)} total {{0}}",
            )
