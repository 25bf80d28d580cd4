"""Files to text whose every character leads back to its place in the file."""

import hashlib
from pathlib import Path

from hrss_analysis.documents.assembly import Source
from hrss_analysis.documents.model import (
    Block,
    Document,
    DocumentError,
    Limits,
    SourcePlace,
)
from hrss_analysis.documents.opening import SUFFIXES, format_of, open_source
from hrss_analysis.documents.plain import read_text

__all__ = [
    "SUPPORTED",
    "Block",
    "Document",
    "DocumentError",
    "Limits",
    "SourcePlace",
    "read_document",
]

SUPPORTED = tuple(SUFFIXES)


def read_document(path: Path, *, limits: Limits = Limits()) -> Document:  # noqa: B008
    """Read one file; its format is told by its bytes.

    Raises:
        DocumentError: The file cannot be read, with what is wrong and what to do.
    """
    source = open_source(Path(path), limits)
    sha256 = hashlib.sha256(source.data).hexdigest()
    if format_of(source) == "txt":
        return read_text(source, sha256)
    raise source.error("not read yet", "wait")
