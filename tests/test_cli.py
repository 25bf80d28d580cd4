import shutil

import pytest
from click.testing import CliRunner
from conftest import ROOT

from hrss_analysis.cli import main


@pytest.fixture
def folders(tmp_path):
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "raw")
    return ["--raw", str(tmp_path / "raw")], ["--processed", str(tmp_path / "processed")]


def run(*words):
    return CliRunner().invoke(main, list(words))


def test_build_then_check(folders):
    raw, processed = folders
    built = run("build", *raw, *processed)
    assert built.exit_code == 0
    assert "tables stored" in built.output
    assert "warn: readings_agree: 420300:unemployment_insured" in built.output
    checked = run("check", *processed)
    assert checked.exit_code == 0
    assert "keep their contracts" in checked.output


def test_failed_build_ends_with_1_and_names_the_row(folders, tmp_path):
    raw, processed = folders
    path = tmp_path / "raw" / "tianxin-2023" / "readings.csv"
    path.write_text(path.read_text("utf-8").replace(",person,", ",万人,", 1), "utf-8")
    result = run("build", *raw, *processed)
    assert result.exit_code == 1
    assert "readings.csv, row 2, column unit: '万人'" in result.output
    assert "nothing was stored" in result.output
    assert not (tmp_path / "processed").exists()


def test_check_before_build_says_what_to_do(folders):
    _, processed = folders
    result = run("check", *processed)
    assert result.exit_code == 1
    assert "hrss build" in result.output


@pytest.mark.parametrize("words", [["biuld"], ["build", "--rwa", "x"]])
def test_unknown_words_end_with_2_and_name_the_valid_ones(words):
    result = run(*words)
    assert result.exit_code == 2
    assert "build" in result.output or "--raw" in result.output


def test_audit_as_csv_has_the_agreed_columns(folders):
    raw, processed = folders
    run("build", *raw, *processed)
    result = run("audit", *processed, "--format", "csv", "--language", "en", "--region", "420300")
    assert result.exit_code == 0
    head, *rows = result.stdout.splitlines()
    assert head == "severity,kind,region,indicator_id,period,message,reading_ids"
    assert any("260,000" in row and "272,900" in row for row in rows)
    assert all(",420300," in row for row in rows)


def test_audit_of_an_unknown_region_names_the_known_ones(folders):
    raw, processed = folders
    run("build", *raw, *processed)
    result = run("audit", *processed, "--region", "999999")
    assert result.exit_code == 2
    assert "420322" in result.output
