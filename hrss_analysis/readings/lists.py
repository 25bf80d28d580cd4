"""Lists whose head names several things: A、B、C分别为 1、2、3."""

import re
from functools import lru_cache

from hrss_analysis.readings.mentions import find_mentions
from hrss_analysis.readings.passages import Clause

# 养老、失业、工伤三项社会保险: the list says itself how many it names.
_COUNTED = re.compile("等?(?:[三四五六]项|[三四五]大|各项)(?:主要)?(?:社会)?(?:保险|险种)")
_JOINTS = re.compile(r"、|和|与|及|，")


def spread(head: str, size: int) -> list[str] | None:
    """Spread a head over the numbers of its list.

    基本养老、失业、工伤保险参保人数分别为 becomes three heads that share their end; 城乡 before two
    numbers becomes 城镇 and 农村. Nothing where the head does not name as many things.
    """
    head, verb = _without_verb(_COUNTED.sub("保险", head))
    parts = _JOINTS.split(head)
    if size == 2 and len(parts) < size and "城乡" in head:
        return [head.replace("城乡", "城镇"), head.replace("城乡", "农村")]
    if len(parts) < size:
        return None
    return [f"{part}\0{parts[-1]}{verb}" for part in parts[-size:]]


def _without_verb(head: str) -> tuple[str, str]:
    """Split 失业人员、困难人员分别就业 into its names and what they share."""
    found = re.search(r"(?:分别|各)([^，。]{0,8})$", head)
    if found is None:
        return head, ""
    verb = re.search("就业|参保|培训|创业", found[1])
    return head[: found.start()], verb.group() if verb else ""


@lru_cache(maxsize=4096)
def best_mention(head: str, unit: str) -> str | None:
    """Indicator that a spread head speaks of, trying every common end; nothing where none fits.

    An empty unit fits all indicators.
    """
    part, _, last = head.partition("\0")
    ends = [last[cut:] for cut in range(len(last) + 1)] if last and last != part else [""]
    found = [_spoken_of(part + end, unit, max(len(part), 1), 0) for end in ends]
    return max(found, key=lambda one: one[0])[1] or None


@lru_cache(maxsize=4096)
def compose(part: str, whole: str, unit: str) -> str | None:
    """Indicator that the name of a part gives with that of its whole, words of both in it.

    企业职工 and 养老保险参保 give the employees' scheme, 养老保险参保 and 离退休 its pensioners.
    """
    found = [
        _spoken_of(part + whole[cut:], unit, len(part), len(part)) for cut in range(len(whole))
    ]
    found.append(_spoken_of(whole + part, unit, len(whole), len(whole)))
    return max(found, key=lambda one: one[0])[1] or None


@lru_cache(maxsize=4096)
def continued(head: str, label: str, unit: str) -> str | None:
    """Indicator that a label gives with the words behind it, up to their end (贷款。扶持90人)."""
    text = head + label
    found = find_mentions(text, [Clause(0, len(text), 0, 0)], []).get(0, [])
    whole = [
        one
        for one in found
        if one.origin < len(head)
        and one.end == len(text)
        and (not one.phrase.units or unit in one.phrase.units)
    ]
    best = max(whole, key=lambda one: one.phrase.weight, default=None)
    return best.indicator_id or None if best else None


def _spoken_of(text: str, unit: str, before: int, beyond: int) -> tuple[int, str]:
    """Weight and indicator of the best mention that begins before one place and ends beyond."""
    best = (0, "")
    for mention in find_mentions(text, [Clause(0, len(text), 0, 0)], []).get(0, []):
        units = mention.phrase.units
        ok = not units or not unit or unit in units
        near = mention.phrase.near and len(text) - mention.end > mention.phrase.near
        # 在职 and 保险参保 do not make 职保参保: a name that begins inside a part lies in it.
        first = mention.origin
        cut = beyond and 0 < first < before < first + len(mention.phrase.words[0])
        if ok and not near and not cut and first < before and mention.end > beyond:
            best = max(best, (mention.phrase.weight, mention.indicator_id), key=lambda one: one[0])
    return best
