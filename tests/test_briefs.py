"""Parameters refused before a run, pages refused before publishing, failures kept apart."""

import json
from pathlib import Path

import nbformat
import papermill
import pytest

from hrss_analysis import briefs
from hrss_analysis.briefs.index import write_index
from hrss_analysis.briefs.publish import BriefJob, default_jobs, links, publish
from hrss_analysis.briefs.render import head_of, refuse_unfit
from hrss_analysis.page.brief import HEAD_TYPE

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
PROCESSED = ROOT / "data" / "processed"
REGION = NOTEBOOKS / "region_brief.ipynb"
COMPARISON = NOTEBOOKS / "comparison_brief.ipynb"
PROJECTION = NOTEBOOKS / "projection_brief.ipynb"
PYTHON = {"name": "python3", "display_name": "Python 3", "language": "python"}
GOOD = {"region_code": "430103", "language": "zh"}


def compared(**other):
    usual = {"region_codes": "420322,429005", "domain": "employment", "indicators": ""}
    return usual | {"language": "zh"} | other


@pytest.mark.parametrize(
    ("notebook", "parameters", "message"),
    [
        (REGION, GOOD | {"regoin": "x"}, "unknown parameter regoin; choose from region_code"),
        (REGION, {"region_code": "430103"}, "missing parameter language"),
        (REGION, GOOD | {"region_code": 430103}, "must be str, got 430103 \\(int\\)"),
        (REGION, GOOD | {"region_code": "110000"}, "no '110000'; choose from .*430103"),
        (REGION, GOOD | {"language": "fr"}, "no 'fr'; choose from zh, en"),
        (COMPARISON, compared(domain="sports"), "no 'sports'; choose from .*employment"),
        (COMPARISON, compared(indicators="jobs"), "no 'jobs'; choose from"),
        (COMPARISON, compared(region_codes="420322"), "at least two codes"),
        (COMPARISON, compared(region_codes="420322,999999"), "no '999999'"),
        (
            PROJECTION,
            {"region_code": "100000", "horizon_year": True, "language": "zh"},
            "must be int, got True",
        ),
        (
            PROJECTION,
            {"region_code": "100000", "horizon_year": 20300, "language": "zh"},
            "from 2000 to 2100",
        ),
    ],
)
def test_wrong_parameters_are_refused_with_the_valid_ones(notebook, parameters, message, tables):
    with pytest.raises(briefs.ParameterError, match=message):
        briefs.check_parameters(notebook, parameters, tables)


def test_right_parameters_pass(tables):
    briefs.check_parameters(REGION, GOOD, tables)
    briefs.check_parameters(COMPARISON, compared(indicators="skills_training"), tables)


def test_a_wrong_parameter_stops_the_whole_run_before_it_starts(tmp_path):
    jobs = [BriefJob(REGION, GOOD), BriefJob(REGION, GOOD | {"language": "fr"})]
    with pytest.raises(briefs.ParameterError):
        publish(jobs, processed=PROCESSED, reports=tmp_path / "reports")
    assert not (tmp_path / "reports").exists()


def test_a_full_run_covers_every_documented_region_in_both_languages(tables):
    names = {job.name for job in default_jobs(NOTEBOOKS, tables)}
    for code in set(tables["documents"]["region_code"].dropna()):
        assert {f"region-{code}-zh", f"region-{code}-en"} <= names
    assert any(name.startswith("comparison-") for name in names)
    assert any(name.startswith("projection-") for name in names)


HEAD = {
    "lang": "zh-CN",
    "title": "标题",
    "description": "说明",
    "kicker": "系列",
    "h1": "发现",
    "lead": "导语。",
    "dates": [["数据截至", "2024-12-31", "2024年12月31日"]],
    "facts": ["公布1项"],
    "notice": "",
}


def executed(*outputs):
    cell = nbformat.v4.new_code_cell("pass")
    cell.outputs = [*outputs]
    return nbformat.v4.new_notebook(cells=[cell])


def shows(html="<p>好</p>", head=HEAD):
    data = {HEAD_TYPE: head, "text/html": "<h1>预览</h1>"}
    return [
        nbformat.v4.new_output("display_data", data=data),
        nbformat.v4.new_output("display_data", data={"text/html": html, "text/plain": "x"}),
    ]


def test_a_page_is_closed_to_the_network_and_in_its_language():
    text = briefs.render(executed(*shows()), alternate="other-en.html")
    assert "default-src 'none'" in text and '<html lang="zh-CN">' in text
    assert "<title>标题</title>" in text and text.count("<h1>") == 1
    assert 'href="other-en.html"' in text and "预览" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_a_page_names_its_publisher_and_the_briefs_beside_it():
    told = {"publisher": "甲县<人社局>", "related": [("目标", "plan-1-zh.html")]}
    text = briefs.render(executed(*shows()), **told)
    assert "发布：甲县&lt;人社局&gt;" in text and '<a href="plan-1-zh.html">目标</a>' in text
    assert "发布" not in briefs.render(executed(*shows()))


def test_briefs_of_one_region_in_one_language_stand_beside_each_other():
    kinds = [("region", {}), ("plan", {}), ("projection", {"horizon_year": 2030})]
    jobs = [
        BriefJob(
            NOTEBOOKS / f"{kind}_brief.ipynb", {"region_code": code, **more, "language": language}
        )
        for kind, more in kinds
        for code in ("429005", "420300")
        for language in ("zh", "en")
    ]
    pages = {job.name: job for job in jobs if job.name != "plan-429005-en"}
    beside = links(pages["region-429005-zh"], pages)
    told = [("目标", "plan-429005-zh.html"), ("预测", "projection-429005-2030-zh.html")]
    assert beside == {"alternate": "region-429005-en.html", "related": told}
    twin = links(pages["region-429005-en"], pages)
    assert [file for _, file in twin["related"]] == ["projection-429005-2030-en.html"]
    compared = BriefJob(COMPARISON, {"region_codes": "429005,420300", "language": "zh"})
    assert links(compared, pages) == {"alternate": "", "related": []}


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<p>/home/ann/data.csv</p>", "path of the build machine"),
        ("<p>FutureWarning: x</p>", "warning or traceback"),
        ("<p>Glyph 20113 (x) missing from font</p>", "missing glyph"),
        ("<script>1</script>", "a script"),
        ("<table><tr><td>nan</td></tr></table>", "raw number"),
        ('<img src="data:," alt="image">', "no real alternative text"),
        ('<img src="data:,">', "no real alternative text"),
        ('<img src="data:," alt="No description has been provided for this image">', "alternative"),
    ],
)
def test_an_unfit_page_is_refused(html, message):
    with pytest.raises(briefs.PageError, match=message):
        briefs.render(executed(*shows(html)))


def test_a_picture_with_words_is_fit():
    refuse_unfit('<img src="data:," alt="折线图：由4210人升至5420人">')


def test_a_warning_in_a_cell_is_refused_with_the_cell():
    warned = nbformat.v4.new_output("stream", name="stderr", text="UserWarning: odd\n")
    with pytest.raises(briefs.PageError, match="cell 1 wrote to stderr: UserWarning: odd"):
        briefs.render(executed(*shows(), warned))


def test_a_brief_shows_its_head_once():
    with pytest.raises(briefs.PageError, match="2 times"):
        head_of(executed(*shows(), *shows()))


def entry(language="zh", code="430103"):
    shown = ("lang", "title", "h1", "lead", "dates", "facts")
    return {
        "notebook": "region_brief",
        "parameters": {"region_code": code, "language": language},
        "page": {key: HEAD[key] for key in shown},
    }


def test_the_index_links_pages_languages_and_tables_relatively(tables, tmp_path):
    manifest = {"region-430103-zh": entry(), "region-430103-en": entry("en")}
    write_index(manifest, tables, tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="region-430103-zh.html"' in text and 'href="region-430103-en.html"' in text
    assert 'href="data/observations.csv"' in text and "天心区" in text
    assert "http://" not in text and "https://" not in text
    english = (tmp_path / "index-en.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in english and "Tianxin" in english


def broken(tmp_path, source):
    """A copy of the region brief whose last cell is spoiled."""
    notebook = nbformat.read(REGION, as_version=4)
    notebook.cells[-1].source = source
    path = tmp_path / "broken_brief.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.mark.slow
def test_a_failing_page_keeps_its_last_version_and_stops_no_other(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "broken-430103-zh.html").write_text("last good page", encoding="utf-8")
    jobs = [BriefJob(broken(tmp_path, "1 / 0"), GOOD), BriefJob(REGION, GOOD)]
    told = {}
    with pytest.raises(briefs.PublishError, match=r"broken_brief.*cell \d+ failed: ZeroDivision"):
        publish(jobs, processed=PROCESSED, reports=reports, progress=told.__setitem__)
    assert told == {"broken-430103-zh": "failed", "region-430103-zh": "published"}
    kept = (reports / "broken-430103-zh.html").read_text(encoding="utf-8")
    assert kept == "last good page"
    assert (reports / "region-430103-zh.html").exists()
    assert not list(reports.glob("*.part"))


@pytest.mark.slow
def test_the_same_inputs_give_the_same_bytes_and_a_second_run_does_nothing(tmp_path):
    reports, told = tmp_path / "reports", {}
    jobs = [BriefJob(REGION, GOOD), BriefJob(COMPARISON, compared())]
    first, second = publish(jobs, processed=PROCESSED, reports=reports)
    before, other = first.read_bytes(), second.read_bytes()
    publish(jobs, processed=PROCESSED, reports=reports, progress=told.__setitem__)
    assert set(told.values()) == {"unchanged"} and len(told) == 2
    publish(jobs, processed=PROCESSED, reports=reports, force=True, progress=told.__setitem__)
    assert set(told.values()) == {"published"}
    assert (first.read_bytes(), second.read_bytes()) == (before, other)
    manifest = json.loads((reports / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest) == {first.stem, second.stem}
    first.write_text("spoiled", encoding="utf-8")
    publish(jobs, processed=PROCESSED, reports=reports)
    assert first.read_bytes() == before
    assert (reports / "data" / "observations.csv").exists()
    first.with_suffix(".xlsx").unlink()
    publish(jobs, processed=PROCESSED, reports=reports, progress=told.__setitem__)
    assert told == {first.stem: "published", second.stem: "unchanged"}


@pytest.mark.slow
def test_a_page_is_the_same_from_a_kernel_started_by_papermill(tmp_path, monkeypatch):
    (page,) = publish([BriefJob(REGION, GOOD)], processed=PROCESSED, reports=tmp_path / "reports")
    monkeypatch.setenv("HRSS_PROCESSED", str(PROCESSED))
    ran = papermill.execute_notebook(
        str(REGION), None, parameters=GOOD, cwd=str(NOTEBOOKS), progress_bar=False
    )
    assert briefs.render(ran, workbook=f"{page.stem}.xlsx") == page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_pages_do_not_reach_each_other(tmp_path):
    """What one notebook leaves behind (a variable, a setting, a seed) is gone for the next."""
    about = {"kernelspec": PYTHON, "language_info": {"name": "python"}}
    notebook = nbformat.v4.new_notebook(metadata=about)
    notebook.cells = [
        nbformat.v4.new_code_cell(
            'region_code: str = ""\nlanguage: str = "zh"', metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_code_cell(
            "import matplotlib as mpl, os\n"
            "assert 'left' not in globals() and mpl.rcParams['font.size'] != 3\n"
            "assert 'LEFT' not in os.environ\n"
            "left = 1; mpl.rcParams['font.size'] = 3; os.environ['LEFT'] = '1'"
        ),
        nbformat.v4.new_code_cell(
            "from hrss_analysis import page, prose\n"
            "parameters = dict(region_code=region_code, language=language)\n"
            "brief = page.Brief('region_brief', parameters)\n"
            "facts = prose.region_facts(brief.tables, region_code)\n"
            "brief.head(prose.region_head(facts, language))"
        ),
    ]
    path = tmp_path / "leaving.ipynb"
    nbformat.write(notebook, path)
    jobs = [BriefJob(path, GOOD | {"region_code": code}) for code in ("430103", "420322")]
    pages = publish(jobs, processed=PROCESSED, reports=tmp_path / "reports", workers=1)
    assert all(page.exists() for page in pages)
