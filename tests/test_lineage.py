"""From every page back to the raw files: literals, spans, values; read without the package."""

import base64
import csv
import io
import random
import re

import pandas as pd
import pytest
from conftest import ROOT

from hrss_analysis import briefs, tables

REGIONS = {
    "420322": "yunxi-2021-2025",
    "429005": "qianjiang-2024",
    "420300": "shiyan-plan-2021-2025",
    "34XXXX": "xx-county-2023",
    "430103": "tianxin-2023",
}


def raw_rows(source):
    path = ROOT / "data" / "raw" / source / "readings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {f"{source}:{row['start']}-{row['end']}": row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def raw():
    return {name: row for source in REGIONS.values() for name, row in raw_rows(source).items()}


@pytest.fixture(scope="module")
def pages(built, tmp_path_factory):
    """The five region briefs in Chinese, published from freshly built tables."""
    folder = tmp_path_factory.mktemp("lineage")
    tables.write_tables(built, folder / "processed")
    jobs = briefs.choose_jobs(ROOT / "notebooks", built, kinds=["region"], languages=["zh"])
    paths = briefs.publish(jobs, processed=folder / "processed", reports=folder / "reports")
    return {job.parameters["region_code"]: path for job, path in zip(jobs, paths, strict=True)}


def embedded(page, name):
    found = re.search(rf'download="[^"]*-{name}\.csv" href="data:text/csv[^,]*,([^"]+)"', page)
    text = base64.b64decode(found.group(1)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_reported_observation_has_the_value_of_its_raw_row(built, raw):
    rows = built["observations"].query("status == 'reported'")
    own = rows[rows["region_code"].isin(REGIONS) & ~rows["reading_ids"].str.startswith("ref")]
    assert len(own) > 150
    for row in own.itertuples():
        first = raw[row.reading_ids.split()[0]]
        assert float(first["value"]) == row.value
        assert first["unit"] == row.unit
        assert first["role"] == row.role
        assert first["period_end"] == ("" if pd.isna(row.period_end) else row.period_end)


@pytest.mark.slow
def test_every_observation_is_on_its_page_with_its_value(built, pages):
    for code, path in pages.items():
        rows = {row["observation_id"]: row for row in embedded(path.read_text("utf-8"), "t1")}
        observed = built["observations"]
        own = observed[observed["region_code"] == code]
        assert set(own["observation_id"]) == set(rows)
        for row in own.itertuples():
            assert float(rows[row.observation_id]["value"]) == row.value
            assert rows[row.observation_id]["reading_ids"] == row.reading_ids


@pytest.mark.slow
def test_every_literal_on_a_page_stands_at_its_span_in_the_raw_file(pages, raw):
    followed = []
    for code, path in pages.items():
        page = path.read_text("utf-8")
        # “12367人” [2] 第234–240字符, where document 2 is told by its checksum
        documents = dict(re.findall(r'<li id="d(\d+)">(.*?)</li>', page))
        own = [number for number, told in documents.items() if "SHA-256" in told]
        assert len(own) == 1
        for literal, number, start, end in re.findall(
            r"“([^”]+)”(?:（[^）]+）)? \[(\d+)\] 第(\d+)–(\d+)字符", page
        ):
            assert number == own[0]
            assert raw[f"{REGIONS[code]}:{start}-{end}"]["literal"] == literal
            followed.append((code, start))
    assert len(set(followed)) > 150


@pytest.mark.slow
def test_thirty_readings_at_random_from_page_to_table_to_raw(built, pages, raw):
    readings = built["readings"].set_index("reading_id")
    chosen = random.Random(30)
    for code, path in pages.items():
        rows = [
            row
            for row in embedded(path.read_text("utf-8"), "t1")
            if row["status"] == "reported" and row["reading_ids"].startswith(REGIONS[code])
        ]
        for row in chosen.sample(rows, 6):
            name = row["reading_ids"].split()[0]
            assert float(row["value"]) == readings.loc[name, "value"] == float(raw[name]["value"])
            assert readings.loc[name, "literal"] == raw[name]["literal"]
