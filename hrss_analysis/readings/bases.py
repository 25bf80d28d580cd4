"""The number that a growth, a share or a completion rate speaks of."""

import re

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.links import Link, latest
from hrss_analysis.readings.topics import lead_of

# 合计净增4万人: the growth of a sum.
_SUM = re.compile("合计|总计")
_COMPARED = re.compile(
    "(?:同比|环比|年均|平均|分别|(?:比|较|与|和|相比)[^，。,；;]{0,12}(?:上年|去年|年初|同期|年底|年末|年)?[^，。,；;]{0,2})"
)
_SHORT = 4
_SHARE_OF_OTHERS = re.compile("的[一-龥]{2}")
_OWN_SHARE = re.compile("[，、]?(?:其中[，:]?)?(?!合计|总计|三|两)[^占，。]{4,}占")


def base_of(link: Link, before: list[Link]) -> Link | None:
    """The number that a dependent number speaks of; a list pairs with the list before it."""
    passage = link.passage
    shared = link.role == "target" and passage.quantity.unit == "percent" and before
    if shared and before[-1].role == "share" and _in_sentence(before[-1], link):
        return before[-1]
    points = passage.quantity.unit == "percentage_point"
    first = len(before) - passage.turn
    levels = []
    for earlier in latest(before, first):
        if not _in_sentence(earlier, link):
            break
        rate = points and earlier.passage.quantity.unit == "percent" and earlier.role != "growth"
        if earlier.is_about_another and not rate:
            continue
        levels.append(earlier)
    if not levels:
        return None
    outside = [one for one in levels if not one.passage.clause.bracket]
    paired_outside = len(outside) >= passage.turns or len(levels) < passage.turns
    levels = levels if passage.clause.bracket or not paired_outside else outside or levels
    if passage.left == "的" and link.role == "share" and len(levels) > 1:
        levels = levels[1:]  # 按月最低工资标准2060元的90%: what it is taken of
    levels.reverse()
    if "前者" in passage.left or "后者" in passage.left:
        rank = 0 if "前者" in passage.left else 1
        pair = [one for one in levels if one.passage.size == 2 and one.passage.rank == rank]
        return pair[-1] if pair else levels[-1]
    paired = passage.turns > 1 and len(levels) >= passage.turns
    return levels[len(levels) - passage.turns + passage.turn] if paired else levels[-1]


def _in_sentence(earlier: Link, link: Link) -> bool:
    return earlier.passage.clause.sentence == link.passage.clause.sentence


def is_of_another(link: Link, base: Link | None) -> bool:
    """Growth of a thing named beside it, or a share behind a rate, is not about that number."""
    if link.role == "growth" and _SUM.search(link.passage.left):
        return True
    if link.role == "growth":
        left = link.passage.left
        points = link.passage.quantity.unit == "percentage_point"
        named = matcher("cues", "own_subject").search(left) is not None
        return named or (not points and _names_own(left))
    if link.role == "target" and base is not None:
        unit = link.passage.quantity.unit
        return unit not in ("percent", base.passage.quantity.unit)
    if link.role != "share":
        return False
    left, right = link.passage.left, link.passage.right
    rate = base is not None and base.passage.quantity.unit == "percent"
    others = _SHARE_OF_OTHERS.match(right) is not None and not re.search("[占比率]", left)
    return rate or others or _OWN_SHARE.match(left) is not None


def _names_own(left: str) -> bool:
    """Whether words left of a change name something: 城乡低保标准平均提高5%."""
    bare = left
    for kind in ("growth", "decline"):
        found = list(matcher("context", kind, ending=True).finditer(bare))
        bare = bare[: found[0].start()] if found else bare
    bare = _COMPARED.sub("", bare)
    return len(bare) > _SHORT and lead_of(bare) is None
