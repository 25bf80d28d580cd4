"""The pieces of a page: links to sources, marks, gaps in words, downloads."""

import base64
import re
from collections import Counter

import pandas as pd
import pytest

from hrss_analysis import charts, page, prose
from hrss_analysis.page import brief as brief_module
from hrss_analysis.page import findings, notes
from hrss_analysis.page.markup import Cell, csv_link, frame_html, table_html
from hrss_analysis.page.sources import Ledger, marks_text
from hrss_analysis.prose.contradictions import Audited, audited_points, complaint_text
from hrss_analysis.prose.parts import Card

REGION = {"region_code": "429005", "language": "zh"}


def captured(patch):
    """Let the pieces that a notebook would show pile up in a list."""
    pieces = []

    def display(item, raw=False):
        pieces.append(item["text/html"] if raw else item.data)

    patch.setattr(brief_module, "display", display)
    patch.setattr(notes, "display", display)
    patch.setattr(findings, "display", display)
    return pieces


@pytest.fixture
def shown(monkeypatch, tables):
    monkeypatch.setattr(brief_module, "read_tables", lambda folder: tables)
    return captured(monkeypatch)


@pytest.fixture(scope="module")
def written():
    """A region brief's pieces without its charts, as one text."""
    with pytest.MonkeyPatch.context() as patch:
        pieces = captured(patch)
        made = page.Brief("region_brief", REGION)
        facts = prose.region_facts(made.tables, "429005")
        made.head(prose.region_head(facts, "zh"))
        made.cards(prose.region_cards(facts, "zh"))
        page.indicator_table(made, facts)
        page.coverage_table(made, facts)
        page.methods(made, ("values", "targets"))
        made.sources()
        made.record()
        return "".join(pieces)


def test_every_linked_value_has_its_entry_and_every_entry_its_characters(written):
    wanted = set(re.findall(r'href="#(v\d+)"', written))
    entries = dict(re.findall(r'<li id="(v\d+)"[^>]*>(.*?)</li>', written))
    assert wanted and wanted <= set(entries)
    first = entries["v1"]
    assert "“12367人”" in first and "第234–240字符" in first
    named = set(re.findall(r'href="#(d\d+)"', "".join(entries.values())))
    assert named and named == set(re.findall(r'<li id="(d\d+)"', written))


def test_a_derived_value_names_both_readings_and_carries_a_mark(written):
    entry = next(
        text for text in re.findall(r"<li id=.v\d+.[^>]*>(.*?)</li>", written) if "推算" in text
    )
    assert "由“12367人”" in entry and "“176.7%”" in entry
    assert "<sup>推</sup>" in written
    assert "推 推算" in written  # the legend explains the mark


def test_no_target_and_not_reported_are_words_and_neither_is_zero(written):
    assert ">无目标</td>" in written and ">未公布</td>" in written
    assert ">0</td>" not in written


def test_an_english_page_says_the_same_in_english(shown):
    made = page.Brief("region_brief", REGION | {"language": "en"})
    page.indicator_table(made, prose.region_facts(made.tables, "429005"))
    text = "".join(shown)
    assert ">no target</td>" in text and "无目标" not in text


def test_a_csv_carries_a_byte_order_mark_and_the_readings(written):
    link = re.search(r'download="region-429005-zh-t1.csv" href="[^,]+,([^"]+)"', written)
    text = base64.b64decode(link.group(1)).decode("utf-8-sig")
    head, first = text.splitlines()[:2]
    assert head.split(",")[-1] == "reading_ids"
    assert base64.b64decode(link.group(1)).startswith(b"\xef\xbb\xbf")
    assert first.count(",") >= 11


def test_a_card_without_a_value_is_dashed_and_says_so(shown):
    made = page.Brief("region_brief", REGION)
    made.cards([Card(label="城镇新增就业", value=None, lines=(("没有数值", None),))])
    assert 'class="card none"' in shown[0] and "未公布" in shown[0]


def test_a_projected_card_differs_by_more_than_colour(shown):
    made = page.Brief("region_brief", REGION)
    made.cards([Card(label="甲", value=("约", "5", "人"), lines=(), projected=True)])
    assert 'class="card ahead"' in shown[0] and "<sup>测</sup>" in shown[0]


def test_marks_name_status_and_flags():
    assert marks_text("derived", "p", "zh") == "推暂"
    assert marks_text("reported", pd.NA, "en") == ""
    assert marks_text("estimated", "d", "en") == "ed"


def test_the_ledger_numbers_values_as_they_are_shown(tables):
    ledger = Ledger(tables, "en")
    ids = tables["observations"]["observation_id"]
    assert ledger.anchor(ids[3])[0] == "v1"
    assert ledger.anchor(ids[0])[0] == "v2"
    assert ledger.anchor(ids[3])[0] == "v1"
    assert ledger.anchor(pd.NA) == ("", "")


@pytest.mark.parametrize(
    ("language", "mark", "place"),
    [
        ("zh", "▲ 存疑", "“26万人” [1] 第668–672字符"),
        ("en", "▲ Doubtful", "[1] characters 668–672"),
    ],
)
def test_a_contradiction_is_told_with_both_values_and_their_places(shown, language, mark, place):
    made = page.Brief("region_brief", {"region_code": "420300", "language": language})
    page.contradictions(made, prose.audited(made.tables, "420300"))
    items = re.findall(r"<li[^>]*><p>(.*?)</li>", "".join(shown))
    (item,) = (item for item in items if mark in item and "26万人" in item)
    assert "27.29" in item and place in item
    assert "shiyan-plan" not in item  # a reader knows documents by their numbers


def test_no_contradiction_is_said_plainly_with_the_relations_that_hold(shown):
    made = page.Brief("region_brief", REGION)
    page.contradictions(made, prose.audited(made.tables, "429005"))
    told = "".join(shown)
    assert "未发现矛盾" in told and "where" not in told
    assert re.search(r"互相对得上的有[1-9]", told)


def test_no_relation_is_said_plainly_too():
    none = Audited([], Counter(), [], {})
    assert audited_points(none, "en")[1].startswith("No numbers stand in a relation")


def test_an_implied_target_is_no_confirmation_of_its_rate():
    found = Audited([], Counter(round_target=7, within_document=2), [], {})
    zh, en = (audited_points(found, language)[1] for language in ("zh", "en"))
    assert zh.startswith("各处数字互相对得上的有2处：") and "另有7项目标" in zh and "不算印证" in zh
    assert en.startswith("Numbers that bear each other out: 2 (") and "does not confirm" in en


def test_findings_left_out_on_paper_are_counted(shown, monkeypatch):
    monkeypatch.setattr(findings, "ON_PAPER", 1)
    made = page.Brief("region_brief", {"region_code": "420300", "language": "zh"})
    found = prose.audited(made.tables, "420300")
    page.contradictions(made, found)
    told = "".join(shown)
    left = len(found.complaints) - 1
    assert told.count('class="noprint"') == left
    assert f'<li class="paper">纸面列出最重要的1处，其余{left}处见网页。' in told
    shown.clear()
    monkeypatch.setattr(findings, "ON_PAPER", left + 1)
    page.contradictions(made, found)
    assert "noprint" not in "".join(shown) and "paper" not in "".join(shown)


def test_numbers_of_findings_are_english_on_an_english_page(tables):
    found = prose.audited(tables, "420300")
    told = [complaint_text(found, item, "en")[1] for item in found.complaints]
    assert any("260,000 and 272,900" in text for text in told)
    assert not re.search("[一-鿿]", "".join(told))


def test_a_finding_names_its_region_where_the_page_has_several(tables):
    several = prose.audited(tables, "420322,430103")
    (item,) = (item for item in several.complaints if item.region == "430103")
    assert complaint_text(several, item, "zh")[0].startswith("天心区")
    alone = prose.audited(tables, "430103")
    assert not complaint_text(alone, item, "zh")[0].startswith("天心区")


def test_what_stands_only_on_the_page_is_named_on_paper(shown):
    made = page.Brief("region_brief", REGION)
    page.coverage_table(made, prose.region_facts(made.tables, "429005"))
    made.sources()
    assert 'paper">纸面未印表1、每个数值的出处，见网页。' in "".join(shown)


def test_the_way_to_a_source_is_told_on_the_screen_alone(written):
    assert '<span class="noprint">点按数值可看原文写法和出处；</span>' in written
    assert "点按数值" not in re.sub(r'<span class="noprint">.*?</span>', "", written)


def test_an_indicator_has_one_bracket_and_its_unit_does_not_contradict_its_name(shown):
    made = page.Brief("region_brief", REGION)
    page.indicator_table(made, prose.region_facts(made.tables, "429005"))
    assert "补贴性职业技能培训（人）" in shown[0] and "人次（人）" not in shown[0]
    made = page.Brief("region_brief", REGION | {"language": "en"})
    page.indicator_table(made, prose.region_facts(made.tables, "429005"))
    assert ") (" not in "".join(re.findall(r'<th scope="row">(.*?)</th>', shown[1]))


def test_shares_of_the_title_tell_their_years(shown):
    made = page.Brief("region_brief", {"region_code": "420300", "language": "zh"})
    page.share_table(made, prose.region_facts(made.tables, "420300"))
    title = re.search("<h3>(.*?)</h3>", shown[0]).group(1)
    assert "常住人口0.22%（2024年）" in title and "0.23%（2020年）" in title


def test_a_population_of_another_year_is_told_beside_the_value(tables):
    facts = prose.region_facts(tables, "429005")
    told = prose.beside_points(prose.region_levels(tables, "429005"), facts, "zh")[0]
    assert "潜江市140人（2024，常住人口2020年）" in told and "全国89.2人（2024）" in told


def test_regions_inside_each_other_are_named_in_a_comparison(tables):
    points = audited_points(prose.audited(tables, "420322,420300"), "en")
    assert "Yunxi lies in Shiyan: adding the two would count it twice." in points
    apart = audited_points(prose.audited(tables, "420322,429005"), "en")
    assert not any("lies in" in point for point in apart)


def test_a_comparison_tells_contradictions_of_its_domain_only(tables):
    found = prose.audited(tables, "420300,34XXXX", "employment").complaints
    assert {item.indicator_id for item in found} == {"internship_posts", "public_welfare_posts"}
    about, _ = complaint_text(prose.audited(tables, "420300,34XXXX"), found[0], "en")
    assert about.startswith("XX County, ")


def test_text_is_escaped():
    assert Cell(text="<5").html() == "<td>&lt;5</td>"
    assert "&lt;b&gt;" in table_html(["<b>"], [], "x", "en")


def test_a_missing_cell_is_said_in_words():
    frame = pd.DataFrame({"Region": ["A"], "Value": [pd.NA]})
    assert "not reported" in frame_html(frame, "t", "en")
    assert "未公布" in frame_html(frame, "t", "zh")


def test_a_table_has_scopes_and_a_caption():
    html = table_html(["A", "B"], [("r", [Cell(text="1")])], "What", "en")
    assert html.count("scope=") == 3 and "<caption" in html


def test_a_page_is_named_by_kind_parameters_and_language():
    assert page.page_name("region_brief", REGION) == "region-429005-zh"
    several = {"region_codes": "420322, 429005", "indicators": "", "language": "en"}
    assert page.page_name("comparison_brief", several) == "comparison-420322-429005-en"


def test_an_unknown_language_stops_before_anything_is_shown():
    with pytest.raises(ValueError, match="zh, en"):
        page.Brief("region_brief", REGION | {"language": "fr"})


def test_the_csv_of_a_frame_can_be_read_back():
    frame = pd.DataFrame({"地区": ["云汀县"], "value": [1.5]})
    data = re.search(r"base64,([^\"]+)", csv_link(frame, "x", "zh")).group(1)
    assert "云汀县,1.5" in base64.b64decode(data).decode("utf-8-sig")


def drawn_values(text):
    """Cells of the data below charts: those with a figure, and those of them that are links."""
    details = re.findall(r"<details><summary>.*?</details>", text, re.S)
    cells = [cell for part in details for cell in re.findall(r"<td[^>]*>(.*?)</td>", part)]
    return [cell for cell in cells if re.search(r">[^<]*\d", f">{cell}")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_values_drawn_in_a_chart_lead_to_their_characters(shown, language):
    made = page.Brief("region_brief", REGION | {"language": language})
    facts = prose.region_facts(made.tables, "429005")
    beside = prose.region_levels(made.tables, "429005")
    made.figure(charts.completion_chart(facts, language))
    made.figure(charts.next_targets_chart(facts, language))
    made.figure(charts.beside_chart(beside, facts, language))
    made.sources()
    text = "".join(shown)
    links = re.findall(r'<td[^>]*><a href="#(v\d+)"', text)
    assert len(links) > 20
    assert set(links) <= set(re.findall(r'<li id="(v\d+)"', text))
    unlinked = [cell for cell in drawn_values(text) if "<a " not in cell]
    # periods, and shares computed from two linked values of the same row
    assert all(re.fullmatch(r"(约|about )?[\d.]+%|[^<]*20\d\d[^<]*", cell) for cell in unlinked)


def test_an_implied_target_is_marked_in_the_data_of_its_chart(shown):
    made = page.Brief("region_brief", REGION)
    made.figure(charts.completion_chart(prose.region_facts(made.tables, "429005"), "zh"))
    assert re.search(r'<a href="#v\d+">7000人</a><sup>推</sup>', shown[0])


def test_a_chart_without_named_sources_links_its_first_column_of_figures():
    frame = pd.DataFrame({"指标": ["甲"], "年份": [2024], "数值": ["5人"], "observation_id": ["x"]})
    plain = charts.Chart(
        title="t", subtitle="s", desc="d", data=frame, draw=lambda f, n: None, heights=(1, 1)
    )
    assert brief_module.chart_sources(plain) == {"数值": ["x"]}


def test_the_download_of_a_projection_has_one_row_for_each_indicator(shown):
    made = page.Brief("projection_brief", {"region_code": "429005", "language": "zh"})
    facts = prose.projection_facts(made.tables, "429005", 2030)
    page.projection_table(made, facts)
    link = re.search(r"base64,([^\"]+)", shown[0]).group(1)
    rows = base64.b64decode(link).decode("utf-8-sig").splitlines()
    heads = rows[0].split(",")
    assert heads[-5:] == ["lower_80", "upper_80", "lower_95", "upper_95", "observation_ids"]
    ids = [row.split(",")[0] for row in rows[1:]]
    assert len(ids) == len(set(ids)) > 5
    known = made.tables["projections"].query(
        "region_code == '429005' and year == 2030 and level == 0.95 and method == 'growth_mixture'"
    )
    known = known.set_index("indicator_id")["upper"]
    upper = {row.split(",")[0]: row.split(",")[-2] for row in rows[1:]}
    told = {name: value for name, value in upper.items() if value}
    assert told and all(float(v) == pytest.approx(known[n], rel=1e-5) for n, v in told.items())


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "“27.29”（万） [1] 第"), ("en", "“27.29” (万) [1] characters ")]
)
def test_a_source_tells_the_scale_that_the_head_of_a_table_prints(tables, language, told):
    rows = tables["readings"]
    cell = rows[rows["literal"].eq("27.29") & rows["document_id"].eq("shiyan-plan-2021-2025")]
    ledger = Ledger(tables, language)
    name = tables["observations"].query("region_code == '420300' and period_end == '2020-12-31'")
    name = name[name["reading_ids"].str.contains(cell["reading_id"].iloc[0])]
    _, hint = ledger.anchor(name["observation_id"].iloc[0])
    assert hint.startswith(told)
