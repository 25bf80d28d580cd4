"""What a measure word counts: 个, 家, 件, 条 and bare 万 or 亿 are decided by the noun beside them."""

import re
from functools import cache

from hrss_analysis.readings.lexicon import alternation, matcher, read_table
from hrss_analysis.readings.passages import Passage

# Nouns stand this far from the number at most.
_AHEAD, _BEHIND = 26, 20


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    unit_of = {row["noun"]: row["unit"] for row in read_table("counted_nouns")}
    return re.compile(alternation(unit_of)), unit_of


@cache
def _allowed() -> dict[str, tuple[set[str], str]]:
    rows = read_table("measure_words")
    return {row["literal"]: (set(row["allows"].split("|")), row["default"]) for row in rows}


def counted_unit(passage: Passage) -> str:
    """Return the base unit of a quantity after looking at the noun it counts."""
    quantity = passage.quantity
    literal = quantity.unit_literal
    if not literal:
        return _without_unit(passage)
    if literal not in _allowed():
        return quantity.unit
    allows, default = _allowed()[literal]
    ahead = _noun_ahead(passage.right)
    if ahead:
        return ahead if ahead in allows else default
    behind = _noun_behind(passage.left)
    return behind if behind in allows else default


def _noun_ahead(right: str) -> str:
    """Unit of the head of the noun phrase right behind the number, else nothing."""
    phrase = matcher("context", "phrase_end").split(right[:_AHEAD], maxsplit=1)[0]
    pattern, unit_of = _nouns()
    found = list(pattern.finditer(phrase))
    return unit_of[found[-1].group()] if found else ""


def _noun_behind(left: str) -> str:
    pattern, unit_of = _nouns()
    found = list(pattern.finditer(left[-_BEHIND:]))
    return unit_of[found[-1].group()] if found else ""


def _without_unit(passage: Passage) -> str:
    """万 or 亿 without a unit counts persons unless the clause speaks of money."""
    if passage.quantity.scale == 1:
        return ""
    ahead = _noun_ahead(passage.right)
    if ahead:
        return ahead
    return "yuan" if matcher("context", "money").search(passage.left) else "person"
