"""What reading a file gives: its text, the blocks of that text, and the way back to the source."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

Kind = Literal["heading", "paragraph", "list_item", "table_row"]
Format = Literal["txt", "html", "docx", "pdf", "xlsx"]


class DocumentError(ValueError):
    """A file that cannot be read: the message says which, what is wrong and what to do."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path = path


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one file may cost; beyond it `DocumentError`, never a text cut short.

    `max_seconds` and `max_memory_bytes` hold for the separate process a PDF is read in.
    """

    max_bytes: int = 50_000_000
    max_unpacked_bytes: int = 100_000_000
    max_pages: int = 1_000
    max_characters: int = 3_000_000
    max_seconds: int = 120
    max_memory_bytes: int = 2_000_000_000

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 1:
                raise ValueError(f"{field.name} must be at least 1")


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place in the original. Pages, tables, rows, columns, paragraphs and lines count from 1.

    `start` and `end` count characters within the innermost place named: the decoded text
    (txt), the page as PDFium extracts it (pdf), else the paragraph or cell. `through` is the
    place a span ends in if that is another one; `end` is then None.
    """

    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    paragraph: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    through: "SourcePlace | None" = None

    def __str__(self) -> str:
        names = ("page", "sheet", "cell", "paragraph", "line", "table", "row", "column")
        parts = [f"{n} {getattr(self, n)}" for n in names if getattr(self, n) is not None]
        if self.through is not None:
            return f"{', '.join(parts)}, character {self.start} through {self.through}"
        return ", ".join([*parts, f"characters {self.start}–{self.end}"])


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the text, `text[start:end]`; `table` and `row` count from 1 over the document.

    Cells of a `table_row` are separated by a tab. `page` (pdf) and `sheet` (xlsx) are where
    the block begins.
    """

    kind: Kind
    start: int
    end: int
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text, from `start` on, that stands unbroken in one place of the source.

    `place` is None for separators the reader inserted (line ends, tabs).
    """

    start: int
    place: SourcePlace | None
    source_start: int


@dataclass(frozen=True)
class Document:
    """One file as text. `sha256` is of the file's bytes.

    `repairs` counts what was changed to get readable text, `left_out` what stands in the file
    but not in the text; both are keyed by a short English description.
    """

    path: Path
    text: str
    blocks: tuple[Block, ...]
    format: Format
    encoding: str | None
    sha256: str
    repairs: Mapping[str, int]
    left_out: Mapping[str, int]
    pieces: tuple[Piece, ...]

    def locate(self, start: int, end: int) -> SourcePlace:
        """Lead `text[start:end]` back to its place in the original.

        Raises:
            ValueError: The span is empty, lies outside the text, or holds only separators.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}–{end} is empty or outside 0–{len(self.text)}")
        if self.format == "txt":
            return SourcePlace(line=self.text.count("\n", 0, start) + 1, start=start, end=end)
        first = self._piece(start)
        last = self._piece(end - 1)
        while first <= last and self.pieces[first].place is None:
            first += 1
        while first <= last and self.pieces[last].place is None:
            last -= 1
        if first > last:
            raise ValueError(f"span {start}–{end} holds only separators the reader inserted")
        begin = self._at(first, max(start, self.pieces[first].start))
        past = self.pieces[last + 1].start if last + 1 < len(self.pieces) else len(self.text)
        finish = self._at(last, min(end, past) - 1)
        if replace(begin, start=None) == replace(finish, start=None):
            return replace(begin, end=_after(finish))
        return replace(begin, through=replace(finish, end=_after(finish)))

    def _piece(self, position: int) -> int:
        return bisect_right(self.pieces, position, key=lambda piece: piece.start) - 1

    def _at(self, index: int, position: int) -> SourcePlace:
        piece = self.pieces[index]
        place = piece.place or SourcePlace()
        return replace(place, start=piece.source_start + position - piece.start)


def _after(place: SourcePlace) -> int:
    return (place.start or 0) + 1
