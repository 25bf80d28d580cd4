"""A projected range in words: how coarse it is told, on which scale, and how often such held."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from hrss_analysis.prose.numbers import (
    RATES,
    Scale,
    digits,
    named_unit,
    quantity,
    scale_of,
    unit_word,
)
from hrss_analysis.prose.outlook import Outlook
from hrss_analysis.prose.words import name_of, pick, short_name

ENDS = ("lower", "upper")


def coarse(value: float, unit: str, spread: float = 0.0) -> float:
    """Precision to which a projected value is told.

    Three figures of the value, two of the width of its 80 % range, whichever is coarser; one
    decimal of a rate.
    """
    if unit in RATES:
        return 0.1
    figures = [math.floor(math.log10(abs(value) or 1)) - 2, 0]
    figures += [math.floor(math.log10(spread)) - 1] if spread > 0 else []
    return float(10 ** max(figures))


def about(
    value: float, unit: str, language: str, *, bare: bool = False, spread: float = 0.0
) -> str:
    """A projected value in words, rounded to what can be told."""
    return quantity(
        value,
        named_unit(unit, language),
        language,
        qualifier="eq" if bare else "approx",
        precision=coarse(value, unit, spread),
    )


def spread_of(row: pd.Series) -> float:
    """Width of the 80 % range of a projected year."""
    return float(row["upper80"] - row["lower80"])


def median_text(item: Outlook, row: pd.Series, language: str, *, bare: bool = False) -> str:
    """The median of a projected year."""
    return about(row["median"], item.unit, language, bare=bare, spread=spread_of(row))


def range_text(item: Outlook, row: pd.Series, level: str, language: str) -> str:
    """A range from lower to upper end, both written on one scale, that of the last value's row.

    The unit stands once, a percent sign twice.
    """
    spread = spread_of(row)
    if item.unit in RATES:
        low, high = (about(row[f"{end}{level}"], item.unit, language, bare=True) for end in ENDS)
        return pick(language, f"{low}至{high}", f"{low} to {high}")
    scale = row_scale(item, row, language)
    steps = {end: coarse(row[f"{end}{level}"], item.unit, spread) for end in ENDS}
    low, high = (
        digits(row[f"{end}{level}"], item.unit, language, precision=steps[end], scale=scale)
        for end in ENDS
    )
    noun = unit_word(named_unit(item.unit, language), language)
    if language == "zh":
        return f"{low}{scale.name}至{high}{scale.name}{noun}"
    return " ".join(part for part in (f"{low} to {high}", scale.name, noun) if part)


def row_scale(item: Outlook, row: pd.Series, language: str) -> Scale:
    """One scale for the last value and the ranges of an indicator: the smallest that any takes."""
    sizes = [(item.last["value"], item.last["precision"])]
    sizes += [
        (row[end], coarse(row[end], item.unit, spread_of(row))) for end in ("upper80", "upper95")
    ]
    return min(
        (scale_of(value, item.unit, language, step) for value, step in sizes),
        key=lambda scale: scale.factor,
    )


def item_name(item: Outlook, language: str) -> str:
    """Short name of the indicator."""
    return short_name(name_of(item.indicator, language), language)


def value_text(item: Outlook, row: pd.Series, language: str) -> str:
    """A known value or a target in words."""
    return quantity(
        row["value"],
        named_unit(item.unit, language),
        language,
        qualifier=row["qualifier"],
        precision=row["precision"],
    )


def last_value(item: Outlook, language: str) -> str:
    """The last known value in words."""
    return value_text(item, item.last, language)


def record_text(item: Outlook, language: str) -> str:
    """How often past 80 % ranges of the series held what came, or that this was never tested."""
    if item.tests:
        return pick(
            language,
            f"过去{item.tests}次预测中{item.inside}次落在八成范围内",
            f"{item.inside} of {item.tests} past "
            f"{'forecast' if item.tests == 1 else 'forecasts'} of this series fell inside it",
        )
    if item.says == "trend":
        return pick(language, "未经本数列检验", "not tested on this series")
    return pick(
        language,
        "未经本数列检验，范围来自其他数列",
        "not tested on this series but taken from other series",
    )


def past_forecasts(items: Sequence[Outlook], language: str) -> str:
    """One line of back-test: how often past 80 % ranges of these series held what came."""
    tests, inside = sum(item.tests for item in items), sum(item.inside for item in items)
    if not tests:
        return pick(
            language,
            "年份太少，未用历年数据检验。",
            "Not tested against past years: too few are known.",
        )
    return pick(
        language,
        f"历史检验：过去{tests}次预测中{inside}次落在80%范围内。",
        f"Back-test: {inside} of {tests} past {'forecast' if tests == 1 else 'forecasts'} fell "
        "inside the 80% range.",
    )
