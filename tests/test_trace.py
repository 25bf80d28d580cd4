"""A value back to its characters, and characters forward to the pages."""

import hashlib

import pandas as pd
import papermill
import pytest
from click.testing import CliRunner
from conftest import ROOT

from hrss_analysis import trace
from hrss_analysis.cli import main

# An invented text about an invented place.
TEXT = "云汀县去年城镇新增就业5420人，完成目标的108.4%。\n另有登记失业率3.2%。"
SPANS = {"5420人": 5420.0, "108.4%": 108.4, "3.2%": 3.2}
REGION = {"region_code": "990001", "name_zh": "云汀县", "name_en": "Yunting", "aliases_zh": "云汀"}
INDICATOR = {"indicator_id": "urban_new_employment", "name_zh": "城镇新增就业"}
INDICATOR |= {"name_en": "New urban jobs", "aliases_zh": pd.NA}
OBSERVED = "990001:urban_new_employment:actual:flow:2024-01-01/2024-12-31"


def reading(literal, value):
    start = TEXT.index(literal)
    return {
        "reading_id": f"yunting:{start}-{start + len(literal)}",
        "document_id": "yunting",
        "start": start,
        "end": start + len(literal),
        "literal": literal,
        "value": value,
    }


@pytest.fixture
def data():
    """The tables that a trace uses: three readings, the first two bearing observations."""
    readings = [reading(literal, value) for literal, value in SPANS.items()]
    cited = {"reading_id": "series:7", "document_id": "ref-1", "value": 5420.0}
    first = {
        "observation_id": OBSERVED,
        "region_code": "990001",
        "indicator_id": "urban_new_employment",
        "period_start": "2024-01-01",
        "period_end": "2024-12-31",
        "value": 5420.0,
        "printed_value": float("nan"),
        "unit": "person",
        "qualifier": "eq",
        "value_lower": 5420.0,
        "value_upper": 5420.0,
        "status": "reported",
        "reading_ids": f"{readings[0]['reading_id']} series:7",
    }
    second = first | {
        "observation_id": OBSERVED.replace("actual", "target") + ":derived",
        "value": 5000.0,
        "status": "derived",
        "reading_ids": " ".join(row["reading_id"] for row in readings[:2]),
    }
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    documents = [
        {"document_id": "yunting", "title": "总结", "publisher": "云汀县人社局", "sha256": sha256},
        {"document_id": "ref-1", "title": "公报", "url": "https://example.org"},
    ]
    pairs = {"observation_id": [OBSERVED, "x"], "other_observation_id": ["x", OBSERVED]}
    return {
        "readings": pd.DataFrame([*readings, cited]),
        "observations": pd.DataFrame([first, second]),
        "documents": pd.DataFrame(documents).assign(published="2025"),
        "corrections": pd.DataFrame(columns=["reading_id", "action", "use", "reason_en"]),
        "regions": pd.DataFrame([REGION]),
        "indicators": pd.DataFrame([INDICATOR]),
        "comparisons": pd.DataFrame(pairs),
        "projections": pd.DataFrame({"observation_ids": [OBSERVED, None]}),
    }


@pytest.fixture
def places(tmp_path):
    """A page that shows the first observation, and the text under another name."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "any name.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "reports" / "region-990001-zh.html").write_text(
        f'<ol><li id="v4" data-observation="{OBSERVED}">5420人</li></ol>', encoding="utf-8"
    )
    return trace.Places(tmp_path / "reports", [tmp_path / "texts"])


def test_the_way_leads_from_the_page_to_the_characters(data, places):
    table = trace.trace_table(data, [OBSERVED], places)
    first, cited = table.to_dict("records")
    assert first["pages"] == "region-990001-zh.html#v4"
    assert first["table_row"] == 2
    assert TEXT[int(first["start"]) : int(first["end"])] == first["literal"] == "5420人"
    assert first["before"].endswith("新增就业") and first["after"].startswith("，完成目标")
    assert (first["state"], cited["state"]) == ("verified", "cited")


def test_it_is_told_in_lines_with_the_characters_marked(data, places):
    lines = "\n".join(trace.told(data, [OBSERVED], places))
    assert "page      region-990001-zh.html#v4" in lines
    assert "observations.csv, line 2" in lines
    assert "comparisons.csv, 2 rows" in lines and "projections.csv, 1 rows" in lines
    assert "新增就业【5420人】，完成目标" in lines


def test_region_indicator_and_period_name_all_its_observations(data):
    for period in ("2024", "2024-12-31", "2024-01-01/2024-12-31"):
        found = trace.find_observations(data, ["990001", "urban_new_employment", period])
        assert found == data["observations"]["observation_id"].tolist()


@pytest.mark.parametrize(
    "words",
    [("云汀县", "城镇新增就业"), ("云汀", "urban_new_employment"), ("yunting", "new urban jobs")],
)
def test_region_and_indicator_may_be_named(data, words):
    assert len(trace.find_observations(data, [*words, "2024"])) == 2


def test_a_span_leads_forward_to_what_rests_on_it(data, places):
    start = TEXT.index("108.4%")
    # One character inside the number is enough.
    found = trace.find_observations(data, [f"yunting:{start + 1}-{start + 2}"])
    assert found == [OBSERVED.replace("actual", "target") + ":derived"]
    assert trace.find_observations(data, ["series:7"]) == [OBSERVED]


def test_a_reading_without_observation_is_shown_all_the_same(data, places):
    start = TEXT.index("3.2%")
    lines = trace.told(data, [f"yunting:{start}-{start + 4}"], places)
    assert "登记失业率【3.2%】。" in "\n".join(lines)
    assert "no observation rests on it" in lines[-1]


def test_a_text_with_another_checksum_is_not_shown(data, places):
    path = places.texts[0] / "any name.txt"
    path.write_text(TEXT.replace("5420", "5421"), encoding="utf-8")
    trace._by_checksum.cache_clear()
    row = trace.trace_table(data, [OBSERVED], places).iloc[0]
    assert (row["state"], row["before"], row["after"]) == ("absent", "", "")
    assert "no text with this checksum" in "\n".join(trace.told(data, [OBSERVED], places))


def test_characters_that_are_not_the_literal_are_said_to_differ(data, places):
    data["readings"].loc[0, "literal"] = "5421人"
    assert trace.trace_table(data, [OBSERVED], places).iloc[0]["state"] == "differs"


def test_a_correction_stands_on_the_way(data, places):
    name = data["readings"]["reading_id"].iloc[0]
    made = {"reading_id": name, "action": "replace", "use": "5240人", "reason_en": "swapped"}
    data["corrections"] = pd.DataFrame([made])
    assert "  corrected replace 5240人: swapped" in trace.told(data, [OBSERVED], places)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["990001:urban"], f"nearest are {OBSERVED}"),
        (["nonsense"], "regions are 990001; documents are yunting"),
        (["990002", "urban_new_employment", "2024"], "near are 990001 云汀县"),
        (["上海", "urban_new_employment", "2024"], "there are 990001 云汀县"),
        (["990001", "urban_new_employmnt", "2024"], "near are urban_new_employment 城镇新增就业"),
        (["990001", "x", "2024"], "no indicator of 990001 'x' .* there are urban_new_employment"),
        (["990001", "urban_new_employment", "2019"], "it has 2024"),
        (["yunting:0-1"], "nearest are yunting:11-16"),
        (["990001", "jobs"], "REGION INDICATOR PERIOD"),
    ],
)
def test_unknown_words_name_the_valid_ones(data, words, message):
    with pytest.raises(trace.TraceError, match=message):
        trace.find_observations(data, words)


def test_the_table_of_a_notebook_marks_the_characters(data, places):
    html = trace.marked_html(trace.trace_table(data, [OBSERVED], places))
    assert "新增就业<mark>5420人</mark>，完成目标" in html
    bare = trace.marked_html(trace.trace_table(data, [OBSERVED], trace.Places(places.reports)))
    assert "<mark>5420人</mark> (no text with this checksum" in bare


def test_the_command_traces_every_observation_of_the_real_tables_to_its_literal(built):
    table = trace.trace_table(built, built["observations"]["observation_id"], trace.Places(ROOT))
    literals = built["readings"].set_index("reading_id")["literal"]
    assert set(table["observation_id"]) == set(built["observations"]["observation_id"])
    assert table["literal"].fillna("").tolist() == literals[table["reading_id"]].fillna("").tolist()
    assert table["state"].eq("cited").tolist() == table["start"].isna().tolist()


def test_the_command_ends_with_2_for_an_unknown_word(tmp_path):
    processed = ["--processed", str(ROOT / "data" / "processed")]
    run = CliRunner().invoke
    good = run(main, ["trace", "429005", "urban_new_employment", "2024", *processed])
    assert good.exit_code == 0
    assert "qianjiang-2024:234-240 12367人" in good.output
    bad = run(main, ["trace", "429006", "urban_new_employment", "2024", *processed])
    assert bad.exit_code == 2
    assert "429005" in bad.output
    none = run(main, ["trace", "x", "--processed", str(tmp_path)])
    assert none.exit_code == 1 and "hrss build" in none.output


@pytest.mark.slow
def test_the_notebook_shows_the_way_when_run_by_papermill(tmp_path):
    out = papermill.execute_notebook(
        ROOT / "notebooks" / "explore_tables.ipynb",
        tmp_path / "out.ipynb",
        parameters={"region_code": "429005", "language": "en"},
        cwd=ROOT / "notebooks",
        progress_bar=False,
    )
    shown = [
        output["data"].get("text/html", "")
        for cell in out.cells
        for output in cell.get("outputs", [])
        if "data" in output
    ]
    assert any("<mark>12367人</mark>" in html for html in shown)
