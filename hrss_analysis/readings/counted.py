"""What a measure word counts: the noun beside 个, 家, 件, 条 and bare 万 or 亿 decides."""

import re
from functools import cache

from hrss_analysis.readings.lexicon import alternation, matcher, read_table
from hrss_analysis.readings.passages import Passage

# Nouns stand this far from the number at most.
_AHEAD, _BEHIND = 26, 20
# Nouns this close are one compound, whose last noun counts (企业调解组织).
_JOINED = 4
# A ratio stands this close to its name.
_NEAR = 12
_TOTAL = re.compile("(?:总?数量?|总量|个数|规模)$")
# Smaller bare numbers are no count of persons.
_FEWEST = 100
# Numbers to look back over.
_FURTHEST = 12


@cache
def _nouns() -> tuple[re.Pattern[str], dict[str, str]]:
    unit_of = {row["noun"]: row["unit"] for row in read_table("counted_nouns")}
    return re.compile(alternation(unit_of)), unit_of


@cache
def measure_words() -> dict[str, dict[str, str]]:
    """Return the measure words whose noun decides the unit, by their literal."""
    return {row["literal"]: row for row in read_table("measure_words")}


def counted_unit(passage: Passage) -> str:
    """Return the base unit of a quantity after looking at the noun it counts."""
    quantity = passage.quantity
    literal = quantity.unit_literal
    if not literal:
        return _without_unit(passage)
    if literal not in measure_words():
        return quantity.unit
    row = measure_words()[literal]
    ahead = _noun_ahead(passage.right)
    found = [ahead] if ahead else _nouns_behind(passage.left)
    allowed = [unit for unit in found if unit in row["allows"].split("|")]
    if found[:1] == ["person"] and row["persons"]:
        return row["persons"]
    if allowed:
        return allowed[0]
    return (not found and _as_before(passage)) or row["default"]


def labelled_unit(label: str, literal: str) -> str:
    """Return the base unit of a table's numbers that a measure word or nothing is printed with.

    Args:
        label: What the row or column counts (新增就业岗位数).
        literal: The measure word, empty where none is printed.
    """
    found = _nouns_behind(_TOTAL.sub("", label))
    row = measure_words().get(literal)
    if row is None:
        return found[0] if found else ""
    return next((unit for unit in found if unit in row["allows"].split("|")), row["default"])


def _as_before(passage: Passage) -> str:
    """其中……17个 counts what the same measure word counted before it in the sentence."""
    before = passage.previous
    for _ in range(_FURTHEST):
        if before is None or before.clause.sentence != passage.clause.sentence:
            break
        if before.quantity.unit_literal == passage.quantity.unit_literal:
            return before.quantity.unit
        before = before.previous
    return ""


def _noun_ahead(right: str) -> str:
    """Unit of the head of the noun phrase right behind the number, else nothing."""
    ahead = re.sub("[“”]", "", right[:_AHEAD]).lstrip().removeprefix("的")
    phrase = matcher("context", "phrase_end").split(ahead, maxsplit=1)[0]
    pattern, unit_of = _nouns()
    head, end = "", 0
    for match in pattern.finditer(phrase):
        if head and match.start() - end > _JOINED:
            break
        head, end = unit_of[match.group()], match.end()
    return head


def _nouns_behind(left: str) -> list[str]:
    """Units of the nouns left of a number, nearest first."""
    pattern, unit_of = _nouns()
    return [unit_of[match.group()] for match in pattern.finditer(left[-_BEHIND:])][::-1]


def _is_ratio(passage: Passage) -> bool:
    """1.38:1, 收入比由1.97缩小至1.92: a bare number behind a word for a ratio."""
    left, right = passage.left, passage.right
    before = passage.previous
    if right.startswith(":") and right[1:2] == "" and matcher("context", "ratio").search(left):
        return True
    if before is not None and before.quantity.unit == "other" and not before.quantity.unit_literal:
        return left in ("", ":") or "至" in left or "到" in left
    if right.startswith(":") and right[1:2] == "" and matcher("cues", "ratio_head").search(left):
        return True
    if matcher("cues", "rate_of_places").search(left[-_NEAR:]):
        return True
    if right == ":" and matcher("context", "parts_ratio", ending=True).search(left):
        return True
    if _is_ratio_change(passage):
        return True
    verb = re.search(
        "(?:比|系数|指数)[^，。]{0,4}(?:由|从|为|达到?|[至到]|高达)$|(?:收入比|之比|系数)$", left
    )
    return verb is not None and passage.quantity.decimals > 0


def _is_ratio_change(passage: Passage) -> bool:
    """收入比2.04，比上年缩小0.05: how a ratio before it changed."""
    before = passage.previous
    ratio = before is not None and before.quantity.unit == "other"
    bare = ratio and before is not None and not before.quantity.unit_literal
    changed = matcher("context", "ratio_change", ending=True).search(passage.left)
    return bare and changed is not None and passage.quantity.decimals > 0


def _without_unit(passage: Passage) -> str:
    """万 or 亿 without a unit counts persons unless the clause speaks of money."""
    if passage.quantity.scale == 1:
        if _is_ratio(passage):
            return "other"
        persons = passage.quantity.qualifier == "over" and _noun_ahead(passage.right) == "person"
        return "person" if persons or _counts_persons(passage) else ""
    ahead = _noun_ahead(passage.right)
    if ahead:
        return ahead
    return "yuan" if matcher("context", "money").search(passage.left) else "person"


def _counts_persons(passage: Passage) -> bool:
    """城镇新增就业6254(目标6000人): a bare whole number behind what only persons do."""
    closed = re.match(r"$|[(，。；,;、]", passage.right) is not None
    named = matcher("context", "bare_persons", ending=True).search(passage.left)
    return closed and named is not None and passage.quantity.value >= _FEWEST
