"""Files that cannot or must not be read: a clear error, or a bounded result, in little time."""

import os
import time

import pytest
from document_samples import edited, pdf, saved, word, workbook
from pypdf import PdfReader, PdfWriter

from hrss_analysis.documents import DocumentError, Limits, read_document

# Generous for a busy machine; each of these would otherwise take minutes or all memory.
SECONDS = 15
SHEET, BODY = "xl/worksheets/sheet1.xml", "word/document.xml"
WORD, BOOK, PDF = saved(word("人数12")), saved(workbook(["人数", 12])), pdf([(50, 700, "人数12")])


def body(content):
    return edited(WORD, BODY, lambda xml: xml.replace(b"<w:body>", b"<w:body>" + content))


def rows(content, after=b""):
    def edit(xml):
        head = xml.split(b"<sheetData>")[0]
        return head + b"<sheetData>" + content + b"</sheetData>" + after + b"</worksheet>"

    return edited(BOOK, SHEET, edit)


def entities(xml):
    return b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + xml.split(b"?>", 1)[-1]


def one_column(count):
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (i, i) for i in range(1, count))


def encrypted_pdf(path):
    path.write_bytes(PDF)
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    return path.read_bytes()


REFUSED = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \r\n\t\n", "is empty"),
    "no_text.txt": ("\u3000\u3000".encode(), "no text found"),
    "nul.txt": ("人数12".encode() + b"\x00\x00abc", "NUL bytes"),
    "binary.txt": (bytes(range(1, 9)) * 50, "binary data"),
    "neither.txt": (b"\xff12\xff\xff\x81", "not valid utf-8 or gb18030"),
    "long.txt": (b"12345 " * 1_000_000, "more than 3,000,000 characters"),
    "image.pdf": (b"\x89PNG\r\n\x1a\n" + b"1" * 99, "an image"),
    "old.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"1" * 999, "old Office file"),
    "secret.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "is encrypted",
    ),
    "cut.docx": (WORD[: len(WORD) // 2], "damaged or cut short"),
    "flipped.docx": (WORD[:2000] + b"\x00" * 300 + WORD[2300:], "damaged or cut short"),
    "cut.xlsx": (BOOK[: len(BOOK) // 2], "damaged or cut short"),
    "cut.pdf": (PDF[: len(PDF) * 3 // 4], "cut short"),
    "broken.pdf": (b"%PDF-1.7\nnothing\n%%EOF", "damaged or cut short"),
    "scan.pdf": (pdf([(0, 0, 9, 9)]), "no text layer"),
    "entities.docx": (edited(WORD, BODY, entities), "entities"),
    "entities.xlsx": (edited(BOOK, SHEET, entities), "entities"),
    "archive.docx": (WORD.replace(b"word/document.xml", b"word/documents.xm"), "a ZIP archive"),
    "row_gap.xlsx": (rows(b'<row r="4000000000"><c><v>1</v></c></row>'), "more rows"),
    "merges.xlsx": (
        rows(
            one_column(9999),
            b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 9999 + b"</mergeCells>",
        ),
        "merged cells",
    ),
    "deep.docx": (body(b"<w:sdt>" * 99_999), "damaged"),
    "deep.html": (b"<div>" * 300_000 + b"12", "nested too deeply"),
    "attributes.html": (b"<p " + b"a=1 b=2 " * 99_999 + b">12", "attributes"),
    "tags.html": (b"<p>" * 300_001, "tags"),
    "spans.html": (
        b"<table>" + b"<tr><td colspan=99999 rowspan=99999>1<td>2" * 9_999,
        "columns",
    ),
    "tags.docx": (body(b"<w:p/>" * 2_000_001), "tags"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_file_the_reason_and_a_remedy(tmp_path, name):
    content, reason = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    begun = time.monotonic()
    with pytest.raises(DocumentError, match=reason) as caught:
        read_document(path)
    assert time.monotonic() - begun < SECONDS
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).split("; ")[-1]


def test_zip_bombs_are_not_unpacked(tmp_path):
    path = tmp_path / "bomb.docx"
    path.write_bytes(body(b"<!--" + b"0" * 20_000_000 + b"-->"))
    assert path.stat().st_size < 200_000
    with pytest.raises(DocumentError, match="unpacks to more than 9,000,000"):
        read_document(path, limits=Limits(max_unpacked_bytes=9_000_000))


def test_encrypted_pdf(tmp_path):
    path = tmp_path / "a.pdf"
    encrypted_pdf(path)
    with pytest.raises(DocumentError, match="is encrypted"):
        read_document(path)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(max_pages=1), "more than 1 pages"),
        (Limits(max_characters=9), "more than 9 characters"),
        (Limits(max_bytes=99), "larger than 99 bytes"),
    ],
)
def test_limits_of_a_pdf(tmp_path, limits, reason):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([(50, 700, "人数12")], [(50, 700, "人数3456")]))
    with pytest.raises(DocumentError, match=reason):
        read_document(path, limits=limits)


def test_a_pdf_that_fills_the_memory_is_stopped(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([(50, 700, "人数12")], packed=b"0 0 m 9 9 l S\n" * 9_000_000))
    assert path.stat().st_size < 1_000_000
    begun = time.monotonic()
    with pytest.raises(DocumentError, match="stopped the PDF reader"):
        read_document(path, limits=Limits(max_memory_bytes=300_000_000))
    assert time.monotonic() - begun < SECONDS


def test_a_pdf_that_takes_too_long_is_stopped(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf([(50, 700, "人数12")], packed=b"0 0 m 9 9 l S\n" * 9_000_000))
    begun = time.monotonic()
    with pytest.raises(DocumentError, match="longer than 1 seconds"):
        read_document(path, limits=Limits(max_seconds=1))
    assert time.monotonic() - begun < 3


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(ValueError, match="max_pages"):
        Limits(max_pages=0)


def test_a_huge_sparse_file_is_not_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    begun = time.monotonic()
    with pytest.raises(DocumentError, match="larger than"):
        read_document(path)
    assert time.monotonic() - begun < 1


def test_folders_pipes_and_missing_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    for path, reason in [
        (tmp_path, "folder"),
        (tmp_path / "pipe.txt", "pipe or device"),
        (tmp_path / "none.txt", "cannot be opened"),
        (tmp_path / "a\x00.txt", "cannot be opened"),
    ]:
        with pytest.raises(DocumentError, match=reason):
            read_document(path)


def test_a_million_numbers_in_a_line_are_one_block(tmp_path):
    for name in ("a.txt", "a.html"):
        path = tmp_path / name
        path.write_bytes(b"12 " * 990_000 + "人".encode())
        begun = time.monotonic()
        document = read_document(path)
        assert time.monotonic() - begun < SECONDS
        assert len(document.blocks) == 1
        assert document.locate(3, 5).start == 3


def test_entities_of_a_page_are_not_expanded(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;12</p>')
    assert "aa" not in read_document(path).text.replace('"aaaa"', "")
