"""Printed precision of a number and the interval of values that its printed form allows.

A printed number is less than a point: 60.42万 stands for anything from 604,150 to 604,250,
2万余 for 20,000 to 30,000, 98%以上 for 98 to 100. All functions work in base units.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

# Counted things come in whole numbers; printed to the unit they are exact.
MEASURED_UNITS = {"yuan", "yuan_per_month", "percent", "percentage_point", "mu"}

PERCENT_IN_WORDS = re.compile(
    "百分之[一二三四五六七八九十百零〇两]+(?:点(?P<decimals>[一二三四五六七八九零〇]+))?"
)
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")

SCALES = {
    "成": Decimal(10),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "萬": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "億": Decimal(100_000_000),
}
SCALE_WORDS = re.compile(f"[{''.join(SCALES)}]*(?!分)")

Interval = tuple[Decimal | None, Decimal | None]


def printed_precision(literal: str, value: Decimal) -> Decimal | None:
    """Return the width of the last printed digit in base units.

    Args:
        literal: The characters as printed, such as 60.42万张 (here 100 cards).
        value: The value in base units; a decline is printed without its sign.

    Returns:
        The width, or None for a number written in words (other than a percentage).

    Raises:
        ValueError: The value is not the printed number times its scale word.
    """
    folded = unicodedata.normalize("NFKC", re.sub(r"\s", "", literal))
    found = DIGITS.search(folded)
    if found is None:
        words = PERCENT_IN_WORDS.search(folded)
        return Decimal(1).scaleb(-len(words["decimals"] or "")) if words else None
    printed = Decimal(found.group().replace(",", ""))
    if printed == 0:
        return Decimal(1).scaleb(_exponent(printed))
    scale = abs(value) / printed
    allowed = _scales(folded[found.end() :])
    if scale not in allowed:
        told = " or ".join(f"{size:f}" for size in allowed)
        raise ValueError(f"value {value} is not the printed {literal!r} times {told}; correct one")
    return scale * Decimal(1).scaleb(_exponent(printed))


def printed_value(literal: str) -> Decimal:
    """Return the value in base units of a number in digits, written as documents do.

    >>> printed_value("27.29万人")
    Decimal('272900.00')

    Raises:
        ValueError: There are no digits.
    """
    folded = unicodedata.normalize("NFKC", re.sub(r"\s", "", literal)).replace("\u2212", "-")
    found = DIGITS.search(folded)
    if found is None:
        raise ValueError(f"{literal!r} holds no digits")
    value = Decimal(found.group().replace(",", "")) * _scales(folded[found.end() :])[0]
    return -value if folded.startswith("-") else value


def _scales(behind: str) -> list[Decimal]:
    """Return what a printed number may have to be multiplied by, from what stands behind it.

    A bare number of a table cell has its scale in a label, so that any scale word is possible.
    """
    words = SCALE_WORDS.match(behind.lstrip("余多来几"))
    if words is None or not words.group():
        bare = not behind or behind[0] in "〕]）)"
        return [Decimal(1), *sorted(set(SCALES.values()))] if bare else [Decimal(1)]
    scale = Decimal(1)
    for word in words.group():
        scale *= SCALES[word]
    return [scale]


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is not a finite number")
    return min(exponent, 0)


def last_nonzero_place(value: Decimal) -> Decimal:
    """Return the place value of the last digit that is not zero: 3,400 → 100, 20,000 → 10,000."""
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is not a finite number")
    return Decimal(1).scaleb(exponent)


def interval(
    value: Decimal,
    precision: Decimal | None,
    qualifier: str,
    unit: str,
    *,
    ceiling: Decimal | None = None,
) -> Interval:
    """Return the lowest and highest value that the printed form allows.

    Conventions: `eq` is half the last printed digit to both sides, and exact for things counted one
    by one; `over` (余, 多) and `nearly` (近) reach one step of the last digit that is not zero;
    `approx` half such a step to both sides; the four bounds are open on their free side.

    Args:
        value: Value in base units.
        precision: Width of the last printed digit, or None where the printed form is not known.
        qualifier: One of the qualifiers of the `readings` table.
        unit: Base unit.
        ceiling: Highest possible value, 100 for a rate in percent.

    Returns:
        Lower and upper end; None where nothing is known.
    """
    step = last_nonzero_place(value) if value else Decimal(1)
    half = _rounding(precision, unit)
    ends: dict[str, Interval] = {
        "eq": (value - half, value + half),
        "approx": (value - step / 2, value + step / 2),
        "over": (value, value + step),
        "nearly": (value - step, value),
        "ge": (value, ceiling),
        "gt": (value, ceiling),
        "le": (Decimal(0), value),
        "lt": (Decimal(0), value),
    }
    lower, upper = ends[qualifier]
    if ceiling is not None and upper is not None and value <= ceiling:
        upper = min(upper, ceiling)
    if lower is not None and value >= 0:
        lower = max(lower, Decimal(0))
    return lower, upper


class Ends(NamedTuple):
    """An interval with its ends: None where it is free, open where the end itself is left out."""

    lower: float | None
    upper: float | None
    lower_open: bool
    upper_open: bool


def ends(value: float, lower: Any, upper: Any, qualifier: str) -> Ends:
    """Return the interval of a printed number with what its ends mean.

    A rounded number leaves its upper end out (60.42万 is [604,150, 604,250)), so do 余, 近, 低于;
    an exact number, a bound and the ceiling of a rate include it. 超过 leaves its lower end out.

    Args:
        value: Value in base units.
        lower: Lower end, missing where nothing is known.
        upper: Upper end, likewise.
        qualifier: One of the qualifiers of the `readings` table.
    """
    low, high = (None if end is None or end != end else float(end) for end in (lower, upper))
    point = low is not None and low == high
    limit = high == value and qualifier not in ("lt", "nearly")
    included = point or limit or qualifier in ("ge", "gt")
    return Ends(low, high, qualifier == "gt", not included)


def meet(intervals: Iterable[Ends]) -> bool:
    """Tell whether intervals leave room for one common value.

    >>> meet([ends(604200, 604150, 604250, "eq"), ends(604300, 604250, 604350, "eq")])
    False
    """
    known = list(intervals)
    low = max((end.lower for end in known if end.lower is not None), default=-math.inf)
    high = min((end.upper for end in known if end.upper is not None), default=math.inf)
    if low != high:
        return low < high
    return not any(
        (end.lower == low and end.lower_open) or (end.upper == high and end.upper_open)
        for end in known
    )


def ceiling(unit: str, role: str) -> Decimal | None:
    """Return the highest possible value: growth and completion may pass 100 %."""
    return Decimal(100) if unit == "percent" and role in ("actual", "target", "share") else None


def _rounding(precision: Decimal | None, unit: str) -> Decimal:
    if precision is None or (precision <= 1 and unit not in MEASURED_UNITS):
        return Decimal(0)
    return precision / 2
