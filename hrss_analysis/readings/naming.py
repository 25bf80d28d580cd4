"""Which mentions of an indicator stand where they can name a number."""

import re
from bisect import bisect_left, bisect_right

from hrss_analysis.readings.fitting import fits, score
from hrss_analysis.readings.mentions import Mention
from hrss_analysis.readings.passages import Clause, Passage

# Characters between a number and its name.
REACH = 150
# A number looks back over so many numbers or clauses at most.
FURTHEST = 40
# The sentence that opens a line as its heading is no longer.
_SHORT = 24
_QUOTED = re.compile("(?:“[^”]{1,4}”)?")


class Names:
    """The mentions of one text by clause."""

    def __init__(
        self, text: str, clauses: list[Clause], mentions: dict[int, list[Mention]]
    ) -> None:
        self._text = text
        self._clauses = clauses
        self._mentions = mentions
        self._starts = [clause.start for clause in clauses]

    def at(self, passage: Passage) -> list[Mention]:
        """Mentions in the clause of a number, not further off than a number may be named."""
        mentions = self._mentions.get(self.number(passage), [])
        place = passage.quantity.start
        first = bisect_left(mentions, place - REACH, key=lambda mention: mention.start)
        last = bisect_right(mentions, place + REACH, key=lambda mention: mention.start)
        return mentions[first:last]

    def number(self, passage: Passage) -> int:
        """Return the number of the clause that a passage stands in."""
        return bisect_right(self._starts, passage.clause.start) - 1

    def own(self, passage: Passage) -> Mention | None:
        """The best mention in the clause of a number, near it and with no other number between."""
        quantity = passage.quantity
        best, best_score = None, -99.0
        for mention in self.at(passage):
            if not fits(mention, passage):
                continue
            points = score(mention, passage, passage.left_start, quantity.end + len(passage.right))
            if points is not None and points > best_score:
                best, best_score = mention, points
        return best and self.fuller(best, passage)

    def fuller(self, best: Mention, passage: Passage) -> Mention:
        """Of mentions that share words, the one that says more."""
        sharing = [
            one
            for one in self.at(passage)
            if fits(one, passage)
            and one.start < best.end
            and best.start < one.end
            and not one.phrase.near
            and one.start >= passage.left_start
        ]
        return max([best, *sharing], key=lambda one: one.strength)

    def other_between(self, earlier: Passage, own: set[str], passage: Passage) -> bool:
        """Whether an indicator that fits and is none of some is named between two numbers."""
        start, end = earlier.quantity.end, passage.quantity.start
        return any(
            start <= mention.start
            and mention.end <= end
            and mention.indicator_id not in own
            and fits(mention, passage)
            for number in range(self.number(earlier), self.number(passage) + 1)
            for mention in self._mentions.get(number, [])
        )

    def topic(self, passage: Passage, *, any_unit: bool) -> Mention | None:
        """The latest mention before a number in its segment."""
        last = self.number(passage)
        for number in range(last, max(last - FURTHEST, -1), -1):
            if self._clauses[number].segment != passage.clause.segment:
                break
            near = self._mentions.get(number, [])[: -FURTHEST - 1 : -1]
            named = [m for m in near if not m.phrase.near and m.end <= passage.quantity.start]
            fitting = [mention for mention in named if fits(mention, passage)]
            if fitting:
                return fitting[0]
            if named and any_unit:
                return [one for one in named if one.end == named[0].end][-1]
        return None

    def heading(self, passage: Passage, *, any_unit: bool = False) -> Mention | None:
        """The indicator that opens the line as a short sentence (1.城镇新增就业。全年8万人)."""
        start = self._text.rfind("\n", 0, passage.quantity.start) + 1
        number = bisect_right(self._starts, start) - 1
        last = self.number(passage)
        while number < last and self._clauses[number].end - self._clauses[number].start < _SHORT:
            clause = self._clauses[number]
            number += 1
            named = [
                mention
                for mention in self._mentions.get(number - 1, [])
                if _QUOTED.fullmatch(self._text, mention.end, clause.end)
            ]
            if named and self._text[clause.end] in "。:：":
                fitting = [one for one in named if any_unit or fits(one, passage)]
                return max(fitting, key=lambda mention: mention.strength, default=None)
        return None
