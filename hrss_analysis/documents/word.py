"""Word files: paragraphs and tables in the order of the body."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from hrss_analysis.documents.assembly import Assembly, Cell, Source
from hrss_analysis.documents.cleaning import Run
from hrss_analysis.documents.model import Kind, SourcePlace
from hrss_analysis.documents.opening import broken

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_VALUE = qn("w:val")
_PRINTED = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_TEXT = {qn("w:t"), qn("m:t")}
# Text boxes are lines of their own, fallbacks repeat them; moveFrom is where a moved passage was;
# pPr holds tab stops, not tabs.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ASIDE = {qn("w:txbxContent"), qn("w:pPr"), qn("w:moveFrom"), _FALLBACK}
# Word itself allows 63 columns; a larger span would only cost memory.
_WIDEST_SPAN = 63


def read_word(source: Source) -> Assembly:
    """Read a .docx: headings by style or beginning, list items, paragraphs, table rows.

    Raises:
        DocumentError: It is damaged.
    """
    assembly = Assembly(source)
    try:
        document = docx.Document(io.BytesIO(source.data))
        styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        body = document.element.body
    except Exception as error:  # the library lets errors of zipfile, lxml and its own through
        raise broken(source, error) from error
    paragraphs = 0
    for element in _blocks(body):
        if element.tag == _TABLE:
            assembly.add_table(_rows(element, assembly))
            continue
        paragraphs += 1
        _add_paragraph(assembly, element, SourcePlace(paragraph=paragraphs), styles)
    _count_left_out(assembly, body, document)
    return assembly


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, looking into content controls but not into cells."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag in (_PARAGRAPH, _TABLE):
            yield element
        elif element.tag not in _ASIDE:
            waiting.extend(reversed(element))


def _add_paragraph(
    assembly: Assembly, element: Any, place: SourcePlace, styles: dict[str, str]
) -> None:
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = styles.get(style.get(_VALUE), "") if style is not None else ""
    kind: Kind | None = "heading" if name.startswith(("heading", "title", "标题")) else None
    text = _text(element)
    start = 0
    for line in text.split("\n"):
        assembly.add_line([Run(line, place, start)], kind)
        start += len(line) + 1
    for box in element.iter(qn("w:txbxContent")):
        if not any(True for _ in box.iterancestors(*_ASIDE)):
            assembly.repairs["text boxes put after their paragraph"] += 1
            # Offsets in a box have no meaning in the paragraph; the paragraph is named alone.
            for inner in box.iter(_PARAGRAPH):
                assembly.add_line([Run(_text(inner), place)])


def _text(element: Any) -> str:
    parts: list[str] = []
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag in _TEXT:
            parts.append(child.text or "")
        elif child.tag in _PRINTED:
            parts.append(_PRINTED[child.tag])
        elif child.tag not in _ASIDE:
            waiting.extend(reversed(child))
    return "".join(parts)


def _rows(table: Any, assembly: Assembly) -> Iterator[list[Cell | None]]:
    """Yield the rows of a table on its grid; merged cells are one object wherever they reach."""
    number = assembly.tables
    above: dict[int, Cell | None] = {}
    assembly.repairs["tables within a cell made text"] += sum(1 for _ in table.iter(_TABLE)) - 1
    for row_number, element in enumerate(_within(table, _ROW), 1):
        row: list[Cell | None] = [None] * _property(element, "w:trPr", "w:gridBefore", 0)
        for cell in _within(element, _CELL):
            column = len(row)
            place = SourcePlace(table=number, row=row_number, column=column + 1)
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            made = above.get(column) if _continues(merged) else None
            made = made or Cell((Run(_cell_text(cell), place),))
            row += [made] * max(1, _property(cell, "w:tcPr", "w:gridSpan", 1))
            assembly.check_width(len(row))
        above = dict(enumerate(row))
        yield row


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """Yield rows of a table or cells of a row, also those in content controls."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            yield element
        elif element.tag not in (_TABLE, _PARAGRAPH):
            waiting.extend(reversed(element))


def _continues(merged: Any) -> bool:
    return merged is not None and merged.get(_VALUE, "continue") == "continue"


def _property(element: Any, holder: str, name: str, default: int) -> int:
    found = element.find(f"{qn(holder)}/{qn(name)}")
    value = (found.get(_VALUE) or "") if found is not None else ""
    return min(int(value[:9]), _WIDEST_SPAN) if value.isdecimal() else default


def _cell_text(cell: Any) -> str:
    return "\n".join(_text(paragraph) for paragraph in cell.iter(_PARAGRAPH))


def _count_left_out(assembly: Assembly, body: Any, document: Any) -> None:
    count = assembly.left_out
    count["automatic list numbers"] += sum(1 for _ in body.iter(qn("w:numPr")))
    count["pictures"] += sum(1 for _ in body.iter(qn("w:drawing"), qn("w:pict")))
    count["footnotes and endnotes"] += sum(
        1 for _ in body.iter(qn("w:footnoteReference"), qn("w:endnoteReference"))
    )
    count["deleted passages (tracked changes)"] += sum(1 for _ in body.iter(qn("w:del")))
    count["headers and footers"] += sum(
        any(p.text.strip() for p in part.paragraphs)
        for section in document.sections
        for part in (section.header, section.footer)
        if not part.is_linked_to_previous
    )
