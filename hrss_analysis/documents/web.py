"""HTML pages: headings, paragraphs and tables, without what surrounds the article.

Left out and counted: what cannot be seen, parts named as navigation by tag, class or id, lines
that consist of links, and the short phrases of government sites' toolbars. A part with the
`h1` or with half the page's text is never taken for navigation.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import etree

from hrss_analysis.documents.assembly import Assembly, Cell, Source
from hrss_analysis.documents.cleaning import Run
from hrss_analysis.documents.model import Kind, SourcePlace
from hrss_analysis.documents.opening import broken
from hrss_analysis.documents.plain import MARKS, decode

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_UNSEEN = {
    "script", "style", "noscript", "template", "head", "iframe", "object", "svg", "canvas",
    "select", "button", "textarea", "audio", "video", "map",
}  # fmt: skip
_SURROUNDING = {"nav", "footer", "aside", "header"}
_NAMED = re.compile(
    r"(?:main|site|page|top|bottom|left|right|g|m)?[-_]?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|position|foot|footer|head|header|sidebar"
    r"|share|copyright|pager|pagination|related|recommend|toolbar|qrcode|ewm|login|search)"
    r"(?:[-_]?(?:bar|box|list|wrap|wrapper|nav|area|top|bottom|con|inner))?\d*",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_TOOLBAR = re.compile(
    r"扫一扫|打印|关闭|分享到|【?字[体号]|(浏览|访问|阅读)(次数|量)|当前位置|您?现?在的位置|上一篇|下一篇"
    r"|主办单位|承办单位|网站标识码|.{0,6}ICP备|.{0,8}公网安备"
)
_LONGEST_TOOLBAR = 40
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "input",
}  # fmt: skip
_MOST_LINK = 0.6
# Bounds on hostile pages; libxml2 takes quadratic time for the attributes of one tag.
_MOST_BYTES, _MOST_TAGS, _MOST_TAG_BYTES = 20_000_000, 300_000, 4_000
_TAG = re.compile(rb"""<[a-zA-Z](?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+""")
_QUOTED = re.compile(rb"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_WIDEST_SPAN = 100


def read_html(source: Source) -> tuple[Assembly, str]:
    """Read a page and give its encoding.

    Raises:
        DocumentError: It cannot be decoded or parsed, or has more than 300,000 tags.
    """
    _check_tags(source)
    assembly = Assembly(source)
    text, encoding = _decoded(source, assembly)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode(), parser)
    except (etree.LxmlError, UnicodeEncodeError) as error:
        raise broken(source, error) from error
    # The parser goes on after this error, without what lies deeper.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise source.error("is nested too deeply", "save the article's text as .txt")
    if root is None:
        raise source.error("no text found in it", "check that the file is the right one")
    _Page(assembly, root).read()
    return assembly, encoding


def _check_tags(source: Source) -> None:
    data, remedy = source.data, "save the article's text as .txt"
    if len(data) > _MOST_BYTES:
        raise source.error(f"is a page of more than {_MOST_BYTES:,} bytes", remedy)
    if data.count(b"<") > _MOST_TAGS:
        raise source.error(f"has more than {_MOST_TAGS:,} tags", remedy)
    for match in _TAG.finditer(data):
        tag = match.group()
        if len(tag) > _MOST_TAG_BYTES and len(_QUOTED.sub(b"", tag)) > _MOST_TAG_BYTES:
            raise source.error("has a tag with thousands of attributes", remedy)


def _decoded(source: Source, assembly: Assembly) -> tuple[str, str]:
    declared = _CHARSET.search(source.data[:4096])
    name = declared.group(1).decode().lower() if declared else ""
    marked = any(source.data.startswith(mark) for mark, _ in MARKS)
    if marked or b"\x00" in source.data[:1024] or not name:
        return decode(source)
    # Pages that declare GB2312 use characters beyond it; browsers read them as GB18030 too.
    encoding = "gb18030" if name in ("gb2312", "gbk", "gb18030", "x-gbk") else name
    if encoding not in ("gb18030", "utf-8", "utf8", "big5"):
        return decode(source)
    text = source.data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if lost > len(text) // 100:
        return decode(source)
    assembly.left_out["characters that could not be decoded"] += lost
    return text, encoding.replace("utf8", "utf-8")


class _Page:
    """One pass over a page; text gathers in a line until a block begins or ends."""

    def __init__(self, assembly: Assembly, root: Any) -> None:
        self.assembly = assembly
        self.root = root
        self.paragraph = 0
        self._line: list[str] = []
        self._linked = 0
        self._kind: Kind | None = None
        self._source_line: int | None = None
        self._main = _main_parts(root)

    def read(self) -> None:
        """Walk the elements without recursion: pages nest deeper than Python's stack."""
        # (element, entering): on leaving, the block ends and the text after the element follows.
        waiting = [(self.root, True)]
        links = 0
        while waiting:
            element, entering = waiting.pop()
            if not entering:
                self._leave(element)
                links -= element.tag == "a"
                self._take(element, element.tail, bool(links))
                continue
            if self._is_aside(element) or self._is_table(element):
                self._take(element, element.tail, bool(links))
                continue
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
            links += element.tag == "a"
            self._enter(element)
            self._take(element, element.text, bool(links))
        self._end_line()

    def _enter(self, element: Any) -> None:
        if element.tag not in _INLINE:
            self._end_line()
            self._kind = "heading" if element.tag in _HEADINGS else None
            self._kind = "list_item" if element.tag == "li" else self._kind

    def _leave(self, element: Any) -> None:
        if element.tag not in _INLINE:
            self._end_line()
            self._kind = None

    def _take(self, element: Any, text: str | None, linked: bool) -> None:
        if text:
            if not "".join(self._line[-1:]).strip():
                self._source_line = element.sourceline
            self._line.append(text)
            self._linked += len(text.strip()) if linked else 0

    def _end_line(self) -> None:
        text, linked = "".join(self._line), self._linked
        self._line, self._linked = [], 0
        size = len(text.strip())
        if not size:
            return
        if self._kind != "heading" and linked > _MOST_LINK * size:
            self.assembly.left_out["lines of links"] += 1
        elif size <= _LONGEST_TOOLBAR and _TOOLBAR.match(text.strip()):
            self.assembly.left_out["lines of toolbars and footers"] += 1
        else:
            self.paragraph += 1
            place = SourcePlace(paragraph=self.paragraph, line=self._source_line)
            self.assembly.add_line([Run(text, place)], self._kind)

    def _is_aside(self, element: Any) -> bool:
        if element.tag in _UNSEEN:
            return True
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            self.assembly.left_out["hidden parts"] += 1
            return True
        if element.tag in _INLINE or element in self._main:
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
        if element.tag in _SURROUNDING or any(_NAMED.fullmatch(name) for name in names):
            self.assembly.left_out["parts around the article"] += 1
            return True
        return False

    def _is_table(self, element: Any) -> bool:
        """Add a table of data; tables that only lay out the page are walked as blocks."""
        if element.tag != "table" or not _holds_data(element):
            return False
        self._end_line()
        caption = element.find("caption")
        if caption is not None:
            self._line = list(caption.itertext())
            self._end_line()
        self.assembly.add_table(_rows(element, self.assembly))
        return True


def _main_parts(root: Any) -> set[Any]:
    """Find the parts that cannot be navigation: with the h1, or with half the text."""
    sizes: dict[Any, int] = defaultdict(int)
    order = [element for element in root.iter() if element.tag not in _UNSEEN]
    for element in reversed(order):
        sizes[element] += len((element.text or "").strip())
        parent = element.getparent()
        if parent is not None:
            sizes[parent] += sizes[element] + len((element.tail or "").strip())
    main = {element for element in order if 2 * sizes[element] > sizes[root]}
    for heading in root.iter("h1"):
        if "".join(heading.itertext()).strip():
            main.add(heading)
            main.update(heading.iterancestors())
    return main


def _holds_data(table: Any) -> bool:
    """Tell a table of data from a layout: no table inside, and a row of two or more cells."""
    if (
        table.get("role") == "presentation"
        or next(table.iterdescendants("table"), None) is not None
    ):
        return False
    return any(sum(1 for cell in row if cell.tag in ("td", "th")) > 1 for row in table.iter("tr"))


def _rows(table: Any, assembly: Assembly) -> Iterator[list[Cell | None]]:
    number = assembly.tables
    reaching: dict[int, tuple[int, Cell]] = {}
    for row_number, element in enumerate(table.iter("tr"), 1):
        row: list[Cell | None] = []
        for cell in (child for child in element if child.tag in ("td", "th")):
            _fill(row, reaching)
            place = SourcePlace(table=number, row=row_number, column=len(row) + 1)
            text = "".join(_cell_text(cell))
            made = Cell((Run(text, place),))
            for _ in range(_span(cell, "colspan")):
                reaching[len(row)] = (_span(cell, "rowspan"), made)
                row.append(made)
            assembly.check_width(len(row))
        _fill(row, reaching, to_end=True)
        reaching = {at: (left - 1, cell) for at, (left, cell) in reaching.items() if left > 1}
        yield row


def _fill(
    row: list[Cell | None], reaching: dict[int, tuple[int, Cell]], *, to_end: bool = False
) -> None:
    """Put the cells that reach down from rows above where they stand."""
    last = max(reaching, default=-1) if to_end else len(row)
    while len(row) in reaching or (to_end and len(row) < last):
        row.append(reaching[len(row)][1] if len(row) in reaching else None)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()[:6]
    # A row span of 0 reaches to the end of the table; 65534 is the most browsers take.
    most = _WIDEST_SPAN if name == "colspan" else 65_534
    return min(int(value) or (most if name == "rowspan" else 1), most) if value.isdecimal() else 1


def _cell_text(cell: Any) -> Iterator[str]:
    waiting = [(child, True) for child in reversed(cell)]
    yield cell.text or ""
    while waiting:
        element, entering = waiting.pop()
        if entering and element.tag not in _UNSEEN:
            yield "" if element.tag in _INLINE else "\n"
            yield element.text or ""
            waiting.append((element, False))
            waiting.extend((child, True) for child in reversed(element))
        else:
            yield "" if element.tag in _INLINE else "\n"
            yield element.tail or ""
