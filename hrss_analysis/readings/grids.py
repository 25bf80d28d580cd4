"""Rows and cells of tables printed as text.

A row is a line with bars, tabs or wide gaps between its cells, or a run of lines with one cell
each. A line of prose ends a table: it stands as a row without cells.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from hrss_analysis.readings import numerals
from hrss_analysis.readings.lexicon import alternation, matcher
from hrss_analysis.readings.quantities import Quantity, units

_NUMBER = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_EMPTY = re.compile(r"\s*(?:[-/—–]+|/|无)?\s*")
_WORD = re.compile(r"\s*(?:预期性|约束性|指导性|预期|约束)\s*")
_KINDS = {"约束": "binding", "预期": "expected"}
_PROSE = re.compile("[。；!！?？]")
_GAPS = re.compile(r"\S\s{2,}\S.*\S\s{2,}\S|[\d)%]\s{2,}[〔\d<≥≤—-]|[)）]\s{2,}[〔\d<—-]")
_SIGNS = {"<": "lt", ">": "gt", "≤": "le", "<=": "le", "≥": "ge", ">=": "ge"}
_AFTER = {"以上": "ge", "以内": "le", "左右": "approx", "以下": "lt"}
_LONGEST_CELL, _LONGEST_BARRED, _LONGEST_GAPPED = 60, 120, 40


@dataclass
class Cell:
    """Text between two separators, with its place."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Place behind the cell."""
        return self.start + len(self.text)


@cache
def _cell_pattern() -> re.Pattern[str]:
    unit = alternation(name for name, row in units().items() if row["unit"])
    return re.compile(
        rf"\s*(?P<sign>[<>≤≥]=?)?\s*[〔\[【(]?\s*(?P<inner>[<>≤≥]=?)?\s*(?P<plus>\+)?(?P<minus>-)?"
        rf"(?P<number>(?:{_NUMBER})(?::\d+(?:\.\d+)?)*)\s*(?P<scale>万|亿)?\s?[(]?(?P<unit>{unit})?[)]?"
        rf"\s*(?P<after>{alternation(_AFTER)})?\s*[〕\]】)]?\s*"
    )


def value_of(text: str) -> re.Match[str] | None:
    """Match of a cell that holds a number alone, with sign, unit and bracket."""
    return _cell_pattern().fullmatch(text)


def is_filler(cell: Cell) -> bool:
    """Whether a cell is empty, a dash or a remark on the kind of the indicator."""
    return _EMPTY.fullmatch(cell.text) is not None or _WORD.fullmatch(cell.text) is not None


def target_kind_of(cells: Iterable[Cell]) -> str:
    """Whether a row says that its target binds or is expected; empty where it does not."""
    words = [cell.text.strip() for cell in cells if _WORD.fullmatch(cell.text)]
    return next((_KINDS[word[:2]] for word in words if word[:2] in _KINDS), "")


@dataclass(frozen=True)
class Unit:
    """Scale, base unit and literal of a printed unit such as 万人次."""

    scale: Decimal
    base: str
    literal: str


NO_UNIT = Unit(Decimal(1), "other", "")


def unit_of(printed: str) -> Unit | None:
    """Return what a printed unit means, nothing where it is none."""
    for scale in ("万", "亿", "千", ""):
        rest = printed.removeprefix(scale) if printed.startswith(scale) else None
        if rest is not None and units().get(rest, {}).get("unit"):
            row = units()[rest]
            factor = Decimal(numerals.scale_factor(scale)) * Decimal(row["factor"] or 1)
            return Unit(factor, row["unit"], rest)
    return None


def quantities_of(cell: Cell, match: re.Match[str], unit: Unit) -> list[Quantity]:
    """Numbers of a cell: one, or the parts of a ratio (1:4:5)."""
    sign = match["sign"] or match["inner"] or ""
    qualifier = _SIGNS.get(sign, _AFTER.get(match["after"] or "", "eq"))
    minus = -1 if match["minus"] else 1
    named = match.string[match.end("number") : max(match.end("unit"), 0)]
    own = (match["scale"] or match["unit"]) and "(" not in named
    found: list[Quantity] = []
    place = cell.start + match.start("number") - (1 if match["minus"] else 0)
    for part in match["number"].split(":"):
        end = cell.start + match.start("number") + len(part) if not found else place + len(part)
        tail = max(match.end("scale"), match.end("unit"), match.end("after")) if own else -1
        found.append(
            Quantity(
                place,
                max(end, cell.start + tail if own else -1),
                minus * numerals.arabic(part) * unit.scale,
                unit.scale,
                numerals.decimals_of(part),
                unit.literal,
                unit.base,
                qualifier,
            )  # fmt: skip
        )
        place = end + 1
    return found


def own_unit(match: re.Match[str]) -> Unit | None:
    """Unit printed in the cell itself."""
    return unit_of((match["scale"] or "") + match["unit"]) if match["unit"] else None


def rows_of(text: str) -> list[list[Cell]]:
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
            run.append(cells[0] if cells else Cell(match.start(), line))
        else:
            rows += _of_run(run)
            run = []
            rows.append([])
    return rows + _of_run(run)


def _cells(line: str, start: int) -> list[Cell]:
    bars = line.count("|") + line.count("│")
    if bars >= 2 or (bars and not _PROSE.search(line)):
        separator = r"[|│]"
    elif "\t" in line.strip():
        separator = r"\t+"
    elif _GAPS.search(line) and not _PROSE.search(line):
        separator = r"\s{2,}"
    else:
        return []
    place = len(line) - len(line.lstrip()) if separator == r"\s{2,}" else 0
    cells = []
    for match in re.finditer(separator, line):
        if match.start() > place or separator == "[|│]":
            cells.append(Cell(start + place, line[place : match.start()]))
        place = max(place, match.end())
    if line[place:].strip():
        cells.append(Cell(start + place, line[place:]))
    gapped = separator == r"\s{2,}"
    return [] if gapped and any(len(cell.text) > _LONGEST_GAPPED for cell in cells) else cells


def _of_run(run: list[Cell]) -> list[list[Cell]]:
    """Group one-cell lines: heads first, then each label with the values that follow it."""
    values = [_is_value(cell.text) for cell in run]
    if sum(values) < 4:
        return []
    if any(cell.text.strip() == "序号" for cell in run[: values.index(True)]):
        return _of_numbered(run, values)
    first = values.index(True) - 1
    rows: list[list[Cell]] = [_heads(run[: max(first, 0)])]
    for cell, value in zip(run[max(first, 0) :], values[max(first, 0) :], strict=True):
        if value or _WORD.fullmatch(cell.text):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [row for row in rows if row]


def _of_numbered(run: list[Cell], values: list[bool]) -> list[list[Cell]]:
    """Rows of one-cell lines that each begin with their number."""
    rows: list[list[Cell]] = [[]]
    for place, cell in enumerate(run):
        named = place + 1 < len(run) and not values[place + 1]
        if named and cell.text.strip() == str(len(rows)):
            rows.append([])
        rows[-1].append(cell)
    return [_heads(rows[0]), *rows[1:]]


def _is_value(text: str) -> bool:
    """A number, a dash or a unit in a cell of its own."""
    found = value_of(text) or _EMPTY.fullmatch(text)
    return found is not None or unit_of(text.strip()) is not None


def _heads(cells: list[Cell]) -> list[Cell]:
    """The heads of a table with one cell a line begin with the word for indicator."""
    for number, cell in enumerate(cells):
        if matcher("context", "table_head").fullmatch(cell.text.strip()):
            return [
                c for c in cells[number:] if not re.match(r"\s*[一二三四五六七八九十]+、", c.text)
            ]
    return cells
