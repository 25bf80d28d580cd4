"""PDF files: PDFium's characters put into paragraphs and tables, page by page.

A line belongs to the same paragraph as the next if it reaches the right margin and the next is
neither indented nor begins like a heading or list item; margins are those of all pages of one
size. Two columns of text are read, but their lines stay apart.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from hrss_analysis.documents.assembly import Assembly, Cell, Source, kind_of
from hrss_analysis.documents.cleaning import Run, is_ideographic
from hrss_analysis.documents.model import SourcePlace

_PROGRAM = Path(__file__).with_name("pdf_extraction.py")
_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*\d{1,4}(\s*/\s*\d{1,4})?[-—–·\s]*|第\s*\d+\s*页(.{0,3}共\s*\d+\s*页)?"
)
_DIGITS = re.compile(r"[\d\s]+")
# Heads and feet stand in this share of the page's height, at either end.
_MARGIN = 0.12
# A head or foot is what stands there on most pages, and on at least this many.
_FEWEST_REPEATS = 3
# How far, in characters, a full line may stay from the right margin, a next one from the left.
_RIGHT_SLACK, _LEFT_SLACK = 2.0, 1.0
_WIDEST_GAP = 2.5
# A line that stands out farther than this many characters is no stray one.
_STRAY = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    runs: tuple[Run, ...]
    page: int
    size: tuple[int, int]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def em(self) -> float:
        """The width of one Chinese character."""
        halves = sum(2 if is_ideographic(char) else 1 for char in self.text)
        return 2 * (self.right - self.left) / halves


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    page: int
    rows: list[list[Cell | None]]


def read_pdf(source: Source) -> Assembly:
    """Read a PDF with a text layer.

    Raises:
        DocumentError: It is encrypted, damaged, cut short, scanned, or costs more than the limits.
    """
    if b"%%EOF" not in source.data[-4096:]:
        raise source.error("is cut short (no end mark)", "get the file again")
    extracted = _extracted(source)
    pages = extracted["pages"]
    if not any(page["text"].strip() for page in pages):
        raise source.error("has no text layer (a scan)", "recognise its text (OCR) first")
    assembly = Assembly(source)
    assembly.left_out["pages without text (scanned?)"] += sum(not p["text"].strip() for p in pages)
    assembly.left_out["pages whose tables were read as lines"] += extracted["ungridded"]
    items = [_items(number, page) for number, page in enumerate(pages, 1)]
    _Flow(assembly, _without_margins(items, pages, assembly)).add()
    return assembly


def _extracted(source: Source) -> dict[str, Any]:
    limits = source.limits
    counts = (limits.max_memory_bytes, limits.max_pages, limits.max_characters, limits.max_seconds)
    # -P: the program's own folder must not hide installed packages.
    command = [sys.executable, "-P", str(_PROGRAM), *map(str, counts)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(
            command,
            input=source.data,
            capture_output=True,
            timeout=limits.max_seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise source.error(
            f"takes longer than {limits.max_seconds} seconds", "split it or raise max_seconds"
        ) from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["it crashed"]
        raise source.error(
            f"stopped the PDF reader ({reason[0][:120]})", "print it to a new PDF or split it"
        )
    extracted: dict[str, Any] = json.loads(done.stdout)
    if "problem" in extracted:
        raise source.error(extracted["problem"], extracted["remedy"])
    return extracted


def _items(number: int, page: dict[str, Any]) -> list[_Line | _Table]:
    """List a page's lines and tables in the order of their first characters."""
    place, text = SourcePlace(page=number), page["text"]
    size = (round(page["width"]), round(page["height"]))
    found: list[tuple[int, _Line | _Table]] = [
        (stretches[0][0], _Line(_runs(stretches, text, place), number, size, *edges))
        for stretches, *edges in page["lines"]
    ]
    for table in page["tables"]:
        starts = [start for row in table for cell in row if cell for start, *_ in cell[1]]
        found.append((min(starts), _Table(number, _cells(table, text, place))))
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _cells(table: list[Any], text: str, place: SourcePlace) -> list[list[Cell | None]]:
    made: dict[int, Cell] = {}
    for number, stretches in (cell for row in table for cell in row if cell):
        if number not in made:
            made[number] = Cell(_runs(stretches, text, place))
    return [[made[cell[0]] if cell else None for cell in row] for row in table]


def _runs(stretches: list[Any], text: str, place: SourcePlace) -> tuple[Run, ...]:
    runs: list[Run] = []
    for start, end, separator in stretches:
        runs += [Run(separator, None)] if runs else []
        runs.append(Run(text[start:end], place, start))
    return tuple(runs)


def _without_margins(
    items: list[list[_Line | _Table]], pages: list[dict[str, Any]], assembly: Assembly
) -> Iterator[_Line | _Table]:
    """Yield all but page numbers and the heads and feet that repeat from page to page."""
    marginal = [_marginal(found, page["height"]) for found, page in zip(items, pages, strict=True)]
    repeated = Counter(key for lines in marginal for key in {_key(line) for line in lines})
    often = max(_FEWEST_REPEATS, len(pages) / 2)
    for found, lines in zip(items, marginal, strict=True):
        for item in found:
            if item not in lines or isinstance(item, _Table):
                yield item
            elif _PAGE_NUMBER.fullmatch(item.text.strip()):
                assembly.left_out["page numbers"] += 1
            elif repeated[_key(item)] >= often:
                assembly.left_out["repeated page heads and feet"] += 1
            else:
                yield item


def _marginal(found: list[_Line | _Table], height: float) -> list[_Line]:
    return [
        item
        for item in found
        if isinstance(item, _Line)
        and (item.bottom < _MARGIN * height or item.top > (1 - _MARGIN) * height)
    ]


def _key(line: _Line) -> tuple[str, bool]:
    return _DIGITS.sub("", line.text), line.top * 2 > line.size[1]


class _Flow:
    """Puts lines into paragraphs, and the parts of a table cut at page ends into one."""

    def __init__(self, assembly: Assembly, items: Iterator[_Line | _Table]) -> None:
        self.assembly = assembly
        self.items = list(items)
        self._margins = _margins([item for item in self.items if isinstance(item, _Line)])
        self._lines: list[_Line] = []
        self._tables: list[_Table] = []

    def add(self) -> None:
        """Add everything to the assembly."""
        for item in self.items:
            if isinstance(item, _Table):
                self._end_paragraph()
                if self._tables and not self._is_continued(item):
                    self._end_table()
                self._tables.append(item)
            else:
                self._end_table()
                if self._lines and not self._joins(self._lines[-1], item):
                    self._end_paragraph()
                self._lines.append(item)
        self._end_paragraph()
        self._end_table()

    def _is_continued(self, table: _Table) -> bool:
        last = self._tables[-1]
        return table.page == last.page + 1 and len(table.rows[0]) == len(last.rows[0])

    def _joins(self, line: _Line, following: _Line) -> bool:
        left, right = self._margins[line.size]
        em = line.em
        if line.page == following.page:
            if not 0 < following.top - line.top < _WIDEST_GAP * em:
                return False
        elif line.size != following.size:
            return False
        return (
            line.right >= right - _RIGHT_SLACK * em
            and following.left <= left + _LEFT_SLACK * em
            and 0.75 < following.em / max(em, 0.1) < 1.33
            and kind_of(following.text.strip()) == "paragraph"
        )

    def _end_paragraph(self) -> None:
        if self._lines:
            runs = [run for line in self._lines for run in (Run("\n", None), *line.runs)]
            self.assembly.add_line(runs[1:], page=self._lines[0].page)
            self._lines = []

    def _end_table(self) -> None:
        if self._tables:
            rows = [row for table in self._tables for row in table.rows]
            pages = [table.page for table in self._tables for _ in table.rows]
            self.assembly.add_table(rows, pages=pages)
            self._tables = []


def _margins(lines: list[_Line]) -> dict[tuple[int, int], tuple[float, float]]:
    """Give the outermost left and right edges that two lines of a page size share."""
    by_size: dict[tuple[int, int], list[_Line]] = defaultdict(list)
    for line in lines:
        by_size[line.size].append(line)
    margins = {}
    for size, group in by_size.items():
        em = median(line.em for line in group)
        left = -_outermost([-line.left for line in group], em)
        margins[size] = (left, _outermost([line.right for line in group], em))
    return margins


def _outermost(edges: list[float], em: float) -> float:
    """Give the largest edge, unless it is a stray line that stands out a little."""
    edges = sorted(edges, reverse=True)
    shared = (one for one, two in pairwise(edges) if one - two < em)
    found = next(shared, edges[0])
    return found if edges[0] - found < _STRAY * em else edges[0]
