"""Makes small files of every format about the invented county Yuntai (云台县)."""

import io
import zipfile
import zlib

import docx
import openpyxl

_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""


def pdf(*pages, rotate=0, packed=b""):
    """A PDF by hand; a page is a list of (x, y, text) and of rules (x1, y1, x2, y2);
    `packed` is content to add to each, compressed."""
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /DW 1000 /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        descendant,
        b"<< /Type /FontDescriptor /FontName /Sans /Flags 4 /FontBBox [0 -200 1000 800]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(_CMAP),
    ]
    kids = []
    for items in pages:
        content = "\n".join(_drawn(item) for item in items).encode()
        objects += [_stream(content + b"\n" + packed, packed=bool(packed)), b""]
        kids.append(len(objects))
        objects[-1] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % (rotate, len(objects) - 1)
        )
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    return _file(objects)


def _drawn(item):
    if len(item) == 4:
        return "{} {} m {} {} l S".format(*item)
    x, y, text = item
    return f"BT /F 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def _stream(content, *, packed=False):
    filtered = b" /Filter /FlateDecode" if packed else b""
    content = zlib.compress(content) if packed else content
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(content), filtered, content)


def _file(objects):
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def grid(left, top, width, height, columns, rows):
    """The rules of a table."""
    right, bottom = left + columns * width, top - rows * height
    across = [(left, top - i * height, right, top - i * height) for i in range(rows + 1)]
    down = [(left + i * width, top, left + i * width, bottom) for i in range(columns + 1)]
    return across + down


def saved(thing):
    """The bytes of a python-docx document or an openpyxl workbook."""
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def word(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def workbook(*rows):
    book = openpyxl.Workbook()
    book.active.title = "表1"
    for row in rows:
        book.active.append(row)
    return book


def edited(data, part, edit):
    """The same Office file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == part else content)
    return out.getvalue()
