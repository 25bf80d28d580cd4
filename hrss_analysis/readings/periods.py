"""Periods: what time expressions mean, resolved against the date of the document.

A period has a first and a last day; how a reading uses it (a stock has no first day) is decided by
its measure.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

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
# Up to this month 五年来 and 一年来 end with the year before.
_EARLY = 3
_PLAN_YEARS = 5
# From this month on what comes next is the next year.
_LATE = 10


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


def year_of(year: int, kind: str = "year") -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), kind)


def plan_of(year: int) -> Period:
    """Return the five-year plan that a year belongs to."""
    first = year - (year - 1) % 5
    return Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")


@dataclass(frozen=True)
class Now:
    """Date of the document, and the year and the plan that the text speaks of.

    `named` is the year to go back to where a paragraph ends: 去年 holds within its own only;
    `titled` the plan of several years that the title is about.
    """

    today: date
    year: int
    named: int
    plan: Period | None = None
    titled: Period | None = None


def _year(groups: dict[str, str], now: Now) -> int:
    """Year an expression names, itself or relative to the document."""
    if "y1" in groups:
        return int(groups["y1"])
    relative = groups.get("rel", "")
    if relative.startswith(("去年", "上年")):
        return now.today.year - 1
    if relative in ("明年", "来年") or relative.startswith("下"):
        return now.today.year + 1
    return now.today.year if relative or now.year > now.today.year else now.year


def _years(groups: dict[str, str], now: Now) -> Period | None:
    first, last = int(groups["y1"]), int(groups["y2"])
    if last < first:
        return None
    month = int(groups.get("m2", 12))
    end = date(last, month, calendar.monthrange(last, month)[1])
    return Period(date(first, 1, 1), end, "years")


def _event(groups: dict[str, str], now: Now) -> Period | None:
    start = _EVENTS[groups["event"]]
    return Period(start, date(now.today.year, 12, 31), "since") if start <= now.today else None


def _month(year: int, first: int, last: int, kind: str) -> Period | None:
    if not 1 <= first <= last <= 12:
        return None
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), kind)


def _months(groups: dict[str, str], now: Now) -> Period | None:
    return _month(_year(groups, now), int(groups["m1"]), int(groups["m2"]), "part")


def _month_end(groups: dict[str, str], now: Now) -> Period | None:
    year, month = _year(groups, now), int(groups["m1"])
    period = _month(year, month, month, "month")
    if period is None:
        return None
    until = "d1" in groups and period.start > now.today
    return Period(date(year, 1, 1), period.end, "day" if until else "month")


def _since_day(groups: dict[str, str], now: Now) -> Period | None:
    year = _year(groups, replace(now, year=now.today.year))
    start = date(year, int(groups["m1"]), 1)
    return Period(start, max(now.today, start), "since")


def _day(groups: dict[str, str], now: Now) -> Period | None:
    try:
        day = date(int(groups["y1"]), int(groups["m1"]), int(groups["d1"]))
    except ValueError:
        return None
    return Period(day, day, "day")


def _first_months(groups: dict[str, str], now: Now) -> Period | None:
    word = groups["many"]
    last = int(word) if word.isdigit() else 11 if word == "十一" else _NUMBER[word]
    return _month(_year(groups, now), 1, last, "part")


def _half(groups: dict[str, str], now: Now) -> Period | None:
    word = groups["half"]
    first, last = _HALVES.get(word, (0, 0))
    if not first:
        quarter = "一二三四".index(word.removeprefix("第")[0])
        first, last = 3 * quarter + 1, 3 * quarter + 3
    return _month(_year(groups, now), first, last, "part")


def _since_year(groups: dict[str, str], now: Now) -> Period | None:
    first = int(groups["y1"])
    if first > now.today.year:
        return year_of(first)
    return Period(date(first, 1, 1), date(now.today.year, 12, 31), "since")


def _one_year(groups: dict[str, str], now: Now) -> Period | None:
    return year_of(int(groups["y1"]))


def _plan(groups: dict[str, str], now: Now) -> Period | None:
    early = {"九五": 9, "十五": 10}.get(groups.get("early", ""))
    number = early or 10 + _NUMBER[groups["plan"][1]]
    first = _BEFORE_PLANS + 5 * number
    period = Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")
    if groups.get("edge") == "以来" and period.start <= now.today <= period.end:
        return Period(period.start, date(now.today.year, 12, 31), "plan")
    return period


def _relative(groups: dict[str, str], now: Now) -> Period | None:
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


def _within_years(groups: dict[str, str], now: Now) -> Period | None:
    word = groups["n"]
    number = int(word) if word.isdigit() else _NUMBER[word]
    first = now.today.year
    return Period(date(first, 1, 1), date(first + number, 12, 31), "years")


def _last_years(groups: dict[str, str], now: Now) -> Period | None:
    word = groups["n"]
    number = int(word) if word.isdigit() else _NUMBER[word]
    if number == _PLAN_YEARS and now.plan and now.plan.end <= now.today:
        return now.plan
    if now.titled and number == now.titled.years and now.titled.start.year >= now.today.year - 1:
        first = now.titled.start.year
        return Period(date(first - number, 1, 1), date(first - 1, 12, 31), "plan")
    last = min(now.year, now.today.year - (now.today.month <= _EARLY))
    return Period(date(last - number + 1, 1, 1), date(last, 12, 31), "years")


def _five_years(groups: dict[str, str], now: Now) -> Period | None:
    return now.plan or plan_of(now.year)


def _next_years(groups: dict[str, str], now: Now) -> Period | None:
    if now.titled:
        return now.titled
    first = now.today.year + (now.today.month >= _LATE)
    return Period(date(first, 1, 1), date(first + 4, 12, 31), "plan")


def _next_year(groups: dict[str, str], now: Now) -> Period | None:
    late = now.today.month >= _LATE
    return year_of(now.today.year + 1 if late else now.today.year, "next")


_RESOLVERS: dict[str, Callable[[dict[str, str], Now], Period | None]] = {
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
    "within_years": _within_years,
    "next_year": _next_year,
    "five_years": _five_years,
    "next_years": _next_years,
}


def resolve(kind: str, groups: dict[str, str], now: Now) -> Period | None:
    """Return the period of an expression of a kind of `tables/times.csv`; None for no such time."""
    return _RESOLVERS[kind](groups, now)
