import json
import shutil

import pandas as pd
import pyarrow.parquet
import pytest
from conftest import ROOT
from frictionless import Package

from hrss_analysis import pipeline, tables
from hrss_analysis.tables import TableError


def test_rebuilding_gives_the_stored_bytes(built, tmp_path):
    tables.write_tables(built, tmp_path)
    for path in sorted(tmp_path.glob("*")):
        stored = ROOT / "data" / "processed" / path.name
        if path.suffix != ".parquet":
            assert path.read_bytes() == stored.read_bytes(), f"{path.name}: run `hrss build`"


def test_building_twice_gives_identical_bytes(built, tmp_path):
    again = pipeline.build_tables(ROOT / "data" / "raw")
    for name, data in (("one", built), ("two", again)):
        tables.write_tables(data, tmp_path / name)
    for path in sorted((tmp_path / "one").glob("*")):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_what_is_written_is_read_back(built, tmp_path):
    tables.write_tables(built, tmp_path)
    for name, frame in tables.read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(frame, built[name])


def test_parquet_twin_holds_the_same_values_and_real_types(built, tmp_path):
    tables.write_tables(built, tmp_path)
    twin = pyarrow.parquet.read_table(tmp_path / "observations.parquet")
    assert str(twin.schema.field("period_end").type) == "date32[day]"
    assert str(twin.schema.field("region_code").type) == "string"
    assert twin.column("value").to_pylist() == built["observations"]["value"].tolist()


def test_frictionless_finds_the_package_valid_and_a_spoiled_one_not(built, tmp_path):
    tables.write_tables(built, tmp_path)
    package = tmp_path / "datapackage.json"
    assert Package(package).validate().valid
    spoiled = tmp_path / "observations.csv"
    spoiled.write_text(spoiled.read_text("utf-8").replace(",person,", ",万人,", 1), "utf-8")
    with pytest.raises(TableError, match="万人"):
        pipeline.check(tmp_path)


def test_datapackage_describes_the_stored_files(built, tmp_path):
    tables.write_tables(built, tmp_path)
    described = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for entry in described["resources"]:
        assert entry["bytes"] == (tmp_path / entry["path"]).stat().st_size


def test_region_codes_stay_text(built, tmp_path):
    tables.write_tables(built, tmp_path)
    assert "420322" in set(tables.read_tables(tmp_path)["regions"]["region_code"])


@pytest.mark.parametrize(
    ("number", "text"), [(12367.0, "12367"), (678.53, "678.53"), (1e21, "1" + "0" * 21)]
)
def test_numbers_are_written_plainly(number, text):
    assert tables.number_text(number) == text


def test_unknown_table_names_the_tables():
    with pytest.raises(KeyError, match="observations"):
        tables.resource("observation")


def test_missing_table_says_what_to_run(tmp_path):
    with pytest.raises(TableError, match="hrss build"):
        tables.read_tables(tmp_path)


def spoil(raw, line, old, new, source="qianjiang-2024"):
    path = raw / source / "readings.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("".join(lines), "utf-8")


@pytest.fixture
def raw(tmp_path):
    return shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",person,", ",万人,", r"readings\.csv, row 2, column unit: '万人' must be one of person"),
        (",12367,", ",many,", r"readings\.csv, row 2, column value: 'many' is not a number"),
        (",12367,", ",12376,", r"readings\.csv, row 2: value 12376.* is not the printed '12367人'"),
        ("234,240", "248,254", r"readings\.csv, row 2: the key occurs twice"),
        (",429005,", ",429006,", r"row 2, column region_code: '429006' is not in regions\.csv"),
        (",urban_new_employment,", ",new_jobs,", r"row 2, column indicator_id: 'new_jobs'"),
        ("2024-12-31", "2023-12-31", r"readings\.csv, row 2: period_start not after period_end"),
        ("2024-12-31", "2024-12-32", r"row 2, column period_end: '2024-12-32' must be a day"),
        (",actual,", ",,", r"readings\.csv, row 2, column role: empty"),
        ("234,240", "240,234", r"readings\.csv, row 2: end must lie behind start"),
    ],
)
def test_malformed_raw_row_stops_the_build_and_keeps_the_last_tables(
    raw, tmp_path, old, new, message
):
    processed = tmp_path / "processed"
    pipeline.build(raw, processed)
    before = {path.name: path.read_bytes() for path in processed.iterdir()}
    spoil(raw, 2, old, new)
    with pytest.raises(TableError, match=message):
        pipeline.build(raw, processed)
    assert {path.name: path.read_bytes() for path in processed.iterdir()} == before


def test_spoiled_descriptor_is_told(built, tmp_path):
    tables.write_tables(built, tmp_path)
    (tmp_path / "datapackage.json").write_text("{", "utf-8")
    with pytest.raises(TableError, match="hrss build"):
        pipeline.check(tmp_path)


def test_failure_while_writing_keeps_the_last_tables(built, tmp_path, monkeypatch):
    tables.write_tables(built, tmp_path / "processed")
    before = {path.name: path.read_bytes() for path in (tmp_path / "processed").iterdir()}
    incomplete = {name: frame for name, frame in built.items() if name != "projections"}
    with pytest.raises(KeyError):
        tables.write_tables(incomplete, tmp_path / "processed")
    after = {path.name: path.read_bytes() for path in (tmp_path / "processed").iterdir()}
    assert after == before
    assert [path.name for path in tmp_path.iterdir()] == ["processed"]
