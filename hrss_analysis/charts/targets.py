"""Charts about targets: completion, plan rates (base, actual, target) and the next targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from hrss_analysis.charts.dots import Dot, Reference, dots_height, draw_dots
from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.style import NARROW, WIDE
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import called, lower_first, said, when
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.targets import judged, lowered, rate_text
from hrss_analysis.prose.words import pick

FEWEST = 4  # fewer rates are told in words and in the table


def completion_chart(facts: Facts, language: str) -> Chart | None:
    """Draw each value as a share of its target, the target being 100 %.

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        The chart, or nothing where fewer than `FEWEST` completion rates are known.
    """
    rows = judged(facts)
    rows = rows[rows["completion"].notna()].sort_values(
        "completion", ascending=False, kind="stable"
    )
    if len(rows) < FEWEST:
        return None
    dots = [
        Dot(
            name=called(row, language),
            value=float(row["completion"]),
            text=rate_text(row, language),
            own=True,
            hollow=row["target_status"] == "derived",
            missed=row["met"] is False,
        )
        for _, row in rows.iterrows()
    ]
    rates = [dot.text for dot in dots]
    references = [Reference(100, pick(language, "目标=100%", "target = 100%"))]
    high, low = rows.iloc[0], rows.iloc[-1]
    period = when(high, language)
    count, met = len(rows), int(rows["met"].astype(bool).sum())
    total, lowest, highest = len(judged(facts)), rate_text(low, language), rate_text(high, language)
    part = pick(language, f"{count}项", f"{count} targets")
    if total > count:
        part = pick(language, f"{total}项目标中{count}项有", f"{count} of {total} targets")
    title = pick(
        language,
        f"{part}完成率，从{lowest}到{highest}，{_tally_zh(met, count)}",
        f"{part} with a completion rate, {lowest} to {highest}; {_tally_en(met, count)}",
    )
    implied = rows["target_status"].eq("derived").fillna(False)
    note = pick(
        language,
        "空心点的目标由完成率推算，文件没有直接公布。" if implied.any() else "",
        "Hollow dots: the target is implied by the printed rate, not printed itself."
        if implied.any()
        else "",
    )
    return Chart(
        title=title,
        subtitle=pick(
            language,
            f"{facts.name('zh')}目标完成率，{period}，单位：%",
            f"{facts.name('en')}: share of target reached, {period}, percent",
        ),
        desc=_dots_desc(dots, language, pick(language, "目标为100%", "the target is 100%")),
        data=cell_frame(
            rows,
            language,
            ("", "target_"),
            rows["observation_id"],
            {pick(language, *COLUMNS["completion_"]): rates},
        ),
        sources=cell_sources(rows, language, ("", "target_", "completion_")),
        draw=lambda figure, narrow: draw_dots(figure, dots, references, origin=100),
        heights=(dots_height(dots, references, WIDE), dots_height(dots, references, NARROW)),
        note=note,
    )


def _tally_zh(met: int, count: int) -> str:
    return "均达到目标" if met == count else f"{met}项达到目标"


def _tally_en(met: int, count: int) -> str:
    return "all reach the target" if met == count else f"{met} of {count} reach the target"


def _dots_desc(dots: list[Dot], language: str, reference: str) -> str:
    """Every dot in words, from the drawn rows."""
    told = [pick(language, f"{d.name}{d.text}", f"{lower_first(d.name)} {d.text}") for d in dots]
    return pick(
        language,
        f"点图，{reference}。{'，'.join(told)}。",
        f"Dot plot; {reference}. {'; '.join(told)}.",
    )


# the column of a chart's data that holds this part of a board row
COLUMNS = {
    "base_": ("此前", "Earlier"),
    "": ("实际", "Actual"),
    "target_": ("目标", "Target"),
    "completion_": ("完成率", "Completion"),
    "next_": ("下期目标", "Next target"),
    "latest_": ("最近", "Latest"),
}


def cell_sources(
    rows: pd.DataFrame, language: str, prefixes: Sequence[str]
) -> dict[str, list[str]]:
    """The observations behind the columns of a chart of board rows."""
    return {
        pick(language, *COLUMNS[prefix]): rows[f"{prefix}observation_id"].tolist()
        for prefix in prefixes
    }


def cell_frame(
    rows: pd.DataFrame,
    language: str,
    prefixes: Sequence[str],
    observation_ids: pd.Series,
    computed: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """The data of a chart of board rows: their parts in words, then what was computed from them.

    Args:
        rows: The rows drawn.
        language: `zh` or `en`.
        prefixes: Parts of a row, keys of `COLUMNS`.
        observation_ids: The observation that each row stands for.
        computed: Further columns of texts.

    Returns:
        One row for each row drawn.
    """
    each = [row for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            pick(language, "指标", "Indicator"): [called(row, language) for row in each],
            **{
                pick(language, *COLUMNS[prefix]): [
                    said(row, language, prefix) if pd.notna(row[f"{prefix}value"]) else pd.NA
                    for row in each
                ]
                for prefix in prefixes
            },
            **(computed or {}),
            "observation_id": observation_ids.tolist(),
        }
    )


def cells_told(
    rows: pd.DataFrame,
    language: str,
    prefixes: Sequence[str],
    computed: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The same cells as one sentence, for a reader who cannot see the chart."""
    frame = cell_frame(rows, language, prefixes, rows["target_value"], computed)
    told = []
    for name, *cells in frame.drop(columns="observation_id").itertuples(index=False):
        parts = [
            pick(language, f"{label}{cell}", f"{label.lower()} {cell}")
            for label, cell in zip(frame.columns[1:-1], cells, strict=True)
            if pd.notna(cell)
        ]
        joined = pick(language, "，", ", ").join(parts)
        told.append(pick(language, f"{name}{joined}", f"{lower_first(str(name))}: {joined}"))
    return pick(language, "；", "; ").join(told) + pick(language, "。", ".")


def next_targets_chart(facts: Facts, language: str) -> Chart | None:
    """Draw the nearest later target as a share of the value already reached (100 %).

    Only counts and amounts whose later target has the same measure are drawn; rates have a chart of
    their own (`plan_chart`).

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        The chart, or nothing where fewer than two such targets are known.
    """
    rows = facts.counted
    same = rows["next_measure"].eq(rows["measure"]).fillna(False)
    rows = rows[same & rows["value"].notna() & rows["direction"].eq("up")]
    rows = rows[rows["unit"].ne("percent")].copy()
    if len(rows) < 2:
        return None
    rows["share"] = [100 * a / b for a, b in zip(rows["next_value"], rows["value"], strict=True)]
    rows["share_text"] = [_share(row, language) for _, row in rows.iterrows()]
    rows = rows.sort_values("share", ascending=False, kind="stable")
    dots = [
        Dot(
            name=called(row, language),
            value=row["share"],
            text=said(row, language, "next_")
            + pick(language, f"（{row['share_text']}）", f" ({row['share_text']})"),
            own=row["share"] >= 100,
        )
        for _, row in rows.iterrows()
    ]
    past, ahead = str(rows["period_end"].max())[:4], str(rows["next_period_end"].max())[:4]
    references = [Reference(100, pick(language, f"{past}年实际=100%", f"{past} value = 100%"))]
    below = int((rows["share"] < 100).sum())
    rates = len(lowered(facts)) - below
    some = "All" if below == len(rows) else f"{below} of"
    return Chart(
        title=pick(
            language,
            f"{len(rows)}项{ahead}年数量和金额目标"
            f"{'均' if below == len(rows) else f'中，{below}项'}低于{past}年已有水平"
            + (f"（另有{rates}项是比率）" if rates else ""),
            f"{some} {len(rows)} counts and amounts aimed at for {ahead} lie below what {past} "
            "reached"
            + (f"; so do {rates} rates, not drawn here" if rates > 1 else "")
            + ("; so does 1 rate, not drawn here" if rates == 1 else ""),
        ),
        subtitle=pick(
            language,
            f"{facts.name('zh')}{ahead}年目标相当于{past}年（或上一个五年）实际值的百分比",
            f"{facts.name('en')}: target for {ahead} as a share of the {past} value (or of the "
            "five years before)",
        ),
        desc=_dots_desc(
            dots,
            language,
            pick(language, f"{past}年实际值为100%", f"the value of {past} is 100%"),
        ),
        data=cell_frame(
            rows,
            language,
            ("", "next_"),
            rows["observation_id"],
            {pick(language, "比例", "Share"): rows["share_text"].tolist()},
        ),
        sources=cell_sources(rows, language, ("", "next_")),
        draw=lambda figure, narrow: draw_dots(figure, dots, references, origin=100),
        heights=(dots_height(dots, references, WIDE), dots_height(dots, references, NARROW)),
        note=pick(
            language,
            "灰色点低于已有水平；目标低于已有水平不等于计划减少，也可能是下限。",
            "Grey: below what was reached; such a target may be a floor, not a planned fall.",
        ),
    )


def _share(row: pd.Series, language: str) -> str:
    """The next target as a share of the value; rough where either is."""
    rough = row["qualifier"] != "eq" or row["next_qualifier"] in ("approx", "over", "nearly")
    return pick(language, "约", "about ") * rough + percent(row["share"], decimals=0)
