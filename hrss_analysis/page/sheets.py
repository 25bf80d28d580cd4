"""Tables of a page as sheets for its workbook: heads and codes in the page's words."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd

from hrss_analysis.page.sources import KINDS
from hrss_analysis.prose.words import DOMAINS, FLAGS, ROLES, STATUSES, UNITS, name_of, pick

HEADS: dict[str, tuple[str, str]] = {
    "number": ("编号", "Number"),
    "region_code": ("地区", "Region"),
    "indicator": ("指标", "Indicator"),
    "indicator_id": ("指标", "Indicator"),
    "domain": ("领域", "Domain"),
    "role": ("性质", "Role"),
    "measure": ("计量方式", "Measure"),
    "period_start": ("时期起", "Period from"),
    "period_end": ("时期止", "Period to"),
    "value": ("数值", "Value"),
    "printed_value": ("原印数值", "Value as printed"),
    "other_code": ("上级地区", "Larger region"),
    "other_value": ("上级地区数值", "Value of the larger region"),
    "ratio": ("份额", "Share"),
    "unit": ("单位", "Unit"),
    "qualifier": ("限定", "Qualifier"),
    "status": ("状态", "Status"),
    "flag": ("标记", "Flag"),
    "year": ("年份", "Year"),
    "level": ("区间概率", "Interval level"),
    "median": ("中值", "Median"),
    "lower": ("下限", "Lower end"),
    "upper": ("上限", "Upper end"),
    "lower_80": ("80%范围下限", "80% range, lower end"),
    "upper_80": ("80%范围上限", "80% range, upper end"),
    "lower_95": ("95%范围下限", "95% range, lower end"),
    "upper_95": ("95%范围上限", "95% range, upper end"),
    "n": ("已知年数", "Known years"),
    "last_year": ("最后已知年份", "Last known year"),
    "says": ("可说到何种程度", "What may be said"),
    "reason": ("原因代码", "Reason code"),
    "literal": ("原文写法", "As printed"),
    "document": ("文件编号", "Document number"),
    "start": ("起始字符", "From character"),
    "end": ("结束字符", "To character"),
    "title": ("标题", "Title"),
    "publisher": ("发布单位", "Publisher"),
    "published": ("发布日期", "Published"),
    "kind": ("类型", "Kind"),
    "url": ("网址", "Address"),
    "sha256": ("校验和（SHA-256）", "SHA-256"),
    "document_id": ("文件代号", "Document id"),
    "observation_id": ("观测值代号", "Observation id"),
    "other_observation_id": ("上级地区观测值代号", "Observation id of the larger region"),
    "denominator_id": ("分母观测值代号", "Observation id of the denominator"),
    "observation_ids": ("观测值代号", "Observation ids"),
    "reading_id": ("读数代号", "Reading id"),
    "reading_ids": ("读数代号", "Reading ids"),
}
MEASURES: dict[str, tuple[str, str]] = {
    "flow": ("时期数", "flow"),
    "cumulative": ("多年累计", "cumulative"),
    "stock": ("时点数", "stock"),
    "rate": ("比率", "rate"),
    "price": ("标准", "price"),
}
QUALIFIERS: dict[str, tuple[str, str]] = {
    "eq": ("等于", "exactly"),
    "ge": ("不少于", "at least"),
    "gt": ("超过", "more than"),
    "le": ("不超过", "at most"),
    "lt": ("低于", "below"),
    "approx": ("约", "about"),
    "over": ("余", "over"),
    "nearly": ("近", "nearly"),
}
SAYS: dict[str, tuple[str, str]] = {
    "trend": ("可说趋势", "trend"),
    "change": ("只说变化", "change only"),
    "band": ("只给范围", "range only"),
    "none": ("不预测", "none"),
}
CODES: dict[str, dict[str, tuple[str, str]]] = {
    "domain": DOMAINS,
    "role": ROLES,
    "measure": MEASURES,
    "qualifier": QUALIFIERS,
    "status": STATUSES,
    "kind": KINDS,
    "says": SAYS,
    "flag": FLAGS,
    "unit": {code: (zh or "其他", plural or "other") for code, (zh, _, plural) in UNITS.items()},
}


def sheet(
    data: pd.DataFrame,
    label: str,
    title: str,
    tables: dict[str, pd.DataFrame],
    language: str,
    *,
    subtitle: str = "",
    note: str = "",
) -> dict[str, Any]:
    """A table for the workbook, in what JSON can hold.

    Args:
        data: The table as it is downloaded; codes become words, ids of regions and indicators
            their names.
        label: Name of the sheet.
        title: What the table shows.
        tables: The stage tables, for names.
        language: `zh` or `en`.
        subtitle: Measure, place, period.
        note: Note below the table on the page.

    Returns:
        Label, title, subtitle, note, columns and rows.
    """
    content = json.loads(
        _in_words(data, tables, language).to_json(
            orient="split", double_precision=15, force_ascii=False
        )
    )
    return {
        "label": re.sub(r"[\s.]+$", "", label),
        "title": title,
        "subtitle": subtitle,
        "note": note,
        "columns": content["columns"],
        "rows": content["data"],
    }


def _in_words(data: pd.DataFrame, tables: dict[str, pd.DataFrame], language: str) -> pd.DataFrame:
    told = data.copy()
    for column, words in CODES.items():
        if column in told:
            said = {code: pick(language, *both) for code, both in words.items()}
            told[column] = told[column].map(lambda code, said=said: said.get(code, code))
    keys = {"region_code": "regions", "other_code": "regions", "indicator_id": "indicators"}
    for column, table in keys.items():
        if column in told:
            rows = tables[table].set_index("region_code" if table == "regions" else column)
            names = {code: name_of(row, language) for code, row in rows.iterrows()}
            told[column] = told[column].map(names)
    heads = {code: pick(language, *both) for code, both in HEADS.items()}
    told.columns = [heads.get(str(name), str(name)) for name in told.columns]
    return told
