"""Time expressions in a text: where they stand and which period each means.

`tables/times.csv` holds the expressions; `periods` tells what each kind means.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from hrss_analysis.readings.lexicon import matcher, read_table
from hrss_analysis.readings.periods import Now, Period, resolve

# 为2019年24万人的105%: a year right before a number dates it, whatever is compared.
_NUMBER_BESIDE = re.compile(r"(?<=[年度末底])\s?\d[\d.]*[万亿]?[人元户家个件]")
# Characters before a time that tell what it is for.
_BEFORE = 14
# A title that names a plan of so many years is about it.
_LONGEST_TITLE, _PLAN_YEARS = 80, 3


@dataclass(frozen=True)
class TimeMark:
    """A time expression in the text; `bound` ones date only the number right behind them."""

    start: int
    end: int
    period: Period
    bound: bool


@cache
def _pattern() -> re.Pattern[str]:
    parts = []
    for number, row in enumerate(read_table("times")):
        phrase = re.sub(r"\(\?P<(\w+)>", rf"(?P<\1_{number}>", row["phrase"])
        parts.append(f"(?P<k{number}>{phrase})")
    return re.compile("|".join(parts))


def find_times(text: str, today: date, tables: Sequence[tuple[int, int]] = ()) -> list[TimeMark]:
    """Find all time expressions except those that only name what something is compared with.

    Args:
        text: Running text.
        today: Date of the document.
        tables: Stretches, in order, whose times hold nowhere else.
    """
    rows = read_table("times")
    marks: list[TimeMark] = []
    now = Now(today, today.year, today.year)
    aside, place = -1, 0
    title = text.find("\n", 1, _LONGEST_TITLE)
    starts = [start for start, _ in tables]
    for match in _pattern().finditer(text):
        if text.find("\n", place, match.start()) >= 0:
            now = replace(now, year=now.named)
        place = match.start()
        number = int((match.lastgroup or "k0")[1:])
        kind = rows[number]["kind"]
        groups = _groups(match, number)
        period = resolve(kind, groups, now)
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        compared = _is_compared(text, match, before, aside)
        beside = compared and _is_beside(text, match, before)
        if (
            period is None
            or (compared and not beside)
            or _names_something(text, match, before, kind)
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
        if mark.end <= title and _is_plan(period, today):
            now = replace(now, titled=now.titled or period)
        _add(marks, mark, text)
    return marks


def _is_plan(period: Period, today: date) -> bool:
    """Whether a title with this period is that of a plan of several years still running."""
    return (
        period.kind in ("plan", "years")
        and period.years >= _PLAN_YEARS
        and (period.end.year > today.year)
    )


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


def _after(now: Now, kind: str, groups: dict[str, str], mark: TimeMark) -> Now:
    """The year and plan that the text speaks of behind a time expression."""
    if kind in ("plan", "next_years"):
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


def _names_something(text: str, match: re.Match[str], before: str, kind: str) -> bool:
    """Whether it tells whose target, which assessment or what is compared with.

    So in 达到2025年目标, 全年目标, 2024年度考核, 去年同期, “十三五”贫困村.
    """
    if kind == "plan" and matcher("context", "plan_named").match(text, match.end()):
        return True
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
