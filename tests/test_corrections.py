"""Corrections as data: they match their readings, change observations and stay visible."""

import shutil

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT

from hrss_analysis import page, pipeline, prose, tables
from hrss_analysis.checks import run_checks
from hrss_analysis.cli import main
from hrss_analysis.corrections import build_corrections
from hrss_analysis.observations import build_observations
from hrss_analysis.page.sources import Ledger
from hrss_analysis.tables import TableError

# Qianjiang's unemployed re-employed; the correction is invented.
TARGET = "qianjiang-2024:262-267"
OBSERVED = "429005:unemployed_reemployed:actual:flow:2024-01-01/2024-12-31"
ENTRY = {
    "reading_id": TARGET,
    "action": "replace",
    "printed": "5698人",
    "use": "5.7万人",
    "reason_zh": "漏印万字",
    "reason_en": "the unit was lost",
    "evidence": "same document",
    "who": "A. Analyst",
    "when": pd.Timestamp("2026-01-15").date(),
}


def changed(**cells):
    return {k: v for k, v in {**ENTRY, **cells}.items() if v is not None}


@pytest.fixture
def raw(tmp_path):
    """A copy of the raw folder; `write` puts corrections into it."""
    return shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")


def write(raw, *entries):
    (raw / "corrections.yml").write_text(
        yaml.safe_dump(list(entries), allow_unicode=True), encoding="utf-8"
    )
    return raw


@pytest.fixture(scope="module")
def corrected(tmp_path_factory):
    """All tables built with one reading replaced, one dropped, one flagged, one cited replaced."""
    raw = tmp_path_factory.mktemp("corrected") / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw)
    drop = changed(
        reading_id="shiyan-plan-2021-2025:668-672", action="drop", printed="26万人", use=None
    )
    flag = changed(reading_id="tianxin-2023:561-566", action="flag", printed="9300人", use="u")
    cited = changed(reading_id="reference-series:2", printed="94.7", use="95.7")
    return pipeline.build_tables(write(raw, ENTRY, drop, flag, cited))


def test_the_shipped_file_corrects_nothing(built):
    assert (ROOT / "data" / "raw" / "corrections.yml").exists()
    assert built["corrections"].empty
    assert not built["observations"]["status"].eq("corrected").any()
    assert built["observations"]["printed_value"].isna().all()


def test_a_replaced_value_keeps_what_was_printed(corrected, built):
    row = corrected["observations"].set_index("observation_id").loc[OBSERVED]
    assert (row["value"], row["printed_value"], row["status"]) == (57000, 5698, "corrected")
    # 5.7万 is printed to thousands
    assert (row["precision"], row["value_lower"], row["value_upper"]) == (1000, 56500, 57500)
    before = built["observations"].set_index("observation_id").loc[OBSERVED]
    assert (before["value"], before["status"]) == (5698, "reported")


def test_the_readings_table_keeps_what_is_printed(corrected, built):
    pd.testing.assert_frame_equal(corrected["readings"], built["readings"])


def test_what_is_computed_from_a_corrected_value_follows(corrected):
    rows = corrected["observations"].set_index("observation_id")
    target = rows.loc[OBSERVED.replace("actual", "target") + ":derived"]
    # 57,000 at 271.3 %: 56,500 / 2.7135 to 57,500 / 2.7125, roundest 21,000
    assert target["value"] == 21000
    assert pd.isna(target["printed_value"])


def test_no_observation_rests_on_a_dropped_reading(corrected):
    name = "420300:unemployment_insured:actual:stock:2020-12-31"
    row = corrected["observations"].set_index("observation_id").loc[name]
    assert "668-672" not in row["reading_ids"]
    assert (row["value"], row["status"], bool(row["agrees"])) == (272900, "reported", True)
    assert "shiyan-plan-2021-2025:668-672" in set(corrected["readings"]["reading_id"])


def test_a_flag_is_added_to_those_of_the_source(corrected):
    rows = corrected["observations"]
    mine = rows[rows["reading_ids"].str.contains("tianxin-2023:561-566")]
    assert mine["flag"].tolist() == ["pu"]


def test_a_cited_value_is_known_by_its_value(corrected):
    row = corrected["observations"].query("reading_ids == 'reference-series:2'").iloc[0]
    assert (row["value"], row["printed_value"], row["status"]) == (95.7, 94.7, "corrected")


def test_an_uncorrected_reading_of_the_same_fact_comes_first(raw, built):
    entry = changed(reading_id="shiyan-plan-2021-2025:668-672", printed="26万人", use="27.3万人")
    made = build_corrections(write(raw, entry), built["readings"])
    rows = build_observations(built["readings"], built["documents"], built["indicators"], made)
    row = rows.query("indicator_id == 'unemployment_insured' and region_code == '420300'")
    row = row.query("role == 'actual' and period_end == '2020-12-31'").iloc[0]
    assert (row["value"], row["status"], bool(row["agrees"])) == (272900, "reported", True)
    assert "668-672" in row["reading_ids"]


def test_tables_with_corrections_keep_their_contracts(corrected, tmp_path):
    assert [f for f in run_checks(corrected) if f.severity == "fail"] == []
    tables.write_tables(corrected, tmp_path)
    assert len(tables.read_tables(tmp_path)["corrections"]) == 4
    pipeline.check(tmp_path)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("text", "entry 1: must hold fields"),
        (changed(action="erase"), "field action: 'erase' must be one of replace, drop, flag"),
        (changed(action=None), r"missing fields \['action'\]"),
        (changed(resaon="x"), r"unknown fields \['resaon'\]"),
        (changed(when="soon"), "field when: 'soon' must be a day"),
        (changed(use=None), "field use: give it"),
        (changed(action="drop"), "field use: leave it out"),
        (changed(use="many"), "field use: 'many' holds no digits"),
        (changed(use="5698人"), "field use: is the printed value"),
        (changed(action="flag", use="x"), "field use: 'x' must be flags"),
        (changed(printed="5699人"), "field printed: '5699人', but the reading says '5698人'"),
        (changed(reading_id="qianjiang-2024:1-2"), "same characters are now qianjiang-2024:262"),
        (changed(reading_id="nowhere:1-2"), "no such reading; the document has it no longer"),
    ],
)
def test_a_malformed_or_stale_entry_names_file_entry_and_field(raw, built, entry, message):
    write(raw, entry)
    with pytest.raises(TableError, match=message) as caught:
        build_corrections(raw, built["readings"])
    assert "corrections.yml, entry 1" in str(caught.value)


def test_two_corrections_of_one_reading_are_refused(raw, built):
    with pytest.raises(TableError, match="entry 2 .*has a correction already"):
        build_corrections(write(raw, ENTRY, changed(use="5.8万人")), built["readings"])


@pytest.mark.parametrize(
    ("content", "message"), [("a: [", "not a YAML file"), ("a: 1", "must be a list")]
)
def test_a_file_that_is_no_list_is_refused(raw, built, content, message):
    (raw / "corrections.yml").write_text(content, "utf-8")
    with pytest.raises(TableError, match=message):
        build_corrections(raw, built["readings"])


@pytest.mark.parametrize("content", [None, "", "# none\n"])
def test_no_file_or_an_empty_one_is_no_correction(raw, built, content):
    (raw / "corrections.yml").unlink()
    if content is not None:
        (raw / "corrections.yml").write_text(content, "utf-8")
    assert build_corrections(raw, built["readings"]).empty


def test_a_stale_correction_fails_the_build_and_leaves_the_last_tables(raw, built, tmp_path):
    folders = ["--raw", str(raw), "--processed", str(tmp_path / "processed")]
    tables.write_tables(built, tmp_path / "processed")
    before = {path.name: path.read_bytes() for path in (tmp_path / "processed").iterdir()}
    write(raw, ENTRY)
    path = raw / "qianjiang-2024" / "readings.csv"
    text = path.read_text("utf-8")
    assert ",5698人,5698," in text
    path.write_text(text.replace(",5698人,5698,", ",5689人,5689,"), "utf-8")
    result = CliRunner().invoke(main, ["build", *folders])
    assert result.exit_code == 1
    assert "corrections.yml, entry 1" in result.output and "nothing was stored" in result.output
    after = {path.name: path.read_bytes() for path in (tmp_path / "processed").iterdir()}
    assert after == before


@pytest.mark.parametrize(
    ("language", "mark", "printed", "reason"),
    [
        ("zh", "<sup>订</sup>", "原印5698人", "漏印万字"),
        ("en", "<sup>r</sup>", "printed 5698人", "lost"),
    ],
)
def test_a_page_shows_both_values_marked_by_a_letter(
    corrected, tmp_path, monkeypatch, language, mark, printed, reason
):
    tables.write_tables(corrected, tmp_path)
    pieces = []
    show = lambda item, raw=False: pieces.append(item["text/html"] if raw else item.data)  # noqa: E731
    monkeypatch.setattr(page.brief, "display", show)
    monkeypatch.setattr(page.notes, "display", show)
    brief = page.Brief(
        "region_brief", {"region_code": "429005", "language": language}, folder=tmp_path
    )
    facts = prose.region_facts(brief.tables, "429005")
    page.indicator_table(brief, facts)
    page.methods(brief, ("revisions",))
    brief.sources()
    told = "".join(pieces)
    assert mark in told and printed in told and reason in told
    entry = brief.ledger._value_text(OBSERVED)
    assert "5698人" in entry and "5.7万人" in entry


def test_a_page_without_corrections_says_so(built):
    ledger = Ledger(built, "zh")
    ledger.anchor(OBSERVED)
    assert ledger.corrections() == []
    assert ledger.was_printed(OBSERVED) == ""
