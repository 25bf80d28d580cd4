"""Time expressions, resolved against the date of the document.

`tables/times.csv` holds the expressions; here stands what each kind means. A period has a first and
a last day; how a reading uses it (a stock has no first day) is decided by its measure.
"""

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
_PLAN_YEARS = 5
# From this month on what comes next is the next year.
_LATE = 10
# Characters before a time that tell what it is for.
_BEFORE = 14


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


@dataclass(frozen=True)
class _Now:
    """Date of the document, and the year and the plan that the text speaks of.

    `named` is the year to go back to where a paragraph ends: 去年 holds within its own only.
    """

    today: date
    year: int
    named: int
    plan: Period | None = None


def find_times(text: str, today: date, tables: Sequence[tuple[int, int]] = ()) -> list[TimeMark]:
    """Find all time expressions except those that only name what something is compared with.

    Args:
        text: Running text.
        today: Date of the document.
        tables: Stretches, in order, whose times hold nowhere else.
    """
    rows = read_table("times")
    marks: list[TimeMark] = []
    now = _Now(today, today.year, today.year)
    aside, place = -1, 0
    starts = [start for start, _ in tables]
    for match in _pattern().finditer(text):
        if text.find("\n", place, match.start()) >= 0:
            now = replace(now, year=now.named)
        place = match.start()
        number = int((match.lastgroup or "k0")[1:])
        kind = rows[number]["kind"]
        groups = _groups(match, number)
        period = _RESOLVERS[kind](groups, now)
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        name = kind == "plan" and matcher("context", "plan_named").match(text, match.end())
        compared = _is_compared(text, match, before, aside)
        beside = compared and _is_beside(text, match, before)
        if (
            period is None
            or name
            or (compared and not beside)
            or _names_something(text, match, before)
        ):
            aside = match.end()
            continue
        row = bisect_right(starts, match.start()) - 1
        if row >= 0 and match.end() <= tables[row][1]:
            continue
        bound = beside or _is_bound(text, match, before)
        mark = TimeMark(match.start(), match.end(), period, bound)
        if not match.group().startswith(("到", "至")):
            now = _after(now, kind, groups, mark)
        _add(marks, mark, text)
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
    if last and re.fullmatch(r"[至到\-~→]\s?\S?", between):
        marks[-1] = _from_to(last, mark)
    elif last and _explains(last, mark, text):
        marks[-1] = replace(mark, start=last.start)
    else:
        marks.append(mark)


def _explains(last: TimeMark, mark: TimeMark, text: str) -> bool:
    """过去五年(“十三五”): a time in brackets says which one was meant."""
    beside = text[last.end : mark.start].strip() == "(" and text[mark.end : mark.end + 1] in (
        ")",
        "）",
    )
    return beside and not re.search(r"\d", text[last.start : last.end])


def _after(now: _Now, kind: str, groups: dict[str, str], mark: TimeMark) -> _Now:
    """The year and plan that the text speaks of behind a time expression."""
    if kind == "plan":
        return replace(now, plan=mark.period)
    if mark.bound or kind in ("day", "since_year", "since_day", "years"):
        return now
    named = groups.get("y1") and int(groups["y1"]) <= now.today.year
    if named or groups.get("rel") == "今年":
        year = int(groups.get("y1") or mark.period.end.year)
        return replace(now, year=year, named=year)
    return replace(now, year=mark.period.end.year) if groups.get("rel") == "去年" else now


def _is_compared(text: str, match: re.Match[str], before: str, aside: int) -> bool:
    """Whether a time only names what something is compared with (比2020年, 与2012年底相比).

    `aside` is where the last such time ended: 去年全年 is one.
    """
    if matcher("context", "compared_with", ending=True).search(before):
        return True
    behind = matcher("context", "compared_behind").match(text, match.end())
    return behind is not None or aside == match.start()


def _is_beside(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a number of its own stands right behind a time, not how far that was exceeded."""
    number = _NUMBER_BESIDE.match(text, match.end())
    exceeded = re.search("(?:超|超过|超出|多于|高出)$", before)
    return number is not None and (exceeded is None or text.startswith("的", number.end()))


def _is_bound(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a time dates only the number or event right behind it."""
    if match.group().startswith("上年度"):
        return True
    if matcher("context", "binding", ending=True).search(before):
        return True
    return matcher("context", "event_behind").match(text, match.end()) is not None


def _names_something(text: str, match: re.Match[str], before: str) -> bool:
    """Whether it tells whose target, which assessment or what is compared with.

    So in 达到2025年目标, 全年目标, 2024年度考核, 去年同期.
    """
    against = matcher("context", "own_target").match(text, match.end())
    if against and matcher("context", "set_against_before").search(before):
        return True
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


def _year(groups: dict[str, str], now: _Now) -> int:
    """Year an expression names, itself or relative to the document."""
    if "y1" in groups:
        return int(groups["y1"])
    relative = groups.get("rel", "")
    if relative.startswith(("去年", "上年")):
        return now.today.year - 1
    if relative == "明年":
        return now.today.year + 1
    return now.today.year if relative or now.year > now.today.year else now.year


def _years(groups: dict[str, str], now: _Now) -> Period | None:
    first, last = int(groups["y1"]), int(groups["y2"])
    if last < first:
        return None
    month = int(groups.get("m2", 12))
    end = date(last, month, calendar.monthrange(last, month)[1])
    return Period(date(first, 1, 1), end, "years")


def _event(groups: dict[str, str], now: _Now) -> Period | None:
    start = _EVENTS[groups["event"]]
    return Period(start, date(now.today.year, 12, 31), "since") if start <= now.today else None


def _month(year: int, first: int, last: int, kind: str) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), kind)


def _months(groups: dict[str, str], now: _Now) -> Period | None:
    return _month(_year(groups, now), int(groups["m1"]), int(groups["m2"]), "part")


def _month_end(groups: dict[str, str], now: _Now) -> Period | None:
    year, month = _year(groups, now), int(groups["m1"])
    period = _month(year, month, month, "month")
    if period is None:
        return None
    until = "d1" in groups and period.start > now.today
    return Period(date(year, 1, 1), period.end, "day" if until else "month")


def _since_day(groups: dict[str, str], now: _Now) -> Period | None:
    year = _year(groups, replace(now, year=now.today.year))
    start = date(year, int(groups["m1"]), 1)
    return Period(start, max(now.today, start), "since")


def _day(groups: dict[str, str], now: _Now) -> Period | None:
    try:
        day = date(int(groups["y1"]), int(groups["m1"]), int(groups["d1"]))
    except ValueError:
        return None
    return Period(day, day, "day")


def _first_months(groups: dict[str, str], now: _Now) -> Period | None:
    word = groups["many"]
    last = int(word) if word.isdigit() else 11 if word == "十一" else _NUMBER[word]
    return _month(_year(groups, now), 1, last, "part")


def _half(groups: dict[str, str], now: _Now) -> Period | None:
    word = groups["half"]
    first, last = _HALVES.get(word, (0, 0))
    if not first:
        quarter = "一二三四".index(word.removeprefix("第")[0])
        first, last = 3 * quarter + 1, 3 * quarter + 3
    return _month(_year(groups, now), first, last, "part")


def _since_year(groups: dict[str, str], now: _Now) -> Period | None:
    first = int(groups["y1"])
    if first > now.today.year:
        return year_of(first)
    return Period(date(first, 1, 1), date(now.today.year, 12, 31), "since")


def _one_year(groups: dict[str, str], now: _Now) -> Period | None:
    return year_of(int(groups["y1"]))


def _plan(groups: dict[str, str], now: _Now) -> Period | None:
    early = {"九五": 9, "十五": 10}.get(groups.get("early", ""))
    number = early or 10 + _NUMBER[groups["plan"][1]]
    first = _BEFORE_PLANS + 5 * number
    period = Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")
    if groups.get("edge") == "以来" and period.start <= now.today <= period.end:
        return Period(period.start, date(now.today.year, 12, 31), "plan")
    return period


def _relative(groups: dict[str, str], now: _Now) -> Period | None:
    word = groups["rel"]
    if word in ("过去一年", "过去的一年", "一年来"):
        return year_of(min(now.year, now.today.year - (now.today.month <= _EARLY)), "year")
    if word in ("全年", "当年", "年末", "年底", "年内"):
        return year_of(now.year, "same")
    kind = "now" if word in ("截至目前", "目前", "如今") else "year"
    return year_of(
        {"前年": now.today.year - 2}.get(word, _year(groups, replace(now, year=now.today.year))),
        kind,
    )


def _last_years(groups: dict[str, str], now: _Now) -> Period | None:
    word = groups["n"]
    number = int(word) if word.isdigit() else _NUMBER[word]
    if number == _PLAN_YEARS and now.plan and now.plan.end <= now.today:
        return now.plan
    last = min(now.year, now.today.year - (now.today.month <= _EARLY))
    return Period(date(last - number + 1, 1, 1), date(last, 12, 31), "years")


def _five_years(groups: dict[str, str], now: _Now) -> Period | None:
    return now.plan or plan_of(now.year)


def _next_years(groups: dict[str, str], now: _Now) -> Period | None:
    first = now.today.year + (now.today.month >= _LATE)
    return Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")


def _next_year(groups: dict[str, str], now: _Now) -> Period | None:
    late = now.today.month >= _LATE
    return year_of(now.today.year + 1 if late else now.today.year, "next")


_RESOLVERS: dict[str, Callable[[dict[str, str], _Now], Period | None]] = {
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
    "next_years": _next_years,
}
