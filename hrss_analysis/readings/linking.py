"""Which indicator a number is about.

Numbers are taken in order. A number looks for a mention of an indicator in its own clause, first on
its left, then on its right; where only words that name nothing stand between (完成, 实际达到), it
takes the topic of the clauses before. A place or a time of its own (其中甲县, 二季度) goes on with
the number before it in its paragraph; the bare name of a part (其中企业职工) is joined with that
of its whole. Growth, completion rates and shares are about the number before them. Lists
(A、B和C分别为…) are paired in order.
"""

import re

from hrss_analysis.readings.bases import base_of, is_of_another
from hrss_analysis.readings.composing import Composer
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.links import Link, latest
from hrss_analysis.readings.lists import best_mention, spread
from hrss_analysis.readings.mentions import Mention
from hrss_analysis.readings.naming import REACH, Names
from hrss_analysis.readings.passages import Clause, Passage
from hrss_analysis.readings.roles import Judgement
from hrss_analysis.readings.scopes import Scopes
from hrss_analysis.readings.topics import (
    Lead,
    carries,
    lead_of,
    verb_of,
)


class Linker:
    """Links the passages of one text; holds its clauses and mentions."""

    def __init__(
        self, text: str, clauses: list[Clause], mentions: dict[int, list[Mention]]
    ) -> None:
        self._text = text
        self._names = Names(text, clauses, mentions)
        self._scopes = Scopes(text, clauses)
        self._composer = Composer(text, self._names)

    def link(self, passages: list[Passage], judgements: list[Judgement]) -> list[Link]:
        """Link all passages of a text in order."""
        links: list[Link] = []
        for passage, judgement in zip(passages, judgements, strict=True):
            link = Link(passage, judgement)
            self._decide(link, links)
            links.append(link)
        return links

    def _decide(self, link: Link, before: list[Link]) -> None:
        passage = link.passage
        if link.judgement.attached and self._about(link, before):
            return
        if passage.size > 1 and self._listed(link):
            return
        mention = self._names.own(passage)
        if mention is None and (self._coordinated(link) or self._composer.compose(link, before)):
            return
        if mention is not None:
            self._accept(link, mention)
            if _is_part(link, before):
                link.indicator_id, link.scope = "", "sub_group"
        else:
            lead = self._lead(passage)
            if lead is not None:
                self._inherit(link, before, lead)
            else:
                self._repeat(link, before)

    # numbers about other numbers

    def _about(self, link: Link, before: list[Link]) -> bool:
        """Growth, completion, share and attached targets: own mention, else the number before."""
        passage = link.passage
        if self._is_achieved(link, before):
            return False
        counted = passage.size > 1 and _COUNTED_THINGS.search(passage.left) is not None
        if passage.size > 1 and (self._listed(link, any_unit=True) or counted):
            return True
        own = self._named_left(passage)
        if own is not None:
            self._accept(link, own)
            if link.role == "share" and own.phrase.units == {"percent"}:
                link.judgement = Judgement("actual")
            return True
        base = base_of(link, before)
        if is_of_another(link, base):
            return True
        loose = link.role != "target" or passage.quantity.unit == "percent"
        topic = self._names.topic(passage, any_unit=loose)
        topic = topic or (base is None and self._names.heading(passage, any_unit=loose)) or None
        if base is None or (link.role == "growth" and topic and _is_apart(topic, passage)):
            if topic is not None:
                self._accept(link, topic)
            return topic is not None
        link.base, link.indicator_id, link.scope = base, base.indicator_id, base.scope
        return True

    def _is_achieved(self, link: Link, before: list[Link]) -> bool:
        """目标值98%，实际完成100%: behind a target rate 完成 states the rate itself."""
        previous = before[-1] if before else None
        achieved = (
            link.role == "completion_rate"
            and previous is not None
            and previous.role == "target"
            and previous.passage.quantity.unit == "percent"
            and matcher("context", "achieved", ending=True).search(link.passage.left) is not None
        )
        if achieved:
            link.judgement = Judgement("actual")
        return achieved

    def _named_left(self, passage: Passage) -> Mention | None:
        """A mention left of a dependent number that names what it is about."""
        left, start = passage.left, passage.left_start
        against = _AGAINST.search(left)
        end = start + (against.start() if against else len(left))
        found = [m for m in self._names.at(passage) if start <= m.start]
        rates = [m for m in found if m.phrase.units == {"percent"} and m.end <= start + len(left)]
        if rates and passage.quantity.unit == "percent":
            return max(rates, key=lambda m: m.strength)
        named = [m for m in found if m.end <= end]
        place = passage.quantity.start
        return max(named, key=lambda m: m.strength - 0.5 * (place - m.end), default=None)

    # numbers that stand for themselves

    def _coordinated(self, link: Link) -> bool:
        """5万名失业人员、3万名困难人员就业: the first name shares the end of the last."""
        passage = link.passage
        part = _FIRST_NAME.fullmatch(passage.right)
        if part is None:
            return False
        end = min(passage.clause.end, passage.quantity.end + REACH)
        last = re.split(r"[\d、]", self._text[passage.quantity.end : end])[-1]
        head = f"{part[1]}\0{last}"
        link.indicator_id = best_mention(head, passage.quantity.unit) or ""
        return link.indicator_id != ""

    def _accept(self, link: Link, mention: Mention) -> None:
        """Take the mention unless words beside it narrow the indicator to a part."""
        link.mention = mention
        here = mention.clause == self._names.number(link.passage)
        link.scope = self._scopes.scope_of(link.passage, mention, here=here)
        link.indicator_id = "" if link.scope else mention.indicator_id

    @staticmethod
    def _lead(passage: Passage) -> Lead | None:
        """What stands left of a number that names nothing; a part behind 其中 is something."""
        left = passage.left
        lead = lead_of(left)
        part = "其中" in left or _OF_WHICH.search(passage.context.removesuffix(left))
        return None if lead is None or (part and not (lead.placed or lead.timed)) else lead

    def _inherit(self, link: Link, before: list[Link], lead: Lead) -> None:
        """A number behind generic words goes on with the topic of what stands before."""
        passage = link.passage
        link.inherited = True
        twin = _twin(link, before)
        apart = twin is None and (lead.placed or lead.timed)
        anchor = self._composer.anchor(link, before) if apart else None
        if anchor is not None and anchor.indicator_id:
            _take(link, anchor)
            return
        previous = before[-1] if before else None
        if previous is not None and previous.role == "growth":
            previous = previous.base or previous
        if _goes_on_with_part(link, previous) or _is_total(link, previous) or _adds(link, before):
            return
        previous = twin or previous
        if previous is not None and self._continues(previous, link):
            _take(link, previous)
            if previous.role == "share" and link.role == "actual":
                link.judgement = previous.judgement
            return
        again = _summed_again(link, before, lead)
        if again is not None:
            _take(link, again)
            return
        mention = self._names.topic(passage, any_unit=False) or self._names.heading(passage)
        if mention is not None and not _is_taken(mention, link, before, previous):
            self._accept(link, mention)

    def _repeat(self, link: Link, before: list[Link]) -> None:
        """公益性岗位扩容，新开发岗位60个: the last word of the topic again, behind a verb.

        A verb that stood before a number is repeated with its total (新签发2万张，累计签发9万张).
        """
        passage = link.passage
        twin = _same_verb(link, before)
        if twin is not None:
            if not _is_total(link, twin):
                _take(link, twin)
            return
        topic = self._names.topic(passage, any_unit=False) or self._names.heading(passage)
        if topic is not None and carries(passage.left, topic.phrase.words[-1]):
            link.inherited = True
            self._accept(link, topic)

    def _continues(self, previous: Link, link: Link) -> bool:
        """Whether a number without a name of its own states the same thing as the one before."""
        passage, left = link.passage, link.passage.left
        if previous.passage.clause.segment != passage.clause.segment:
            return False
        if previous.passage.quantity.unit != passage.quantity.unit:
            return False
        return previous.role != link.role or re.search("[到至~-]|控制", left) is not None

    # lists

    def _listed(self, link: Link, *, any_unit: bool = False) -> bool:
        """A、B、C分别为…: the head of the list is spread over its numbers."""
        passage = link.passage
        heads = spread(passage.left, passage.size) or self._heads_ahead(passage)
        if heads is None:
            return False
        unit = "" if any_unit else passage.quantity.unit
        named = [best_mention(head, unit) for head in heads]
        # A县、B县城镇新增就业分别为, 标准一、二档分别为: places and tiers share one name.
        shared = not any(named[:-1]) or re.search("[档类级]", heads[-1]) is not None
        if not any(named) or (named[passage.rank] is None and shared):
            return False
        link.mention = None
        link.indicator_id = named[passage.rank] or ""
        self._composer.leave_parts(link, heads[passage.rank].split("\0")[0])
        return True

    @staticmethod
    def _heads_ahead(passage: Passage) -> list[str] | None:
        """新增就业、再就业两项，人数分别为…: the names stand in the clause before."""
        context = re.split("[。；;\n]", (passage.head or passage).context)[-1]
        names, mark, bare = context.rpartition("，") if "，" in context else context.rpartition(",")
        if not mark or passage.size == 1 or lead_of(bare) is None:
            return None
        return spread(_SUMMED.sub("", names), passage.size)


def _is_apart(topic: Mention, passage: Passage) -> bool:
    """Whether a topic opens behind the clause of the number before a passage and its list."""
    previous = (passage.head or passage).previous
    return previous is not None and topic.start > previous.clause.end


def _take(link: Link, other: Link) -> None:
    """Name a number like another one."""
    link.indicator_id, link.scope, link.mention = other.indicator_id, other.scope, other.mention


def _is_total(link: Link, part: Link | None) -> bool:
    """新增参保8人，累计达到9万人: behind a part that is no indicator, the total is one."""
    if part is None or part.mention is None or part.scope != "sub_group":
        return False
    passage, other = link.passage, part.passage
    alike = other.quantity.unit == passage.quantity.unit
    total = alike and other.clause.sentence == passage.clause.sentence
    if not total or _TOTAL.search(passage.left) is None:
        return False
    link.mention, link.indicator_id = part.mention, part.mention.indicator_id
    return True


def _summed_again(link: Link, before: list[Link], lead: Lead) -> Link | None:
    """举办7场、提供岗位900个；全年累计63场、1.4万个: a sum repeats what its sentence counted."""
    passage = link.passage
    previous = before[-1] if before else None
    listed = passage.left == "、" and previous is not None and previous.inherited
    if not (listed or lead.timed or _TOTAL.search(passage.left)):
        return None
    for earlier in latest(before, len(before)):
        if earlier.passage.clause.sentence != passage.clause.sentence:
            break
        alike = earlier.passage.quantity.unit == passage.quantity.unit
        if alike and not earlier.is_about_another:
            return earlier if earlier.indicator_id else None
    return None


def _same_verb(link: Link, before: list[Link]) -> Link | None:
    """The number of the sentence whose verb the words of a total repeat."""
    verb = verb_of(link.passage.left)
    for earlier in latest(before, len(before)) if verb else []:
        if earlier.passage.clause.sentence != link.passage.clause.sentence:
            break
        alike = earlier.passage.quantity.unit == link.passage.quantity.unit
        if alike and verb in earlier.passage.left and not earlier.is_about_another:
            return earlier
    return None


def _adds(link: Link, before: list[Link]) -> bool:
    """技能培训1万人次、创业培训3000人次，合计1.3万人次: a sum of two things is neither."""
    if _SUM.search(link.passage.left) is None:
        return False
    sentence, unit = link.passage.clause.sentence, link.passage.quantity.unit
    added = [
        one.indicator_id
        for one in latest(before, len(before))
        if one.passage.clause.sentence == sentence and one.passage.quantity.unit == unit
    ]
    return len(set(added[:2])) > 1


def _goes_on_with_part(link: Link, previous: Link | None) -> bool:
    """其中甲领域100人、200万元, 其中中央98元、省级22元: what follows tells of parts as well."""
    if previous is None or previous.indicator_id:
        return False
    left, part = link.passage.left, previous.passage
    same = part.quantity.unit == link.passage.quantity.unit
    goes_on = re.fullmatch("[、和及]", left) or (
        same and re.fullmatch(r"、[^\d，。；县区]{1,6}", left)
    )
    if goes_on is None or not ("其中" in part.context or previous.scope == "part"):
        return False
    link.scope = "part" if same else ""
    return True


def _twin(link: Link, before: list[Link]) -> Link | None:
    """A list behind a list of the same length (由8人、9人增加到10人、12人) repeats its names."""
    size = link.passage.size
    twin = before[-size].passage if 1 < size <= len(before) else None
    alike = twin is not None and twin.size == size and twin.rank == link.passage.rank
    return before[-size] if alike else None


def _is_part(link: Link, before: list[Link]) -> bool:
    """Behind 其中 the same indicator again is only a part of it, unless a place follows."""
    passage, parted = link.passage, False
    for earlier in latest(before, len(before)):
        if earlier.passage.clause.sentence != passage.clause.sentence:
            return False
        if _PART_PLACE.search(passage.context):
            return False
        parted = parted or "其中" in passage.context
        same = earlier.indicator_id and earlier.indicator_id == link.indicator_id
        if parted and same and earlier.role == link.role:
            return True
        passage = earlier.passage
    return False


def _is_taken(mention: Mention, link: Link, before: list[Link], previous: Link | None) -> bool:
    """Whether the number counts something else while another one has this name already."""
    if _is_of_other(link.passage, previous, mention):
        return True
    return re.match("[一-龥]{2}", link.passage.right) is not None and any(
        earlier.indicator_id == mention.indicator_id
        and earlier.passage.quantity.start >= mention.end
        and earlier.role == link.role
        and earlier.passage.quantity.unit == link.passage.quantity.unit
        for earlier in latest(before, len(before))
    )


def _is_of_other(passage: Passage, previous: Link | None, mention: Mention) -> bool:
    """一次性补贴909笔499万元: a number touching one that has another name has that name too."""
    if previous is None or previous.indicator_id or previous.inherited:
        return False
    named = previous.passage
    touching = passage.left in ("", "、", "共")
    if not touching and named.quantity.unit == passage.quantity.unit:
        return False
    bare = lead_of(named.left) or carries(named.left, mention.phrase.words[-1])
    return mention.end <= named.left_start and not bare


# 占技能人才的, 提高到最低工资标准的: what a percentage is taken of.
_AGAINST = re.compile(
    "占(?!.*占)|超过(?!.*超过)|(?:相当于|按照?|到|为)[^，。占]*(?:标准|工资|水平)的$"
)
# 四项指标: how many things a list names.
_SUMMED = re.compile("等?[两三四五六七八]项(?:主要)?(?:指标|工作|任务|数据|就业指标)?$")
# 案件数、涉及金额分别下降: things counted that are no indicators, whatever stands before them.
_COUNTED_THINGS = re.compile(
    r"(?:^|[，,；;])[^，。、\d]{1,8}数(?:[、和及与][^，。、\d]{0,6}(?:人数|金额|总额)){1,3}"
    "(?:较|比|同比|均|分|“|$)"
)
_TOTAL = re.compile("共计|合计|总计|累计|总数|总量|总人数|实际")
_SUM = re.compile("合计|总计|共计")
_OF_WHICH = re.compile("其中[，,:：]$")
_FIRST_NAME = re.compile(r"([一-龥]{2,14})(?:、|和|及|与|以及)")
_PART_PLACE = re.compile("其中[，,:：]?[一-龥]{1,3}(?<![全各我本])[市县区州省旗]")
