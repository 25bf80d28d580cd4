"""What the heads of a table's columns say: role, time, unit, and what they measure."""

import re
from dataclasses import dataclass, replace
from datetime import date

from hrss_analysis.readings.grids import Cell, is_filler, unit_of, value_of
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.periods import Period, year_of
from hrss_analysis.readings.times import TimeMark, find_times

_BRACKET = re.compile(r"[(]\s*(?:单位[:：]?)?\s*([^()]{1,12})[)]")
_YEAR = re.compile(r"\s*((?:19|20)\d{2})年?\s*").fullmatch
_PERCENT = re.compile(r"%|[增升降涨减]幅|增速|增长率")
_FEWEST_YEARS = 2


@dataclass(frozen=True)
class Column:
    """What the head of a column says.

    Attributes:
        role: Role of its numbers.
        period: Their time, nothing where neither the head nor its neighbours name one.
        total: Whether its flows are sums over a plan.
        unit: The printed unit.
        subject: What the column measures where the rows do not say it alone.
        yearly: Whether it holds yearly rates.
        score: Whether it holds marks or weights of an assessment.
        bare: Whether its head is a bare year.
    """

    role: str
    period: Period | None
    total: bool = False
    unit: str = ""
    subject: str = ""
    yearly: bool = False
    score: bool = False
    bare: bool = False

    @property
    def told(self) -> bool:
        """Whether the head says more than a name could."""
        return bool(self.period or self.unit or self.role != "actual")


def columns_of(cells: list[Cell], following: list[Cell], today: date) -> dict[int, Column]:
    """Columns of a head row, by place; empty where the row is no head.

    Args:
        cells: The row.
        following: The next row that holds more than a name.
        today: Date of the document.
    """
    years = _bare_years(cells, today)
    numbered = value_of(cells[0].text) is not None
    if numbered or any(value_of(cell.text) and not _YEAR(cell.text) for cell in cells[1:]):
        return {}
    found: dict[int, Column] = {}
    for number, cell in enumerate(cells):
        column = _column(cell.text, today) if number else None
        if column is not None and (found or column.told or _holds(following, number)):
            found[number] = column
    if years and all(c.role == "actual" for n, c in found.items() if n not in years):
        return years
    told = any(column.told or column.subject for column in found.values())
    valued = any(n < len(following) and value_of(following[n].text) for n in found)
    timed = any(column.period for column in found.values())
    return _completed(found) if told and (valued or timed) else {}


def _holds(cells: list[Cell], number: int) -> bool:
    """Whether a cell of a row holds a value or says that there is none."""
    if number >= len(cells):
        return True
    cell = cells[number]
    return bool(value_of(cell.text) or is_filler(cell) or re.match(r"[^一-龥]*\d", cell.text))


def _bare_years(cells: list[Cell], today: date) -> dict[int, Column]:
    """Columns of a head row of bare years (项目 | 2010 | 2020), by place."""
    years = {number: int(m[1]) for number, cell in enumerate(cells) if (m := _YEAR(cell.text))}
    past = all(year <= today.year for year in years.values())
    others = any(re.search(r"\d", c.text) for n, c in enumerate(cells) if n not in years)
    if len(years) < _FEWEST_YEARS or 0 in years or others or not past:
        return {}
    return {number: Column("actual", year_of(year), bare=True) for number, year in years.items()}


def _column(printed: str, today: date) -> Column | None:
    head = re.sub(r"\s", "", printed)
    if not head or matcher("context", "no_column").fullmatch(head):
        return None
    marks = named_times(head, today)
    bare = _YEAR(head)
    period = year_of(int(bare[1])) if bare else marks[0].period if marks else None
    bracket = _BRACKET.search(head)
    unit = bracket[1] if bracket and unit_of(bracket[1]) else ""
    role = _role(head, period, today)
    if role in ("growth", "completion_rate", "share") and _PERCENT.search(head):
        unit = "%"
    total = period is not None and period.kind == "plan"
    total = total or matcher("context", "sum_column").search(head) is not None
    yearly = matcher("context", "yearly").search(head) is not None
    for mark in reversed(marks):
        head = head[: mark.start] + head[mark.end :]
    score = matcher("context", "score_column").search(head) is not None
    return Column(role, period, total, unit, _subject(head), yearly, score)


def named_times(text: str, today: date) -> list[TimeMark]:
    """Times in a head or caption that need no sentence around them, unlike 全年 or 目前."""
    return [mark for mark in find_times(text, today) if mark.period.kind not in ("same", "now")]


def _role(head: str, period: Period | None, today: date) -> str:
    for role in ("completion_rate", "growth", "share", "reference"):
        if matcher("context", f"{role}_column").search(head):
            return role
    past = matcher("context", "actual_column").search(head) is not None
    if matcher("context", "target_column").search(head) and not _done(head):
        return "target"
    return "target" if period and not past and period.end.year > today.year else "actual"


def _done(head: str) -> bool:
    """实际完成值, 目标完成情况: what was done of a target."""
    return matcher("context", "done_column").search(head) is not None


def _subject(head: str) -> str:
    """What a head names beyond time, unit and role."""
    head = re.sub(r"[(〔\[【][^()〔〕]*[)〕\]】]", "", head)
    return head if matcher("context", "column_word").sub("", head) else ""


def _completed(found: dict[int, Column]) -> dict[int, Column]:
    """Columns without a time are of the latest one beside them; sums beside targets are targets."""
    periods = [column.period for column in found.values() if column.period]
    latest = max(periods, key=lambda period: period.end, default=None)
    aimed = [c.period for c in found.values() if c.role == "target" and c.period]
    columns = {}
    for number, column in found.items():
        loose = column.period is None or column.role == "growth"
        if loose and aimed and (column.yearly or column.total):
            columns[number] = replace(column, role="target", period=column.period or aimed[-1])
        else:
            total = column.total or (latest is not None and latest.kind == "plan")
            timed = column.period is not None
            columns[number] = column if timed else replace(column, period=latest, total=total)
    return columns
