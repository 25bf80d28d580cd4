import shutil

import pytest
from conftest import ROOT

from hrss_analysis.sources import read_sources
from hrss_analysis.tables import TableError

FOUNDING = {
    "yunxi-2021-2025": 61,
    "qianjiang-2024": 126,
    "shiyan-plan-2021-2025": 141,
    "xx-county-2023": 95,
    "tianxin-2023": 36,
}


@pytest.fixture
def raw(tmp_path):
    return shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")


def test_all_459_readings_of_the_founding_documents_are_there(built):
    counts = built["readings"]["document_id"].value_counts()
    assert {name: counts[name] for name in FOUNDING} == FOUNDING
    assert sum(FOUNDING.values()) == 459


def test_every_reading_names_a_document_with_its_checksum_or_citation(built):
    documents = built["documents"].set_index("document_id")
    own = documents.loc[list(FOUNDING)]
    assert own["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert documents.loc[documents["kind"] == "reference", "title"].notna().all()
    assert set(built["readings"]["document_id"]) <= set(documents.index)


def test_unlinked_readings_are_kept_and_counted(built):
    own = built["documents"].set_index("document_id").loc[list(FOUNDING)]
    kept = built["readings"].query("document_id in @FOUNDING.keys()")["indicator_id"].isna()
    assert own["unlinked_readings"].sum() == kept.sum() == 252


def test_each_literal_gives_its_value_and_interval(built):
    row = built["readings"].set_index("reading_id").loc["qianjiang-2024:2680-2687"]
    assert (row["literal"], row["value"], row["precision"]) == ("60.42万张", 604200, 100)
    assert (row["value_lower"], row["value_upper"]) == (604150, 604250)


def replaced(old, new):
    def change(folder):
        path = folder / "source.yml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: (f / "source.yml").unlink(), "source.yml: no source note"),
        (lambda f: (f / "source.yml").write_text("a: [", "utf-8"), "not a YAML file"),
        (lambda f: (f / "source.yml").write_text("- a", "utf-8"), "must hold keys and values"),
        (lambda f: (f / "source.yml").write_text("titel: x", "utf-8"), r"unknown keys \['titel'\]"),
        (replaced("part_year: false", "part_year: maybe"), "part_year must be true or false"),
        (replaced("year_from: 2024", "year_from: 2030"), "year_from lies after year_to"),
        (lambda f: (f / "readings.csv").unlink(), "needs either readings.csv or series.csv"),
        (lambda f: (f / "readings.csv").write_bytes(b"\xff\xfe\x00"), "not a UTF-8 CSV table"),
        (lambda f: (f / "readings.csv").write_text("a,b\n1,2\n"), "column start is missing"),
    ],
)
def test_malformed_source_says_file_and_fault(raw, change, message):
    change(raw / "qianjiang-2024")
    with pytest.raises(TableError, match=message):
        read_sources(raw)


def test_empty_raw_folder_says_what_to_do(tmp_path):
    with pytest.raises(TableError, match="hrss add"):
        read_sources(tmp_path)
