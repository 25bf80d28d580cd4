"""Opens a file within limits and tells its format by its bytes, not by its name."""

import io
import re
import stat
import zipfile
from pathlib import Path

from hrss_analysis.documents.assembly import Source
from hrss_analysis.documents.model import DocumentError, Format, Limits

SUFFIXES: dict[str, Format] = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
}
_HTML = re.compile(rb"<(!doctype\s+html|html)\b", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Bytes a file that is no document begins with, what it is and what to do.
_FOREIGN = (
    (b"\x89PNG", "is an image (PNG)", "recognise its text (OCR) and save that as .txt"),
    (b"\xff\xd8\xff", "is an image (JPEG)", "recognise its text (OCR) and save that as .txt"),
    (b"GIF8", "is an image (GIF)", "recognise its text (OCR) and save that as .txt"),
    (b"II*\x00", "is an image (TIFF)", "recognise its text (OCR) and save that as .txt"),
    (b"{\\rtf", "is a rich text file (RTF)", "save it as .docx"),
    (b"Rar!", "is a packed archive (RAR)", "unpack it and give the files in it"),
    (b"7z\xbc\xaf", "is a packed archive (7z)", "unpack it and give the files in it"),
    (b"\x1f\x8b", "is a packed archive (gzip)", "unpack it and give the file in it"),
)
_CHUNK = 1 << 16
# A Word file becomes a tree in memory, some 200 bytes a tag; a workbook is read row by row.
_MOST_TAGS = {"docx": 2_000_000, "xlsx": 4_000_000}
# No Office program writes a document type; entity bombs need one. ASCII and UTF-16 spellings.
_DOCTYPE = re.compile(
    rb"<\x00?!\x00?D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|<\x00?!\x00?E\x00?N\x00?T\x00?I\x00?T\x00?Y"
)


def open_source(path: Path, limits: Limits) -> Source:
    """Read a regular file that is neither empty nor too large.

    Raises:
        DocumentError: It is missing, unreadable, a folder or device, empty, or beyond `max_bytes`.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DocumentError(path, "is a folder", "list its files with find_documents")
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError(path, "is no regular file (pipe or device)", "give a file")
        if status.st_size > limits.max_bytes:
            raise _too_large(path, limits)
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except DocumentError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(path, f"cannot be opened ({reason})", "check the path") from error
    if len(data) > limits.max_bytes:
        raise _too_large(path, limits)
    if not data.strip(b"\x00\t\n\r\x0c \xef\xbb\xbf\xff\xfe"):
        raise DocumentError(path, "is empty", "get the file again from where it came")
    return Source(path, data, limits)


def _too_large(path: Path, limits: Limits) -> DocumentError:
    return DocumentError(
        path, f"is larger than {limits.max_bytes:,} bytes", "split it or raise max_bytes"
    )


def format_of(source: Source) -> Format:
    """Tell the format by the file's first bytes; only text and HTML look at the name.

    Raises:
        DocumentError: It is of a kind that is not read, an encrypted Office file for instance.
    """
    head = source.data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _office_format(source)
    if head.startswith(_OLE):
        raise _ole_error(source)
    for magic, problem, remedy in _FOREIGN:
        if head.startswith(magic):
            raise source.error(problem, remedy)
    readable = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if (readable.lstrip().startswith(b"<") and _HTML.search(readable)) or SUFFIXES.get(
        source.path.suffix.lower()
    ) == "html":
        return "html"
    return "txt"


def _ole_error(source: Source) -> DocumentError:
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        return source.error("is encrypted", "open it with its password and save it without one")
    return source.error("is an old Office file (.doc, .xls, .wps)", "save it as .docx or .xlsx")


def _office_format(source: Source) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            names = set(package.namelist())
            if "word/document.xml" in names:
                found: Format = "docx"
            elif "xl/workbook.xml" in names:
                found = "xlsx"
            else:
                raise source.error(
                    "is a ZIP archive, not a Word or Excel file",
                    "unpack it and give the files in it",
                )
            _check_package(source, package, _MOST_TAGS[found])
    except DocumentError:
        raise
    except Exception as error:  # zipfile lets errors of zlib, struct and others through
        raise broken(source, error) from error
    return found


def _check_package(source: Source, package: zipfile.ZipFile, most_tags: int) -> None:
    """Unpack every part once, counting what comes out: the sizes the archive states may lie."""
    total, tags, limit = 0, 0, source.limits.max_unpacked_bytes
    for info in package.infolist():
        if info.flag_bits & 1:
            raise source.error("is encrypted", "open it with its password and save it without one")
        is_xml = info.filename.endswith((".xml", ".rels", ".vml"))
        tail = b""
        with package.open(info) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > limit:
                    raise source.error(
                        f"unpacks to more than {limit:,} bytes",
                        "split it or raise max_unpacked_bytes",
                    )
                tags += chunk.count(b"<") if is_xml else 0
                if tags > most_tags:
                    raise source.error(f"holds more than {most_tags:,} tags", "split it")
                if is_xml and _DOCTYPE.search(tail + chunk):
                    raise source.error(
                        "declares XML entities, as no Office program does", "do not trust the file"
                    )
                tail = chunk[-20:]


def broken(source: Source, error: Exception) -> DocumentError:
    """Make the error for a file its library cannot read to the end."""
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return source.error(f"is damaged or cut short ({reason})", "get the file again")
