"""The index: grouped by province and prefecture, and light with every county of a country."""

import re

import pandas as pd
import pytest

from hrss_analysis.briefs.index import FEW, write_index

MOST_BYTES = 1_000_000
PROVINCES, PREFECTURES, COUNTIES = 31, 11, 8  # 31 provinces, 341 prefectures, 2,728 counties


def invented():
    """A table of 3,100 invented regions: every place of a country three levels deep."""
    rows = [("100000", None, "nation", "全国", "China")]
    for i in range(PROVINCES):
        province = f"{60 + i}0000"
        rows.append((province, "100000", "province", f"云{i}省", f"Yun {i}"))
        for j in range(1, PREFECTURES + 1):
            prefecture = f"{60 + i}{j:02d}00"
            rows.append((prefecture, province, "prefecture", f"云{i}汀{j}市", f"Yunting {i}-{j}"))
            rows += [
                (
                    f"{60 + i}{j:02d}{k:02d}",
                    prefecture,
                    "county",
                    f"云汀{i}-{j}-{k}县",
                    f"Y {i}{j}{k}",
                )
                for k in range(1, COUNTIES + 1)
            ]
    columns = ["region_code", "parent_code", "level", "name_zh", "name_en"]
    return pd.DataFrame(rows, columns=columns)


def entries(regions):
    """Region, plan and projection briefs of every region, in both languages."""
    finding = {
        "zh": "2024年8项目标完成7项，城镇新增就业完成176.7%",
        "en": "7 of 8 targets met; jobs at 176.7%",
    }
    made = {}
    for code in regions["region_code"]:
        for language in ("zh", "en"):
            for kind in ("region", "plan", "projection"):
                made[f"{kind}-{code}-{language}"] = {
                    "notebook": f"{kind}_brief",
                    "parameters": {"region_code": code, "language": language},
                    "page": {
                        "h1": finding[language],
                        "dates": [["数据截至", "2024-12-31", "2024年12月31日"]],
                        "facts": ["44项主要指标中公布22项（50%）"],
                    },
                }
    return made


@pytest.fixture(scope="module")
def large(tables, tmp_path_factory):
    regions = invented()
    folder = tmp_path_factory.mktemp("index")
    write_index(entries(regions), {**tables, "regions": regions}, folder)
    return regions, folder


@pytest.mark.parametrize("file", ["index.html", "index-en.html"])
def test_three_thousand_regions_stay_under_a_megabyte(large, file):
    regions, folder = large
    assert len(regions) > 3000
    assert (folder / file).stat().st_size < MOST_BYTES


def test_every_region_is_in_its_province_with_all_its_pages(large):
    regions, folder = large
    text = (folder / "index.html").read_text(encoding="utf-8")
    parts = dict(re.findall(r'<details class="province" id="p(\d+)">(.*?)</details>', text, re.S))
    assert len(parts) == PROVINCES + 1  # and the nation
    for code in regions["region_code"]:
        province = code if code == "100000" else f"{code[:2]}0000"
        for kind in ("region", "plan", "projection"):
            assert f'href="{kind}-{code}-zh.html"' in parts[province]
    codes = re.findall(r'href="region-(\d{6})-zh\.html"', parts["600000"])
    assert codes == sorted(codes)


def test_the_filter_needs_no_script_and_names_every_province(large):
    _, folder = large
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert text.count('type="radio"') == PROVINCES + 2
    assert "body:has(#f600000:checked) .province:not(#p600000)" in text


def test_a_short_list_is_open_and_has_no_filter(tables, tmp_path):
    regions = invented().head(FEW)
    write_index(entries(regions), {**tables, "regions": regions}, tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<details" not in text and 'type="radio"' not in text
    assert "44项主要指标中公布22项（50%）" in text
