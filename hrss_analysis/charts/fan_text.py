"""What stands beside a fan in words: its description, its data and its note."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hrss_analysis.prose.outlook import Outlook
from hrss_analysis.prose.parts import upper_first
from hrss_analysis.prose.projection import bound, doubtful
from hrss_analysis.prose.ranges import (
    item_name,
    last_value,
    median_text,
    past_forecasts,
    range_text,
    value_text,
)
from hrss_analysis.prose.words import pick


def fan_kind(row: pd.Series) -> str:
    """How a known value is marked: reported, one of the two kinds of bound, or doubtful."""
    if bound(row):
        return "low" if row["qualifier"] in ("ge", "gt") else "high"
    return "doubtful" if doubtful(row) else "reported"


def fan_desc(item: Outlook, language: str) -> str:
    """First, last, highest, lowest, gaps and the range ahead, from the drawn rows."""
    history = item.history
    years = history["year"].tolist()
    missing = sorted(set(range(years[0], years[-1] + 1)) - set(years))
    name, row = item_name(item, language), item.horizon
    first = value_text(item, history.iloc[0], language)
    text = pick(
        language,
        f"{name}：{years[0]}年{first}，{years[-1]}年{last_value(item, 'zh')}",
        f"{name}: {first} in {years[0]}, {last_value(item, 'en')} in {years[-1]}",
    )
    for told, zh, en in (
        (history[history.apply(bound, axis=1)], "只印出上下限", "printed as a bound only"),
        (history[history.apply(doubtful, axis=1)], "存疑", "unreliable"),
    ):
        if len(told):
            those = pick(language, "、", ", ").join(map(str, told["year"]))
            text += pick(language, f"，{those}年{zh}", f"; {those} {en}")
    if missing:
        told = pick(language, "、", ", ").join(map(str, missing))
        text += pick(language, f"，{told}年未公布", f"; {told} not reported")
    inner, outer = (range_text(item, row, level, language) for level in ("80", "95"))
    text += pick(
        language,
        f"；{row['year']:.0f}年80%范围{inner}，95%范围{outer}。",
        f"; {row['year']:.0f}: 80% range {inner}, 95% range {outer}.",
    )
    return text


def fan_data(item: Outlook, language: str) -> pd.DataFrame:
    """One row for each known and each projected year, in words."""
    zh = language == "zh"
    known = [
        {
            "year": int(row["year"]),
            "value": value_text(item, row, language),
            "observation_id": row["observation_id"],
        }
        for _, row in item.history.iterrows()
    ]
    projected = [
        {
            "year": int(row["year"]),
            "value": median_text(item, row, language) if item.says == "trend" else pd.NA,
            "low": range_text(item, row, "80", language),
            "wide": range_text(item, row, "95", language),
        }
        for _, row in item.ahead.iterrows()
    ]
    frame = pd.DataFrame(known + projected).reindex(
        columns=["year", "value", "low", "wide", "observation_id"]
    )
    missing = "–"
    frame[["low", "wide"]] = frame[["low", "wide"]].fillna(missing)
    frame["value"] = frame["value"].fillna(pick(language, "不给中值", "no median given"))
    frame.insert(0, "indicator", upper_first(item_name(item, language)))
    return frame.rename(
        columns={
            "indicator": "指标" if zh else "Indicator",
            "year": "年份" if zh else "Year",
            "value": "数值或中值" if zh else "Value or median",
            "low": "80%范围" if zh else "80% range",
            "wide": "95%范围" if zh else "95% range",
        }
    )


def fan_note(items: Sequence[Outlook], language: str) -> str:
    """What bands, lines and marks mean, which of them are drawn, and the back-test."""
    notes = [
        pick(
            language,
            "深浅两色带为80%和95%范围，虚线为中值，实线和点为公布值，断开处未公布。",
            "Dark and pale bands: 80% and 95% ranges; dashes: median; line and dots: reported; "
            "breaks: not reported.",
        )
    ]
    kinds = {fan_kind(row) for item in items for _, row in item.history.iterrows()}
    for kind, zh, en in (
        ("high", "▽只印出上限（如“低于”），不是确数。", "▽: printed as an upper bound only."),
        ("low", "△只印出下限（如“以上”），不是确数。", "△: printed as a lower bound only."),
        ("doubtful", "叉号为存疑数值。", "Cross: unreliable value."),
    ):
        notes += [pick(language, zh, en)] * (kind in kinds)
    notes += [_peak_text(items[0], language)] * (len(items) == 1)
    if any(item.says != "trend" for item in items):
        notes.append(
            pick(
                language,
                "没有虚线的指标只有一两个年份，范围借自其他数列。",
                "No dashes: one or two known years, and a range borrowed from other series.",
            )
        )
    notes.append(past_forecasts(items, language))
    notes.append(pick(language, "纵轴不一定从0起。", "Axes need not start at zero."))
    return pick(language, "", " ").join(filter(None, notes))


def _peak_text(item: Outlook, language: str) -> str:
    """Why a range may reach beyond every known value, where it does by a tenth or more."""
    peak = item.history.loc[item.history["value"].idxmax()]
    end = item.horizon
    if item.says != "trend" or end["upper80"] < 1.1 * peak["value"]:
        return ""
    shown = value_text(item, peak, language)
    return pick(
        language,
        f"80%范围的上端高于已知各年的最高值{shown}（{peak['year']}年），"
        "因为计入了其他数列出现过的较大变动。",
        f"The 80% range reaches above every known value (highest: {shown}, {peak['year']}) because "
        "it allows for the larger swings seen in other series.",
    )
