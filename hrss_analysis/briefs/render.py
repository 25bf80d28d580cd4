"""An executed notebook to one self-contained HTML page, and what such a page must not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from hrss_analysis.page.brief import HEAD_TYPE

PACKAGE = Path(__file__).parents[1]
TEMPLATE = "brief_template"
# what -> pattern; any match keeps a page from being published
FORBIDDEN = {
    "a path of the build machine": re.compile(
        r"(?:/home/|/Users/|/tmp/|/root/|/var/folders/|[A-Z]:\\Users\\)[\w.\-/\\]+"
    ),
    "a warning or traceback": re.compile(r"Traceback \(most recent call last\)|\b\w+Warning:"),
    "a missing glyph": re.compile(r"Glyph \d+ .{0,80}missing|\ufffd|□□"),
    "a script": re.compile(r"<script\b", re.I),
    "a raw number": re.compile(r"<td[^>]*>(?:nan|None|NaT|&lt;NA&gt;|-?inf)</td>", re.I),
}
IMAGE = re.compile(r"<img\b[^>]*>", re.I)
PLACEHOLDER = r'no description has been provided|image"|chart"|plot"|figure"|[^"]+\.(?:png|svg)"'
REAL_ALT = re.compile(rf'alt="(?!{PLACEHOLDER})[^"]{{4,}}"', re.I)


class PageError(RuntimeError):
    """A page that must not be published; the message names the notebook and, if known, the cell."""


@cache
def exporter() -> TemplateExporter:
    """The exporter with our template, made once in the life of a process.

    nbconvert's own HTML exporter sends the page through a parser that lower-cases SVG attributes.

    Returns:
        The exporter.
    """
    return TemplateExporter(
        template_name=TEMPLATE,
        template_file="index.html.j2",
        extra_template_basedirs=[str(PACKAGE)],
    )


def head_of(notebook: NotebookNode) -> dict[str, Any]:
    """Find the head that the notebook showed: title, language, finding, dates.

    Raises:
        PageError: When there is none, or more than one.
    """
    heads = [
        output["data"][HEAD_TYPE]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if HEAD_TYPE in output.get("data", {})
    ]
    if len(heads) != 1:
        raise PageError(f"a brief shows its head once, this one {len(heads)} times")
    return dict(heads[0])


def refuse_streams(notebook: NotebookNode) -> None:
    """Refuse a notebook in which a cell printed or warned.

    Raises:
        PageError: With the number of the cell and the first line.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream" and output["text"].strip():
                first = output["text"].strip().splitlines()[0]
                raise PageError(f"cell {number} wrote to {output['name']}: {first}")
            if output["output_type"] == "error":
                raise PageError(f"cell {number} failed: {output['ename']}: {output['evalue']}")


def render(
    notebook: NotebookNode,
    *,
    alternate: str = "",
    workbook: str = "",
    related: Sequence[tuple[str, str]] = (),
    publisher: str = "",
) -> str:
    """Render an executed notebook and refuse a page that is not fit to be read.

    Args:
        notebook: The notebook with its outputs.
        alternate: Relative address of the page in the other language.
        workbook: Relative address of the workbook with its tables.
        related: Label and relative address of other briefs of the region.
        publisher: Who publishes it.

    Returns:
        The page.

    Raises:
        PageError: When a cell printed, warned or failed, or the page holds something forbidden.
    """
    refuse_streams(notebook)
    head_of(notebook)
    told = {"alternate": alternate, "workbook": workbook, "related": related}
    told["publisher"] = publisher
    text, _ = exporter().from_notebook_node(notebook, resources=told)
    refuse_unfit(text)
    return str(text)


def refuse_unfit(page: str) -> None:
    """Refuse a page with leaked paths, warnings, glyph errors, scripts or pictures without words.

    Raises:
        PageError: With what was found.
    """
    shown = re.sub(r"base64,[\w+/=]+", "base64,", page)
    for what, pattern in FORBIDDEN.items():
        found = pattern.search(shown)
        if found:
            raise PageError(f"the page holds {what}: {found.group()[:80]!r}")
    for image in IMAGE.findall(shown):
        if not REAL_ALT.search(image):
            raise PageError(f"a picture has no real alternative text: {image[:80]!r}")
