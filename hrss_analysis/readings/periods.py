"""Time expressions, resolved against the date of the document.

`tables/times.csv` holds the expressions; here stands what each kind means. A period has a first and
a last day; how a reading uses it (a stock has no first day) is decided by its measure.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from hrss_analysis.readings.lexicon import matcher, read_table

_NUMBER = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前两个季度": (1, 6)}
# What texts count from: congresses, the reform, the republic.
_EVENTS = {
    "十八大": date(2012, 11, 8),
    "十九大": date(2017, 10, 18),
    "二十大": date(2022, 10, 16),
    "改革开放": date(1978, 12, 18),
    "新中国成立": date(1949, 10, 1),
}
# Year before which five-year plans count.
_BEFORE_PLANS = 1951
# 为2019年24万人的105%: a year right before a number dates it, whatever is compared.
_NUMBER_BESIDE = re.compile(r"(?<=[年度末底])\s?\d[\d.]*[万亿]?[人元户家个件]")
# Up to this month 五年来 and 一年来 end with the year before.
_EARLY = 3


@dataclass(frozen=True)
class Period:
    """First and last day; `kind` keeps how it was expressed."""

    start: date
    end: date
    kind: str

    def is_future(self, today: date) -> bool:
        """Whether it begins later or is a plan that runs on; a date of effect is neither."""
        if self.kind in ("since", "day"):
            return False
        ahead = self.kind in ("plan", "years") and self.end.year > today.year
        return self.start > today or ahead

    @property
    def years(self) -> int:
        """Number of calendar years touched."""
        return self.end.year - self.start.year + 1


@dataclass(frozen=True)
class TimeMark:
    """A time expression in the text; `bound` ones date only the number right behind them."""

    start: int
    end: int
    period: Period
    bound: bool


def year_of(year: int, kind: str = "year") -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), kind)


def plan_of(year: int) -> Period:
    """Return the five-year plan that a year belongs to."""
    first = year - (year - 1) % 5
    return Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")


@cache
def _pattern() -> re.Pattern[str]:
    parts = []
    for number, row in enumerate(read_table("times")):
        phrase = re.sub(r"\(\?P<(\w+)>", rf"(?P<\1_{number}>", row["phrase"])
        parts.append(f"(?P<k{number}>{phrase})")
    return re.compile("|".join(parts))


class _Years:
    """The year that expressions without one mean: the latest named, 去年 within its paragraph."""

    def __init__(self, today: date) -> None:
        self.current = self._named = today.year
        self._today = today

    def new_paragraph(self) -> None:
        """Forget a 去年 of the paragraph before."""
        self.current = self._named

    def note(self, groups: dict[str, str], period: Period) -> None:
        """Remember the year that an expression names."""
        if groups.get("y1") and "y2" not in groups and int(groups["y1"]) <= self._today.year:
            self.current = self._named = int(groups["y1"])
        elif groups.get("rel") == "今年":
            self.current = self._named = period.end.year
        elif groups.get("rel") == "去年":
            self.current = period.end.year


def find_times(text: str, today: date) -> list[TimeMark]:
    """Find all time expressions except those that only name what something is compared with.

    Args:
        text: Running text.
        today: Date of the document.
    """
    rows = read_table("times")
    marks: list[TimeMark] = []
    years, place = _Years(today), 0
    for match in _pattern().finditer(text):
        if text.find("\n", place, match.start()) >= 0:
            years.new_paragraph()
        place = match.start()
        number = int((match.lastgroup or "k0")[1:])
        groups = _groups(match, number)
        period = _RESOLVERS[rows[number]["kind"]](groups, today, years.current)
        before = text[max(0, match.start() - 6) : match.start()]
        compared = matcher("context", "compared_with", ending=True).search(before) is not None
        beside = compared and _NUMBER_BESIDE.match(text, match.end()) is not None
        if period is None or (compared and not beside) or _names_something(text, match):
            continue
        years.note(groups, period)
        bound = beside or matcher("context", "binding", ending=True).search(before) is not None
        bound = bound or match.group().startswith("上年度")
        _add(marks, TimeMark(match.start(), match.end(), period, bound), text)
    return marks


def _groups(match: re.Match[str], number: int) -> dict[str, str]:
    """Named parts of the expression in a row of the table."""
    return {
        name.rsplit("_", 1)[0]: value
        for name, value in match.groupdict().items()
        if value is not None and name.endswith(f"_{number}")
    }


def _add(marks: list[TimeMark], mark: TimeMark, text: str) -> None:
    """Append a mark, or make one period of it and the one before where 至 joins them."""
    last = marks[-1] if marks else None
    between = text[last.end : mark.start + 1] if last else ""
    if last and re.fullmatch(r"[至到\-~]\s?\S?", between):
        marks[-1] = _from_to(last, mark)
    else:
        marks.append(mark)


def _names_something(text: str, match: re.Match[str]) -> bool:
    """全年目标, 2024年度考核, 去年同期: whose target, which assessment, what is compared with."""
    if match.group() in ("全年", "当年", "本年度"):
        return matcher("context", "no_time").match(text, match.end()) is not None
    if matcher("context", "same_time").match(text, match.end()):
        return True
    named = matcher("context", "named_year").match(text, match.end())
    return match.group().endswith("年度") and named is not None


def _from_to(first: TimeMark, last: TimeMark) -> TimeMark:
    """2月初到3月下旬: two expressions joined by 到 are one period."""
    start, end = first.period, last.period
    begin = start.end.replace(day=1) if start.kind == "month" else start.start
    if end.end < begin:
        return last
    return TimeMark(first.start, last.end, Period(begin, end.end, "span"), bound=False)


def _year(groups: dict[str, str], today: date, current: int) -> int:
    """Year an expression names, itself or relative to the document."""
    if "y1" in groups:
        return int(groups["y1"])
    relative = groups.get("rel", "")
    if relative.startswith(("去年", "上年")):
        return today.year - 1
    if relative == "明年":
        return today.year + 1
    return today.year if relative or current > today.year else current


def _years(groups: dict[str, str], today: date, current: int) -> Period | None:
    first, last = int(groups["y1"]), int(groups["y2"])
    if last < first:
        return None
    month = int(groups.get("m2", 12))
    end = date(last, month, calendar.monthrange(last, month)[1])
    return Period(date(first, 1, 1), end, "years")


def _event(groups: dict[str, str], today: date, current: int) -> Period | None:
    start = _EVENTS[groups["event"]]
    return Period(start, date(today.year, 12, 31), "since") if start <= today else None


def _month(year: int, first: int, last: int, kind: str) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), kind)


def _months(groups: dict[str, str], today: date, current: int) -> Period | None:
    return _month(_year(groups, today, current), int(groups["m1"]), int(groups["m2"]), "part")


def _month_end(groups: dict[str, str], today: date, current: int) -> Period | None:
    year, month = _year(groups, today, current), int(groups["m1"])
    period = _month(year, month, month, "month")
    if period is None:
        return None
    until = "d1" in groups and period.start > today
    return Period(date(year, 1, 1), period.end, "day" if until else "month")


def _since_day(groups: dict[str, str], today: date, current: int) -> Period | None:
    year = _year(groups, today, today.year)
    start = date(year, int(groups["m1"]), 1)
    return Period(start, max(today, start), "since")


def _day(groups: dict[str, str], today: date, current: int) -> Period | None:
    try:
        day = date(int(groups["y1"]), int(groups["m1"]), int(groups["d1"]))
    except ValueError:
        return None
    return Period(day, day, "day")


def _first_months(groups: dict[str, str], today: date, current: int) -> Period | None:
    word = groups["many"]
    last = int(word) if word.isdigit() else 11 if word == "十一" else _NUMBER[word]
    return _month(_year(groups, today, current), 1, last, "part")


def _half(groups: dict[str, str], today: date, current: int) -> Period | None:
    word = groups["half"]
    first, last = _HALVES.get(word, (0, 0))
    if not first:
        quarter = "一二三四".index(word.removeprefix("第")[0])
        first, last = 3 * quarter + 1, 3 * quarter + 3
    return _month(_year(groups, today, current), first, last, "part")


def _since_year(groups: dict[str, str], today: date, current: int) -> Period | None:
    first = int(groups["y1"])
    if first > today.year:
        return year_of(first)
    return Period(date(first, 1, 1), date(today.year, 12, 31), "since")


def _one_year(groups: dict[str, str], today: date, current: int) -> Period | None:
    return year_of(int(groups["y1"]))


def _plan(groups: dict[str, str], today: date, current: int) -> Period | None:
    early = {"九五": 9, "十五": 10}.get(groups.get("early", ""))
    number = early or 10 + _NUMBER[groups["plan"][1]]
    first = _BEFORE_PLANS + 5 * number
    period = Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")
    if groups.get("edge") == "以来" and period.start <= today <= period.end:
        return Period(period.start, date(today.year, 12, 31), "plan")
    return period


def _relative(groups: dict[str, str], today: date, current: int) -> Period | None:
    word = groups["rel"]
    if word in ("过去一年", "过去的一年", "一年来"):
        return year_of(min(current, today.year - (today.month <= _EARLY)), "year")
    if word in ("全年", "当年", "年末", "年底", "年内"):
        return year_of(current, "same")
    kind = "now" if word in ("截至目前", "目前", "如今") else "year"
    return year_of({"前年": today.year - 2}.get(word, _year(groups, today, today.year)), kind)


def _last_years(groups: dict[str, str], today: date, current: int) -> Period | None:
    word = groups["n"]
    number = int(word) if word.isdigit() else _NUMBER[word]
    last = today.year - (today.month <= _EARLY)
    return Period(date(last - number + 1, 1, 1), date(last, 12, 31), "years")


def _five_years(groups: dict[str, str], today: date, current: int) -> Period | None:
    return plan_of(current)


def _next_year(groups: dict[str, str], today: date, current: int) -> Period | None:
    late = today.month >= 10
    return year_of(today.year + 1 if late else today.year, "next")


_RESOLVERS: dict[str, Callable[[dict[str, str], date, int], Period | None]] = {
    "years": _years,
    "event": _event,
    "months": _months,
    "month_end": _month_end,
    "since_day": _since_day,
    "day": _day,
    "half": _half,
    "first_months": _first_months,
    "since_year": _since_year,
    "year": _one_year,
    "plan": _plan,
    "relative": _relative,
    "last_years": _last_years,
    "next_year": _next_year,
    "five_years": _five_years,
}
