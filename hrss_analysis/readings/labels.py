"""Short labels of what a number counts."""

import re

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.links import Link

_ENDINGS = {"completion_rate": "完成率", "growth": "增减", "share": "占比", "target": "目标"}
_LONGEST = 14
# A number is about another one, which may be about another one, at most so often.
_DEEPEST = 5


def label_of(link: Link, role: str, names: dict[str, str]) -> str:
    """Return the name of the indicator and what is said of it, else words beside the number."""
    ending = _ENDINGS.get(role, "")
    endings = ending
    about: Link | None = link
    for _ in range(_DEEPEST):
        if about is None:
            break
        name = names.get(about.indicator_id) or _words(about)
        if name:
            return name + endings
        about = about.base
        endings = (_ENDINGS.get(about.role, "") if about is not None else "") + ending
    return (link.passage.quantity.unit_literal or "数") + ending


def _words(link: Link) -> str:
    """Words beside a number that say what it counts."""
    passage = link.passage
    left = re.split("[，。；：、,;:()“”\n]", passage.left)[-1][-_LONGEST:]
    right = matcher("context", "phrase_end").split(passage.right[:_LONGEST], maxsplit=1)[0]
    return re.sub(r"\s+", "", left + right).strip("的为达到")
