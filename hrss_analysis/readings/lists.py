"""Lists whose head names several things: A、B、C分别为 1、2、3."""

import re
from functools import lru_cache

from hrss_analysis.readings.mentions import find_mentions
from hrss_analysis.readings.passages import Clause

_JOINTS = re.compile(r"、|和|与|及|，")


def spread(head: str, size: int) -> list[str] | None:
    """Spread a head over the numbers of its list.

    基本养老、失业、工伤保险参保人数分别为 becomes three heads that share their end; 城乡 before two
    numbers becomes 城镇 and 农村. Nothing where the head does not name as many things.
    """
    head, verb = _without_verb(head)
    if size == 2 and "城乡" in head:
        return [head.replace("城乡", "城镇"), head.replace("城乡", "农村")]
    parts = _JOINTS.split(head)
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
    best: tuple[int, str] | None = None
    for end in ends:
        text = part + end
        for mention in find_mentions(text, [Clause(0, len(text), 0, 0)], []).get(0, []):
            units = mention.phrase.units
            ok = (not units or not unit or unit in units) and mention.start < max(len(part), 1)
            near = mention.phrase.near and len(text) - mention.end > mention.phrase.near
            if ok and not near and (best is None or mention.phrase.weight > best[0]):
                best = (mention.phrase.weight, mention.indicator_id)
    return best[1] if best else None
