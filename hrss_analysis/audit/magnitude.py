"""Orders of magnitude: a value far from everything it can be measured against.

A lost 万 or a misplaced decimal point shows against the same indicator of other years, of the
target, and, per resident, of other regions. A value is suspect only when it is far from all of
them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log10
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, finding
from hrss_analysis.audit.related import read_relations

FAR = 6.0  # ratio to the nearest measure above which a value is suspect
FAR_ELSEWHERE = 8.0  # the same where only other regions are at hand, which differ more
FEWEST_ELSEWHERE = 2
SLIPS = (1, 2, 4, 8)  # powers of ten that a unit slip makes
NEAR_SLIP = 0.35
POOLS = {"cumulative": "flow"}  # a total over years is measured by its yearly average


@dataclass(frozen=True)
class _Sized:
    row: Any
    size: float  # logarithm of the yearly value
    per_resident: float | None


def magnitude(observations: pd.DataFrame) -> Iterator[Contradiction]:
    """Find values at least six times off every value they can be measured against."""
    rows = observations[observations["scope"].isna() & (observations["status"] != "derived")]
    rows = rows[rows["role"].isin(["actual", "target"])]
    rows = rows[(rows["value"] > 0) & ~rows["flag"].str.contains("d", na=False)]
    rows = rows[rows["measure"].ne("cumulative") | rows["years"].notna()]
    residents = _residents(observations)
    pool = rows["measure"].replace(POOLS)
    for _, group in rows.groupby(["indicator_id", "unit", pool]):
        sized = [_sized(row, residents) for row in group.itertuples()]
        for item in sized:
            yield from _judge(item, [other for other in sized if other is not item])
    yield from _averages(rows)


def _residents(observations: pd.DataFrame) -> dict[str, float]:
    known = observations.query("indicator_id == 'resident_population' and value > 0")
    return known.sort_values("period_end").groupby("region_code")["value"].last().to_dict()


def _sized(row: Any, residents: dict[str, float]) -> _Sized:
    flow = row.measure in ("flow", "cumulative") and pd.notna(row.years) and row.years > 0
    size = log10(row.value / row.years if flow else row.value)
    if row.measure == "price" or row.unit == "percent":
        return _Sized(row, size, size)
    known = residents.get(row.region_code)
    own = row.indicator_id == "resident_population"
    return _Sized(row, size, None if known is None or own else size - log10(known))


def _judge(item: _Sized, others: list[_Sized]) -> Iterator[Contradiction]:
    here = [(item.size - other.size, other) for other in others if _together(item, other)]
    there = [
        (item.per_resident - other.per_resident, other)
        for other in others
        if not _together(item, other)
        and item.per_resident is not None
        and other.per_resident is not None
    ]
    regions = {other.row.region_code for _, other in there}
    measures = here + (there if here or len(regions) >= FEWEST_ELSEWHERE else [])
    if not measures:
        return
    off, nearest = min(measures, key=lambda measure: abs(measure[0]))
    if abs(off) > log10(FAR if here else FAR_ELSEWHERE):
        yield _finding(item, nearest, off)


def _together(item: _Sized, other: _Sized) -> bool:
    return bool(item.row.region_code == other.row.region_code)


def _finding(item: _Sized, nearest: _Sized, off: float) -> Contradiction:
    slip = any(abs(abs(off) - power) < NEAR_SLIP for power in SLIPS)
    times = 10**off
    here = _together(item, nearest)
    against_zh = "同地其他数值" if here else "其他地区按人口折算的数值"
    against_en = "value of the region" if here else "value of another region, per resident"
    return finding(
        "error" if slip else "warning",
        "unit_slip",
        [item.row, nearest.row],
        f"{{0}}是最接近的{against_zh}{{1}}的{times:.3g}倍：核对单位和数位",
        f"{{0}} is {times:.3g} times the nearest {against_en}, {{1}}: check unit and digits",
    )


def _averages(rows: pd.DataFrame) -> Iterator[Contradiction]:
    """An amount per person or loan far from that of all other places and years."""
    values = {
        (row.indicator_id, row.region_code, row.period_start, row.period_end): row
        for row in rows[rows["role"] == "actual"].itertuples()
    }
    for pair in read_relations().query("kind == 'average'").itertuples():
        found = [
            (
                log10(top.value / values[pair.parts, *key[1:]].value),
                top,
                values[pair.parts, *key[1:]],
            )
            for key, top in values.items()
            if key[0] == pair.whole and (pair.parts, *key[1:]) in values
        ]
        for size, top, count in found:
            off = min(
                (size - other[0] for other in found if other[1] is not top), key=abs, default=0
            )
            if len(found) > FEWEST_ELSEWHERE and abs(off) > log10(FAR):
                yield finding(
                    "warning",
                    "unit_slip",
                    [top, count],
                    f"{{0}} ÷ {{1}} = {10**size:.0f}，是其他地区和年份最接近者的{10**off:.3g}倍",
                    f"{{0}} ÷ {{1}} = {10**size:,.0f}, {10**off:.3g} times the nearest of other "
                    "places and years",
                )
