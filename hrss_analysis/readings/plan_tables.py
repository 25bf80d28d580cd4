"""Tables of plans and yearbooks: one indicator a row, years in columns.

A row is a line with bars, tabs or wide gaps between its cells, or a run of lines with one cell
each. The unit stands in the row label, 〔〕 marks a total over the plan, — a missing value, <5 a
bound, 1:4:5 a ratio. Columns are understood from their heads; below bare years every number is
what was reached, and a row without numbers names the rows that follow it.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hrss_analysis.readings import numerals
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.lists import best_mention
from hrss_analysis.readings.periods import Period, find_times, plan_of, year_of
from hrss_analysis.readings.quantities import Quantity, units
from hrss_analysis.readings.scopes import narrowing

_CELL = re.compile(
    r"\s*[〔\[【(]?\s*(?P<sign>[<>≤≥]=?)?\s*(?P<number>\d[\d,]*(?:\.\d+)?(?::\d+(?:\.\d+)?)*)"
    r"\s*(?P<percent>%)?\s*(?P<after>以上|以内|左右|以下)?\s*[〕\]】)]?\s*"
)
_EMPTY = re.compile(r"\s*(?:[-/—–]+|/|无)?\s*")
_WORD = re.compile(r"\s*(?:预期性|约束性|指导性|预期|约束)\s*")
_SUM = re.compile(r"[〔\[【]")
_UNIT = re.compile(r"[(]([^()]{1,12})[)]\s*$")
_SIGNS = {"<": "lt", ">": "gt", "≤": "le", "<=": "le", "≥": "ge", ">=": "ge"}
_AFTER = {"以上": "ge", "以内": "le", "左右": "approx", "以下": "lt"}
_LONGEST_CELL, _LONGEST_BARRED = 60, 120
_YEAR = re.compile(r"\s*((?:19|20)\d{2})年?\s*").fullmatch
_FEWEST_YEARS = 2


@dataclass
class Cell:
    """Text between two separators, with its place."""

    start: int
    text: str


@dataclass(frozen=True)
class Column:
    """What the head of a column says."""

    role: str
    period: Period
    plan_total: bool


@dataclass
class TableReading:
    """A number in a table cell."""

    quantity: Quantity
    indicator_id: str
    label: str
    role: str
    period: Period
    cumulative: bool


@dataclass
class TableResult:
    """All readings of the tables of a text and the stretches that the tables fill."""

    readings: list[TableReading]
    stretches: list[tuple[int, int]]


def read_tables(text: str, today: date, kinds: dict[str, str]) -> TableResult:
    """Read all plan tables of a running text.

    Args:
        text: Running text.
        today: Date of the document.
        kinds: Measure of each indicator.
    """
    result = TableResult([], [])
    header: dict[int, Column] = {}
    group: str | None = None
    for cells in _rows(text):
        columns = _yearbook_columns(cells, today)
        group = "" if columns else group
        columns = columns or _columns(cells, today)
        if columns:
            header = columns
        elif header:
            found = _read_row(cells, header, kinds, group or "")
            result.readings += found
            if not found and not _is_filler(cells):
                group = _group_of(cells, group)
                continue
        else:
            continue
        last = cells[-1]
        result.stretches.append((cells[0].start, last.start + len(last.text)))
    return result


def _rows(text: str) -> list[list[Cell]]:
    """Cells of every line that looks like a row, and of runs of one-cell lines."""
    rows: list[list[Cell]] = []
    run: list[Cell] = []
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        cells = _cells(line, match.start())
        if len(cells) >= 2 and all(len(cell.text) <= _LONGEST_BARRED for cell in cells):
            rows += _of_run(run)
            run = []
            rows.append(cells)
        elif len(line) <= _LONGEST_CELL and "。" not in line:
            run.append(Cell(match.start(), line))
        else:
            rows += _of_run(run)
            run = []
    return rows + _of_run(run)


def _cells(line: str, start: int) -> list[Cell]:
    if line.count("|") + line.count("│") >= 2:
        separator = r"[|│]"
    elif "\t" in line:
        separator = r"\t+"
    elif re.search(r"\d\s{2,}[〔\d<—]|[)）]\s{2,}[〔\d<—-]", line):
        separator = r"\s{2,}"
    else:
        return []
    cells, place = [], 0
    for match in re.finditer(separator, line):
        cells.append(Cell(start + place, line[place : match.start()]))
        place = match.end()
    if line[place:].strip():
        cells.append(Cell(start + place, line[place:]))
    return cells


def _of_run(run: list[Cell]) -> list[list[Cell]]:
    """Group one-cell lines: heads first, then each label with the values that follow it."""
    values = [_is_value(cell.text) for cell in run]
    if sum(values) < 4:
        return []
    first = values.index(True) - 1
    rows: list[list[Cell]] = [_heads(run[: max(first, 0)])]
    for cell, value in zip(run[max(first, 0) :], values[max(first, 0) :], strict=True):
        if value or _WORD.fullmatch(cell.text):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [row for row in rows if row]


def _is_value(text: str) -> bool:
    """A number, a dash or a unit in a cell of its own."""
    found = _CELL.fullmatch(text) or _EMPTY.fullmatch(text)
    return found is not None or _unit(text.strip()) is not None


def _heads(cells: list[Cell]) -> list[Cell]:
    """The heads of a table with one cell a line begin with the word for indicator."""
    for number, cell in enumerate(cells):
        if matcher("context", "table_head").fullmatch(cell.text.strip()):
            return [
                c for c in cells[number:] if not re.match(r"\s*[一二三四五六七八九十]+、", c.text)
            ]
    return cells


def _columns(cells: list[Cell], today: date) -> dict[int, Column]:
    """Columns of a head row, by place; empty where the row is no head."""
    found: dict[int, Column] = {}
    for number, cell in enumerate(cells):
        if number == 0 or _CELL.fullmatch(cell.text):
            continue
        marks = find_times(cell.text.replace(" ", ""), today)
        if marks:
            found[number] = _column(cell.text, marks[0].period, today)
    return found if found and not any(_CELL.fullmatch(c.text) for c in cells[1:]) else {}


def _yearbook_columns(cells: list[Cell], today: date) -> dict[int, Column]:
    """Columns of a head row of bare years (项目 | 2010 | 2020), by place."""
    years = {number: int(m[1]) for number, cell in enumerate(cells) if (m := _YEAR(cell.text))}
    past = all(year <= today.year for year in years.values())
    others = any(re.search(r"\d", c.text) for n, c in enumerate(cells) if n not in years)
    if len(years) < _FEWEST_YEARS or 0 in years or others or not past:
        return {}
    return {number: Column("actual", year_of(year), False) for number, year in years.items()}


def _group_of(cells: list[Cell], group: str | None) -> str | None:
    """Name of the rows that follow, where a yearbook's row holds no number."""
    if group is None or any(re.search(r"\d", cell.text) for cell in cells):
        return group
    return max((cell.text for cell in cells), key=_chinese).strip()


def _chinese(text: str) -> int:
    return len(re.findall("[一-龥]", text))


def _column(head: str, period: Period, today: date) -> Column:
    target = matcher("context", "target_column").search(head) is not None
    past = matcher("context", "actual_column").search(head) is not None
    aimed = target or (not past and period.end.year > today.year)
    plan_total = period.kind == "plan" or matcher("context", "sum_column").search(head) is not None
    return Column("target" if aimed else "actual", period, plan_total)


def _is_filler(cells: list[Cell]) -> bool:
    """A row of blanks or a group head (一、就业)."""
    return all(_EMPTY.fullmatch(cell.text) or _WORD.fullmatch(cell.text) for cell in cells[1:])


def _read_row(
    cells: list[Cell], header: dict[int, Column], kinds: dict[str, str], group: str
) -> list[TableReading]:
    labels = [cell.text for cell in cells[: min(header)]] or [cells[0].text]
    label = max(labels, key=lambda text: (_chinese(text), len(text)))
    label = group + re.sub(r"^\s*\d+[.、]\s*", "", label).strip()
    shift, unit_text = _row_unit(cells, header)
    found: list[TableReading] = []
    for number, column in header.items():
        if number + shift >= len(cells):
            continue
        cell = cells[number + shift]
        match = _CELL.fullmatch(cell.text)
        if match is None:
            continue
        for quantity in _quantities(cell, match, unit_text):
            found.append(_reading(quantity, label, column, cell, kinds))
    return found


def _row_unit(cells: list[Cell], header: dict[int, Column]) -> tuple[int, str]:
    """Unit of a row: in brackets behind the label, or in a cell of its own."""
    for cell in cells[: min(header)]:
        match = _UNIT.search(cell.text)
        if match is not None and _unit(match[1]) is not None:
            return 0, match[1]
    for cell in cells[1 : min(header)]:
        if _unit(cell.text.strip()) is not None:
            return 0, cell.text.strip()
    return 0, ""


def _unit(literal: str) -> tuple[Decimal, dict[str, str], str] | None:
    """Scale, row of the unit table and literal of a printed unit such as 万人次."""
    for scale in ("万", "亿", "千", ""):
        rest = literal.removeprefix(scale) if literal.startswith(scale) else None
        if rest is not None and rest in units() and not units()[rest]["reason"]:
            row = units()[rest]
            return Decimal(numerals.scale_factor(scale)) * Decimal(row["factor"] or 1), row, rest
    return None


def _quantities(cell: Cell, match: re.Match[str], unit_text: str) -> list[Quantity]:
    scale, row, literal = _unit("%" if match["percent"] else unit_text) or (
        Decimal(1), {"unit": "other"}, "",
    )  # fmt: skip
    qualifier = _SIGNS.get(match["sign"] or "", _AFTER.get(match["after"] or "", "eq"))
    found = []
    place = cell.start + match.start("number")
    for part in match["number"].split(":"):
        end = place + len(part)
        tail = match.end("percent") if match["percent"] else -1
        found.append(
            Quantity(
                place,
                max(end, cell.start + tail),
                numerals.arabic(part) * scale,
                scale,
                numerals.decimals_of(part),
                literal,
                row["unit"],
                qualifier,
            )  # fmt: skip
        )
        place = end + 1
    return found


def _reading(
    quantity: Quantity, label: str, column: Column, cell: Cell, kinds: dict[str, str]
) -> TableReading:
    indicator_id = best_mention(label, quantity.unit) or ""
    part = narrowing().get(indicator_id) if column.role == "actual" else None
    indicator_id = "" if part and part.search(label) else indicator_id
    flow = kinds.get(indicator_id, "flow" if quantity.unit != "percent" else "rate") == "flow"
    total = flow and (_SUM.search(cell.text) is not None or column.plan_total)
    period = plan_of(column.period.end.year) if total else year_of(column.period.end.year)
    return TableReading(quantity, indicator_id, label, column.role, period, cumulative=total)
