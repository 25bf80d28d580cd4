"""Short labels of what a number counts."""

import re

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.linking import Link

_ENDINGS = {"completion_rate": "完成率", "growth": "增减", "share": "占比", "target": "目标"}
_LONGEST = 14


def label_of(link: Link, role: str, names: dict[str, str]) -> str:
    """Return the name of the indicator and what is said of it, else words beside the number."""
    ending = _ENDINGS.get(role, "")
    if link.indicator_id in names:
        return names[link.indicator_id] + ending
    passage = link.passage
    left = re.split("[，。；：、,;:()“”\n]", passage.left)[-1][-_LONGEST:]
    right = matcher("context", "phrase_end").split(passage.right[:_LONGEST], maxsplit=1)[0]
    words = re.sub(r"\s+", "", left + right).strip("的为达到")
    base = label_of(link.base, link.base.role, names) if link.base is not None else ""
    return (words or base or passage.quantity.unit_literal or "数") + ending
