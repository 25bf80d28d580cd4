"""Numbers that cannot be as they stand, whatever stands beside them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import Contradiction, finding

# Counted one by one: a fraction of a person has lost its 万 or 亿.
COUNTED = {"person", "participation", "firm", "case", "event", "session", "site", "post", "card"}
COUNTED |= {"loan", "item", "piece", "project"}
SMALLEST = {"yuan": 0.01}  # amounts are printed to the fen at most
OUTCOMES = ("flow", "cumulative", "stock")
SUMS = {"cumulative": "flow"}
RATES = ("percent", "percentage_point")
LOOKING_BACK = ("work_summary", "news_feature", "bulletin")


def single(
    readings: pd.DataFrame, documents: pd.DataFrame, indicators: pd.DataFrame
) -> Iterator[Contradiction]:
    """Find fractions of what is counted, rates above 100 %, roles and measures that do not fit.

    An actual value of a year after its document appeared is a target or has a wrong year, but for
    standards, which are announced ahead. A target of a time that was over, without any actual
    value beside it, is an actual value or has one that was not read.
    """
    known = documents.set_index("document_id")[["published", "kind"]]
    for row in readings.itertuples():
        if _fraction(row):
            yield finding(
                "error",
                "unit_slip",
                [row],
                "{0}不是整数，可能漏读“万”或“亿”",
                "{0} is a fraction of what is counted one by one: a 万 or 亿 may be lost",
            )
        if row.unit == "percent" and row.role in ("actual", "target") and row.value > 100:
            yield finding("error", "rate_above_100", [row], "{0}超过100%", "{0} is above 100 %")
    yield from _times(readings.join(known, on="document_id"))
    yield from _measures(readings, indicators)


def _fraction(row: Any) -> bool:
    smallest = 1.0 if row.unit in COUNTED else SMALLEST.get(row.unit)
    if smallest is None or row.role not in ("actual", "target") or "每" in row.label_zh:
        return False
    steps = row.value / smallest
    return abs(steps - round(steps)) > 1e-6 * max(1.0, abs(steps))


def _times(readings: pd.DataFrame) -> Iterator[Contradiction]:
    known = readings.dropna(subset=["indicator_id", "published", "period_end", "start"])
    known = known[known["measure"].ne("price")]
    appeared, year = known["published"].str[:4], known["period_end"].str[:4]
    for row in known[known["role"].eq("actual") & (year > appeared)].itertuples():
        yield finding(
            "error",
            "actual_of_the_future",
            [row],
            f"{{0}}记为实际数，但文件在{row.published}已发布",
            f"{{0}} is called actual, but its document appeared in {row.published}",
        )
    fact = ["document_id", "region_code", "indicator_id"]
    actual = set(known[known["role"] == "actual"][fact].itertuples(index=False, name=None))
    over = (year < appeared) | known["kind"].isin(LOOKING_BACK)
    over &= known["period_end"] <= known["published"]  # ISO dates, the latter perhaps a year only
    past = known["role"].eq("target") & known["measure"].isin(OUTCOMES) & over
    for row in known[past].itertuples():
        if (row.document_id, row.region_code, row.indicator_id) not in actual:
            yield finding(
                "notice",
                "target_without_actual",
                [row],
                f"{{0}}记为目标，所属时期在文件发布（{row.published}）时已过，却没有实际数",
                f"{{0}} is called a target of a time that was over when its document appeared "
                f"({row.published}), yet that gives no actual value",
            )


def _measures(readings: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[Contradiction]:
    """A number counted over a time cannot be an indicator that counts what is there, or reverse."""
    usual = readings["indicator_id"].map(indicators.set_index("indicator_id")["measure"])
    level = readings["role"].isin(["actual", "target"]) & usual.notna()
    level &= usual.eq("rate") | ~readings["unit"].isin(RATES)  # else a growth that is aimed at
    one, other = readings["measure"].replace(SUMS), usual.replace(SUMS)
    for row in readings[level & one.ne(other)].itertuples():
        yield finding(
            "notice",
            "measure_differs",
            [row],
            "{0}的计量方式（时期数或时点数）与所属指标不同：核对指标",
            "{0} is counted in another way (over a time or at a date) than its indicator: check "
            "the indicator",
        )
