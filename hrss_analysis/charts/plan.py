"""A plan in one picture: rates at the base, reached, and aimed at."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.dumbbells import Dumbbell, Dumbbells, marks_of
from hrss_analysis.charts.targets import cell_frame, cell_sources, cells_told
from hrss_analysis.prose.parts import called, said
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import pick

FEWEST = 3
PARTS = ("base_", "", "target_", "next_")
MARKS = (
    ("before", "base_value"),
    ("now", "value"),
    ("target", "target_value"),
    ("next", "next_value"),
)


def plan_chart(facts: Facts, language: str) -> Chart | None:
    """Draw percent indicators with base, actual value and targets on one axis (a dumbbell each).

    Args:
        facts: The region's figures.
        language: `zh` or `en`.

    Returns:
        The chart, or nothing where fewer than three rates have a target.
    """
    rows = facts.counted
    aimed = rows["target_value"].notna() | rows["next_value"].notna()
    rows = rows[rows["unit"].eq("percent") & rows["value"].notna() & aimed]
    rows = rows[rows["direction"].eq("up")].sort_values("value", ascending=False, kind="stable")
    if len(rows) < FEWEST:
        return None
    past = str(rows["period_end"].max())[:4]
    drawn = Dumbbells(
        rows=tuple(
            Dumbbell(called(row, language), _ahead(row, language), marks_of(row, MARKS))
            for _, row in rows.iterrows()
        ),
        key=_key(rows, past, language),
    )
    return Chart(
        title=_title(rows, past, language),
        subtitle=pick(
            language,
            f"{facts.name('zh')}，只列越高越好的比率，单位：%，{past}年及前后",
            f"{facts.name('en')}, rates where more is better, percent, around {past}",
        ),
        desc=pick(language, "哑铃图。", "Dumbbell chart. ") + cells_told(rows, language, PARTS),
        data=cell_frame(rows, language, PARTS, rows["observation_id"]),
        sources=cell_sources(rows, language, PARTS),
        draw=drawn.draw,
        heights=drawn.heights(),
        note=pick(
            language,
            f"右侧数字为{past}年数值，箭头后为以后的目标。横轴不从0起。",
            f"At the right: value of {past}, then the later target. The axis does not start at "
            "zero.",
        ),
    )


def _ahead(row: pd.Series, language: str) -> str:
    """The value, and the next target where there is one."""
    aim = f" → {said(row, language, 'next_')}" if pd.notna(row["next_value"]) else ""
    return said(row, language) + aim


def _key(rows: pd.DataFrame, past: str, language: str) -> tuple[tuple[str, str], ...]:
    """What each kind of mark means, those that occur."""
    ends = rows["next_period_end"].dropna()
    ahead = str(ends.max())[:4] if len(ends) else ""
    words = {
        "before": pick(language, "此前", "earlier"),
        "now": pick(language, f"{past}年", past),
        "target": pick(language, f"{past}年目标", f"target {past}"),
        "next": pick(language, f"{ahead}年目标", f"target {ahead}"),
    }
    return tuple((kind, words[kind]) for kind, column in MARKS if rows[column].notna().any())


def _title(rows: pd.DataFrame, past: str, language: str) -> str:
    aimed = rows[rows["target_value"].notna()]
    count, aims = len(rows), len(aimed)
    met = int(aimed["met"].eq(True).sum())
    if not aims:
        return pick(
            language,
            f"{count}项比率没有{past}年目标，只有以后的目标",
            f"{count} rates have later targets and none for {past}",
        )
    if met == aims:
        return pick(
            language,
            f"{count}项比率中{aims}项有{past}年目标，均已达到",
            f"All {aims} rates with a target for {past} reach it",
        )
    return pick(
        language,
        f"{count}项比率中{aims}项有{past}年目标，{met}项达到",
        f"{met} of {aims} rates with a target for {past} reach it",
    )
