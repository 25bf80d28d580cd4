"""Plain text: the encoding by a fixed order, the text itself untouched."""

import codecs
import re

from hrss_analysis.documents.assembly import Source, kind_of
from hrss_analysis.documents.model import Block, Document, Piece, SourcePlace

# Longer marks first: the UTF-32 mark begins with the UTF-16 one.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
# Other encodings read as GB18030 end in private-use and control characters.
_WRONG = re.compile("[\ue000-\uf8ff\x80-\x84\x86-\x9f]")
_ORDINARY = re.compile("[\\s\x20-\x7e\u2010-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# More of these than one in a hundred characters, and the file is no text in that encoding.
_TOLERATED = 0.01


def decode(source: Source) -> tuple[str, str]:
    """Decode: byte order mark, UTF-16 without one, UTF-8 strict, GB18030 strict.

    Returns:
        The text without the mark, and the encoding's Python name.

    Raises:
        DocumentError: None of the encodings fits, or the file holds binary data.
    """
    for mark, encoding in MARKS:
        if source.data.startswith(mark):
            return _strict(source, source.data[len(mark) :], (encoding,))
    if b"\x00" in source.data:
        return _unmarked_utf16(source)
    return _strict(source, source.data, ("utf-8", "gb18030"))


def _strict(source: Source, data: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and _share(_WRONG, text) > _TOLERATED:
            continue
        if _share(_CONTROL, text) > _TOLERATED:
            raise source.error("holds binary data, not text", "check that it is the right file")
        return text, encoding
    raise source.error(
        f"is not valid {' or '.join(encodings)} text", "save it as UTF-8, or get it again"
    )


def _unmarked_utf16(source: Source) -> tuple[str, str]:
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = source.data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and _share(_ORDINARY, text) > 1 - 5 * _TOLERATED:
            return text, encoding
    raise source.error("holds NUL bytes, so it is no text file", "check that it is the right file")


def _share(pattern: re.Pattern[str], text: str) -> float:
    return sum(1 for _ in pattern.finditer(text)) / max(len(text), 1)


def read_text(source: Source, sha256: str) -> Document:
    """Read plain text: offsets are those of the decoded text; a block is a line with content.

    Raises:
        DocumentError: It cannot be decoded, is blank, or longer than `max_characters`.
    """
    text, encoding = decode(source)
    if len(text) > source.limits.max_characters:
        raise source.error(
            f"more than {source.limits.max_characters:,} characters of text",
            "split the file or raise max_characters",
        )
    if not text.strip():
        raise source.error("no text found in it", "check that the file is the right one")
    blocks = tuple(
        Block(kind_of(match.group().strip()), *match.span()) for match in _LINE.finditer(text)
    )
    return Document(
        path=source.path,
        text=text,
        blocks=blocks,
        format="txt",
        encoding=encoding,
        sha256=sha256,
        repairs={},
        left_out={},
        pieces=(Piece(0, SourcePlace(), 0),),
    )
