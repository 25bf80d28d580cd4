"""Tables of plans, reports and yearbooks: rows below a head that tells what the columns hold.

The unit stands in the cell, in the head of its column, behind the label of its row, in a cell of
its own or above the table; 〔〕 marks a total over the plan, — a missing value, <5 a bound, 1:4:5 a
ratio. Below bare years a row without numbers names the rows that follow it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hrss_analysis.readings.columns import Column, columns_of, named_times
from hrss_analysis.readings.counted import labelled_unit, measure_words
from hrss_analysis.readings.grids import (
    NO_UNIT,
    Cell,
    Unit,
    is_filler,
    own_unit,
    quantities_of,
    rows_of,
    target_kind_of,
    unit_of,
    value_of,
)
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.lists import best_mention, compose
from hrss_analysis.readings.numerals import scale_factor
from hrss_analysis.readings.periods import Period, plan_of, year_of
from hrss_analysis.readings.quantities import Quantity
from hrss_analysis.readings.scopes import narrowing

_SUM = re.compile(r"[〔\[【]")
_UNIT = re.compile(r"[(](?:单位:)?([^()]{1,12})[)]\s*$")
_CAPTION = 90
_CAPTION_UNITS = re.compile(r"单位[:：]\s?([^\s()，。；]{1,20})")
_NUMBERED = re.compile(r"^\s*(?:[(（]?\d+[.、)）]|[①-⑳])\s*")
# A cell with a number in so much text is a remark and read as prose.
_REMARK = 12
_OF_WHICH_SIGN = re.compile("^[#*]+")
_OF_WHICH = re.compile(r"^.*其中[:：]?")
_PERCENT = Unit(NO_UNIT.scale, "percent", "%")
_RELATIVE = ("growth", "share", "completion_rate")
# Parts of a row carry short names.
_SHORT = 10


@dataclass(frozen=True)
class Kinds:
    """Measure and base unit of each indicator."""

    measures: dict[str, str]
    units: dict[str, str]


@dataclass
class TableReading:
    """A number in a table cell; `period` is nothing where the table names no time."""

    quantity: Quantity
    indicator_id: str
    label: str
    role: str
    period: Period | None
    cumulative: bool
    target_kind: str = ""


@dataclass
class TableResult:
    """All readings of the tables of a text and the stretches that the tables fill."""

    readings: list[TableReading]
    stretches: list[tuple[int, int]]


@dataclass(frozen=True)
class _Head:
    """Columns of a table by place, the units above it, and whether its rows stand in groups."""

    columns: dict[int, Column]
    width: int = 0
    units: tuple[str, ...] = ()
    grouped: bool = False


@dataclass(frozen=True)
class _Above:
    """The label that rows of parts go on with, and whether the row before was a part of it."""

    label: str = ""
    parted: bool = False


@dataclass(frozen=True)
class _Row:
    """A row below a head, with the label of the row it is a part of.

    `shift` is how far its values stand from the places of their columns.
    """

    cells: list[Cell]
    shift: int
    label: str
    unit: str
    period: Period | None
    above: str


def read_tables(text: str, today: date, kinds: Kinds) -> TableResult:
    """Read all tables of a running text.

    Args:
        text: Running text.
        today: Date of the document.
        kinds: Measure and unit of each indicator.
    """
    result = TableResult([], [])
    head, above = _Head({}), _Above()
    rows = rows_of(text)
    for number, cells in enumerate(rows):
        columns = columns_of(cells, _next_row(rows, number), today) if cells else {}
        if head.columns and not any(column.told for column in columns.values()):
            columns = {}
        if columns or not cells:
            head, above = _headed(text, cells, columns, today), _Above()
            result.stretches += [(cells[0].start, cells[-1].end)] if cells else []
        elif head.columns:
            row = _row(text, cells, head, above, today)
            found = _read_row(row, head, kinds)
            result.readings += found
            if head.grouped and not found and not any(map(_has_digit, cells)):
                above = _Above(_row(text, cells, head, _Above(), today).label)
                continue
            result.stretches += _filled(cells, found)
            if found and not head.grouped:
                above = _Above(row.above or row.label, parted=row.above != "")
    return result


def _is_part(label: str, *, parted: bool) -> bool:
    """Whether a row is 其中 of the one above, or a short name of nothing behind such a row."""
    if "其中" in label:
        return True
    short = len(label) <= _SHORT and not label.endswith("率")
    return parted and short and not _known(label, "")


def _has_digit(cell: Cell) -> bool:
    return re.search(r"\d", cell.text) is not None


def _chinese(text: str) -> int:
    return len(re.findall("[一-龥]", text))


def _next_row(rows: list[list[Cell]], number: int) -> list[Cell]:
    """The next row that is more than the name of a group."""
    for cells in rows[number + 1 : number + 4]:
        if not cells or not all(is_filler(cell) for cell in cells[2:]):
            return cells
    return []


def _headed(text: str, cells: list[Cell], columns: dict[int, Column], today: date) -> _Head:
    """Join a head with what its caption says of unit and time."""
    if not columns:
        return _Head({})
    start = cells[0].start
    lines = text[max(0, start - _CAPTION) : cells[-1].end].split("\n")
    caption = "\n".join(line for line in lines if "。" not in line)
    units = _CAPTION_UNITS.search(caption)
    above = "\n".join(line for line in lines[:-1] if "。" not in line)
    marks = [mark.period for mark in named_times(above, today)]
    if marks:
        columns = {
            place: replace(
                column,
                period=column.period or marks[-1],
                total=column.total or (column.period is None and marks[-1].kind == "plan"),
            )
            for place, column in columns.items()
        }
    printed = re.split("[、,/]", units[1]) if units else []
    yearbook = all(column.bare for column in columns.values())
    return _Head(columns, len(cells), tuple(filter(unit_of, printed)), yearbook)


def _row(text: str, cells: list[Cell], head: _Head, above: _Above, today: date) -> _Row:
    """Label, unit and time of a row, from the cells before its values."""
    one_a_line = len(cells) > 1 and "\n" in text[cells[0].end : cells[1].start + 1]
    shift = len(cells) - head.width if one_a_line else 0
    places = [number + shift for number in head.columns if 0 < number + shift < len(cells)]
    first = min((n for n in places if value_of(cells[n].text)), default=min(head.columns))
    units = [cell.text.strip() for cell in cells[1:first] if unit_of(cell.text.strip())]
    named = [cell.text for cell in cells[:first] if cell.text.strip() not in units]
    named = [name for name in named if _chinese(name) > 1] or [cells[0].text]
    label = max(named, key=_chinese) if head.grouped else named[-1]
    bracket = _UNIT.search(label)
    if bracket is not None and unit_of(bracket[1]):
        units.append(bracket[1])
    marks = named_times(label, today)
    period = marks[0].period if marks else None
    label = _OF_WHICH_SIGN.sub("其中", _NUMBERED.sub("", label).strip())
    label = (above.label if head.grouped else "") + label
    whole = above.label if _is_part(label, parted=above.parted) else ""
    return _Row(cells, shift, label, (units or [""])[0], period, whole)


def _filled(cells: list[Cell], found: list[TableReading]) -> list[tuple[int, int]]:
    """Stretches of a row that are read or hold no figure; remarks are left to be read as prose."""
    starts = [one.quantity.start for one in found]
    stretches = []
    for number, cell in enumerate(cells):
        read = any(cell.start <= start < cell.end for start in starts)
        remark = number > 0 and _chinese(cell.text) >= _REMARK and _has_digit(cell)
        if read or not remark:
            stretches.append((cell.start, cell.end))
    return stretches


def _read_row(row: _Row, head: _Head, kinds: Kinds) -> list[TableReading]:
    found = []
    for number, column in head.columns.items():
        place = number + row.shift
        match = value_of(row.cells[place].text) if 0 < place < len(row.cells) else None
        if match is None:
            continue
        indicator_id = _indicator(row, place, column, head.units)
        unit = _unit(match, row, column, head.units, kinds.units.get(indicator_id, ""))
        for quantity in quantities_of(row.cells[place], match, unit):
            found.append(_reading(quantity, indicator_id, row, column, match.group(), kinds))
    _mark_targets(found, row)
    return found


def _mark_targets(readings: list[TableReading], row: _Row) -> None:
    """Say of a row's last target whether it binds: earlier ones belong to an earlier plan."""
    kind = target_kind_of(row.cells[1:])
    targets = [one for one in readings if one.role == "target"]
    last = max((one.period.end for one in targets if one.period), default=None)
    for one in targets:
        one.target_kind = kind if one.period is None or one.period.end == last else ""


def _unit(
    match: re.Match[str], row: _Row, column: Column, above: tuple[str, ...], base: str
) -> Unit:
    """Unit of a cell: its own, of its column, its row or the table, else of its indicator."""
    own = own_unit(match)
    if own or column.score or ":" in match["number"]:
        return own or NO_UNIT
    rate = column.unit == "%" or column.role == "completion_rate"
    if rate and not _SUM.search(match.group()):
        return _PERCENT
    printed = unit_of(column.unit if column.unit != "%" else "") or unit_of(row.unit)
    printed = printed or _of_caption(above, row, column, base)
    scale = Decimal(scale_factor(match["scale"] or ""))
    if re.match("每[百千万]", row.label):
        return NO_UNIT
    if printed:
        counted = labelled_unit(row.label + column.subject, printed.literal)
        base = counted if printed.literal in measure_words() else printed.base
        return replace(printed, base=base, scale=printed.scale * scale)
    if base == "percent" or row.label.endswith(("率", "度")):
        return _PERCENT
    whole = bool(match["scale"]) or ("." not in match["number"] and base != "yuan")
    base = base or (labelled_unit(row.label + column.subject, "") if match["scale"] else "")
    return Unit(scale, base if base and whole else "other", "")


def _of_caption(above: tuple[str, ...], row: _Row, column: Column, base: str) -> Unit | None:
    """The unit above a table that goes with a row: no persons for a rate, % for growth if named."""
    found = [unit for unit in map(unit_of, above) if unit]
    rate = base == "percent" or row.label.endswith("率")
    if rate or (column.role in _RELATIVE and "%" in above):
        return _PERCENT if found else None
    same = [unit for unit in found if unit.base == base]
    return next(iter(same or found), None)


def _indicator(row: _Row, number: int, column: Column, above: tuple[str, ...]) -> str:
    """Indicator of a cell: of its row, of row and column together, or of its column alone."""
    if column.score or ":" in row.cells[number].text:
        return ""
    label = row.label
    changes = column.role in ("completion_rate", "growth") or column.yearly
    printed = "" if changes and column.unit == "%" else column.unit
    unit = printed or row.unit
    base = (unit_of(unit) or NO_UNIT).base if unit and column.role != "growth" else ""
    own = _known(label, base)
    if column.subject:
        return _known(label + column.subject, base) or own or _known(column.subject, base)
    if own or not row.above:
        return own
    counted = unit_of(row.unit) or next(map(unit_of, above), None)
    return _known_part(label, row.above, counted.base if counted else base)


def _known_part(label: str, above: str, base: str) -> str:
    """其中:农民工 below a row on training: what the two names give together."""
    bare = _NUMBERED.sub("", _UNIT.sub("", _OF_WHICH.sub("", label))).strip()
    whole = _known(above, base)
    found = (compose(bare, _UNIT.sub("", above), base) or "", _known(above + label, base))
    return next((one for one in found if one and one != whole), "")


def _known(label: str, base: str) -> str:
    return best_mention(label, base) or ""


def _reading(
    quantity: Quantity, indicator_id: str, row: _Row, column: Column, printed: str, kinds: Kinds
) -> TableReading:
    part = narrowing().get(indicator_id) if column.role == "actual" else None
    label = row.label + column.subject
    indicator_id = "" if part and part.search(label) else indicator_id
    priced = matcher("context", "price_label").search(label) is not None
    if quantity.unit == "yuan" and quantity.scale == 1 and priced:
        quantity.unit = "yuan_per_month"
    counted = quantity.unit not in ("percent", "percentage_point")
    flow = kinds.measures.get(indicator_id, "flow" if counted else "rate") == "flow" and counted
    total = flow and (_SUM.search(printed) is not None or column.total)
    period = row.period or column.period
    if total and period is not None:
        plan = plan_of(period.end.year)
        period = plan if column.role == "target" else Period(plan.start, period.end, "plan")
    elif period is not None and period.kind not in ("part", "month"):
        period = year_of(period.end.year)
    return TableReading(quantity, indicator_id, label, column.role, period, cumulative=total)
