"""Files to text whose every character leads back to its place in the file."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from hrss_analysis.documents.assembly import Assembly, Source
from hrss_analysis.documents.finding import find_documents
from hrss_analysis.documents.model import (
    Block,
    Document,
    DocumentError,
    Format,
    Limits,
    SourcePlace,
)
from hrss_analysis.documents.opening import SUFFIXES, format_of, open_source
from hrss_analysis.documents.plain import read_text
from hrss_analysis.documents.portable import read_pdf
from hrss_analysis.documents.web import read_html
from hrss_analysis.documents.word import read_word
from hrss_analysis.documents.workbook import read_workbook

__all__ = [
    "SUPPORTED",
    "Block",
    "Document",
    "DocumentError",
    "Limits",
    "SourcePlace",
    "find_documents",
    "read_document",
]

SUPPORTED = tuple(SUFFIXES)
_READERS: dict[Format, Callable[[Source], Assembly]] = {
    "docx": read_word,
    "pdf": read_pdf,
    "xlsx": read_workbook,
}


def read_document(path: Path, *, limits: Limits = Limits()) -> Document:  # noqa: B008
    """Read one file; its format is told by its bytes.

    Raises:
        DocumentError: The file cannot be read, with what is wrong and what to do.
    """
    source = open_source(Path(path), limits)
    sha256 = hashlib.sha256(source.data).hexdigest()
    found = format_of(source)
    if found == "txt":
        return read_text(source, sha256)
    if found == "html":
        page, encoding = read_html(source)
        return page.document(found, encoding, sha256)
    return _READERS[found](source).document(found, None, sha256)
