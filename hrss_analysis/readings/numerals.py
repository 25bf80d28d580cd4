"""Numerals, Arabic or Chinese, to exact decimals."""

from decimal import Decimal
from functools import lru_cache

import cn2an

HAN_DIGITS = "零〇一二两三四五六七八九"
HAN_NUMERAL = HAN_DIGITS + "十百千"
SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}


def scale_factor(scale: str) -> int:
    """Factor of a scale word such as 万, 千万 or 亿; 1 for none."""
    return SCALES[scale]


def arabic(digits: str) -> Decimal:
    """Value of Arabic digits with separators and stray blanks."""
    return Decimal("".join(c for c in digits if c.isdigit() or c == "."))


def decimals_of(digits: str) -> int:
    """How many digits stand behind the decimal point, Arabic or Chinese."""
    for point in ".点":
        if point in digits:
            return len([c for c in digits.split(point)[1] if not c.isspace()])
    return 0


@lru_cache(maxsize=4096)
def chinese(numeral: str) -> Decimal | None:
    """Value of a Chinese numeral, or nothing where it is no well-formed numeral.

    Args:
        numeral: For example 三百二十, 二十五点六 or 十二.

    Returns:
        The exact value; None for 两三, 十百 and the like, which name no single number.
    """
    normal = numeral.replace("两", "二").replace("〇", "零")
    try:
        return Decimal(str(cn2an.cn2an(normal, "strict")))
    except ValueError:
        return None
