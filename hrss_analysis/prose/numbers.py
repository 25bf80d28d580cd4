"""Numbers as text: 万 and 亿 in Chinese, thousands, millions and billions in English.

A value is rounded once, to a step that does not depend on the language, and then written in either;
so both pages carry the same figure. The step never claims more digits than were printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from hrss_analysis.prose.words import QUALIFIERS, SYMBOLS, UNITS, pick

MONEY = ("yuan", "yuan_per_month")
RATES = ("percent", "percentage_point")
MINUS = "\u2212"


@dataclass(frozen=True)
class Scale:
    """What the digits are multiplied by, and its name: 10,000 and 万."""

    factor: Decimal
    name: str


def step_of(value: float, unit: str, precision: Any = None) -> Decimal:
    """Find the step to which a value is rounded on the page, in base units.

    Rates keep the printed decimals (at most two; one where the printed form is not known). Amounts
    and counts keep two decimals of 万 or 亿 once they are large enough to be written so.

    Args:
        value: Value in base units.
        unit: Base unit.
        precision: Width of the last printed digit, missing where it is not known.

    Returns:
        The step, a power of ten.
    """
    size = abs(value)
    printed = None if precision is None or pd.isna(precision) else Decimal(str(float(precision)))
    if unit in RATES:
        return min(max(printed or _rate_step(value), Decimal("0.01")), Decimal(1))
    if size >= 1e8:
        step = Decimal(1_000_000)
    elif size >= 1e5 or (unit == "yuan" and size >= 1e4):
        step = Decimal(100)
    else:
        return _small_step(value, printed)
    return max(step, printed) if printed and printed <= size else step


def _rate_step(value: float) -> Decimal:
    """Two decimals where the value has no more, one where it is computed."""
    return Decimal("0.01") if round(value, 2) == value else Decimal("0.1")


def _small_step(value: float, printed: Decimal | None) -> Decimal:
    if printed is not None:
        return min(max(printed, Decimal("0.01")), Decimal(max(abs(value), 1)))
    return Decimal(1) if float(value).is_integer() or abs(value) >= 100 else Decimal("0.1")


def rounded(value: float, unit: str, precision: Any = None) -> Decimal:
    """Round a value to its step, halves away from zero."""
    exact = Decimal(str(value))
    step = step_of(value, unit, precision)
    return (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def scale_of(value: float, unit: str, language: str, precision: Any = None) -> Scale:
    """Choose 万, 亿, million or billion for a value; 1 where plain digits read best."""
    size = abs(value)
    if unit in RATES:
        return Scale(Decimal(1), "")
    if language == "zh":
        return _chinese_scale(size, unit, precision)
    if size >= 1e9:
        return Scale(Decimal(10**9), "billion")
    if size >= 1e6:
        return Scale(Decimal(10**6), "million")
    return Scale(Decimal(1), "")


def _chinese_scale(size: float, unit: str, precision: Any) -> Scale:
    if size >= 1e8:
        return Scale(Decimal(10**8), "亿")
    coarse = precision is not None and not pd.isna(precision) and float(precision) >= 100
    if size >= 1e5 or (size >= 1e4 and (unit == "yuan" or coarse)):
        return Scale(Decimal(10**4), "万")
    return Scale(Decimal(1), "")


def digits(
    value: float, unit: str, language: str, *, precision: Any = None, scale: Scale | None = None
) -> str:
    """Write the digits of a value, without scale name and unit.

    Args:
        value: Value in base units.
        unit: Base unit.
        language: `zh` or `en`.
        precision: Width of the last printed digit.
        scale: Scale to write in; by default the one that suits the value.

    Returns:
        Digits with U+2212 for minus and, in English, commas.
    """
    scale = scale or scale_of(value, unit, language, precision)
    number = rounded(value, unit, precision) / scale.factor
    places = -min(int((step_of(value, unit, precision) / scale.factor).normalize().adjusted()), 0)
    if precision is None or pd.isna(precision):
        places = min(places, max(-int(number.normalize().as_tuple().exponent), 0))
    if language == "en" and scale.name and number == number.to_integral_value():
        places = 0  # 8400万元 is 84 million, not 84.00
    comma = "," if language == "en" else ""
    return f"{number:{comma}.{places}f}".replace("-", MINUS)


def unit_word(unit: str, language: str, value: float = 2) -> str:
    """The noun of a unit; English takes the plural unless the value is one."""
    zh, one, many = UNITS[unit]
    return pick(language, zh, one if value == 1 else many)


def named_unit(unit: str, language: str) -> str:
    """The unit where the indicator's name stands beside: in English it says who is counted."""
    return "other" if language == "en" and unit in ("person", "participation") else unit


def number_parts(
    value: float, unit: str, language: str, *, qualifier: str = "eq", precision: Any = None
) -> tuple[str, str, str]:
    """Split a quantity into what stands before the digits, the digits, and what follows.

    Cards set the three in different sizes; `quantity` joins them.
    """
    scale = scale_of(value, unit, language, precision)
    text = digits(value, unit, language, precision=precision, scale=scale)
    before, behind = QUALIFIERS[language][qualifier]
    noun = unit_word(unit, language, float(rounded(value, unit, precision)))
    if language == "zh":
        more = "余" if qualifier == "over" else ""
        return before, text, f"{scale.name}{more}{noun}{behind}"
    glue = "" if noun == "%" else " "
    tail = " ".join(part for part in (scale.name, noun) if part)
    return before, text, (glue + tail if tail else "") + behind


def quantity(
    value: float, unit: str, language: str, *, qualifier: str = "eq", precision: Any = None
) -> str:
    """Write a value with its unit as a sentence does: 2万余人, over 20,000 persons."""
    return "".join(number_parts(value, unit, language, qualifier=qualifier, precision=precision))


def table_number(
    value: float,
    unit: str,
    language: str,
    scale: Scale,
    *,
    qualifier: str = "eq",
    precision: Any = None,
) -> str:
    """Write a value for a table cell, whose unit and scale stand in the row's head."""
    text = digits(value, unit, language, precision=precision, scale=scale)
    if qualifier in SYMBOLS:
        return SYMBOLS[qualifier] + text
    before, _ = QUALIFIERS[language][qualifier]
    return before + text + (pick(language, "余", "") if qualifier == "over" else "")


def qualified(text: str, qualifier: str, language: str) -> str:
    """Set a qualifier around a computed number; 余 cannot stand behind decimals, 超过 can."""
    before, behind = QUALIFIERS[language]["gt" if qualifier == "over" else qualifier]
    return before + text + behind


def change_qualifier(change: float, value: str, base: str) -> str:
    """Qualifier of a difference: the value's own above an exact base, else about."""
    if value == base == "eq":
        return "eq"
    return value if change > 0 and base == "eq" else "approx"


def may_be_equal(ends: tuple[float, float], other: tuple[float, float]) -> bool:
    """Tell whether what two printed forms stand for may be one value, each from low to high."""
    low, high = max(ends[0], other[0]), min(ends[1], other[1])
    exact = ends[0] == ends[1] or other[0] == other[1]
    return low < high or (exact and low == high)


def percent(value: float, *, decimals: int = 1) -> str:
    """Write a percentage with a fixed number of decimals."""
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{exact}%".replace("-", MINUS)
