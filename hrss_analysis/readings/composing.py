"""Names put together: the bare name of a part with that of its whole, a verb with a heading.

其中企业职工4万人 goes on with 养老保险参保9万人 before it, 当年扶持90人 with the label of its line.
"""

import re

from hrss_analysis.readings.links import Link, latest
from hrss_analysis.readings.lists import best_mention, compose, continued
from hrss_analysis.readings.naming import REACH, Names
from hrss_analysis.readings.passages import Passage
from hrss_analysis.readings.scopes import narrowing
from hrss_analysis.readings.topics import (
    FLOWS,
    INSURED,
    are_siblings,
    frame_of,
    head_of,
    is_scheme,
    label_of_part,
)

# Schemes of health are none of those that bare names of insured persons go on with.
# 减免各项税费: the verb that opens a list.
_OPENING_VERB = re.compile("[，,]?(?:共|累计|已)*([一-龥]{2})(?=[一-龥]{2})")
_HEALTH = re.compile("医|生育|农合|年金")


class Composer:
    """Names the numbers of one text that stand behind half a name."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names

    def compose(self, link: Link, before: list[Link]) -> bool:
        """参保9万人，其中企业职工4万人: the name of a part goes on with that of the whole.

        So does what the label of a line names (创业担保贷款。当年扶持90人).
        """
        passage = link.passage
        label = label_of_part(passage)
        if not label:
            return False
        if _in_part(link, before):
            link.scope = "sub_group"
            return False
        unit = passage.quantity.unit
        frame = frame_of(self._text, passage.clause.start)
        anchor = None if frame else self.anchor(link, before)
        whole = frame or (self._whole(passage, label, anchor) if anchor else "")
        whole = whole or self._scheme(link, before, label)
        found = compose(label, whole, unit) if whole else None
        if found is None and not anchor:
            found = self._headed(link, before, label) or _shared_verb(link, before, label)
        else:
            link.whole = whole
        if found is None or (anchor and _is_told(link, before, found)):
            return False
        link.indicator_id = found
        self.leave_parts(link, label)
        return True

    def _whole(self, passage: Passage, label: str, anchor: Link) -> str:
        """What the bare name of a part is to be joined with: the name of its whole or sibling."""
        near = anchor.passage.clause.sentence == passage.clause.sentence
        if _HEALTH.search(label):
            return ""
        if anchor.whole or anchor.mention is None:
            closed = anchor.passage.clause.bracket and not passage.clause.bracket
            return anchor.whole if near and (not closed or is_scheme(label)) else ""
        name = self._text[anchor.mention.start : anchor.mention.end]
        if passage.clause.bracket or "其中" in passage.context:
            return name
        if near and FLOWS.search(label) and FLOWS.search(name):
            return FLOWS.sub("", name)
        return name[1:] if near and are_siblings(label, name) else ""

    def _scheme(self, link: Link, before: list[Link], label: str) -> str:
        """参加养老保险9万人，工伤5万人: behind insured persons the bare name of a scheme."""
        if link.passage.quantity.unit != "person" or not is_scheme(label):
            return ""
        start = self._text.rfind("\n", 0, link.passage.quantity.start)
        run = [one for one in latest(before, len(before)) if one.passage.quantity.start > start]
        last = next((one for one in run if one.indicator_id.endswith("insured")), None)
        if last is None:
            return INSURED if any(one.whole == INSURED for one in run) else ""
        if "pension" in last.indicator_id:
            return f"养老{INSURED}"
        return "" if last.indicator_id == "medical_insured" else INSURED

    def _headed(self, link: Link, before: list[Link], label: str) -> str | None:
        """Indicator that the label of a line gives with that of a number of the line."""
        passage = link.passage
        place = passage.quantity.start
        head = head_of(self._text, place)
        found = continued(head, label, passage.quantity.unit) if head else None
        if found is None:
            return None
        pattern = narrowing().get(found)
        start = max(self._text.rfind(mark, 0, place) for mark in "。；\n") + 1
        words = head + self._text[start:place]
        parted = pattern is not None and pattern.search(words)
        link.whole = head
        return None if parted or _has_name(link, before, found, self._text) else found

    @staticmethod
    def leave_parts(link: Link, label: str) -> None:
        """Take the indicator away where the name of a part narrows it further."""
        pattern = narrowing().get(link.indicator_id)
        if pattern is not None and pattern.search(label):
            link.indicator_id, link.scope = "", "sub_group"

    def anchor(self, link: Link, before: list[Link]) -> Link | None:
        """The number of a paragraph whose parts by place or time go on: the last of its unit."""
        passage = link.passage
        place = passage.quantity.start
        first = max(self._text.rfind("\n", 0, place) + 1, place - REACH)
        taken: set[str] = set()
        for earlier in latest(before, len(before) - passage.rank):
            if earlier.passage.quantity.start < first:
                break
            # 按2060元的90%: what another number is taken of.
            if earlier.passage.right == "的" or _is_of_part(earlier, passage):
                taken.add(earlier.indicator_id)
                continue
            if earlier.is_about_another or earlier.passage.quantity.unit != passage.quantity.unit:
                continue
            named = earlier.indicator_id or earlier.whole or (earlier.mention and not earlier.scope)
            own = {earlier.indicator_id, *taken}
            other = self._names.other_between(earlier.passage, own, passage)
            return earlier if named and not other else None
        return None


def _is_of_part(earlier: Link, passage: Passage) -> bool:
    """培训6万人次,其中农民工2万人次;2026年1万人次: behind a semicolon the whole goes on."""
    apart = earlier.passage.clause.segment != passage.clause.segment
    return apart and "其中" in earlier.passage.context


def _in_part(link: Link, before: list[Link]) -> bool:
    """在职9万人(企业8万人,机关1万人): what a bracket divides is a part already."""
    clause = link.passage.clause
    if not clause.bracket:
        return False
    for earlier in latest(before, len(before)):
        if earlier.passage.clause.sentence != clause.sentence:
            return False
        if not earlier.passage.clause.bracket:
            return earlier.scope == "sub_group"
    return False


def _shared_verb(link: Link, before: list[Link], label: str) -> str | None:
    """减免税费2亿元、社会保险费9万元: the items of a list share the verb of the first."""
    passage = link.passage
    if not passage.left.startswith("、"):
        return None
    for earlier in latest(before, len(before)):
        if earlier.passage.clause is not passage.clause:
            return None
        if not earlier.passage.left.startswith("、"):
            verb = _OPENING_VERB.match(earlier.passage.left)
            return best_mention(f"{verb[1]}{label}", passage.quantity.unit) if verb else None
    return None


def _is_told(link: Link, before: list[Link], indicator_id: str) -> bool:
    """Whether a number of the sentence has that name: what goes on with it is a part of it."""
    return any(
        (earlier.indicator_id, earlier.role) == (indicator_id, link.role)
        and earlier.passage.clause.sentence == link.passage.clause.sentence
        for earlier in latest(before, len(before))
    )


def _has_name(link: Link, before: list[Link], indicator_id: str, text: str) -> bool:
    """Whether a number of the line has that name: of what it sums up, this one is a part."""
    start = text.rfind("\n", 0, link.passage.quantity.start)
    return any(
        earlier.indicator_id == indicator_id
        and earlier.role == link.role
        and earlier.passage.quantity.start > start
        for earlier in latest(before, len(before))
    )
