"""Each format: a real file, its text, and the way back from the text."""

import pytest
from document_samples import edited, grid, pdf, saved, word, workbook

from hrss_analysis.documents import (
    SUPPORTED,
    DocumentError,
    Limits,
    find_documents,
    read_document,
)

SENTENCE = "云台县新增就业1.2万人，完成108.5％。"


@pytest.fixture
def read(tmp_path):
    def write_and_read(name, content, **limits):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_document(path, limits=Limits(**limits))

    return write_and_read


def place(document, words):
    start = document.text.index(words)
    return document.locate(start, start + len(words))


def table(document, number=1):
    blocks = [block for block in document.blocks if block.table == number]
    return [document.text[block.start : block.end].split("\t") for block in blocks]


@pytest.mark.parametrize(
    ("codec", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_plain_text_is_the_decoded_text_itself(read, codec, mark, named):
    text = f"一、就业\r\n\r\n  {SENTENCE}\n㛃村12人"
    document = read("a.txt", mark + text.encode(codec))
    assert (document.text, document.encoding) == (text, named)
    found = place(document, "1.2万")
    assert (found.start, found.end, found.line) == (17, 21, 3)
    assert text[17:21] == "1.2万"
    assert [block.kind for block in document.blocks] == ["heading", "paragraph", "paragraph"]
    assert document.repairs == {}


def test_checksum_is_of_the_bytes(read):
    assert read("a.txt", "abc").sha256.startswith("ba7816bf8f01cfea")


def test_word_keeps_the_order_of_paragraphs_and_tables(read):
    made = word("一、就业", f"⼈数：{SENTENCE}")
    cells = made.add_table(3, 3)
    for row, texts in enumerate([["指标", "人数", ""], ["城镇", "12", "34"], ["", "56", "78"]]):
        for column, text in enumerate(texts):
            cells.cell(row, column).text = text
    cells.cell(0, 1).merge(cells.cell(0, 2))
    cells.cell(1, 0).merge(cells.cell(2, 0))
    made.add_paragraph("末段第一行").add_run().add_break()
    made.paragraphs[-1].add_run("第二行")
    document = read("a.docx", saved(made))
    rows = [["指标", "人数", "人数"], ["城镇", "12", "34"], ["城镇", "56", "78"]]
    assert table(document) == rows
    lines = [line for line in document.text.split("\n") if line and "\t" not in line]
    assert lines == ["一、就业", f"人数：{SENTENCE}", "末段第一行", "第二行"]
    assert document.repairs == {"look-alike characters replaced": 1, "merged cells repeated": 2}
    found = place(document, "1.2万")
    assert (found.paragraph, found.start, found.end) == (2, 10, 14)
    found = place(document, "第二行")
    assert (found.paragraph, found.start, found.end) == (3, 6, 9)
    found = place(document, "78")
    assert (found.table, found.row, found.column, found.start) == (1, 3, 3, 0)


def test_a_merged_value_stands_once(read):
    made = word()
    cells = made.add_table(1, 3)
    cells.cell(0, 0).text = "合计"
    cells.cell(0, 1).merge(cells.cell(0, 2)).text = "120"
    assert table(read("a.docx", saved(made))) == [["合计", "120", ""]]


def test_deleted_passages_are_counted_not_read(read):
    removed = "<w:p><w:del><w:r><w:delText>99人</w:delText></w:r></w:del></w:p>".encode()
    data = edited(
        saved(word(SENTENCE)),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:body>", b"<w:body>" + removed),
    )
    document = read("a.docx", data)
    assert "99" not in document.text
    assert document.left_out["deleted passages (tracked changes)"] == 1


def test_workbook_shows_values_as_the_sheet_does(read):
    book = workbook(["云台县报表"], ["指标", "2024年", None, "比率"], ["参保", 1234.5, 7, 0.0325])
    sheet = book.active
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B2:C2")
    sheet["B3"].number_format = '#,##0.00"万人"'
    sheet["D3"].number_format = "0.0%"
    sheet["E3"] = "=B3*2"
    hidden = book.create_sheet("藏")
    hidden["A1"] = 99
    hidden.sheet_state = "hidden"
    document = read("a.xlsx", saved(book))
    assert document.text.split("\n")[:3] == ["表1", "", "云台县报表"]
    assert table(document) == [
        ["指标", "2024年", "2024年", "比率"],
        ["参保", "1,234.50万人", "7", "3.3%"],
    ]
    assert document.left_out == {"hidden sheets": 1, "formulas without a stored result": 1}
    found = place(document, "1,234.50")
    assert (found.sheet, found.cell, found.start, found.end) == ("表1", "B3", 0, 8)
    across = place(document, "指标\t2024年")
    assert (across.cell, across.through.cell) == ("A2", "B2")


def test_workbook_is_read_whole_when_it_states_a_wrong_size(read):
    def state(xml):
        return xml.replace(b'ref="A1:B2"', b'ref="A1"')

    data = edited(saved(workbook([1, 2], [3, 4])), "xl/worksheets/sheet1.xml", state)
    assert table(read("a.xlsx", data)) == [["1", "2"], ["3", "4"]]


PAGE = f"""<!DOCTYPE html><html><head><meta charset="gb2312"><title>题</title></head><body>
<div class="header">云台县人民政府</div><ul id="nav"><li><a href="x">首页</a></li></ul>
<div class="head"><h1>云台县<b>就业</b>简报</h1></div><p>扫一扫在手机上查看</p>
<p>㛃村{SENTENCE}<br>第二行</p><p style="display: none">藏99</p><script>var a = 1;</script>
<table><tr><th rowspan=2>指标</th><th colspan=2>人数</th></tr><tr><th>城镇</th><th>农村</th></tr>
<tr><td><p>参<b>保</b></p></td><td>12</td><td>34</td></tr></table>
<table><tr><td>排版用的单格</td></tr></table>尾文<p><a href="y">相关链接</a></p></body></html>"""


def test_page_keeps_the_article_only(read):
    document = read("a.html", PAGE.encode("gb18030"))
    assert document.encoding == "gb18030"
    assert [line for line in document.text.split("\n") if line] == [
        "云台县就业简报",
        f"㛃村{SENTENCE}",
        "第二行",
        "指标\t人数\t人数",
        "指标\t城镇\t农村",
        "参保\t12\t34",
        "排版用的单格",
        "尾文",
    ]
    assert document.blocks[0].kind == "heading"
    assert document.left_out == {
        "parts around the article": 2,
        "lines of toolbars and footers": 1,
        "hidden parts": 1,
        "lines of links": 1,
    }
    found = place(document, "1.2万")
    assert (found.paragraph, found.line, found.start) == (2, 4, 9)
    found = place(document, "34")
    assert (found.table, found.row, found.column) == (1, 3, 3)


def test_half_the_text_is_never_taken_for_navigation(read):
    document = read("a.html", f"<div class='nav'><p>{SENTENCE}</p></div>")
    assert SENTENCE in document.text


BODY = [
    (74, 700, "云台县城镇新增就业⼈数一点二万⼈，完成全年目标任务百分之一百零八，比"),
    (50, 682, "上年同期增加三百二十一⼈。"),
    (74, 664, "第二段说⺠生12万元。"),
    (290, 20, "— 1 —"),
]
TABLE = [
    *grid(50, 600, 100, 20, 3, 2),
    *[(55, 585, "指标"), (155, 585, "2023年"), (255, 585, "2024年")],
    *[(55, 565, "参保"), (155, 565, "1234"), (255, 565, "5678")],
]
REST = [*grid(50, 760, 100, 20, 3, 1), (55, 745, "工伤"), (155, 745, "11"), (255, 745, "22")]


def test_pdf_joins_lines_and_tables_across_pages(read):
    document = read("a.pdf", pdf(BODY + TABLE, [*REST, (50, 600, "末段")]))
    assert document.text.split("\n")[:2] == [
        "云台县城镇新增就业人数一点二万人，完成全年目标任务百分之一百零八，比"
        "上年同期增加三百二十一人。",
        "第二段说民生12万元。",
    ]
    assert table(document) == [
        ["指标", "2023年", "2024年"],
        ["参保", "1234", "5678"],
        ["工伤", "11", "22"],
    ]
    assert [block.page for block in document.blocks] == [1, 1, 1, 1, 2, 2]
    assert document.left_out == {"page numbers": 1}
    assert document.repairs["look-alike characters replaced"] == 4
    # 34 characters, a line end of two, 13 characters, again two, and 第二段说.
    found = place(document, "民生12")
    assert (found.page, found.start, found.end) == (1, 55, 59)
    assert place(document, "22").page == 2


def test_table_of_a_turned_page_is_read_as_shown(read):
    document = read("a.pdf", pdf(TABLE, rotate=90))
    assert table(document) == [["参保", "指标"], ["1234", "2023年"], ["5678", "2024年"]]


def test_separators_lead_nowhere(read):
    document = read("a.docx", saved(word("一", "二")))
    with pytest.raises(ValueError, match="only separators"):
        document.locate(1, 2)
    with pytest.raises(ValueError, match="outside"):
        document.locate(2, 9)


def test_the_bytes_tell_the_format_not_the_name(read):
    assert read("a.txt", saved(word(SENTENCE))).format == "docx"
    assert read("a.docx", pdf(BODY)).format == "pdf"
    assert read("a.txt", f"\n<html><p>{SENTENCE}</p></html>").format == "html"
    assert read("a.pdf", SENTENCE).format == "txt"


def test_documents_in_folders_are_found_sorted(tmp_path, caplog):
    (tmp_path / "b").mkdir()
    for name in ("b/2.PDF", "1.txt", "b/~$2.docx", ".hidden.txt", "b/3.csv", "4.doc"):
        (tmp_path / name).write_text("x")
    found = find_documents([tmp_path, tmp_path / "1.txt"])
    assert [path.name for path in found] == ["1.txt", "2.PDF"]
    assert "2 files are not read: .csv 1, .doc 1" in caplog.text
    for wrong in ("4.doc", "missing.txt"):
        with pytest.raises(DocumentError, match=wrong):
            find_documents([tmp_path / wrong])
    assert ".docx" in SUPPORTED
