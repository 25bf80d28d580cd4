"""Whether words around a mention narrow its indicator to a part, a campaign or one event.

Phrases stand in `tables/narrowing.csv` (parts of an indicator) and `tables/cues.csv`.
"""

import re
from functools import cache

from hrss_analysis.readings.lexicon import matcher, read_table
from hrss_analysis.readings.mentions import INCLUDED, Mention
from hrss_analysis.readings.passages import Clause, Passage

_CAMPAIGN = (
    *("wages_recovered_amount", "wages_recovered_workers", "inspection_leads"),
    "fund_recovered_amount",
)
# What a single centre, platform or fair does is no figure of its region.
_OF_REGIONS = ("jobs_offered", "job_fairs", "job_intentions", "mediation_success_rate")
_OF_FAIRS = ("jobs_offered", "job_intentions")
_PER_HEAD = ("disposable_income_urban", "disposable_income_rural", "resident_premium_average")
# Sentences and paragraphs are looked back over so far at most.
_REACH, _PARAGRAPH, _AHEAD = 150, 1000, 40
# A word is part of a compound whose end stands this close.
_COMPOUND = 2
# 受理的争议中有9件: some of what was named.
_AMONG = re.compile("(?<![其集])中[，,]?(?:[约共仅就]?有|约)?$")
# Words that may stand between the narrowing ones and the number.
_COUNTING = re.compile("(?:总?人数|人员|总数|为|达到?|约|共|已|有|近)+$")


@cache
def narrowing() -> dict[str, re.Pattern[str]]:
    """Return the words that narrow each indicator to a part of it."""
    found: dict[str, list[str]] = {}
    for row in read_table("narrowing"):
        for indicator_id in row["indicator_ids"].split("|"):
            found.setdefault(indicator_id, []).append(row["phrase"])
    return {key: re.compile("|".join(parts)) for key, parts in found.items()}


class Scopes:
    """Judges mentions within one text and its clauses."""

    def __init__(self, text: str, clauses: list[Clause]) -> None:
        self._text = text
        self._clauses = clauses
        title = re.split("[。，；]", text.lstrip("\n")[:60].split("\n")[0] + "，")
        titled = len(title) == 2
        self._campaign_text = titled and bool(matcher("context", "campaign_title").search(title[0]))

    def scope_of(self, passage: Passage, mention: Mention, *, here: bool) -> str:
        """Return `campaign`, `sub_group` or nothing; `here` tells that both share a clause."""
        if self._in_campaign(passage, mention):
            return "campaign"
        if self._per_head(passage, mention):
            return "sub_group"
        if self._of_one_body(passage, mention) or self._of_one_fair(passage, mention):
            return "sub_group"
        if mention.end < passage.quantity.start and _AMONG.search(passage.left):
            return "sub_group"
        return "sub_group" if self._is_narrowed(passage, mention, here=here) else ""

    def _in_campaign(self, passage: Passage, mention: Mention) -> bool:
        """Wages, funds and leads of one campaign are not those of the year."""
        if mention.indicator_id not in _CAMPAIGN:
            return False
        place = passage.quantity.start
        if self._campaign_text:
            return re.search("全年", self._sentence(place, _PARAGRAPH)) is None
        start = max(self._text.rfind("\n", 0, place) + 1, place - _PARAGRAPH)
        return self._in_force(self._text[start:place], "context") or self._in_force(
            self._sentence(place, _PARAGRAPH), "cues"
        )

    @staticmethod
    def _in_force(before: str, table: str) -> bool:
        """Whether a campaign was named and the text has not gone on to the whole year."""
        cue = list(matcher(table, "campaign").finditer(before))
        whole = matcher(table, "whole_year").search(before, cue[-1].end()) if cue else None
        return bool(cue) and whole is None

    def _sentence(self, place: int, reach: int = _REACH) -> str:
        """Text of the sentence up to a place; nothing where its start is out of reach."""
        first = max(0, place - reach)
        start = max(self._text.rfind(mark, first, place) for mark in "。\n；") + 1
        return self._text[start:place] if start or first == 0 else ""

    @staticmethod
    def _per_head(passage: Passage, mention: Mention) -> bool:
        """Whether a number is what one person, firm or loan has of a sum."""
        own = any("均" in word for word in mention.phrase.words)
        price = "yuan_per_month" in mention.phrase.units or mention.indicator_id in _PER_HEAD
        return (
            not own and not price and matcher("cues", "per_head").search(passage.left) is not None
        )

    def _of_one_body(self, passage: Passage, mention: Mention) -> bool:
        """Whether the sentence speaks of one centre or platform, or somebody of his own firm."""
        before = self._sentence(passage.quantity.start)
        if matcher("cues", "first_person").search(before):
            return True
        if mention.indicator_id not in _OF_REGIONS:
            return False
        return matcher("context", "one_body").search(before) is not None

    def _of_one_fair(self, passage: Passage, mention: Mention) -> bool:
        """Whether the sentence speaks of one fair and counts no fairs."""
        if mention.indicator_id not in _OF_FAIRS:
            return False
        before = self._sentence(passage.quantity.start)
        ahead = re.split(
            "[。\n；]", self._text[passage.quantity.end : passage.quantity.end + _AHEAD], maxsplit=1
        )[0]
        counted = re.search(r"\d[余多]?场", before)
        return counted is None and matcher("cues", "one_fair").search(before + ahead) is not None

    def _is_narrowed(self, passage: Passage, mention: Mention, *, here: bool) -> bool:
        pattern = narrowing().get(mention.indicator_id)
        if pattern is None:
            return False
        words = INCLUDED.sub("", self._words_about(passage, mention, here=here))
        for word in mention.phrase.words:
            words = words.replace(word, "", 1)
        found = list(pattern.finditer(words))
        if found and "等" not in words[found[-1].end() :]:
            return True
        behind = self._text[mention.end : max(passage.quantity.start, mention.end)]
        behind = _COUNTING.sub("", behind)[-4:]
        return any(match.end() == len(behind) for match in pattern.finditer(behind))

    def _words_about(self, passage: Passage, mention: Mention, *, here: bool) -> str:
        """The words that can narrow a mention: from its clause or the number before to its end."""
        clause = self._clauses[mention.clause]
        start = clause.start
        if here and mention.start >= passage.left_start:
            start = max(clause.start, passage.left_start)
        ahead = ""
        if mention.start >= passage.quantity.end:
            ahead = self._text[start : passage.quantity.start]
            start = passage.quantity.end
        if mention.origin < mention.start:
            ahead = self._before(mention) + ahead
        return ahead + self._text[min(start, mention.start) : mention.end]

    def _before(self, mention: Mention) -> str:
        """The clause of the first word of a mention over several clauses, with what it is part of.

        返乡创业园 is a park; the jobs behind it are its own.
        """
        marks = (self._text.rfind(mark, 0, mention.origin) for mark in "。，；;,\n")
        return self._text[max(marks, default=-1) + 1 : mention.anchor + _COMPOUND]
