"""What holds for a whole text: its date, and which region it speaks of."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

import pandas as pd

from hrss_analysis.readings.folding import fold
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.numerals import chinese
from hrss_analysis.readings.passages import Passage

UNKNOWN_PLACE = "未注明"
# A text names the nation so often where it speaks of it.
_OFTEN = 3
_LEVELS = {"county": 3, "prefecture": 2, "province": 1, "nation": 0}
_DAY = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*(?:(?P<han>年)|[\-/.])\s*(?P<m>1[0-2]|0?[1-9])\s*(?(han)月|[\-/.])"
    r"\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*日?"
)
_YEAR = re.compile(r"(?P<y>(?:19|20)\d{2})\s*年")
_TITLE_YEAR = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?!年(?:以来|起|至今))\s*年?"
    r"(?:[\-—~至到]\s*(?P<last>(?:19|20)\d{2}))?(?<=[\d年])(?=\D|$)"
)
_HAN_DAY = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
# A part of a year that a title, or 今年 near a figure, names; how it ends.
_PART = (
    r"(?:(?P<half>上半年)|(?P<quarters>前三季度)|前?(?P<quarter>[一二三])季度"
    r"|(?:截[至止]|到)?(?:1[\-~至到])?(?P<month>1[0-2]|[1-9])月(?:份|底|末|(?P<day>[1-3]?\d)日|(?![\d\-~至到])))"
)
_PART_OF_TITLE = re.compile(_PART)
_PART_OF_THIS_YEAR = re.compile(rf"今年[^\n]{{0,120}}?{_PART}")
# Nouns of what is planned for a year.
_AHEAD = "安排|重点|目标|打算|计划|思路|谋划|展望|工作要点"
# A numbered heading.
_NUMBER = re.compile(
    r"\s*(?:第.{1,3}[章节编篇部]|[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)])"
)
# Graduates of a year; their text is of that year.
_CLASS = re.compile(r"(?P<y>20\d{2})届")
_NUMBERED = re.compile(r"[〔\[(【](?P<y>(?:19|20)\d{2})[〕\])】]\s*第?\d")
# A date so many years after that of the title is the one of a later copy.
_LATEST_REPORT = 3
# Up to this month a report may tell of the year before.
_EARLY = 3
_HEAD_LINES, _TITLE_LINES, _TAIL_LINES, _LONGEST_TITLE = 8, 2, 4, 60
_PRINTED_PLACE = re.compile(
    r"(?:^|[，、;；:：。(]|其中)(?P<name>[一-龥]{1,4}?(?:自治县|[省市县区州旗盟]))(?![市县区州])"
)
_TITLE_PLACE = re.compile("(?P<name>[一-龥A-Z]{1,8}?(?:自治县|[省市县区州旗盟]))(?![市县区州])")
_LEADING = re.compile("^.*(?:政协|网|报|社|年度?|季度|月|关于|印发|转发|中共|从|在|对)")


class UndatedError(ValueError):
    """A text names no year, so that nothing dates its numbers."""


@dataclass(frozen=True)
class Place:
    """A region as printed and its code; the code is empty for a place not in the region table."""

    name: str
    code: str = ""


def parse_date(printed: str) -> date:
    """Return the last day that a date of ISO form, possibly without day or month, allows.

    Raises:
        ValueError: It is no such date.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", printed)
    if match is None:
        raise ValueError(f"document date {printed!r}: write 2023, 2023-06 or 2023-06-30")
    year, month = int(match[1]), int(match[2] or 12)
    return date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))


def infer_date(text: str, document_id: str) -> date:
    """Find the date of a text: the signature, a date in the head, else a year.

    Days that something starts, ends or takes effect on are no dates of the text. The year is that
    of the title, of a document number in the head, or the latest one the text names other than as
    something to come. A year alone means its last day, a first half-year its end.

    Raises:
        UndatedError: The text names no year.
    """
    text = _HAN_DAY.sub(_arabic_day, fold(text))
    lines = [line for line in text.split("\n") if line.strip()]
    short = [line for line in lines[:_TITLE_LINES] if len(line) <= _LONGEST_TITLE]
    title = "\n".join(line for line in short if "。" not in line and not _NUMBER.match(line))
    head, tail = "\n".join(lines[:_HEAD_LINES])[:600], "\n".join(lines[-_TAIL_LINES:])[-200:]
    titled = _titled_year(title)
    for part in (tail, head):
        days = [day for day in _DAY.finditer(part) if _is_own(part, day)]
        if days and (not titled or int(days[-1]["y"]) <= titled + _LATEST_REPORT):
            return date(int(days[-1]["y"]), int(days[-1]["m"]), min(int(days[-1]["d"]), 28))
    year = max([titled, *(int(match["y"]) for match in _NUMBERED.finditer(head))])
    year = year or _latest_year(text, title)
    if not year:
        raise UndatedError(f"{document_id}: no date in the text; give document_date")
    if titled and _announces(title):
        return date(year, 1, 31)
    first = head.split("\n")[0]
    whole = matcher("context", "whole_year_title").search(first[:_LONGEST_TITLE])
    named = _PART_OF_TITLE.search(first)
    return (
        _printed_early(text, head, year)
        or _of_next_year(text, year)
        or _turn_of_year(text, first, year)
        or _end_of_part(year, None if whole and named and named["month"] else named)
    )


def speaking_date(text: str, today: date) -> date:
    """The day a text speaks from.

    A summary printed in the first weeks of a year was written in the last ones of the year before
    where it calls that one 今年以来 or the next one 明年.
    """
    title = next((line for line in text.split("\n") if line.strip()), "")[:_LONGEST_TITLE]
    summary = matcher("context", "summary_title").search(title)
    if today.month > _EARLY or not summary or _titled_year(title) != today.year - 1:
        return today
    late = matcher("context", "late_in_year").search(text)
    return date(today.year - 1, 12, 31) if late else today


def _turn_of_year(text: str, title: str, year: int) -> date | None:
    """A text that looks back on one year and plans the next is of the weeks between them.

    It was written in the old year where it calls that one 今年以来 or the new one 明年. A report to
    a congress that looks back on the latest year it names is read out in the year behind it.
    """
    ahead = re.search(rf"{year}年[^，。\n]{{0,8}}(?:{_AHEAD})", text)
    if ahead and re.search(rf"{year - 1}年", text):
        late = matcher("context", "late_in_year").search(text)
        return date(year - 1, 12, 31) if late else date(year, 1, 31)
    back = re.search(rf"{year}年(?:工作)?(?:回顾|总结|，|,)|回顾{year}年|过去的?一年", text)
    report = "工作报告" in title and back is not None and "今年" in text
    return date(year + 1, 1, 31) if report else None


def _arabic_day(day: re.Match[str]) -> str:
    return f"{day['y']}年{chinese(day['m'])}月{chinese(day['d'])}日"


def _end_of_part(year: int, part: re.Match[str] | None) -> date:
    """The last day of the part of a year that was named, of the year without one."""
    month, day = 12, None
    if part and part["half"]:
        month = 6
    elif part and part["quarters"]:
        month = 9
    elif part and part["quarter"]:
        month = 3 * (1 + "一二三".index(part["quarter"]))
    elif part and part["month"]:
        month, day = int(part["month"]), part["day"]
    return date(year, month, min(int(day or 31), calendar.monthrange(year, month)[1]))


def _of_next_year(text: str, year: int) -> date | None:
    """2022年末…；今年上半年…: the latest year named is over, and months of the next are told."""
    part = _PART_OF_THIS_YEAR.search(text)
    over = re.search(rf"{year}年(?:全年|度全|末|底|一年)", text)
    return _end_of_part(year + 1, part) if part and over else None


def _announces(title: str) -> bool:
    planned = matcher("context", "plan_title").search(title) is not None
    return planned and matcher("context", "report_title").search(title) is None


def _printed_early(text: str, head: str, year: int) -> date | None:
    """The day of a report of the first months that tells of a year gone by and of 今年."""
    line = matcher("context", "dateline").search(head)
    if line is None or int(line["m"]) > _EARLY or "今年" not in text:
        return None
    gone = re.search(f"{year}年(?:，|,|度|末|底)?全", text)
    return date(year + 1, int(line["m"]), min(int(line["d"]), 28)) if gone else None


def _is_own(part: str, day: re.Match[str]) -> bool:
    """Whether a day may be that of the text, not one that something begins or ends with."""
    before, after = part[max(0, day.start() - 3) : day.start()], part[day.end() : day.end() + 4]
    other = matcher("context", "day_before", ending=True).search(before)
    return not other and not matcher("context", "day_behind").match(after)


def _titled_year(title: str) -> int:
    """The first year in the title, the last one of years looked back on; 0 without any."""
    found = _TITLE_YEAR.search(title)
    if found is None:
        return 0
    back = found["last"] and matcher("context", "looking_back").search(title)
    return int(found["last"] if back else found["y"])


def _latest_year(text: str, title: str) -> int:
    """The latest year named as having come; not long after the plan it looks back on.

    A plan itself is of its first year; 0 without any.
    """
    plan = re.search("十([一二三四五六])(?:五|个五年)", title)
    last = 1955 + 5 * (11 + "一二三四五六".index(plan[1])) if plan else 9999
    if plan and not _looks_back(plan[1], title, text):
        return last - 4
    middle = plan is not None and "中期" in title
    closing = plan is not None and not middle
    years = [int(match["y"]) for match in _YEAR.finditer(text) if closing or _has_come(text, match)]
    latest = last - 2 if middle else last + 1
    years = years or [int(match["y"]) for match in _CLASS.finditer(text)]
    return max((year for year in years if year <= latest), default=0)


def _looks_back(plan: str, title: str, text: str) -> bool:
    """Whether a text on a five-year plan tells of it, or names the one behind it."""
    following = "一二三四五六七"["一二三四五六".index(plan) + 1]
    told = matcher("context", "looking_back").search(title)
    return told is not None or re.search(f"十{following}五", text) is not None


def _has_come(text: str, year: re.Match[str]) -> bool:
    before = text[max(0, year.start() - 4) : year.start()]
    ahead = matcher("context", "year_to_come", ending=True).search(before)
    return not ahead and not text.startswith(("目标", "预期"), year.end())


class Gazetteer:
    """Names of the region table, and the region of a whole text."""

    def __init__(self, regions: pd.DataFrame, text: str, region_code: str | None) -> None:
        self._codes: dict[str, str] = {}
        levels: dict[str, int] = {}
        for row in regions.itertuples():
            aliases = row.aliases_zh if isinstance(row.aliases_zh, str) else ""
            for name in [row.name_zh, *aliases.split("|")]:
                if len(name) > 1:
                    self._codes.setdefault(name, row.region_code)
            levels[row.region_code] = _LEVELS.get(row.level, 0)
        self._names = dict(zip(regions["region_code"], regions["name_zh"], strict=True))
        self.home = self._home(text, region_code, levels)

    def _home(self, text: str, region_code: str | None, levels: dict[str, int]) -> Place:
        if region_code:
            return Place(self._names.get(region_code, UNKNOWN_PLACE), region_code)
        lines = [line for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES] if line.strip()]
        short = [line for line in lines[:_TITLE_LINES] if len(line) <= _LONGEST_TITLE]
        title, head = "\n".join(short), "\n".join(lines)[:400]
        return (
            self._known(title, levels)
            or _printed_place(title)
            or self._known(head, levels)
            or self._nation(head)
            or Place(UNKNOWN_PLACE)
        )

    def _known(self, text: str, levels: dict[str, int]) -> Place | None:
        """The smallest region of the table that a text names, the first of equals."""
        found = [
            (levels[code], -text.find(name), code)
            for name, code in self._codes.items()
            if levels[code] and name in text
        ]
        code = max(found)[2] if found else ""
        return Place(self._names[code], code) if code else None

    def _nation(self, text: str) -> Place | None:
        often = text.count("全国") >= _OFTEN or matcher("context", "ministry").search(text)
        return Place("全国", self._codes.get("全国", "")) if often else None

    def place_of(self, passage: Passage) -> Place:
        """Return the region of a number: a place heading its clause, else that of the text."""
        clause = passage.left
        if matcher("context", "nation").search(clause):
            return Place("全国", self._codes.get("全国", ""))
        for match in reversed(list(_PRINTED_PLACE.finditer(clause))):
            named = matcher("context", "place_follows").match(clause, match.end())
            if named and not matcher("context", "no_place").search(match["name"]):
                code = self._codes.get(match["name"])
                return Place(self._names[code], code) if code else Place(match["name"])
        return self.home


def _printed_place(title: str) -> Place | None:
    """A place in the title that the region table does not know."""
    found = None
    for match in _TITLE_PLACE.finditer(title):
        name = _LEADING.sub("", match["name"])
        if len(name) > 2 and not matcher("context", "no_place").search(name):
            if found is not None and match.start() != found[1]:
                break
            found = Place(name), match.end()
    return found[0] if found else None
