"""Extracts a PDF's characters and table grids; run as a program of its own by `portable`.

PDFium and pdfminer can be made to loop or to fill the memory, and cannot be interrupted from
within Python. The program reads the file from standard input and writes one JSON object:
`{"pages": [page, …]}` or `{"problem": …, "remedy": …}`. A page has `text` (one character for each
of PDFium's), `width`, `height`, `lines` and `tables`. A line is `[stretches, left, right, top,
bottom]`, edges in points from the top left corner. A table is a list of rows, a row a list of
cells; a cell is `[number, stretches]`, the same number wherever a merged cell reaches. A stretch
is `[start, end, separator]`: characters in a row, and what parts them from the stretch before.
"""

import io
import itertools
import json
import logging
import sys
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

# PDFium's own signs for a hyphen at a line end; in 2020-2025 it must not be lost.
_HYPHENS = {0x2: 0x2D, 0xFFFE: 0x2D, 0x0: 0x20}
# A rule under the title is no table; the smallest grid has more lines than this.
_FEWEST_PATHS = 4
# Text and grids come from two libraries that round differently.
_TOLERANCE = 1.0
# A gap between characters wider than this share of their height is a blank.
_BLANK = 0.25


def extract(data: bytes, max_pages: int, max_characters: int, seconds: float) -> dict[str, Any]:
    """Extract all pages; after half of the time, tables are read as lines of text.

    Returns:
        The object described above; `ungridded` counts pages whose tables were not looked for.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return _failure(error)
    if len(document) > max_pages:
        return {
            "problem": f"more than {max_pages:,} pages",
            "remedy": "split it or raise max_pages",
        }
    grids, begun = _Grids(data), time.monotonic()
    pages: list[dict[str, Any]] = []
    ungridded, characters = 0, 0
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        characters += textpage.count_chars()
        if characters > max_characters:
            problem = f"more than {max_characters:,} characters of text"
            return {"problem": problem, "remedy": "split the file or raise max_characters"}
        in_time = time.monotonic() - begun < seconds / 2
        wanted = _has_grid(page)
        ungridded += wanted and not in_time
        tables = grids.tables(number) if wanted and in_time else []
        pages.append(_page(page, textpage, tables))
        textpage.close()
        page.close()
    return {"pages": pages, "ungridded": ungridded}


def _failure(error: pypdfium2.PdfiumError) -> dict[str, Any]:
    if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return {"problem": "is encrypted", "remedy": "save it without a password"}
    return {"problem": f"is damaged or cut short ({error})", "remedy": "get the file again"}


def _has_grid(page: Any) -> bool:
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)
    return sum(1 for _ in itertools.islice(paths, _FEWEST_PATHS)) >= _FEWEST_PATHS


def _page(page: Any, textpage: Any, grids: list["_Grid"]) -> dict[str, Any]:
    codes = [raw.FPDFText_GetUnicode(textpage, i) for i in range(textpage.count_chars())]
    text = "".join(chr(_HYPHENS.get(code, code)) for code in codes)
    box = _Boxes(page, textpage)
    taken: set[int] = set()
    for grid in grids:
        for index, char in enumerate(text):
            if not char.isspace() and index not in taken and grid.take(index, box.at(index)):
                taken.add(index)
    free = (i for i, char in enumerate(text) if not char.isspace() and i not in taken)
    lines = [
        [line, box.at(line[0][0])[0], box.at(line[-1][1] - 1)[2], *box.at(line[0][0])[1::2]]
        for line in _lines(_stretches(free, text, box))
    ]
    width, height = page.get_size()
    tables = [grid.rows(text, box) for grid in grids if grid.holds_text()]
    return {"text": text, "width": width, "height": height, "lines": lines, "tables": tables}


def _stretches(indexes: Iterable[int], text: str, box: "_Boxes") -> list[list[Any]]:
    """Group characters, by where they stand rather than by PDFium's line ends.

    PDFium takes some pages full of narrow columns for vertical writing and ends a line after
    each character.
    """
    found: list[list[Any]] = []
    for index in indexes:
        between = text[found[-1][1] : index] if found else "\n"
        if not between.strip(" \t\u00a0\u3000"):
            found[-1][1] = index + 1
        else:
            separator = box.separator(found[-1][1] - 1, index) if found else "\n"
            found.append([index, index + 1, separator])
    return found


def _lines(stretches: list[list[Any]]) -> list[list[list[Any]]]:
    lines: list[list[list[Any]]] = []
    for stretch in stretches:
        if stretch[2] == "\n":
            lines.append([stretch])
        else:
            lines[-1].append(stretch)
    return lines


class _Boxes:
    """Where characters stand, from the top left corner of the page as it is shown."""

    def __init__(self, page: Any, textpage: Any) -> None:
        self._textpage = textpage
        self._rotation = page.get_rotation()
        self._corners = page.get_mediabox()
        self._box = raw.FS_RECTF()

    def at(self, index: int) -> tuple[float, float, float, float]:
        """Give left, top, right and bottom of a character."""
        # The loose box is the line's height, so that 一 and 国 share a line.
        raw.FPDFText_GetLooseCharBox(self._textpage, index, self._box)
        one = self._shown(self._box.left, self._box.bottom)
        two = self._shown(self._box.right, self._box.top)
        return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])

    def separator(self, index: int, following: int) -> str:
        """Tell what parts two characters: nothing, a blank, or a line end."""
        _, top, right, bottom = self.at(index)
        left, next_top, _, next_bottom = self.at(following)
        height = min(bottom - top, next_bottom - next_top)
        shared = min(bottom, next_bottom) - max(top, next_top)
        if shared * 2 < height or left < right - height:
            return "\n"
        return " " if left - right > _BLANK * height else ""

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        x0, y0, x1, y1 = self._corners
        turned = {0: (x - x0, y1 - y), 90: (y - y0, x - x0), 180: (x1 - x, y - y0)}
        return turned.get(self._rotation, (y1 - y, x1 - x))


class _Grids:
    """Finds the ruled tables of a page with pdfplumber, opened when first needed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def tables(self, number: int) -> list["_Grid"]:
        """List the tables of a page from the top; none where pdfplumber fails."""
        import pdfplumber  # takes longer to load than most files to read

        try:
            self._pdf = self._pdf or pdfplumber.open(io.BytesIO(self._data))
            page = self._pdf.pages[number]
            found = [_Grid(table.cells) for table in page.find_tables()]
            page.close()
        except Exception:  # a grid is a help; the text comes from PDFium
            return []
        return [grid for grid in found if grid.width > 1]


class _Grid:
    """A table's cells on a grid of rows and columns, and the characters that stand in them."""

    def __init__(self, cells: list[tuple[float, float, float, float]]) -> None:
        self._lefts = _edges(x for left, _, right, _ in cells for x in (left, right))
        self._tops = _edges(y for _, top, _, bottom in cells for y in (top, bottom))
        self.width, self.height = len(self._lefts) - 1, len(self._tops) - 1
        self._cell: dict[tuple[int, int], int] = {}
        self._indexes: dict[int, list[int]] = {}
        for number, (left, top, right, bottom) in enumerate(cells):
            for row in range(_after(self._tops, top), _after(self._tops, bottom)):
                for column in range(_after(self._lefts, left), _after(self._lefts, right)):
                    self._cell[row, column] = number

    def take(self, index: int, box: tuple[float, float, float, float]) -> bool:
        """Take a character whose middle lies in a cell."""
        row = _before((box[1] + box[3]) / 2, self._tops)
        column = _before((box[0] + box[2]) / 2, self._lefts)
        number = self._cell.get((row, column))
        if number is not None:
            self._indexes.setdefault(number, []).append(index)
        return number is not None

    def holds_text(self) -> bool:
        """Tell whether any character was taken."""
        return bool(self._indexes)

    def rows(self, text: str, box: _Boxes) -> list[list[list[Any] | None]]:
        """List the cells by row and column, with their characters as stretches."""
        stretches = {n: _stretches(found, text, box) for n, found in self._indexes.items()}
        return [
            [
                self._written(self._cell.get((row, column)), stretches)
                for column in range(self.width)
            ]
            for row in range(self.height)
        ]

    @staticmethod
    def _written(number: int | None, stretches: dict[int, list[list[Any]]]) -> list[Any] | None:
        return None if number is None else [number, stretches.get(number, [])]


def _edges(values: Iterator[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _TOLERANCE:
            kept.append(value)
    return kept


def _after(edges: list[float], value: float) -> int:
    return bisect_right(edges, value + _TOLERANCE) - 1


def _before(value: float, edges: list[float]) -> int:
    return bisect_right(edges, value) - 1


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the time limit remains
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if most < 0 else min(size, most), most))


if __name__ == "__main__":
    memory, *counts = (int(argument) for argument in sys.argv[1:])
    _limit_memory(memory)
    logging.disable(logging.ERROR)
    json.dump(extract(sys.stdin.buffer.read(), *counts), sys.stdout)
