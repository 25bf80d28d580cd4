"""Sections: which period and which intent hold where a sentence names none.

A text is an outline. Headings (numbered, bracketed, or a short line of their own) and lead-ins (a
line that announces what follows) open sections; a heading closes those of its own and of lower
rank, and 一 below a plain heading or a lead-in belongs to it. The head of a Chinese heading is its
last noun, so the last word that tells a plan or a review decides. A heading that tells neither
keeps what holds above it, and once a review has given way to a plan later siblings plan too.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.periods import Period
from hrss_analysis.readings.quantities import Quantity
from hrss_analysis.readings.times import TimeMark

PLAN, REVIEW = "plan", "review"
_HAN = "[一二三四五六七八九十]"
# Styles of headings; the first group is the numeral.
_STYLES = {
    "chapter": re.compile(rf"\s*第({_HAN}+)(?:[章编篇]|部分?)"),
    "part": re.compile(rf"\s*第({_HAN}+)节"),
    "han": re.compile(rf"\s*({_HAN}+)[、.]"),
    "bracket": re.compile(rf"\s*[(]({_HAN}+)[)]"),
    "digit": re.compile(r"\s*(\d{1,2})[、.](?!\d)"),
    "sign": re.compile(r"\s*()(?:[◆●■▲★◎☆]|【(?=[^】\d]{2,20}】)|专栏)"),
}
# Lines that are neither numbered heads nor lead-ins.
_PLAIN, _LEAD = "plain", "lead"
_RANKS = {style: rank for rank, style in enumerate(("text", _PLAIN, *_STYLES))}
# A box stands below the lead-in before it.
_RANKS |= {_LEAD: _RANKS["sign"], "sign": _RANKS["sign"] + 1}
# A full sentence that still leads in.
_LEADS = re.compile("如下|下列|以下|以来|期间|(?:自|从).{2,12}(?:至|到)")
_LONGEST_HEADING, _LONGEST_PLAIN = 44, 30
_LONGEST_LEAD_IN = 140
_TITLE_LINES, _LONGEST_TITLE, _BROKEN_TITLE = 6, 60, 40
# So far behind the word that makes a heading a plan its end may be.
_TAIL = 10
# A plan that a text is about is named so near its beginning.
_HEAD = 300
# Up to this month a year still lies ahead.
_EARLY = 3


@dataclass(frozen=True)
class Section:
    """State that holds from `start` on; `mode` is `plan`, `review` or empty."""

    start: int
    period: Period | None
    mode: str

    @property
    def planned(self) -> bool:
        """Whether its numbers are meant to be reached."""
        return self.mode == PLAN


@dataclass(frozen=True)
class _Line:
    """A line that opens a section: its style, numeral, the words that count and where they end."""

    style: str
    numeral: str
    title: str
    end: int
    dated: Period | None


def find_sections(
    text: str,
    quantities: list[Quantity],
    marks: list[TimeMark],
    today: date,
    tables: Sequence[tuple[int, int]] = (),
) -> list[Section]:
    """Return the sections of a text, the first one starting at 0; rows of tables open none."""
    assessing = matcher("context", "assessing_title").search(_title(text)) is not None
    outline = _Outline(today, PLAN if _announces(text) else "", assessing=assessing)
    lines = _Lines(quantities, marks)
    inside = [start for start, _ in tables]
    for number, match in enumerate(re.finditer(r"[^\n]+", text)):
        table = bisect_right(inside, match.start()) - 1
        inner = table >= 0 and match.start() < tables[table][1]
        if inner or re.search(r"[|\t]", match.group()):
            continue
        line = lines.opening(match.group(), match.start(), number)
        if line is not None:
            outline.open(line)
    return outline.sections


class _Lines:
    """Tells the lines that open sections from those of the body."""

    def __init__(self, quantities: list[Quantity], marks: list[TimeMark]) -> None:
        self._numbers = [quantity.start for quantity in quantities]
        self._marks = marks
        self._places = [mark.start for mark in marks]
        self._body = False

    def opening(self, line: str, start: int, number: int) -> _Line | None:
        style, numeral = _style(line)
        if style:
            self._body = True
            head = re.split("[。:：]", line)[0]
            long = len(head) > _LONGEST_HEADING or self._counts(start, start + len(head))
            title = "" if long else head
            return self._line(style, numeral, title, start, start + len(title))
        if self._counts(start, start + len(line)):
            self._body = True
            return None
        if number < _TITLE_LINES and not self._body and _is_title(line):
            return None
        return self._plain(line, start)

    def _plain(self, line: str, start: int) -> _Line | None:
        """A short line of its own, or a lead-in."""
        if len(line.strip()) <= _LONGEST_PLAIN and not re.search("[。；;]", line):
            style = _LEAD if re.search("(?:[:：]|--)$", line.strip()) else _PLAIN
            return self._line(style, "", line, start, start + len(line))
        news = matcher("context", "news_lead").search(line)
        stops = re.search("[。!！?？]$", line.strip()) and not _LEADS.search(line)
        if len(line) > _LONGEST_LEAD_IN or news or stops:
            return None
        return self._line(_LEAD, "", line.split("。")[-1], start, start + len(line))

    def _counts(self, start: int, end: int) -> bool:
        """Whether a figure stands in a stretch."""
        return bisect_right(self._numbers, end) > bisect_right(self._numbers, start - 1)

    def _line(self, style: str, numeral: str, title: str, start: int, end: int) -> _Line:
        first, last = (bisect_right(self._places, place - 1) for place in (start, end))
        dated = self._marks[first:last]
        period = dated[0].period if dated and dated[0].period.kind != "now" else None
        return _Line(style, numeral, title.strip(" :：】-"), end, period)


class _Outline:
    """The open sections from the whole text down to the innermost one."""

    def __init__(self, today: date, mode: str, *, assessing: bool) -> None:
        self._today = today
        self._kinds = ("target_heading",) if assessing else ("target_heading", "aim_heading")
        self._open: list[tuple[str, Section]] = [("text", Section(0, None, mode))]
        self.sections = [self._open[0][1]]

    def open(self, line: _Line) -> None:
        """Close what the line ends and open the section it begins, if it tells anything."""
        mode = self._mode(line)
        tells = mode is not None or line.dated is not None
        if line.style in (_PLAIN, _LEAD) and not self._is_opener(line, mode, tells=tells):
            return
        if line.style == _LEAD and self._frames(line):
            return
        if line.style == "sign" and mode is not None:
            line = replace(line, style=_PLAIN)
        sibling = self._close(line)
        above = self._open[-1][1]
        if mode is None and sibling is not None and sibling.planned and self._reviewed():
            above = sibling
        section = Section(
            line.end, line.dated or above.period, above.mode if mode is None else mode
        )
        turned = PLAN in (mode, above.mode) and mode not in (None, above.mode)
        if turned and line.dated is None:
            section = replace(section, period=None)
        self._open.append((line.style, section))
        self.sections.append(section)

    def _mode(self, line: _Line) -> str | None:
        """What a line says of the numbers behind it; None where it says nothing."""
        told = _told(line, self._kinds)
        if told is not None or line.dated is None:
            return told
        period, today = line.dated, self._today
        opens = period.kind == "year" and period.end.year == today.year and today.month <= _EARLY
        if period.is_future(today) or opens or self._follows(line):
            return PLAN
        running = self._open[0][1].planned and period.end.year >= today.year
        over = period.kind == "plan" and period.end < today
        return REVIEW if over or (line.style == _LEAD and not running) else None

    def _follows(self, line: _Line) -> bool:
        """Whether a heading of work names the year behind that of a section that looked back."""
        work = matcher("context", "work_heading").search(line.title)
        if line.dated is None or line.dated.kind != "year" or not work:
            return False
        before = line.dated.end.year - 1
        return any(
            section.mode == REVIEW and section.period and section.period.end.year == before
            for section in self.sections
        )

    def _is_opener(self, line: _Line, mode: str | None, *, tells: bool) -> bool:
        """Whether a line without a number opens anything: a plain one has to tell its mode."""
        if line.style == _PLAIN:
            return mode is not None
        return tells

    def _frames(self, line: _Line) -> bool:
        """A lead-in before all headings that names a stretch of days dates the whole text."""
        kind = line.dated.kind if line.dated else ""
        if len(self._open) > 1 or kind not in ("span", "since"):
            return False
        root = replace(self._open[0][1], period=line.dated, start=line.end)
        self._open = [("text", root)]
        self.sections.append(root)
        return True

    def _close(self, line: _Line) -> Section | None:
        """Close the sections that a line ends; return the sibling before it."""
        first = line.numeral in ("一", "1")
        rank = _RANKS[line.style]
        while len(self._open) > 1:
            style, section = self._open[-1]
            if style in (_PLAIN, _LEAD) and (first or (style, line.style) == (_PLAIN, _LEAD)):
                return None
            if _RANKS[style] < rank:
                return None
            self._open.pop()
            if style == line.style:
                return None if first else section
        return None

    def _reviewed(self) -> bool:
        """Whether the text has looked back before."""
        return any(section.mode == REVIEW for section in self.sections)


def _style(line: str) -> tuple[str, str]:
    """Style and numeral of a heading; the style is empty for any other line."""
    for style, pattern in _STYLES.items():
        found = pattern.match(line)
        if found:
            return style, found[1]
    return "", ""


def _told(line: _Line, kinds: tuple[str, ...]) -> str | None:
    """Plan or review by the last word that tells one of them."""
    lead = line.style == _LEAD
    clause = line.title if lead else re.split("[，,]", line.title)[-1]
    back = _last(matcher("context", "past_heading"), line.title)
    kinds = (*kinds, "planned_lead_in") if lead else kinds
    ahead = max(_last(matcher("context", kind), clause) for kind in kinds)
    if ahead and not lead and matcher("context", "named_aim").search(clause[:ahead]):
        return None
    ahead += (len(line.title) - len(clause)) if ahead else 0
    if back and back >= ahead:
        return REVIEW
    near = lead or len(line.title) - ahead <= _TAIL
    return PLAN if ahead and near else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends, 0 without any."""
    return max((found.end() for found in pattern.finditer(text)), default=0)


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
    joined = "".join(line for line in lines[:2] if not _style(line)[0])
    broken = not re.search("[，。；：！？,:!?]", joined) and len(joined) <= _BROKEN_TITLE
    return joined if broken else lines[0]
