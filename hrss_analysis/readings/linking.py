"""Which indicator a number is about.

Numbers are taken in order. A number looks for a mention of an indicator in its own clause, first on
its left, then on its right; where only words that name nothing stand between (完成, 实际达到), it
takes the topic of the clauses before. Growth, completion rates and shares are about the number
before them.
Lists (A、B和C分别为…) are paired in order.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache

from hrss_analysis.readings.fitting import fits, score
from hrss_analysis.readings.lexicon import matcher, words
from hrss_analysis.readings.lists import best_mention, spread
from hrss_analysis.readings.mentions import Mention
from hrss_analysis.readings.passages import Clause, Passage
from hrss_analysis.readings.roles import Judgement
from hrss_analysis.readings.scopes import Scopes, narrowing

# Characters between a number and its name.
_REACH = 150
# A number looks back over so many numbers or clauses at most.
_FURTHEST = 40
_ABOUT = ("growth", "completion_rate", "share", "reference")


@dataclass
class Link:
    """What was decided about one passage; `base` is the passage it is about, if another."""

    passage: Passage
    judgement: Judgement
    indicator_id: str = ""
    scope: str = ""
    mention: Mention | None = None
    base: "Link | None" = field(default=None, repr=False)
    inherited: bool = False

    @property
    def role(self) -> str:
        """Role of the number."""
        return self.judgement.role


@cache
def _generic() -> re.Pattern[str]:
    known = f"{words('context', 'generic')}|{words('cues', 'generic')}"
    return re.compile(f"(?>{known})*+")


class Linker:
    """Links the passages of one text; holds its clauses and mentions."""

    def __init__(
        self, text: str, clauses: list[Clause], mentions: dict[int, list[Mention]]
    ) -> None:
        self._text = text
        self._clauses = clauses
        self._mentions = mentions
        self._starts = [clause.start for clause in clauses]
        self._scopes = Scopes(text, clauses)

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
        mention = self._own(passage)
        coordinated = "" if mention else self._coordinated(passage)
        if coordinated:
            link.indicator_id = coordinated
        elif mention is not None:
            self._accept(link, mention)
            if _is_part(link, before):
                link.indicator_id, link.scope = "", "sub_group"
        elif self._is_generic(passage):
            self._inherit(link, before)

    # numbers about other numbers

    def _about(self, link: Link, before: list[Link]) -> bool:
        """Growth, completion, share and attached targets: own mention, else the number before."""
        passage = link.passage
        if self._is_achieved(link, before):
            return False
        if passage.size > 1 and self._listed(link, any_unit=True):
            return True
        own = self._named_left(passage)
        if own is not None:
            self._accept(link, own)
            if link.role == "share" and own.phrase.units == {"percent"}:
                link.judgement = Judgement("actual")
            return True
        base = self._base(link, before)
        if _of_another(link, base):
            return True
        if base is None:
            loose = link.role != "target" or passage.quantity.unit == "percent"
            mention = self._topic(passage, any_unit=loose)
            if mention is not None:
                self._accept(link, mention)
            return mention is not None
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

    def _base(self, link: Link, before: list[Link]) -> Link | None:
        """The number that a dependent number speaks of; a list pairs with the list before it."""
        passage = link.passage
        first = len(before) - passage.rank
        levels = []
        for earlier in _latest(before, first):
            if earlier.passage.clause.sentence != passage.clause.sentence:
                break
            if earlier.role in _ABOUT and earlier.judgement.attached:
                continue
            levels.append(earlier)
        if not levels:
            return None
        outside = [one for one in levels if not one.passage.clause.bracket]
        paired_outside = len(outside) >= passage.size or len(levels) < passage.size
        levels = levels if passage.clause.bracket or not paired_outside else outside or levels
        levels.reverse()
        if "前者" in passage.left or "后者" in passage.left:
            rank = 0 if "前者" in passage.left else 1
            pair = [one for one in levels if one.passage.size == 2 and one.passage.rank == rank]
            return pair[-1] if pair else levels[-1]
        paired = passage.size > 1 and len(levels) >= passage.size
        return levels[len(levels) - passage.size + passage.rank] if paired else levels[-1]

    def _named_left(self, passage: Passage) -> Mention | None:
        """A mention left of a dependent number that names what it is about."""
        left, start = passage.left, passage.left_start
        cut = max(left.rfind("占"), left.rfind("超过"))
        end = start + (cut if cut >= 0 else len(left))
        found = [m for m in self._at(passage) if start <= m.start]
        rates = [m for m in found if m.phrase.units == {"percent"} and m.end <= start + len(left)]
        if rates and passage.quantity.unit == "percent":
            return max(rates, key=lambda m: m.strength)
        named = [m for m in found if m.end <= end]
        place = passage.quantity.start
        return max(named, key=lambda m: m.strength - 0.5 * (place - m.end), default=None)

    # numbers that stand for themselves

    def _at(self, passage: Passage) -> list[Mention]:
        """Mentions in the clause of a number, not further off than a number may be named."""
        mentions = self._mentions.get(self._number(passage), [])
        place = passage.quantity.start
        first = bisect_left(mentions, place - _REACH, key=lambda mention: mention.start)
        last = bisect_right(mentions, place + _REACH, key=lambda mention: mention.start)
        return mentions[first:last]

    def _number(self, passage: Passage) -> int:
        return bisect_right(self._starts, passage.clause.start) - 1

    def _own(self, passage: Passage) -> Mention | None:
        """The best mention in the clause of a number, near it and with no other number between."""
        quantity = passage.quantity
        best, best_score = None, -99.0
        for mention in self._at(passage):
            if not fits(mention, passage):
                continue
            points = score(mention, passage, passage.left_start, quantity.end + len(passage.right))
            if points is not None and points > best_score:
                best, best_score = mention, points
        return best and self._fuller(best, passage)

    def _fuller(self, best: Mention, passage: Passage) -> Mention:
        """Of mentions that share words, the one that says more."""
        sharing = [
            one
            for one in self._at(passage)
            if fits(one, passage)
            and one.start < best.end
            and best.start < one.end
            and not one.phrase.near
            and one.start >= passage.left_start
        ]
        return max([best, *sharing], key=lambda one: one.strength)

    def _coordinated(self, passage: Passage) -> str:
        """5万名失业人员、3万名困难人员就业: the first name shares the end of the last."""
        part = _FIRST_NAME.fullmatch(passage.right)
        if part is None:
            return ""
        end = min(self._clauses[self._number(passage)].end, passage.quantity.end + _REACH)
        last = re.split(r"[\d、]", self._text[passage.quantity.end : end])[-1]
        head = f"{part[1]}\0{last}"
        return best_mention(head, passage.quantity.unit) or ""

    def _accept(self, link: Link, mention: Mention) -> None:
        """Take the mention unless words beside it narrow the indicator to a part."""
        link.mention = mention
        here = mention.clause == self._number(link.passage)
        link.scope = self._scopes.scope_of(link.passage, mention, here=here)
        link.indicator_id = "" if link.scope else mention.indicator_id

    def _is_generic(self, passage: Passage) -> bool:
        left = passage.left
        if "其中" in left or _OF_WHICH.search(passage.context.removesuffix(left)):
            return False
        left = _PLACE.sub("", _DATE.sub("", left))
        return _generic().fullmatch(left) is not None

    def _inherit(self, link: Link, before: list[Link]) -> None:
        """A number behind generic words goes on with the topic of what stands before."""
        passage = link.passage
        link.inherited = True
        previous = before[-1] if before else None
        if previous is not None and previous.role == "growth":
            previous = previous.base or previous
        if _goes_on_with_part(link, previous):
            return
        previous = _twin(link, before) or previous
        if previous is not None and self._continues(previous, link):
            link.indicator_id, link.scope = previous.indicator_id, previous.scope
            link.mention = previous.mention
            if previous.role == "share" and link.role == "actual":
                link.judgement = previous.judgement
            return
        mention = self._topic(passage, any_unit=False)
        if mention is not None and not _is_taken(mention, link, before):
            self._accept(link, mention)

    def _continues(self, previous: Link, link: Link) -> bool:
        """Whether a number without a name of its own states the same thing as the one before."""
        passage, left = link.passage, link.passage.left
        if previous.passage.clause.segment != passage.clause.segment:
            return False
        if previous.passage.quantity.unit != passage.quantity.unit:
            return False
        placed = _PLACE.search(left) is not None
        return placed or previous.role != link.role or re.search("[到至~-]|控制", left) is not None

    def _topic(self, passage: Passage, *, any_unit: bool) -> Mention | None:
        """The latest mention before a number in its segment."""
        last = self._number(passage)
        for number in range(last, max(last - _FURTHEST, -1), -1):
            if self._clauses[number].segment != passage.clause.segment:
                break
            for mention in self._mentions.get(number, [])[: -_FURTHEST - 1 : -1]:
                fitting = any_unit or fits(mention, passage)
                if fitting and not mention.phrase.near and mention.end <= passage.quantity.start:
                    return mention
        return None

    # lists

    def _listed(self, link: Link, *, any_unit: bool = False) -> bool:
        """A、B、C分别为…: the head of the list is spread over its numbers."""
        passage = link.passage
        heads = spread(passage.left, passage.size)
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
        pattern = narrowing().get(link.indicator_id)
        if pattern is not None and pattern.search(heads[passage.rank].split("\0")[0]):
            link.indicator_id, link.scope = "", "sub_group"
        return True


def _of_another(link: Link, base: Link | None) -> bool:
    """Growth of a thing named beside it, or a share behind a rate, is not about that number."""
    if link.role == "growth":
        return matcher("cues", "own_subject").search(link.passage.left) is not None
    if link.role == "target" and base is not None:
        unit = link.passage.quantity.unit
        return unit not in ("percent", base.passage.quantity.unit)
    if link.role != "share":
        return False
    rate = base is not None and base.passage.quantity.unit == "percent"
    return (
        rate
        or _OWN_SHARE.match(link.passage.left) is not None
        or _SHARE_OF_OTHERS.match(link.passage.right) is not None
        and not re.search("[占比率]", link.passage.left)
    )


def _goes_on_with_part(link: Link, previous: Link | None) -> bool:
    """其中某领域100人、200万元: the second number tells of the same part as the first."""
    return (
        previous is not None
        and not previous.indicator_id
        and re.fullmatch("[、和及]", link.passage.left) is not None
        and "其中" in previous.passage.context
    )


def _twin(link: Link, before: list[Link]) -> Link | None:
    """A list behind a list of the same length (由8人、9人增加到10人、12人) repeats its names."""
    size = link.passage.size
    twin = before[-size].passage if 1 < size <= len(before) else None
    alike = twin is not None and twin.size == size and twin.rank == link.passage.rank
    return before[-size] if alike else None


def _is_part(link: Link, before: list[Link]) -> bool:
    """Behind 其中 the same indicator again is only a part of it, unless a place follows."""
    passage, parted = link.passage, False
    for earlier in _latest(before, len(before)):
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


def _is_taken(mention: Mention, link: Link, before: list[Link]) -> bool:
    """Whether the number counts something of its own while another one has this name already."""
    sentence = link.passage.clause.sentence
    return re.match("[一-龥]{2}", link.passage.right) is not None and any(
        earlier.indicator_id == mention.indicator_id
        and earlier.passage.clause.sentence == sentence
        and earlier.role == link.role
        and earlier.passage.quantity.unit == link.passage.quantity.unit
        for earlier in _latest(before, len(before))
    )


def _latest(links: list[Link], end: int) -> list[Link]:
    """The links before a place in the list, latest first, as far back as sentences go."""
    return links[max(0, end - _FURTHEST) : end][::-1]


_DATE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:份|底|末)?|\d{4}年(?:底|末|度)?|[“”]|十[一二三四五]五[期末时]*"
)
_PLACE = re.compile("(?:^|[，、])(?:其中)?[一-龥]{2,4}[市县区州省旗](?=[为则达约仅]|$)")
_OF_WHICH = re.compile("其中[，,:：]$")
_FIRST_NAME = re.compile(r"([一-龥]{2,14})(?:、|和|及|与|以及)")
_OWN_SHARE = re.compile("[，、]?(?:其中[，:]?)?(?!合计|总计|三|两)[^占，。]{5,}占")
_SHARE_OF_OTHERS = re.compile("的[一-龥]{2}")
_PART_PLACE = re.compile("其中[，,:：]?[一-龥]{1,3}(?<![全各我本])[市县区州省旗]")
