"""Sections: which period and which intent hold where a sentence names none.

A heading or a lead-in (a line that holds time but no figures) dates what follows it; a heading that
speaks of plans makes its numbers targets.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.periods import Period, TimeMark
from hrss_analysis.readings.quantities import Quantity

_HEADING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+[、.]|[(][一二三四五六七八九十]+[)]|第[一二三四五六七八九十]+[章节部])"
)
_LONGEST_HEADING = 44
_LONGEST_LEAD_IN = 140
_TITLE_LINES, _LONGEST_TITLE, _BROKEN_TITLE = 6, 60, 40
# A plan that a text is about is named so near its beginning.
_HEAD = 300
# Up to this month a year still lies ahead.
_EARLY = 3


@dataclass(frozen=True)
class Section:
    """State that holds from `start` on."""

    start: int
    period: Period | None
    planned: bool


def find_sections(
    text: str, quantities: list[Quantity], marks: list[TimeMark], today: date
) -> list[Section]:
    """Return the sections of a text, the first one starting at 0."""
    sections = [Section(0, None, planned=_announces(text))]
    base: Period | None = None
    numbers = [quantity.start for quantity in quantities]
    places = [mark.start for mark in marks]
    level = 0
    for number, match in enumerate(re.finditer(r"[^\n]+", text)):
        line, start = match.group(), match.start()
        first = number < _TITLE_LINES
        heading = _heading_level(line)
        empty = bisect_right(numbers, match.end()) == bisect_right(numbers, start - 1)
        if not (heading or empty):
            continue
        dated = marks[bisect_right(places, start - 1) : bisect_right(places, match.end())]
        if not heading and (len(line) > _LONGEST_LEAD_IN or (first and _is_title(line))):
            continue
        if not heading and matcher("context", "news_lead").search(line):
            continue
        title = line.split("。")[0][:_LONGEST_HEADING] if heading else line.split("。")[-1]
        if heading:
            dated = [mark for mark in dated if mark.start < match.start() + len(title)]
        fresh = Section(0, base, planned=sections[0].planned)
        before = fresh if heading == 1 else sections[-1]
        begin = start + len(title) if heading else match.end()
        found = _section(before, title, dated, begin, heading, level, today)
        if found is not None:
            sections.append(found)
            base = found.period if _is_frame(found, level, heading) else base
            level = heading or level
    return sections


def _is_title(line: str) -> bool:
    """A short line without a stop; among the first ones what it dates is the whole document."""
    return len(line) <= _LONGEST_TITLE and not re.search("(?:[。；;：:]|--)$", line.strip())


def _announces(text: str) -> bool:
    """Whether the title says that the whole text is about what is to be done."""
    if matcher("context", "plan_news").search(text, 0, _HEAD):
        return True
    title = _title(text)
    if len(title) > _LONGEST_TITLE or matcher("context", "report_title").search(title):
        return False
    return matcher("context", "plan_title").search(title) is not None


def _title(text: str) -> str:
    """First line of a text, with the second one where it was broken off without a mark."""
    lines = text.lstrip("\n")[: 2 * _LONGEST_TITLE].split("\n")
    joined = "".join(lines[:2])
    broken = not re.search("[，。；：！？,:!?]", joined) and len(joined) <= _BROKEN_TITLE
    return joined if broken else lines[0]


def _is_frame(section: Section, level: int, heading: int) -> bool:
    """A lead-in before all headings that names a stretch of days dates the whole text."""
    kind = section.period.kind if section.period else ""
    return not level and not heading and kind in ("span", "since")


def _heading_level(line: str) -> int:
    if len(line) > _LONGEST_HEADING and not re.match(r"\s*[一二三四五六七八九十]+、", line):
        return 0
    if not _HEADING.match(line):
        return 0
    return 2 if re.match(r"\s*[(第]", line) else 1


def _section(
    before: Section,
    title: str,
    dated: list[TimeMark],
    end: int,
    heading: int,
    level: int,
    today: date,
) -> Section | None:
    period = dated[0].period if dated and dated[0].period.kind != "now" else None
    planned = matcher("context", "target_heading").search(title) is not None
    past = matcher("context", "past_heading").search(title) is not None
    future = period is not None and (period.is_future(today) or _begins(period, today, past))
    if heading:
        deeper = heading > level > 0
        keeps = before.planned and (deeper or level == 0 or heading == 1)
        return Section(
            end, period or before.period, planned=(planned and not past) or future or keeps
        )
    planned = planned or matcher("context", "planned_lead_in").search(title) is not None
    if period is None and not planned:
        return None
    return Section(end, period or before.period, planned=future or (planned and not past))


def _begins(period: Period, today: date, past: bool) -> bool:
    """Whether a heading of the first weeks of a year names that year and reports nothing."""
    opens = period.kind == "year" and period.end.year == today.year
    return opens and today.month <= _EARLY and not past
