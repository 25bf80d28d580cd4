"""The workbook beside a page: what the sheets hold, and that nothing is merged or left empty."""

import openpyxl
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from hrss_analysis.briefs.workbook import write_workbook
from hrss_analysis.page.brief import SHEETS_TYPE, Brief
from hrss_analysis.page.sheets import sheet

HEAD = {
    "lang": "en",
    "title": "Brief",
    "h1": "Finding",
    "lead": "Lead.",
    "dates": [("Data to", "2024-12-31", "2024")],
    "facts": ["2 of 3"],
}


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "indicator_id": ["urban_new_employment", "urban_new_employment"],
            "role": ["actual", "target"],
            "value": [12367.0, None],
            "unit": ["person", "person"],
        }
    )


def notebook(*sheets):
    output = new_output("display_data", {SHEETS_TYPE: list(sheets), "text/html": "<p>x</p>"})
    return new_notebook(cells=[new_code_cell(outputs=[output])])


def written(path):
    return openpyxl.load_workbook(path)


def test_codes_and_heads_become_words(frame, tables):
    told = sheet(frame, "Table 1. ", "Values", tables, "en")
    assert told["label"] == "Table 1"
    assert told["columns"] == ["Indicator", "Role", "Value", "Unit"]
    assert told["rows"][0] == ["Urban new employment", "actual", 12367.0, "persons"]
    zh = sheet(frame, "表1 ", "数值", tables, "zh")
    assert zh["label"] == "表1"
    assert zh["rows"][1] == ["城镇新增就业人数", "目标", None, "人"]


def test_each_table_has_its_sheet_and_a_link_to_it(tmp_path, frame, tables):
    path = tmp_path / "page.xlsx"
    pieces = [sheet(frame, f"Table {n}. ", f"Values {n}", tables, "en") for n in (1, 2)]
    write_workbook(notebook(*pieces), HEAD, path)
    book = written(path)
    assert book.sheetnames == ["Cover", "Contents", "Table 1", "Table 2"]
    assert [row[0].value for row in book["Cover"]][:3] == ["Brief", "Finding", "Lead."]
    assert book["Contents"]["A3"].hyperlink.location == "'Table 2'!A1"
    table = book["Table 1"].tables["table_1"]
    assert table.ref == "A2:D4"
    assert [cell.value for cell in book["Table 1"][3]] == [
        "Urban new employment",
        "actual",
        12367,
        "persons",
    ]


def test_a_missing_value_is_a_sign_and_no_cell_is_merged(tmp_path, frame, tables):
    path = tmp_path / "page.xlsx"
    write_workbook(notebook(sheet(frame, "Table 1", "Values", tables, "en")), HEAD, path)
    page = written(path)["Table 1"]
    assert page["C4"].value == ":"
    assert not page.merged_cells.ranges


def test_an_empty_table_still_has_its_heads(tmp_path, frame, tables):
    path = tmp_path / "page.xlsx"
    write_workbook(notebook(sheet(frame.head(0), "Table 1", "None", tables, "en")), HEAD, path)
    assert written(path)["Table 1"]["A2"].value == "Indicator"


def test_same_tables_same_bytes(tmp_path, frame, tables):
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        write_workbook(notebook(sheet(frame, "Table 1", "Values", tables, "en")), HEAD, path)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_every_shown_value_is_listed_as_printed(tables):
    brief = Brief("region_brief", {"region_code": "429005", "language": "en"})
    shown = tables["observations"].query("status == 'reported' and region_code == '429005'")
    for observation_id in shown["observation_id"]:
        brief.ledger.anchor(observation_id)
    values = brief.ledger.values_frame()
    assert set(values["number"]) == set(range(1, len(shown) + 1))
    own = values[values["literal"].notna()]
    assert (own["end"] - own["start"] == own["literal"].str.len()).all()
