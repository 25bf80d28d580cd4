"""How well a mention of an indicator goes with a number of its clause."""

import re

from hrss_analysis.readings.mentions import Mention
from hrss_analysis.readings.passages import Passage

# A mention behind its number stands this close to it.
_BEHIND = 14
# Behind a number such a name counts a few persons, unless the place has them.
_STOCKS = ("professional_personnel", "skilled_personnel", "highly_skilled_personnel")
_WAN = 10_000

_HELD = re.compile("(?:有|达到?|至|到|总量|总数|超过?|突破|近|为)$")
_TAKEN_WITH = re.compile("[^，。]{0,4}(?:以?及|和|与|、)(?!发放|申领)[^，。]{2,}(?:补贴|补助|奖补)")


def fits(mention: Mention, passage: Passage) -> bool:
    """Whether a number can be of the indicator: its unit, and for prices its size."""
    units = mention.phrase.units
    hourly = "yuan_per_month" in units and re.search("小时|[天日时]", passage.quantity.unit_literal)
    # Monthly prices are not printed in units of 万 or more.
    priced = "yuan_per_month" in units and passage.quantity.scale >= _WAN
    return passage.quantity.unit in units and not hourly and not priced


def _names_another(mention: Mention, passage: Passage, between: str) -> bool:
    """完成5万人次技能培训、3万人取得证书: a name right behind a number is that number's.

    创业担保贷款和创业补贴4万元: a sum of several things has none of their names.
    """
    if passage.quantity.unit == "yuan" and _TAKEN_WITH.match(between):
        return True
    before = passage.previous
    touches = before is not None and mention.start - before.quantity.end in (0, 1)
    return touches and between in ("、", "和", "及", "与")


def score(mention: Mention, passage: Passage, left: int, right: int) -> float | None:
    """How well a mention goes with a number: long phrases near it, rather left than right."""
    quantity = passage.quantity
    weight = mention.strength
    near = mention.phrase.near
    between = passage.left[mention.end - quantity.start :] if mention.end < quantity.start else ""
    if mention.end <= quantity.start:
        distance = quantity.start - mention.end
        last_word = mention.end - len(mention.phrase.words[-1])
        if last_word < left or (near and distance > near):
            return None
        if _names_another(mention, passage, between):
            return None
        return weight - 0.5 * distance
    if mention.start >= quantity.end:
        distance = mention.start - quantity.end
        if distance > (3 if near else _BEHIND) or mention.start >= right:
            return None
        if "、" in passage.right[:distance]:
            return None
        if mention.indicator_id in _STOCKS and not _HELD.search(passage.left):
            return None
        return weight - 4 - 0.5 * distance
    return weight if mention.start >= left and mention.end <= right else None
