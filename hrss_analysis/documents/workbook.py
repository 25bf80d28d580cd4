"""Excel workbooks: each visible sheet a table; numbers as the sheet shows them."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from hrss_analysis.documents.assembly import Assembly, Cell, Source, text_run
from hrss_analysis.documents.model import DocumentError
from hrss_analysis.documents.opening import broken

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_UNCOMPUTED = re.compile(rb"(?:</f>|<f\b[^>]{0,200}/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
# What comes before and after the digits in a number format, quoted or escaped: ¥, 万元, %.
_AROUND = r'((?:"[^"]*"|\\.|[¥￥$%％+]|_.|\[[^\]]*\])*)'
_SHAPE = re.compile(_AROUND + r"([#,0?]+)(?:\.(0+))?" + _AROUND)
_NO_TEXT = re.compile(r'_.|\[[^\]]*\]|["\\]')
# Merged areas one row may share, summed over the rows; honest sheets stay far below.
_MOST_MERGES = 2_000_000
_MOST_ROWS = 1_048_576


def read_workbook(source: Source) -> Assembly:
    """Read an .xlsx: one table a sheet, with stored results in place of formulas.

    Raises:
        DocumentError: It is damaged.
    """
    assembly = Assembly(source)
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            book = openpyxl.load_workbook(
                io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False
            )
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    assembly.left_out["hidden sheets"] += 1
                    continue
                # In read-only mode openpyxl leaves merged areas out.
                xml = package.read(sheet._worksheet_path)
                assembly.left_out["formulas without a stored result"] += len(
                    _UNCOMPUTED.findall(xml)
                )
                _add_sheet(assembly, sheet, _rows(sheet, _merges(xml)))
    except Exception as error:  # the library lets errors of zipfile, lxml and its own through
        if isinstance(error, DocumentError):
            raise
        raise broken(source, error) from error
    return assembly


def _add_sheet(assembly: Assembly, sheet: Any, rows: Iterator[list[Cell | None]]) -> None:
    for blank, row in enumerate(rows):
        if any(row):
            name = sheet.title
            assembly.add_line([text_run(name, sheet=name)], "heading", sheet=name)
            assembly.add_table(chain([[]] * blank, [row], rows), sheet=name)
            return


def _merges(xml: bytes) -> list[tuple[int, int, int, int]]:
    """List merged areas as first row, last row, first column, last column, in row order."""
    found = (range_boundaries(match.decode()) for match in _MERGE.findall(xml))
    return sorted((top, bottom, left, right) for left, top, right, bottom in found)


def _rows(sheet: Any, merges: list[tuple[int, int, int, int]]) -> Iterator[list[Cell | None]]:
    waiting = list(reversed(merges))
    active: list[tuple[tuple[int, int, int, int], Cell | None]] = []
    work = 0
    # The stated size of a sheet is often wrong, and openpyxl would cut or pad to it.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(), 1):
        if number > _MOST_ROWS:
            raise ValueError("more rows than a sheet can have")
        row = [_cell(cell, sheet.title) for cell in values]
        while waiting and waiting[-1][0] <= number:
            area = waiting.pop()
            origin = row[area[2] - 1] if area[2] <= len(row) and area[0] == number else None
            active.append((area, origin))
        active = [(area, origin) for area, origin in active if area[1] >= number]
        work += sum(area[3] - area[2] + 1 for area, _ in active)
        if work > _MOST_MERGES:
            raise ValueError("more merged cells than a sheet can have")
        for (_, _, left, right), origin in active:
            row += [None] * (right - len(row) if origin else 0)
            row[left - 1 : right] = [origin] * len(row[left - 1 : right])
        yield row


def _cell(cell: Any, sheet: str) -> Cell | None:
    if cell.value is None:
        return None
    place = f"{get_column_letter(cell.column)}{cell.row}"
    return Cell((text_run(shown(cell.value, cell.number_format), sheet=sheet, cell=place),))


def shown(value: object, number_format: str) -> str:
    """Write a cell's value as the sheet shows it: rounding, percent, quoted units, dates.

    A format beyond digits, percent and fixed text gives the plain number.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if not isinstance(value, int | float) or value != value:
        return str(value)
    # Excel keeps 15 digits; more are rounding noise (0.1 + 0.2).
    number = Decimal(f"{value:.15g}")
    sections = number_format.split(";")
    match = _SHAPE.fullmatch(sections[0])
    if match is None:
        return f"{number:f}"
    before, digits, decimals, after = match.groups(default="")
    if "%" in before + after or "％" in before + after:
        number *= 100
    exact = number.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    grouped = f"{exact:,f}" if "," in digits else f"{exact:f}"
    return _NO_TEXT.sub("", before) + grouped + _NO_TEXT.sub("", after)
