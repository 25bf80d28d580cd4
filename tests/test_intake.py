import csv
import io

import pytest
from click.testing import CliRunner

from hrss_analysis.cli import main

TEXT = (
    "云汀县人力资源和社会保障局2024年工作总结\n"
    "今年以来，全县城镇新增就业5420人，完成年度目标任务的108.4%。\n"
    "发放创业担保贷款2.37亿元。咨询电话12333。\n"
    "2025年，力争城镇新增就业5500人以上。\n"
)


@pytest.fixture
def document(tmp_path):
    path = tmp_path / "summary.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_read_prints_each_number_with_its_span(document):
    rows = table(run("read", document).stdout)
    assert [row["literal"] for row in rows] == ["5420人", "108.4%", "2.37亿元", "5500人以上"]
    for row in rows:
        assert TEXT[int(row["start"]) : int(row["end"])] == row["literal"]
        assert row["doc"] == "summary.txt"
    assert [row["value"] for row in rows] == ["5420", "108.4", "237000000", "5500"]
    assert [row["role"] for row in rows] == ["actual", "completion_rate", "actual", "target"]
    assert rows[3]["period_end"] == "2025-12-31"


def test_unread_lists_the_numbers_nobody_claimed(document):
    rows = table(run("read", document, "--unread").stdout)
    assert any("12333" in row["literal"] for row in rows)
    assert all(row["reason"] for row in rows)


def test_date_and_region_of_the_user_hold(tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("今年城镇新增就业5420人。", encoding="utf-8")
    words = ["read", path, "--document-date", "2019-12-31", "--region", "429005"]
    (row,) = table(run(*words).stdout)
    assert (row["period_end"], row["region_code"]) == ("2019-12-31", "429005")


def test_text_without_any_year_is_read_without_periods(tmp_path):
    path = tmp_path / "bare.txt"
    path.write_text("城镇新增就业5420人。", encoding="utf-8")
    result = run("read", path)
    (row,) = table(result.stdout)
    assert (row["value"], row["period_end"]) == ("5420", "")
    assert "give --document-date" in result.stderr


def test_source_note_gives_date_and_region(document, tmp_path):
    note = tmp_path / "note.yml"
    note.write_text(
        "title: x\nkind: work_summary\npart_year: false\nreliability: high\n"
        "published: '2023-12-31'\nregion_code: '429005'\n",
        encoding="utf-8",
    )
    rows = table(run("read", document, "--source-note", note).stdout)
    assert {row["region_code"] for row in rows} == {"429005"}


def test_many_files_are_read_in_order_by_all_cores(tmp_path):
    for number in range(20):
        text = f"2024年城镇新增就业{1000 + number}人。"
        (tmp_path / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out" / "readings.csv"
    assert run("read", tmp_path, "--out", out, "--workers", 2).exit_code == 0
    rows = table(out.read_text("utf-8"))
    assert [row["value"] for row in rows] == [str(1000 + number) for number in range(20)]


def test_file_that_cannot_be_read_does_not_spoil_the_others(document, tmp_path):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no whole archive")
    result = run("read", document, broken)
    assert result.exit_code == 1
    assert len(table(result.stdout)) == 4
    assert "broken.docx" in result.stderr


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--document-date", "31.12.2024"], "2023-06"),
        (["--region", "999999"], "429005"),
        (["--source-note", "nowhere.yml"], "nowhere.yml"),
    ],
)
def test_wrong_option_ends_with_2(document, words, named):
    result = run("read", document, *words)
    assert result.exit_code == 2
    assert named in result.output


def adding(document, raw, *more):
    said = ["--title", "总结", "--publisher", "县人社局", "--published", "2024-12-31"]
    said += ["--kind", "work_summary", "--region", "429005"]
    return run("add", document, "--raw", raw, "--id", "yunting-2024", *said, *more)


def test_added_document_builds(document, tmp_path):
    raw, processed = tmp_path / "raw", tmp_path / "processed"
    assert adding(document, raw).exit_code == 0
    folder = raw / "yunting-2024"
    assert {path.name for path in folder.iterdir()} == {
        "document.txt",
        "readings.csv",
        "source.yml",
    }
    built = run("build", "--raw", raw, "--processed", processed)
    assert built.exit_code == 0, built.output
    observed = table((processed / "observations.csv").read_text("utf-8"))
    implied = [row["value"] for row in observed if row["status"] == "derived"]
    assert implied == ["5000"]


def test_failed_add_leaves_nothing(document, tmp_path):
    raw = tmp_path / "raw"
    document.write_text("没有数字。", encoding="utf-8")
    result = adding(document, raw)
    assert result.exit_code == 1
    assert "no number" in result.output
    assert not raw.exists() or not list(raw.iterdir())


def test_added_name_is_not_overwritten(document, tmp_path):
    raw = tmp_path / "raw"
    adding(document, raw)
    result = adding(document, raw)
    assert result.exit_code == 1
    assert "exists already" in result.output
