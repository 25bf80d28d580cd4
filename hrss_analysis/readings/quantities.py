"""Grammar of printed quantities: where a number stands, what it is worth, what it counts.

The input is running text (folded, see `folding`). The grammar knows no meaning beyond the number,
its scale, its unit and its qualifier; everything else is decided by later steps.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from hrss_analysis.readings import numerals
from hrss_analysis.readings.lexicon import alternation, matcher, read_table

# Longer runs of digits are no statistic of this planet.
MOST_DIGITS = 18
# A sentence names what it measures in years or days so far ahead, whole years right beside.
_MEASURED, _BESIDE = 80, 6
# A qualifier begins so far before its number at most.
_AHEAD = 14


@dataclass
class Quantity:
    """One number with its unit, spans counted in the running text.

    `unit_literal` is what stands behind the number ("" where nothing does); `unit` is the base unit
    as far as the unit itself decides it. `decimals` and `scale` give the printed precision.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal
    decimals: int
    unit_literal: str
    unit: str
    qualifier: str = "eq"
    worded: bool = False
    scale_word: str = ""


@dataclass(frozen=True)
class Unread:
    """A number that is no reading, and why; spans counted in the running text."""

    start: int
    end: int
    reason: str


@cache
def units() -> dict[str, dict[str, str]]:
    """Return the unit table by its literal."""
    return {row["literal"]: row for row in read_table("units")}


@cache
def _prefixes() -> tuple[re.Pattern[str], list[str]]:
    """One pattern for all words before a number, and the qualifier of each of its groups."""
    rows = [row for row in read_table("qualifiers") if row["position"] == "before"]
    phrases = "|".join(f"({row['phrase']})" for row in rows)
    return re.compile(rf"(?:{phrases})\s?$"), [row["qualifier"] for row in rows]


@cache
def _suffixes() -> dict[str, str]:
    rows = [row for row in read_table("qualifiers") if row["position"] == "after"]
    return {row["phrase"]: row["qualifier"] for row in rows}


def _longest_first(row: dict[str, str]) -> tuple[int, str]:
    return -len(row["literal"]), row["literal"]


def _unit_pattern(row: dict[str, str]) -> str:
    """A unit that is no unit before certain characters (部 in 部门) says so in the table."""
    banned = f"(?![{row['not_before']}])" if row["not_before"] else ""
    return re.escape(row["literal"]) + banned


_HAN = f"[{numerals.HAN_NUMERAL}]"
_SPLIT = r"(?<=[一-龥])\d \d{1,2}(?=[万亿个人名家场次件元户%项])"
_ARABIC = (
    rf"{_SPLIT}|"
    + r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d{1,3}(?: \d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
)
_SCALE = "十万|百万|千万|十亿|百亿|千亿|万亿|万|亿|千(?![米瓦克])|百(?!分)"
_OVER = "[余多]"


@cache
def _grammar() -> re.Pattern[str]:
    unit = "|".join(_unit_pattern(row) for row in sorted(units().values(), key=_longest_first))
    after = alternation(_suffixes())
    tail = rf"(?P<over2>{_OVER})?\s?(?P<unit>{unit})?\s?(?P<after>{after})?"
    arabic = rf"(?P<arabic>{_ARABIC})(?P<over>{_OVER})?\s?(?P<scale>{_SCALE})?"
    hundredth = rf"百分之(?P<hundredth>\d+(?:\.\d+)?|{_HAN}+(?:点{_HAN}+)?)"
    digits = f"{_HAN}+(?:[万亿]{_HAN}+)*(?:点[{numerals.HAN_DIGITS}]+)?"
    han = f"(?P<han>{digits})(?P<hover>{_OVER})?(?P<hscale>万亿|万|亿)?"
    scale = r"(?P<bare>千亿|百亿|百万|千万|万亿|万|亿)"
    return re.compile(f"(?:{hundredth}|{arabic}|{han}|{scale}){tail}")


_RANGE = re.compile(r"\s?[-~至到]\s?$")


def find_quantities(text: str, taken: list[tuple[int, int]]) -> tuple[list[Quantity], list[Unread]]:
    """Find all numbers of a running text outside the spans taken already.

    Args:
        text: Running text.
        taken: Spans that hold no statistics, in order (dates, titles, …).

    Returns:
        Quantities and the other numbers, each in order of their place.
    """
    found: list[Quantity] = []
    unread: list[Unread] = []
    starts = [start for start, _ in taken]
    position = 0
    pattern = _grammar()
    while (match := pattern.search(text, position)) is not None:
        place = bisect_right(starts, match.end() - 1) - 1
        if place >= 0 and taken[place][1] > match.start():
            position = max(taken[place][1], match.start() + 1)
            if taken[place][0] > match.start():
                _cut(text, match.start(), taken[place][0], found, unread)
            continue
        position = max(_take(text, match, found, unread), match.start() + 1)
    _share_units(text, found)
    _pair_ranges(text, found)
    return found, unread


def _cut(text: str, start: int, end: int, found: list[Quantity], unread: list[Unread]) -> None:
    """Read what stands before a taken span that a match ran into."""
    match = _grammar().match(text, start, end)
    if match is not None:
        _take(text, match, found, unread)


def _take(text: str, match: re.Match[str], found: list[Quantity], unread: list[Unread]) -> int:
    """Turn one match into a quantity or an unread number; return where to go on."""
    if match["arabic"] or match["hundredth"]:
        return _take_printed(text, match, found, unread)
    quantity = _worded(text, match)
    if quantity is not None:
        found.append(quantity)
        return quantity.end
    return match.end("han") if match["han"] else match.end("bare")


def _take_printed(
    text: str, match: re.Match[str], found: list[Quantity], unread: list[Unread]
) -> int:
    digits = match["arabic"] or match["hundredth"]
    end = _end(match)
    row = units().get(match["unit"] or "", {})
    if len(digits) > MOST_DIGITS + 8:
        unread.append(Unread(match.start(), match.end("arabic"), "not understood"))
        return match.end("arabic")
    if row.get("reason") and not match["scale"] and not _is_measured(text, match, row["reason"]):
        unread.append(Unread(match.start(), end, row["reason"]))
        return end
    if match["unit"] in ("条", "项") and text[end : end + 1] in ("”", "》"):
        unread.append(Unread(match.start(), end, "name"))
        return end
    quantity = _quantity(text, match, digits, end)
    if quantity is None:
        unread.append(Unread(match.start(), end, "not understood"))
    else:
        found.append(quantity)
    return end


def _is_measured(text: str, match: re.Match[str], reason: str) -> bool:
    """人均预期寿命77.3岁: what is measured in years or days is named before it."""
    if reason not in ("duration", "age"):
        return False
    first = max(0, match.start() - _MEASURED)
    start = max(text.rfind(mark, first, match.start()) for mark in "。；;\n") + 1
    named = matcher("cues", "measured").search(text, max(start, first), match.start())
    if named is None:
        return False
    years = match["unit"] == "年" and "." not in match["arabic"]
    return not years or match.start() - named.end() <= _BESIDE


# 自然增长率-1.9‰: a sign; other dashes are ranges or breaks.
_MINUS = re.compile(r"[率长幅速为达(]-$")


def _end(match: re.Match[str]) -> int:
    """End of the literal: behind unit and suffix qualifier, never behind a blank."""
    groups = ("after", "unit", "over2", "scale", "hscale", "over", "hover")
    ends = [match.end(name) for name in groups if match[name]]
    bare = [match.end(name) for name in ("arabic", "hundredth", "han", "bare") if match[name]]
    return max(ends + bare)


def _quantity(text: str, match: re.Match[str], digits: str, end: int) -> Quantity | None:
    if match["hundredth"] and not digits[0].isdigit():
        number = numerals.chinese(digits)
        if number is None:
            return None
    else:
        number = numerals.arabic(digits)
    literal = "%" if match["hundredth"] else (match["unit"] or "")
    row = units().get(literal, {})
    scale = Decimal(numerals.scale_factor(match["scale"] or "")) * Decimal(row.get("factor") or 1)
    minus = literal in ("%", "‰") and _MINUS.search(text, max(0, match.start() - 2), match.start())
    return Quantity(
        start=match.start() - (1 if minus else 0),
        end=end,
        value=-number * scale if minus else number * scale,
        scale=scale,
        decimals=numerals.decimals_of(digits),
        unit_literal=literal,
        unit=row.get("unit") or ("other" if row.get("reason") else ""),
        qualifier=_qualifier(text, match),
        worded=not digits[0].isdigit(),
        scale_word=match["scale"] or "",
    )


def _qualifier(text: str, match: re.Match[str]) -> str:
    pattern, qualifiers = _prefixes()
    prefix = pattern.search(text, max(0, match.start() - _AHEAD), match.start())
    if prefix is not None:
        qualifier = qualifiers[(prefix.lastindex or 1) - 1]
        capped = matcher("cues", "ceiling_behind").match(text, _end(match))
        return "le" if qualifier == "lt" and capped else qualifier
    if match["over"] or match["over2"] or match["hover"]:
        return "over"
    if match["after"]:
        return _suffixes()[match["after"]]
    return "approx" if re.match(r"[一-龥]{1,6}左右", text[match.end() : match.end() + 8]) else "eq"


def _worded(text: str, match: re.Match[str]) -> Quantity | None:
    """A quantity in Chinese numerals, where it is one and no name, ordinal or slogan."""
    unit = match["unit"] or ""
    row = units().get(unit, {})
    qualifier = _qualifier(text, match)
    before = text[max(0, match.start() - 8) : match.start()]
    if row.get("reason") or before.endswith("第"):
        return None
    if match["bare"] or match["han"] in ("百", "千"):
        word = match["bare"] or match["han"] + (match["hscale"] or "")
        value = _bare_scale(word, before, qualifier, unit)
    elif _is_counted(match, before, text[match.end() : match.end() + 4]):
        value = numerals.chinese(match["han"])
        value = None if value is None else value * numerals.scale_factor(match["hscale"] or "")
    else:
        return None
    if value is None:
        return None
    factor = Decimal(row.get("factor") or 1)
    end = _end(match)
    if unit == "成" and (fifth := _FURTHER.match(text, end)):
        value, end = value + _HUNDREDTHS[fifth[1]] / Decimal(10), fifth.end()
    if unit == "成" and qualifier == "eq" and re.search(r"约\s?$", before):
        qualifier = "approx"
    if before.endswith("上") and qualifier == "eq":
        qualifier = "ge"
    return Quantity(
        match.start(), end, value * factor, factor, 0, unit, row.get("unit", ""),
        qualifier, worded=True,
    )  # fmt: skip


# 九成五, 六成半: a digit behind the tenths.
_FURTHER = re.compile("([一二三四五六七八九半])(?:以上|以下|左右)?(?![十百千万亿成个名家])")
_HUNDREDTHS = dict(
    zip("一二三四五六七八九半", map(Decimal, (1, 2, 3, 4, 5, 6, 7, 8, 9, 5)), strict=True)
)


def _bare_scale(word: str, before: str, qualifier: str, unit: str) -> Decimal | None:
    """百余家, 上千亿元, 突破千万: a scale word alone counts only beside a qualifier."""
    if not (qualifier in ("over", "gt", "nearly") or before.endswith("上")):
        return None
    if qualifier != "over" and not unit and word not in ("千万", "百万", "亿", "万"):
        return None
    return Decimal(numerals.scale_factor(word))


_FREQUENT = re.compile("(?:每[^，。]{0,12}|上调|提高|调整|上涨|荣获|开展|举办|评选|组织)$")

# 每两年开展一次: without a frequency 一次 counts nothing.
_YEARLY = re.compile("每[一两三四五]?个?[年月周季][一-龥]{0,4}$")


def _is_counted(match: re.Match[str], before: str, behind: str) -> bool:
    han, unit = match["han"], match["unit"] or ""
    if unit == "成":
        return len(han) <= 2 and not re.match("[立为员功长熟就都交套]", behind)
    if unit == "次" and han == "一":
        return _YEARLY.search(before) is not None
    if unit == "次" and han in "两二三四五六":
        frequent = re.search(_FREQUENT, before) or re.match("上调|提高|调整|上涨", behind)
        return bool(frequent) and not re.match("性|办|申|会", behind)
    if not unit or unit in ("大", "类", "种"):
        return False
    if unit == "倍":
        return True
    if match["hover"] or match["over2"] or match["hscale"]:
        return True
    if han == "两" and unit in ("家", "名"):
        return re.match("[一-龥]", behind) is not None and not behind.startswith("会")
    return len(han) > 1 and any(place in han for place in "十百千") and unit not in ("条", "项")


_LISTED = re.compile(r"\s?[、和与及]\s?")


def _share_units(text: str, found: list[Quantity]) -> None:
    """2.87、2.93和2.6万人, 1.1和2.6个百分点: the last number carries the unit of its list."""
    for second, first in zip(found[::-1], found[-2::-1], strict=False):
        listed = _LISTED.fullmatch(text, first.end, second.start)
        plain = not first.unit_literal and not first.scale_word and not first.worded
        if listed and plain and first.decimals and second.unit_literal:
            _share_unit(first, second)
            first.scale_word = second.scale_word


def _pair_ranges(text: str, found: list[Quantity]) -> None:
    """3-5场, 1至3个, 5%-8%: the first number takes unit and scale of the second."""
    for first, second in zip(found, found[1:], strict=False):
        between = text[first.end : second.start]
        if not _RANGE.fullmatch(between) or first.worded != second.worded:
            continue
        if first.unit_literal not in ("", second.unit_literal):
            continue
        if re.search("[从由]$", text[max(0, first.start - 1) : first.start]):
            continue
        if not first.unit_literal:
            _share_unit(first, second)
        if first.value < second.value:
            first.qualifier, second.qualifier = "ge", "le"


def _share_unit(first: Quantity, second: Quantity) -> None:
    if first.scale == 1:
        first.value, first.scale = first.value * second.scale, second.scale
    first.unit_literal, first.unit = second.unit_literal, second.unit
