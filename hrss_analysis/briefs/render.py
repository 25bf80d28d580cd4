"""An executed notebook to one self-contained HTML page, and what such a page must not hold."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

PACKAGE = Path(__file__).parents[1]
MACHINE_PATH = re.compile(r"(?:/home/|/Users/|/tmp/|/root/|/var/folders/|[A-Z]:\\Users\\)[\w.\-/\\]+")
PLACEHOLDER_ALT = re.compile(
    r'alt="(?:|no description has been provided for this image|image|chart|plot|[^"]+\.(?:png|svg|jpe?g))"',
    re.I,
)


class PageError(RuntimeError):
    """A page that must not be published; the message names notebook and cell where known."""


@cache
def exporter() -> TemplateExporter:
    """The exporter with our template; one for the life of a process.

    nbconvert's own HTML exporter sends the page through a parser that lower-cases SVG attributes.
    """
    return TemplateExporter(
        template_name="brief_template",
        template_file="index.html.j2",
        extra_template_basedirs=[str(PACKAGE)],
    )


def render(notebook: NotebookNode, *, alternate: str = "") -> str:
    """Render an executed notebook.

    Args:
        notebook: The notebook with its outputs.
        alternate: Relative address of the page in the other language.

    Returns:
        The page.
    """
    text, _ = exporter().from_notebook_node(notebook, resources={"alternate": alternate})
    return text
