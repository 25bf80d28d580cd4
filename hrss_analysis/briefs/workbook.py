"""The tables of a brief as an accessible workbook beside the page.

It follows the good practice of the UK Analysis Function for spreadsheets: a cover, a list of
contents with links, one marked table a sheet that starts in column A, no merged and no empty cells.
(gptables, which writes such workbooks, refuses cells without Latin letters or digits.)
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from hrss_analysis.page.brief import SHEETS_TYPE
from hrss_analysis.prose.words import pick

# Fixed, so that the same tables give the same bytes.
MADE = datetime(1980, 1, 1)
MISSING = ":"  # Eurostat's sign for "not available"
WIDEST = 60


def write_workbook(notebook: NotebookNode, head: dict[str, Any], path: Path) -> None:
    """Write the sheets that a notebook handed over, behind a cover and a list of contents.

    Args:
        notebook: The executed notebook; `Brief` put the sheets into its outputs.
        head: The head of the page.
        path: The file to write.
    """
    language = "zh" if head["lang"] == "zh-CN" else "en"
    sheets = sheets_of(notebook)
    with Workbook(str(path)) as book:
        book.set_properties({"title": head["title"], "created": MADE})
        book.formats[0].set_font_size(11)
        styles = {
            "title": book.add_format({"bold": True, "font_size": 16}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        }
        _write_cover(book.add_worksheet(pick(language, "封面", "Cover")), head, language, styles)
        _write_contents(book.add_worksheet(pick(language, "目录", "Contents")), sheets, styles)
        for number, sheet in enumerate(sheets, start=1):
            _write_table(book.add_worksheet(sheet["label"]), number, sheet, styles)


def sheets_of(notebook: NotebookNode) -> list[dict[str, Any]]:
    """The sheets in a notebook's outputs, in the order in which they were shown."""
    return [
        sheet
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for sheet in output.get("data", {}).get(SHEETS_TYPE, [])
    ]


def _write_cover(page: Worksheet, head: dict[str, Any], language: str, styles: Any) -> None:
    about = pick(
        language,
        f"数值为基本单位。“{MISSING}”表示没有数值，不等于0。每个数值的原文写法、文件和字符位置"
        "见最后两张工作表。",
        f'Values are in base units. "{MISSING}" means no value; it is never zero. The last two '
        "sheets tell how each value was printed, in which document and at which characters.",
    )
    dates = [f"{label} {text}" for label, _, text in head["dates"]]
    page.set_column(0, 0, 85)
    page.hide_gridlines(2)
    page.write_string(0, 0, head["title"], styles["title"])
    for row, text in enumerate([head["h1"], head["lead"], *dates, *head["facts"], about], start=1):
        page.write_string(row, 0, text, styles["text"])


def _write_contents(page: Worksheet, sheets: list[dict[str, Any]], styles: Any) -> None:
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 85)
    page.write_string(0, 0, page.get_name(), styles["title"])
    for row, sheet in enumerate(sheets, start=1):
        page.write_url(row, 0, f"internal:'{sheet['label']}'!A1", string=sheet["label"])
        page.write_string(row, 1, sheet["title"], styles["text"])


def _write_table(page: Worksheet, number: int, sheet: dict[str, Any], styles: Any) -> None:
    above = [f"{sheet['label']} {sheet['title']}", sheet["subtitle"], sheet["note"]]
    above = [text for text in above if text]
    page.write_string(0, 0, above[0], styles["title"])
    for row, text in enumerate(above[1:], start=1):
        page.write_string(row, 0, text)
    columns, rows = sheet["columns"], sheet["rows"]
    cells = [[MISSING if value is None else value for value in row] for row in rows]
    first = len(above)
    page.add_table(
        first,
        0,
        first + max(1, len(rows)),
        len(columns) - 1,
        {
            "name": f"table_{number}",
            "data": cells,
            "columns": [{"header": name, "header_format": styles["head"]} for name in columns],
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": False,
        },
    )
    page.freeze_panes(first + 1, 1)
    for place, name in enumerate(columns):
        longest = max(_width(value) for value in [name, *(row[place] for row in cells)])
        page.set_column(place, place, min(WIDEST, longest + 2))


def _width(value: Any) -> int:
    """Characters that a value takes; a Chinese one takes two."""
    text = str(value)
    return len(text) + sum(letter > "\u2e80" for letter in text)
