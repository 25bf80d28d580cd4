"""The index of all published pages, in both languages, with relative links only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from hrss_analysis.briefs.render import PACKAGE, TEMPLATE, refuse_unfit
from hrss_analysis.prose.periods import date_text
from hrss_analysis.prose.words import LANGUAGES, LOCALES, pick

FILES = {"zh": "index.html", "en": "index-en.html"}
TABLES = {
    "observations": ("观测值", "Observations"),
    "readings": ("读数（原文写法和位置）", "Readings (as printed, with positions)"),
    "comparisons": ("比较", "Comparisons"),
    "projections": ("预测", "Projections"),
    "backtests": ("预测的历史检验", "Past forecasts against what came"),
    "indices": ("综合指数（或所缺指标）", "Composite indices, or what is missing"),
    "monitoring": ("目标监测", "Targets and their verdicts"),
    "corrections": ("订正", "Corrections"),
    "documents": ("文件和数据源", "Documents and data sources"),
    "indicators": ("指标词典", "Indicators"),
    "regions": (
        "地区（含上级和作参照的地区）",
        "Regions, larger ones and those for reference among them",
    ),
}

# One row for each region holds its pages of these kinds, the first of them as its main page.
SINGLE = {
    "region_brief": ("地区简报", "Region brief"),
    "plan_brief": ("目标", "Targets"),
    "projection_brief": ("预测", "Projection"),
}
SEVERAL = {
    "comparison_brief": ("比较简报", "Comparison briefs"),
    "map_brief": ("人力资源地图", "Human resources maps"),
}
FEW = 30  # up to so many regions are listed openly; more of them fold into their provinces


def write_index(
    manifest: dict[str, Any],
    tables: dict[str, pd.DataFrame],
    reports: Path,
    publisher: str = "",
) -> None:
    """Write `index.html` (Chinese) and `index-en.html`.

    Args:
        manifest: The published pages by name.
        tables: The stage tables.
        reports: Folder of the pages.
        publisher: Who publishes them; not shown if empty.
    """
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / TEMPLATE), autoescape=True, trim_blocks=True
    )
    template = environment.get_template("listing.html.j2")
    for language in LANGUAGES:
        told = _content(manifest, tables, language)
        text = template.render(**told, language=language, publisher=publisher)
        refuse_unfit(text)
        (reports / FILES[language]).write_text(text, encoding="utf-8")


def _content(
    manifest: dict[str, Any], tables: dict[str, pd.DataFrame], language: str
) -> dict[str, Any]:
    pages = [
        _page(name, entry, manifest, language)
        for name, entry in sorted(manifest.items())
        if entry["parameters"]["language"] == language
    ]
    regions = tables["regions"].set_index("region_code")
    single = [page for page in pages if page["notebook"] in SINGLE]
    rows = _rows(single, regions, language)
    groups = []
    for notebook, words in SEVERAL.items():
        found = [page for page in pages if page["notebook"] == notebook]
        for page in found:
            page["place"] = _place(page["parameters"], regions, language)
        groups.append((pick(language, *words), found))
    latest = max((page["iso"] for page in pages), default="")
    other = next(name for name in LANGUAGES if name != language)
    return {
        "lang": LOCALES[language],
        "provinces": _provinces(rows, regions, language),
        "many": len(rows) > FEW,
        "groups": [(title, group) for title, group in groups if group],
        "regions": len(rows),
        "pages": len(pages),
        "documents": len(tables["documents"]),
        "observations": len(tables["observations"]),
        "latest_iso": latest,
        "latest": date_text(latest, language) if latest else "",
        "other": {
            "file": FILES[other],
            "lang": LOCALES[other],
            "label": pick(other, "中文", "English"),
        },
        "tables": [
            (
                f"data/{name}.csv",
                pick(language, *words),
                pick(language, "{}", "{:,}").format(len(tables[name])),
            )
            for name, words in TABLES.items()
        ],
    }


def _rows(
    pages: list[dict[str, Any]], regions: pd.DataFrame, language: str
) -> dict[str, dict[str, Any]]:
    """One row for each region: its main page, and links to its other pages."""
    rows: dict[str, dict[str, Any]] = {}
    for notebook, words in SINGLE.items():
        for page in pages:
            if page["notebook"] != notebook:
                continue
            code = page["parameters"]["region_code"]
            row = rows.setdefault(code, page | {"more": []})
            row["place"] = str(regions.loc[code, f"name_{language}"]) + _hidden(code, language)
            if row["name"] != page["name"]:
                row["more"].append((pick(language, *words), page["name"]))
    return dict(sorted(rows.items()))


def _hidden(code: str, language: str) -> str:
    """Why a place has no name, where its source hides it."""
    if "X" not in code:
        return ""
    return pick(language, "（来源隐去地名）", " (name hidden by its source)")


def _provinces(
    rows: dict[str, dict[str, Any]], regions: pd.DataFrame, language: str
) -> list[dict[str, Any]]:
    """Regions by province, and inside by prefecture, all in the order of their codes."""
    parent, level = regions["parent_code"].to_dict(), regions["level"].to_dict()

    def above(code: str, wanted: str) -> str:
        while level[code] != wanted and pd.notna(parent[code]):
            code = parent[code]
        return code

    provinces: dict[str, dict[str, Any]] = {}
    for code, row in rows.items():
        province, prefecture = above(code, "province"), above(code, "prefecture")
        place = provinces.setdefault(
            province,
            {
                "code": province,
                "name": str(regions.loc[province, f"name_{language}"]),
                "count": 0,
                "prefectures": {},
            },
        )
        inside = level[prefecture] == "prefecture"
        name = str(regions.loc[prefecture, f"name_{language}"]) if inside else ""
        place["prefectures"].setdefault(prefecture if inside else "", (name, []))[1].append(row)
        place["count"] += 1
    return [provinces[code] for code in sorted(provinces)]


def _page(
    name: str, entry: dict[str, Any], manifest: dict[str, Any], language: str
) -> dict[str, Any]:
    other = next(item for item in LANGUAGES if item != language)
    twin = f"{name.removesuffix(language)}{other}"
    dates = entry["page"]["dates"]
    data_to = next(
        (d for d in dates if d[0] in ("数据截至", "Data to")), dates[-1] if dates else None
    )
    return {
        "name": name,
        "notebook": entry["notebook"],
        "parameters": entry["parameters"],
        "finding": entry["page"]["h1"],
        "coverage": "".join(entry["page"]["facts"][:1]),
        "iso": data_to[1] if data_to else "",
        "period": data_to[2] if data_to else "",
        "twin": f"{twin}.html" if twin in manifest else "",
    }


def _place(parameters: dict[str, Any], regions: pd.DataFrame, language: str) -> str:
    codes = parameters.get("region_code") or parameters.get("region_codes", "")
    names = [
        str(regions.loc[code.strip(), f"name_{language}"]) + _hidden(code.strip(), language)
        for code in codes.split(",")
    ]
    return pick(language, "、", ", ").join(names)
