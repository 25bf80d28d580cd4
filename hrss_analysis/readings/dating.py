"""The period a number belongs to, and whether it is meant to be reached."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.links import Link
from hrss_analysis.readings.periods import Period, plan_of, year_of
from hrss_analysis.readings.sections import REVIEW, Section
from hrss_analysis.readings.times import TimeMark

_TITLE_LINES = 4
# 8元→10元: from the old value to the new one.
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_ARROW = re.compile(r"\s?→\s?\d")
_LONGEST_TITLE = 60
# A line that states something is no title; one that names what is printed below may be.
_STATES = re.compile(r"\d[\d.]*\s?[万亿人元户%].*。|^[^《\n]*。$")
# Time and intent reach so far back at most.
_PARAGRAPH, _SENTENCE, _MARKS_BACK = 4000, 400, 50
# Months: up to the first a text reviews the year before; from the second on what is expected of a
# year is an estimate; from the third on 全年 may mean the year that is closing.
_EARLY, _LATE, _CLOSING = 2, 11, 10
# Characters looked at behind a number, before it, and before the time that opens a paragraph.
_BEHIND, _NEAR, _LEAD, _OLD = 60, 20, 60, 40
# Periods of more days are several years.
_YEARS = 400
# Prices and incomes that nobody sets: what a change began with is a value of its year.
_MEASURED = (
    *("disposable_income_urban", "disposable_income_rural"),
    *("enterprise_pension_average", "resident_premium_average"),
)
# Longest remark or speech that is looked through for its end.
_REMARK = 120


@dataclass(frozen=True)
class Dated:
    """Period of a number, whether it was printed near it, and whether the number is a target."""

    period: Period
    printed: bool
    role: str


class Calendar:
    """Dates the numbers of one text."""

    def __init__(
        self,
        text: str,
        marks: list[TimeMark],
        sections: list[Section],
        today: date,
        *,
        plan: bool = False,
    ) -> None:
        self._text = text
        self._marks = marks
        self._starts = [mark.start for mark in marks]
        self._sections = sections
        self._section_starts = [section.start for section in sections]
        self._today = today
        self._looks_back = False
        self._plan = plan
        self._plans = plan or sections[0].planned
        # When a year turns, what is expected of it is an estimate and no aim.
        self._turning = today.month <= _EARLY or today.month >= _LATE
        planned = matcher("context", "planned_year").search(text, 0, _TITLE_LINES * _LONGEST_TITLE)
        self._planned_year = int(planned["y"]) if planned and today.month <= _EARLY else 0
        self._openings = self._find_openings()
        self._opening_starts = [place for place, _ in self._openings]
        self.default = self._document_period()

    def _document_period(self) -> Period:
        """Period in the title, else the year of the document."""
        for line in self._titles():
            news = self._today.month <= _EARLY and matcher("context", "news_lead").search(
                line.group()
            )
            passing = ("now", "month", "day", "same", *(("year",) if news else ()))
            if bare := matcher("context", "titled_year").search(line.group()):
                return year_of(int(bare["y"]))
            for mark in self._marks[bisect_right(self._starts, line.start() - 1) :]:
                if mark.start >= line.end():
                    break
                if mark.period.kind not in passing:
                    return self._so_far(mark.period, line.group())
        if self._plan:
            return plan_of(self._today.year)
        return year_of(self._today.year - self._is_review(), "default")

    def _titles(self) -> Iterator[re.Match[str]]:
        """The first lines up to the first heading, as far as they are no sentences."""
        body = self._section_starts[1] if len(self._section_starts) > 1 else len(self._text)
        lines = [m for m in re.finditer(r"[^\n]+", self._text[:2000]) if m.group().strip()]
        for line in lines[:_TITLE_LINES]:
            if line.start() < body <= line.end():
                return
            if len(line.group()) <= _LONGEST_TITLE and not _STATES.search(line.group()):
                yield line

    def _is_review(self) -> bool:
        """Whether a text of the first weeks of a year speaks of the year before."""
        if self._today.month > _EARLY:
            return False
        over = matcher("context", "year_over").search(self._text)
        now = matcher("context", "this_year").search(self._text)
        if over is None:
            return now is None and self._today.month == 1
        return now is None or over.start() < now.start()

    def _find_openings(self) -> list[tuple[int, Period]]:
        """Time expressions that open a paragraph: they hold until the next one that does."""
        found = []
        for mark in self._marks:
            furthest = max(0, mark.start - _LEAD)
            begin = self._text.rfind("\n", furthest, mark.start) + 1
            if furthest and not begin:
                continue
            lead = self._text[begin : mark.start]
            opens = not lead.strip(" \u3000“”(") and mark.period.kind != "day"
            opens = opens or matcher("context", "report_says").fullmatch(lead) is not None
            if opens and not self._set_apart(mark, mark.end + _REMARK):
                found.append((mark.start, mark.period))
        return found

    def _opened(self, start: int, since: int) -> Period | None:
        """The period that the latest dated paragraph of a section opened with, where it is over."""
        number = bisect_right(self._opening_starts, start) - 1
        holds = number >= 0 and self._opening_starts[number] >= since
        period = self._openings[number][1] if holds else None
        return period if period and period.end.year < self._today.year else None

    def _so_far(self, period: Period, title: str) -> Period:
        """A title that looks back on a plan still running means the plan up to now."""
        if period.is_future(self._today) and matcher("context", "looking_back").search(title):
            self._looks_back = True
            return Period(period.start, date(self._today.year, 12, 31), "so far")
        return period

    def _latest_past(self, start: int) -> Period | None:
        """The latest period before a place that is over, for a text that looks back."""
        number = bisect_right(self._starts, start) - 1 if self._looks_back else -1
        for place in range(number, max(number - _MARKS_BACK, -1), -1):
            mark = self._marks[place]
            if not mark.bound and mark.period.end <= self._today and mark.period.kind != "day":
                return mark.period
        return None

    def _mark_before(self, link: Link) -> TimeMark | None:
        """The latest time expression of the paragraph that holds for a number."""
        passage = link.passage
        start = passage.quantity.start
        paragraph = self._text.rfind("\n", max(0, start - _PARAGRAPH), start) + 1
        paragraph = paragraph or max(0, start - _PARAGRAPH)
        number = bisect_right(self._starts, start) - 1
        while number >= 0 and self._marks[number].start >= paragraph:
            mark = self._marks[number]
            named = matcher("context", "plan_name").match(self._text, mark.end)
            apart = named or self._set_apart(mark, start)
            if not apart and (not mark.bound or passage.left_start <= mark.start):
                return mark
            number -= 1
        return None

    def _set_apart(self, mark: TimeMark, start: int) -> bool:
        """Whether a time stands in a remark in brackets or in speech that ends before a place."""
        between = self._text[mark.end : min(start, mark.end + _REMARK)]
        closed = between.find(")")
        if closed >= 0 and "(" not in between[:closed] and re.search(r"\d", between[:closed]):
            return True
        said = between.find("”")
        quoted = said >= 0 and "“" not in between[:said]
        return quoted and re.search("[。，]", between[:said]) is not None

    def date(self, link: Link) -> Dated:
        """Return the period of a number and its role in the light of it."""
        start = link.passage.quantity.start
        section = self._sections[bisect_right(self._section_starts, start) - 1]
        mark = self._mark_before(link)
        period = self._told(mark, section, start)
        if period.kind == "years" and link.passage.size == period.years:
            period = year_of(period.start.year + link.passage.rank)
        cued = self._cued(link, mark)
        role = self._role(link, section, period, mark, cued=cued)
        if role == "target":
            apart = mark is None or (
                mark.start < self._sentence(start) and self._plan_opened(start) < 0
            )
            period = self._target_period(link, period, apart=apart)
        elif mark and not cued and self._is_unfinished(mark, start):
            period = year_of(self._today.year - 1)
        period, role = self._of_its_own(link, period, role)
        return Dated(period, mark is not None, role)

    def _told(self, mark: TimeMark | None, section: Section, start: int) -> Period:
        """The period a time expression means where it stands; without one the one carried on."""
        if mark is None:
            return self._carried(section, start)
        if mark.period.kind == "same":
            return self._same(mark, section, start)
        late = self._today.month > _EARLY
        if mark.period.kind == "now" and self.default.end.year < self._today.year and not late:
            return self.default
        if mark.period.kind == "since":
            return _within(mark.period, section.period or self.default)
        return mark.period

    def _same(self, mark: TimeMark, section: Section, start: int) -> Period:
        """The year that 全年 or 年末 means: that of the section, of its plan, of the text."""
        if section.period and section.period.years == 1:
            return year_of(section.period.end.year)
        if section.planned and (section.period or self.default).years > 1:
            return self._carried(section, start)
        return self.default if self._outruns(mark) else mark.period

    def _outruns(self, mark: TimeMark) -> bool:
        """Whether 全年 means a year behind that of the text and no year beside it says so."""
        if self.default.kind != "default":
            return False
        sentence = self._sentence(mark.start)
        before = self._marks[: bisect_right(self._starts, mark.start - 1)][-_MARKS_BACK:]
        year = ("year", mark.period.end)
        named = any(
            one.start >= sentence and (one.period.kind, one.period.end) == year for one in before
        )
        return not named and mark.period.end.year > self.default.end.year

    def _of_its_own(self, link: Link, period: Period, role: str) -> tuple[Period, str]:
        """The one of several years that a number is of: a list of them, or where a change began."""
        passage = link.passage
        listed = matcher("context", "one_by_one").search(passage.left) is not None
        counted = matcher("context", "years_one_by_one").search(passage.left) is not None
        if passage.size > 1 and (counted or (listed and passage.size == period.years)):
            return year_of(period.end.year - passage.size + 1 + passage.rank), role
        years = _YEAR.findall(passage.left) if listed and role != "growth" else []
        if passage.size > 1 and len(years) == passage.size:
            return year_of(int(years[passage.rank])), role
        if role not in ("actual", "reference", "share") or not self._is_old(link):
            return period, role
        standard = role == "reference" and (period.end - period.start).days < _YEARS
        standard = standard and link.indicator_id not in _MEASURED
        begins = period.kind == "since" or (period.kind == "span" and period.years > 1)
        before = period.start.year if begins else period.start.year - 1
        return (
            (period, role) if standard else (year_of(before), "actual" if role != "share" else role)
        )

    def _is_old(self, link: Link) -> bool:
        """由8元增加到10元: whether a number is what a change began with, without a date."""
        head = link.passage.head or link.passage
        start = max(head.clause.start, head.quantity.start - _OLD)
        before = self._text[start : head.quantity.start]
        tail = before[max(before.rfind("由"), before.rfind("从"), 0) :]
        behind = self._text[link.passage.quantity.end : link.passage.quantity.end + _BEHIND]
        if _ARROW.match(behind):
            return True
        return (
            matcher("context", "old_value", ending=True).search(before) is not None
            and matcher("context", "new_value_behind").match(behind) is not None
            and matcher("context", "dated").search(tail.replace("年初", "")) is None
        )

    def around(self, start: int) -> Period:
        """Return the period that holds at a place where nothing printed says another."""
        return self._carried(self._sections[bisect_right(self._section_starts, start) - 1], start)

    def _is_unfinished(self, mark: TimeMark, start: int) -> bool:
        """Whether 全年 or 年末 would mean a year with months to go: then the last one is told."""
        whole = self._text[mark.start : mark.end] in ("全年", "年末")
        if not whole or self._today.month >= _CLOSING:
            return False
        planned = matcher("context", "set_against").search(self._text, mark.end, start)
        return mark.period.end.year == self._today.year and planned is None

    def _carried(self, section: Section, start: int) -> Period:
        """The period of a number whose paragraph names none."""
        opened = self._opened(start, section.start if section.planned else 0)
        period = section.period or opened or self._latest_past(start)
        if period is not None:
            return period
        if section.planned:
            return self._ahead()
        return self._behind() if section.mode == REVIEW and self._plans else self.default

    def _ahead(self) -> Period:
        """The period of a plan that names none: the one planned, else what is left or next."""
        if self.default.end.year > self._today.year or self.default.years > 1 or self._plans:
            return self.default
        return year_of(self._today.year + (self._today.month >= _CLOSING), "next")

    def _behind(self) -> Period:
        """The period a plan looks back on: as many years right before its own."""
        first, years = self.default.start.year, self.default.years
        return Period(date(first - years, 1, 1), date(first - 1, 12, 31), "plan")

    def _sentence(self, start: int) -> int:
        """Where the sentence of a place begins, as far back as it is looked at."""
        furthest = max(0, start - _SENTENCE)
        return max(furthest, *(self._text.rfind(stop, furthest, start) + 1 for stop in "。\n！？"))

    def _cued(self, link: Link, mark: TimeMark | None) -> bool:
        """Whether a cue such as 力争 stands before the number in its sentence or paragraph.

        A year that is over between the two undoes the cue.
        """
        start = link.passage.quantity.start
        over = mark is not None and self._is_over(mark.period)
        begin = max(self._sentence(start), mark.start if mark and over else 0)
        cues = ["target_cue"] if self._turning else ["target_cue", "estimate"]
        if any(matcher("context", kind).search(self._text, begin, start) for kind in cues):
            return True
        opened = self._plan_opened(start)
        if opened < 0 or (mark is not None and over):
            return opened >= 0 and mark is not None and mark.start < opened
        if mark is None or mark.start < opened:
            return True
        number = bisect_right(self._starts, opened - 1) - 1
        planned = self._marks[number].period.end.year if number >= 0 else 0
        whole = mark.period.kind in ("year", "same", "next")
        return whole and (planned <= self._today.year or mark.period.end.year >= planned)

    def _is_over(self, period: Period) -> bool:
        """Whether a period lies behind: a year before this one, months gone by, up to now."""
        gone = period.kind in ("month", "part") and period.end < self._today
        return gone or period.kind == "now" or period.end.year < self._today.year

    def _plan_opened(self, start: int) -> int:
        """Where the paragraph begins to speak of what is to be done, -1 where it does not."""
        furthest = max(0, start - _SENTENCE)
        begin = max(self._text.rfind("\n", furthest, start), furthest)
        opening = matcher("context", "plan_opening").search(self._text, begin, start)
        if opening is None:
            return -1
        done = matcher("context", "results_follow").search(self._text, opening.end(), start)
        return -1 if done else opening.end()

    def _role(
        self, link: Link, section: Section, period: Period, mark: TimeMark | None, *, cued: bool
    ) -> str:
        role = link.role
        future = period.is_future(self._today) or (
            period.kind == "year" and period.end.year == self._planned_year
        )
        past = mark is not None and (period.end <= self._today or period.kind == "now")
        intended = cued or future or (section.planned and not past)
        behind = link.passage.quantity.end
        if self._is_done(link):
            return role
        if intended and (role == "actual" or (role == "growth" and (cued or not past))):
            return "target"
        near = self._text[max(0, behind - _NEAR) : link.passage.quantity.start]
        set_share = matcher("context", "aimed_share", ending=True).search(near)
        if role == "share" and intended and not past and (set_share or future):
            return "target"
        if role == "actual" and "控制在" in link.passage.left and link.inherited:
            return "target"
        return role

    def _is_done(self, link: Link) -> bool:
        """Whether the words beside a number say that it is done, whatever is planned around."""
        behind = link.passage.quantity.end
        after = matcher("context", "done_behind").match(self._text, behind, behind + _BEHIND)
        before = matcher("context", "done_before", ending=True).search(link.passage.left)
        return after is not None or before is not None

    def _target_period(self, link: Link, period: Period, *, apart: bool) -> Period:
        """The period of a target; `apart` where the sentence itself names none."""
        start = link.passage.quantity.start
        near = self._text[max(0, start - 12) : link.passage.quantity.end + 10]
        yearly_near = matcher("context", "yearly").search(near)
        planned = self._looks_back or (link.judgement.attached and re.search("五年|规划", near))
        own = not apart and not link.judgement.attached and period.kind == "year"
        if planned and not own and not yearly_near:
            past = period.kind == "plan" and period.end < self._today
            return period if past else plan_of(self._today.year)
        if apart and link.role != "target" and period.end.year == self._today.year - 1:
            return year_of(self._today.year)
        if link.judgement.attached and period.kind in ("part", "month"):
            return year_of(period.end.year)
        yearly = matcher("context", "yearly").search(link.passage.left)
        last_year = self.default.kind == "plan" and period.end == self.default.end
        return self.default if last_year and not yearly else period


def _within(since: Period, frame: Period) -> Period:
    """2020年以来 below a heading on a plan that is over reaches to the end of that plan."""
    ends = since.start <= frame.end < since.end and frame.kind == "plan"
    return Period(since.start, frame.end, "since") if ends else since
