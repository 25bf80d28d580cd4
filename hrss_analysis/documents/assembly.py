"""Puts a document's text together, block by block, and remembers where each character stood."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hrss_analysis.documents.cleaning import Run, cleaned
from hrss_analysis.documents.model import (
    Block,
    Document,
    DocumentError,
    Format,
    Kind,
    Limits,
    Piece,
    SourcePlace,
)

_HEADING = re.compile(
    r"第[一二三四五六七八九十百]+[章节]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
)
_LIST_ITEM = re.compile(r"[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳●•◆■]")
# A heading that runs on into its paragraph ends like a sentence, or is long.
_LONGEST_HEADING = 40
# A count, an amount or a rate: standing in a merged cell it is one value, not one per column.
_VALUE = re.compile(r"[<>≤≥＜＞约近超〔\[(（]*[\d,，.]+(?![年月季日])[^\d年]{0,5}")
# In HTML and Word tables; a workbook has its own bound.
MOST_COLUMNS = 2_000
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Source:
    """A file's bytes with what its reader needs to know."""

    path: Path
    data: bytes
    limits: Limits

    def error(self, problem: str, remedy: str) -> DocumentError:
        """Make the error that names this file."""
        return DocumentError(self.path, problem, remedy)


@dataclass(frozen=True, eq=False, slots=True)
class Cell:
    """One cell of a table; a merged one stands, as the same object, wherever it reaches."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The cell's text before repairs."""
        return "".join(run.text for run in self.runs)


class Assembly:
    """A growing text with its blocks, the map to the source and the counts of repairs."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.repairs: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.tables = 0
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []
        self._blocks: list[Block] = []

    def add_line(
        self,
        runs: Iterable[Run],
        kind: Kind | None = None,
        *,
        page: int | None = None,
        sheet: str | None = None,
    ) -> None:
        """Add a block on a line of its own; without a kind it is judged by its beginning."""
        runs = cleaned(runs, self.repairs, self.left_out)
        text = "".join(run.text for run in runs)
        if text:
            start = self._length
            self._append(runs)
            kind = kind or kind_of(text)
            self._blocks.append(Block(kind, start, self._length, page=page, sheet=sheet))
            self._append([Run("\n", None)])

    def add_table(
        self,
        rows: Iterable[Sequence[Cell | None]],
        *,
        pages: Sequence[int] = (),
        sheet: str | None = None,
    ) -> None:
        """Add a table, one row to a line and a tab between cells, with an empty line around it.

        A merged cell is repeated in every column and row it reaches, so that each column keeps
        its header, unless it holds a value: a value stands once. A row that is a single merged
        cell (title, note) becomes a heading or paragraph.

        Args:
            rows: Cells by row and column; None or an empty cell where there is none.
            pages: The page of each row, for a PDF.
            sheet: The sheet's name, for a workbook.
        """
        self.tables += 1
        self._append([Run("\n", None)])
        # A merged cell that reaches this row stands in the row above it too. Cells themselves are
        # kept, for the number of one that is gone may be given to the next.
        seen: set[Cell] = set()
        for number, row in enumerate(rows, 1):
            page = pages[number - 1] if pages else None
            self._add_row(row, seen, Block("table_row", 0, 0, page, sheet, self.tables, number))
            seen = {cell for cell in row if cell is not None}
        self._append([Run("\n", None)])

    def check_width(self, columns: int) -> None:
        """Stop a table no one would write before it fills the memory.

        Raises:
            DocumentError: It has more columns than `MOST_COLUMNS`.
        """
        if columns > MOST_COLUMNS:
            raise self.source.error(
                f"a table has more than {MOST_COLUMNS:,} columns", "save the table as .xlsx"
            )

    def _add_row(self, row: Sequence[Cell | None], seen: set[Cell], block: Block) -> None:
        filled = [
            cell for cell in row if cell is not None and not cell.text.isspace() and cell.text
        ]
        if not filled:
            return
        if len(filled) > 1 and all(cell is filled[0] for cell in filled):
            if filled[0] not in seen:
                self.add_line(filled[0].runs, page=block.page, sheet=block.sheet)
            return
        start = self._length
        last = max(i for i, cell in enumerate(row) if cell is not None and cell in filled[-1:])
        tabs = 0
        for cell in row[: last + 1]:
            if cell is not None:
                self._append([Run("\t" * tabs, None)])
                self._append_cell(cell, seen)
                tabs = 0
            tabs += 1
        self._blocks.append(replace(block, start=start, end=self._length))
        self._append([Run("\n", None)])

    def _append_cell(self, cell: Cell, seen: set[Cell]) -> None:
        if cell in seen:
            if is_value(cell.text):
                return
            self.repairs["merged cells repeated"] += 1
        seen.add(cell)
        self._append(cleaned(cell.runs, self.repairs, self.left_out))

    def _append(self, runs: Iterable[Run]) -> None:
        for run in runs:
            if run.text:
                self._pieces.append(Piece(self._length, run.place, run.start))
                self._parts.append(run.text)
                self._length += len(run.text)
        if self._length > self.source.limits.max_characters:
            raise self.source.error(
                f"more than {self.source.limits.max_characters:,} characters of text",
                "split the file or raise max_characters",
            )

    def document(self, format: Format, encoding: str | None, sha256: str) -> Document:
        """Close the text.

        Raises:
            DocumentError: There is no text.
        """
        text = "".join(self._parts)
        if not text.strip():
            raise self.source.error("no text found in it", "check that the file is the right one")
        return Document(
            path=self.source.path,
            text=text,
            blocks=tuple(self._blocks),
            format=format,
            encoding=encoding,
            sha256=sha256,
            repairs=dict(+self.repairs),
            left_out=dict(+self.left_out),
            pieces=tuple(self._pieces),
        )


def kind_of(text: str) -> Kind:
    """Judge a line by its beginning: 第一章, 一、, （一） head; 1. and ① list."""
    if _HEADING.match(text) and len(text) <= _LONGEST_HEADING and text[-1] not in "。；，":
        return "heading"
    return "list_item" if _LIST_ITEM.match(text) else "paragraph"


def is_value(text: str) -> bool:
    """Tell whether a cell holds one printed number rather than a label or a year."""
    text = text.strip()
    return bool(_VALUE.fullmatch(text)) and not _YEAR.fullmatch(text)


def text_run(text: str, **place: int | str) -> Run:
    """Make the run for text that makes up a whole place, such as a paragraph or a cell."""
    return Run(text, SourcePlace(**place))  # type: ignore[arg-type]
