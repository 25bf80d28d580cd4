"""Charts about targets: completion, plan rates (base, actual, target) and the next targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hrss_analysis.charts.dots import Dot, Reference, dots_height, draw_dots
from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.style import NARROW, WIDE
from hrss_analysis.prose.goals import at_base, base_level
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import called, lower_first, said, when
from hrss_analysis.prose.progress import rate_text
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.targets import judged
from hrss_analysis.prose.words import marks_text, pick

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
            missed=row["verdict"] in ("missed", "behind"),
        )
        for _, row in rows.iterrows()
    ]
    rates = [dot.text for dot in dots]
    references = [Reference(100, pick(language, "目标=100%", "target = 100%"))]
    high, low = rows.iloc[0], rows.iloc[-1]
    period = when(high, language, "target_")
    count, met = len(rows), int(rows["verdict"].eq("met").sum())
    total, lowest, highest = len(facts.due), rate_text(low, language), rate_text(high, language)
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
            ("latest_", "target_"),
            rows["latest_observation_id"],
            {pick(language, *COLUMNS["completion_"]): rates},
        ),
        sources=cell_sources(rows, language, ("latest_", "target_", "completion_")),
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
    "latest_": ("实际", "Actual"),
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
                pick(language, *COLUMNS[prefix]): [_cell(row, language, prefix) for row in each]
                for prefix in prefixes
            },
            **(computed or {}),
            "observation_id": observation_ids.tolist(),
        }
    )


def _cell(row: pd.Series, language: str, prefix: str) -> Any:
    """A part of a row in words; a target that was never set is not one that was not reported."""
    if pd.notna(row[f"{prefix}value"]):
        return said(row, language, prefix)
    none = pick(language, "无目标", "no target")
    return none if prefix in ("target_", "next_") else pd.NA


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
    """Draw each later target as a share of the value already reached (100 %).

    Only counts and amounts that have a value before their period are drawn; rates have a chart of
    their own (`plan_chart`). The title counts all targets and says how many of them are drawn.

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        The chart, or nothing where fewer than two such targets are known.
    """
    rows = facts.ahead
    floors = rows["direction"].eq("floor") & rows["base"].gt(0).fillna(False)
    rows = rows[floors & rows["unit"].ne("percent")].copy()
    if len(rows) < 2:
        return None
    rows["drawn"] = [100 * row["target"] / base_level(row) for _, row in rows.iterrows()]
    rows["drawn_text"] = [_share(row, language) for _, row in rows.iterrows()]
    rows = rows.sort_values("drawn", ascending=False, kind="stable")
    dots = [
        Dot(
            name=called(row, language),
            value=row["drawn"],
            text=_aim_text(row, language),
            own=row["drawn"] > 100,
        )
        for _, row in rows.iterrows()
    ]
    past, ahead = str(rows["base_period_end"].max())[:4], int(rows["end_year"].max())
    references = [Reference(100, pick(language, f"{past}年实际=100%", f"{past} value = 100%"))]
    averaged = rows["base_averaged"].eq("yes").any()
    return Chart(
        title=_next_title(facts, rows, ahead, language),
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
            ("base_", "target_"),
            rows["base_observation_id"],
            {pick(language, "比例", "Share"): rows["drawn_text"].tolist()},
        ),
        sources=cell_sources(rows, language, ("base_", "target_")),
        draw=lambda figure, narrow: draw_dots(figure, dots, references, origin=100),
        heights=(dots_height(dots, references, WIDE), dots_height(dots, references, NARROW)),
        note=pick(
            language,
            ("长短不同的时期按年均数相比。" if averaged else "")
            + "灰色点不高于已有水平；这样的目标不等于计划减少，也可能是下限。",
            ("Periods of unlike length are compared by yearly averages. " if averaged else "")
            + "Grey: no more than was reached; such a target may be a floor, not a planned fall.",
        ),
    )


def _next_title(facts: Facts, rows: pd.DataFrame, year: int, language: str) -> str:
    """How many of all later targets ask for no more, and how many of those are drawn."""
    low, drawn = at_base(facts.ahead), len(at_base(rows))
    count, rest = len(facts.ahead), len(low) - drawn
    some = f"{len(low)} of {count}" if len(low) < count else f"All {count}"
    told = pick(
        language,
        f"{year}年{count}项目标中，{len(low)}项不高于已有水平",
        f"{some} targets for {year} ask for no more than was reached",
    )
    if not rest:
        return told
    return told + pick(
        language,
        f"（图中{drawn}项，另{rest}项是比率）",
        f" ({drawn} drawn here, {rest} {'are rates' if rest > 1 else 'is a rate'})",
    )


def _aim_text(row: pd.Series, language: str) -> str:
    """A later target with its share, and the mark of a value that is not simply reported."""
    told = [row["drawn_text"]]
    if marks := marks_text(row["target_status"], row["target_flag"], language):
        told.insert(0, marks)
    inner = pick(language, "，", ", ").join(told)
    return said(row, language, "target_") + pick(language, f"（{inner}）", f" ({inner})")


def _share(row: pd.Series, language: str) -> str:
    """The later target as a share of the value; rough where either is."""
    rough = row["base_qualifier"] != "eq" or row["target_qualifier"] in ("approx", "over", "nearly")
    return pick(language, "约", "about ") * rough + percent(row["drawn"], decimals=0)
