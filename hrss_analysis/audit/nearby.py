"""Arithmetic among numbers printed near each other: parts and totals, rates and quotients.

A text seldom says that numbers belong together; their arithmetic does. A total is followed by its
parts, a rate stands near the two counts it comes from. Where the printed forms agree the relation
is `confirmed`; where they miss by little, one of the numbers is probably wrong. How many
combinations were tried, and how narrow the printed forms are, decides what may be chance.
"""

from collections.abc import Iterator
from math import log10
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, finding, period_of, places

REACH = 260  # characters from a total to its last part
MOST_PARTS = 6
ENDING = 4  # characters at the end of a label that say what is counted
NEAR_SUM = 0.02  # a sum that misses its total by less than this is a miss, by more no sum
NEAR_RATE = 1.5  # percentage points, likewise
CHANCE = 0.1  # expected number of matches by chance above which a match proves nothing
CHANCE_OF_MISS = 0.02  # the same for a miss that one wrong digit would explain
CLOSE = 80  # characters within which a sub-group follows its total, a rate its counts
PEOPLE = {"participation": "person"}


def nearby(readings: pd.DataFrame) -> Iterator[Contradiction]:
    """Find sums and quotients, confirmed or nearly missed, in every document with spans."""
    spans = readings[readings["start"].notna() & readings["role"].isin(["actual", "share"])]
    for _, document in spans.sort_values("start").groupby("document_id"):
        rows = list(document.itertuples())
        for place, row in enumerate(rows):
            if row.unit == "percent":
                yield from _quotient(row, _around(rows, place))
            else:
                yield from _sum(row, _after(rows, place))
        yield from _sub_groups_within(rows)
    yield from _completion(readings)


def _family(row: Any) -> str:
    return PEOPLE.get(row.unit, row.unit)


def _after(rows: list[Any], place: int) -> list[Any]:
    first = rows[place]
    following = rows[place + 1 : place + 25]
    return [
        row
        for row in following
        if row.start - first.end <= REACH
        and _family(row) == _family(first)
        and period_of(row) == period_of(first)
        and row.qualifier == "eq"
    ]


def _around(rows: list[Any], place: int) -> list[Any]:
    rate = rows[place]
    near = rows[max(0, place - 8) : place + 3]
    return [
        row
        for row in near
        if row.unit != "percent"
        and min(abs(row.start - rate.end), abs(rate.start - row.end)) <= REACH // 2
        and row.qualifier == "eq"
        and row.value > 0
    ]


def _candidates(following: list[Any]) -> Iterator[tuple[list[Any], bool]]:
    """Yield runs of neighbours, and runs of those that count alike (labels end alike)."""
    for size in range(2, min(MOST_PARTS, len(following)) + 1):
        yield following[:size], False
    endings = {row.label_zh[-ENDING:] for row in following}
    for ending in sorted(endings):
        alike = [row for row in following if row.label_zh.endswith(ending)]
        if len(alike) != len(following):
            for size in range(2, min(MOST_PARTS, len(alike)) + 1):
                yield alike[:size], True


def _sum(total: Any, following: list[Any]) -> Iterator[Contradiction]:
    if total.value <= 0 or total.qualifier != "eq" or pd.isna(total.value_lower):
        return
    misses = []
    for parts, alike in _candidates([row for row in following if row.value < total.value]):
        value = sum(row.value for row in parts)
        slack = sum(row.value_upper - row.value_lower for row in [total, *parts]) / 2
        if abs(value - total.value) <= slack + 1e-6 * total.value:
            if _may_be_chance(len(following), slack / total.value):
                continue
            yield _sum_finding("confirmed", total, parts, value)
            return
        near = abs(value - total.value) <= NEAR_SUM * total.value
        near &= (alike and not _other_indicators(total, parts)) or _sub_groups(parts)
        if near or _one_digit_off(total, parts, value, 2 * len(following)):
            misses.append((abs(value - total.value), parts, value))
    for _, parts, value in sorted(misses, key=lambda miss: miss[0])[:1]:
        yield _sum_finding("warning", total, parts, value)


def _may_be_chance(choices: int, width: float) -> bool:
    # Each number of parts is tried as a run of neighbours and as a run of those that count alike.
    return 2 * choices * width > CHANCE


def _one_digit_off(total: Any, parts: list[Any], value: float, tries: int) -> bool:
    """A sum that a single wrong digit keeps from its total, where chance hardly makes one."""
    step = max(row.precision for row in [total, *parts])
    if not step > 0:
        return False
    miss = abs(value - total.value) / step
    steps = total.value / step
    single = abs(miss - round(miss)) < 1e-6 and len(str(round(miss)).rstrip("0")) == 1
    return single and tries * 18 * log10(steps) / steps <= CHANCE_OF_MISS


def _other_indicators(total: Any, parts: list[Any]) -> bool:
    """Parts that measure something of their own: how that adds up is known to `related`."""
    return pd.notna(total.indicator_id) and any(pd.notna(row.indicator_id) for row in parts)


def _sub_groups(parts: list[Any]) -> bool:
    return all(row.scope == "sub_group" for row in parts)


def _sum_finding(severity: str, total: Any, parts: list[Any], value: float) -> Contradiction:
    miss = abs(value - total.value) / total.value
    confirmed = severity == "confirmed"
    verdict_zh = "与合计{0}相符" if confirmed else f"与合计{{0}}相差{miss:.1%}"
    verdict_en = "the printed total {0}" if confirmed else f"{miss:.1%} off the printed total {{0}}"
    terms = places(len(parts))
    return finding(
        severity,
        "parts_and_total",
        [total, *parts],
        f"{terms}，{verdict_zh}",
        f"{terms}: {verdict_en}",
    )


def _sub_groups_within(rows: list[Any]) -> Iterator[Contradiction]:
    """A sub-group printed behind the indicator it belongs to does not exceed it."""
    total: Any = None
    for row in rows:
        if row.scope == "sub_group":
            fits = total is not None and _family(row) == _family(total)
            if fits and row.start - total.end <= CLOSE and row.value_lower > total.value_upper:
                yield finding(
                    "warning",
                    "part_exceeds_whole",
                    [row, total],
                    "其中的{0}大于其所属的{1}",
                    "the sub-group {0} exceeds the {1} it is printed behind",
                )
        elif row.unit != "percent":
            total = row if pd.notna(row.indicator_id) else None


def _completion(readings: pd.DataFrame) -> Iterator[Contradiction]:
    """A completion rate follows the actual number of its indicator and period.

    The target or the growth of that number may stand between them.
    """
    known = readings.dropna(subset=["start", "indicator_id"]).sort_values("start")
    before: dict[tuple[str, str], Any] = {}
    for row in known.itertuples():
        key = (row.document_id, row.indicator_id)
        value = before.get(key)
        if row.role == "actual" or (row.role != "completion_rate" and value is None):
            before[key] = row
        elif row.role != "completion_rate" or row.qualifier != "eq":
            continue
        elif value is not None and (value.role, _year(value)) != ("actual", _year(row)):
            yield finding(
                "warning",
                "rate_without_value",
                [row, value],
                "完成率{0}之前的{1}不是同一时期的实际数：核对角色和时期",
                "the completion rate {0} stands behind {1}, no actual value of its period: check "
                "role and period",
            )


def _year(row: Any) -> str:
    """The year a period ends in: a rate is dated by the end of what it is a rate of."""
    return period_of(row)[-4:]


def _quotient(rate: Any, near: list[Any]) -> Iterator[Contradiction]:
    if rate.qualifier != "eq" or not 0 < rate.value < 100:
        return
    pairs = [
        (part, whole)
        for part in near
        for whole in near
        if part.value < whole.value
        and _family(part) == _family(whole)
        and period_of(part) == period_of(whole)
    ]
    width = rate.value_upper - rate.value_lower
    if len(pairs) * (width + 0.2) / 100 > CHANCE:
        return
    for part, whole in pairs:
        lowest = 100 * part.value_lower / whole.value_upper
        highest = 100 * part.value_upper / whole.value_lower
        if lowest <= rate.value_upper and highest >= rate.value_lower:
            yield _rate_finding("confirmed", rate, part, whole)
            return
    counts = [row for row in near if row.end <= rate.start][-2:]  # its own, if it has any
    for part, whole in pairs:
        miss = abs(100 * part.value / whole.value - rate.value)
        own = all(row in counts and rate.start - row.end <= CLOSE for row in (part, whole))
        if own and part.measure == whole.measure and miss <= NEAR_RATE and "率" in rate.label_zh:
            yield _rate_finding("warning", rate, part, whole)
            return


def _rate_finding(severity: str, rate: Any, part: Any, whole: Any) -> Contradiction:
    quotient = f"{100 * part.value / whole.value:.2f}%"
    confirmed = severity == "confirmed"
    return finding(
        severity,
        "rate_and_quotient",
        [rate, part, whole],
        f"{{1}} ÷ {{2}} = {quotient}，与公布的比率{{0}}{'相符' if confirmed else '不符'}",
        f"{{1}} ÷ {{2}} = {quotient}, {'' if confirmed else 'not '}the printed rate {{0}}",
    )
