"""Where a text speaks of an indicator.

`tables/mentions.csv` lists phrases. A phrase is one or more words: `*` lets up to ten characters
stand between two words of one clause or of a label and what its colon opens (numbers do not count),
`~` lets clauses of one segment stand between them; {a,b} is either word. All words are found at
once with an Aho-Corasick automaton: the work grows with the text, not with the number of phrases.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cache, cached_property

import ahocorasick

from hrss_analysis.readings.lexicon import matcher, read_table
from hrss_analysis.readings.passages import Clause
from hrss_analysis.readings.quantities import Quantity

GAP = 10
# Mentions that can overlap stand this close in order of place.
_NEIGHBOURS = 24
# Words that rule a phrase out stand this close in its clause.
_UNLESS = 80
# A remark in brackets (包括企业) parts no words, but none reach into or out of one.
_REMARK = re.compile(r"\([^()\d]{1,20}\)")
# 养老保险(含离退休人员): who is counted as well makes no part.
INCLUDED = re.compile(r"\((?:包括|含)[^()\d]*\)")
_BARRIER = re.compile("[、“”()]")
# Last words of phrases that name something else where certain words follow (就业服务, 参保企业).
_COMPOUNDS = (
    ("就业", "behind_employment"),
    ("创业", "behind_employment"),
    ("参保", "behind_insured"),
    ("保险", "behind_insurance"),
)
# A word this close to a semicolon, with next to no words between, goes on with what is before it.
_OPENING, _FEW = 10, 2
_COUNTED = re.compile(r"[\d.,]+[万亿]?[余多]?[一-龥]{0,3}")
# A phrase over several clauses is ruled out by words from so far ahead of it.
_AHEAD = 4


@dataclass(frozen=True)
class Phrase:
    """One phrase of the table: words, their joints, and what it asks of the quantity."""

    indicator_id: str
    words: tuple[str, ...]
    joints: tuple[str, ...]
    units: frozenset[str]
    unless: re.Pattern[str] | None
    near: int

    @cached_property
    def weight(self) -> int:
        """How much text the phrase claims; the longer of two phrases knows better."""
        return sum(len(word) for word in self.words)


@dataclass(frozen=True)
class Mention:
    """One place that speaks of an indicator.

    `start` and `end` span the words behind the last `~`, `origin` is where the first word stands,
    `anchor` where the words before the `~` end.
    """

    start: int
    end: int
    phrase: Phrase
    clause: int
    origin: int
    anchor: int

    @property
    def strength(self) -> float:
        """Weight of the phrase, less what lies between its clauses."""
        return self.phrase.weight - 0.05 * (self.start - self.origin)

    @property
    def indicator_id(self) -> str:
        """The indicator spoken of."""
        return self.phrase.indicator_id


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return all phrases of the table."""
    return tuple(
        _phrase(row, wording) for row in read_table("mentions") for wording in _spell(row["phrase"])
    )


def _spell(phrase: str) -> list[str]:
    """All wordings of a phrase: {追回,追讨}*工资 stands for two."""
    parts = [part.split(",") for part in re.split(r"[{}]", phrase)]
    return ["".join(words) for words in itertools.product(*parts)]


def _phrase(row: dict[str, str], wording: str) -> Phrase:
    parts = re.split(r"([*~])", wording)
    return Phrase(
        row["indicator_id"],
        tuple(parts[::2]),
        tuple(parts[1::2]),
        frozenset(filter(None, row["units"].split("|"))),
        re.compile(row["unless"]) if row["unless"] else None,
        int(row["near"] or 0),
    )


@cache
def _automaton() -> tuple[ahocorasick.Automaton, dict[str, list[Phrase]]]:
    by_last: dict[str, list[Phrase]] = defaultdict(list)
    automaton = ahocorasick.Automaton()
    for phrase in phrases():
        by_last[phrase.words[-1]].append(phrase)
        for word in phrase.words:
            automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton, dict(by_last)


def find_mentions(
    text: str, clauses: list[Clause], quantities: list[Quantity]
) -> dict[int, list[Mention]]:
    """Find all mentions, listed by the number of the clause they end in, in order of place."""
    automaton, by_last = _automaton()
    starts = [clause.start for clause in clauses]
    numbers = _NumberRoom(quantities)
    found: dict[int, list[Mention]] = {}
    seen: dict[str, deque[tuple[int, int]]] = defaultdict(lambda: deque(maxlen=8))
    sentence = -1
    for last, word in automaton.iter(text):
        start = last - len(word) + 1
        place = bisect_right(starts, start) - 1
        if clauses[place].sentence != sentence:
            seen.clear()
            sentence = clauses[place].sentence
        seen[word].append((start, place))
        for phrase in by_last.get(word, ()):
            mention = _complete(text, phrase, start, place, seen, clauses, numbers)
            if mention is not None:
                found.setdefault(place, []).append(mention)
    return {place: _without_contained(_latest(mentions)) for place, mentions in found.items()}


def _complete(
    text: str,
    phrase: Phrase,
    start: int,
    place: int,
    seen: dict[str, deque[tuple[int, int]]],
    clauses: list[Clause],
    numbers: "_NumberRoom",
) -> Mention | None:
    """The mention whose last word stands at `start`, if the words before it are there too."""
    first, at, here, crossed, anchor = start, start, place, False, start
    reached = _reached(text, clauses, start, place)
    for word, joint in zip(phrase.words[-2::-1], phrase.joints[::-1], strict=True):
        candidates = [hit for hit in seen.get(word, ()) if hit[0] + len(word) <= at]
        if not candidates or clauses[candidates[-1][1]].segment < reached:
            return None
        before, clause_before = candidates[-1]
        colon = clause_before == here - 1 and text[clauses[clause_before].end] in ":："
        same = clause_before == here or colon
        if joint == "*" and not _joined(text, before + len(word), at, same, numbers):
            return None
        if (joint == "~" or colon) and not crossed:
            anchor, crossed = before + len(word), True
        at, here = before, clause_before
        first = first if crossed else at
    end = start + len(phrase.words[-1])
    if any(
        phrase.words[-1].endswith(word) and matcher("cues", kind).match(text, end)
        for word, kind in _COMPOUNDS
    ):
        return None
    if text.startswith("后", end):
        return None
    low = max(clauses[place].start if at == first else at - _AHEAD, start - _UNLESS, 0)
    high = numbers.item_end(text, end, min(clauses[place].end, start + _UNLESS))
    if phrase.unless is not None and _ruled_out(text, phrase.unless, low, high):
        return None
    return Mention(first, end, phrase, place, at, anchor)


def _ruled_out(text: str, unless: re.Pattern[str], low: int, high: int) -> bool:
    """Whether words rule a phrase out; who is counted as well (含离退休人员) does not."""
    found = unless.search(text, low, high) is not None
    return found and unless.search(INCLUDED.sub("", text[low:high])) is not None


def _reached(text: str, clauses: list[Clause], start: int, place: int) -> int:
    """The first segment a word goes on with: the one before where it opens its own (；结案9件)."""
    clause = clauses[place]
    first = place > 0 and clauses[place - 1].segment != clause.segment
    if not first or start - clause.start > _OPENING:
        return clause.segment
    words = _COUNTED.sub("", text[clause.start : start])
    return clause.segment - (len(words) <= _FEW)


def _joined(text: str, end: int, start: int, same: bool, numbers: "_NumberRoom") -> bool:
    if not same or start - end > GAP + 30:
        return False
    between = _REMARK.sub("", text[end:start])
    return not _BARRIER.search(between) and len(between) - numbers.within(end, start) <= GAP


class _NumberRoom:
    """How many characters of a stretch belong to quantities."""

    def __init__(self, quantities: list[Quantity]) -> None:
        self._starts = [quantity.start for quantity in quantities]
        self._ends = [quantity.end for quantity in quantities]

    def within(self, start: int, end: int) -> int:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return sum(self._ends[n] - self._starts[n] for n in range(first, last))

    def item_end(self, text: str, end: int, high: int) -> int:
        """End of the list item that a stretch ends in: 就业9万人、困难人员5万人 are two."""
        behind = bisect_left(self._starts, end)
        closes = behind < len(self._ends) and text.startswith("、", self._ends[behind])
        return min(high, self._ends[behind]) if closes else high


def _latest(mentions: list[Mention]) -> list[Mention]:
    """Of phrases that reach back from one word (工伤保险…享受待遇), keep the nearest."""
    nearest: dict[int, int] = {}
    for one in mentions:
        if one.origin < one.start:
            nearest[one.end] = max(nearest.get(one.end, 0), one.anchor)
    return [one for one in mentions if one.origin == one.start or one.anchor == nearest[one.end]]


def _covers(other: Mention, one: Mention) -> bool:
    """Whether a mention lies inside a longer one, or goes on from clauses before inside any.

    养老保险…，工伤保险参保人数: the clause has a name of its own.
    """
    if not one.phrase.units & other.phrase.units:
        return False
    inside = other.start <= one.start and one.end <= other.end
    own = other.origin == other.start < one.start and one.origin < one.start
    return inside and (own or other.phrase.weight > one.phrase.weight)


def _without_contained(mentions: list[Mention]) -> list[Mention]:
    """Drop a mention that lies inside a longer one for like units (技能人才 in 高技能人才)."""
    ordered = sorted(mentions, key=lambda mention: (mention.start, mention.end))
    kept = []
    for place, one in enumerate(ordered):
        neighbours = ordered[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
        covered = any(_covers(other, one) for other in neighbours)
        if not covered:
            kept.append(one)
    return kept
