"""A plan in one picture: rates at the base, reached, and aimed at."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.style import FOCUS, INK, MARK, OTHER, SOFT, text_inches
from hrss_analysis.charts.targets import cell_sources
from hrss_analysis.prose.parts import called, lower_first, said
from hrss_analysis.prose.scoreboard import Facts
from hrss_analysis.prose.words import pick

ROW, TALL_ROW, TOP, BOTTOM = 0.29, 0.45, 0.06, 0.34  # inches
POINTS = ("base_value", "value", "target_value", "next_value")


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
    if len(rows) < 3:
        return None
    names = [called(row, language) for _, row in rows.iterrows()]
    past = str(rows["period_end"].max())[:4]
    ends = rows["next_period_end"].dropna()
    ahead = str(ends.max())[:4] if len(ends) else ""
    met = int((pd.to_numeric(rows["value"]) >= pd.to_numeric(rows["target_value"])).sum())
    aims = int(rows["target_value"].notna().sum())
    later = pick(
        language,
        f"，竖线▏为{ahead}年目标" if ahead else "",
        f"; bar: target for {ahead}" if ahead else "",
    )
    return Chart(
        title=pick(
            language,
            f"{len(rows)}项比率中，{aims}项有{past}年目标，{met}项达到",
            f"{met} of {aims} rates with a target for {past} reach it",
        ),
        subtitle=pick(
            language,
            f"{facts.name('zh')}，只列越高越好的比率，单位：%，{past}年及前后",
            f"{facts.name('en')}, rates (more is better), percent, {past} and around",
        ),
        desc=_desc(rows, language),
        data=_data(rows, language),
        sources=cell_sources(rows, language, ("base_", "", "target_", "next_")),
        draw=lambda figure, narrow: _draw(figure, narrow, rows, names),
        heights=(TOP + BOTTOM + len(rows) * ROW, TOP + BOTTOM + len(rows) * TALL_ROW),
        note=pick(
            language,
            f"空心点为此前数值，实心点为{past}年数值，叉×为{past}年目标{later}。横轴不从0起。",
            f"Hollow dot: earlier value; filled dot: {past}; cross: target for {past}{later}. "
            "The axis does not start at zero.",
        ),
    )


def _draw(figure: Figure, narrow: bool, rows: pd.DataFrame, names: list[str]) -> None:
    width, height = figure.get_size_inches()
    left = 0.08 if narrow else max(map(text_inches, names)) + 0.2
    inner = width - left - 0.12
    axes = figure.add_axes(
        (left / width, BOTTOM / height, inner / width, 1 - (TOP + BOTTOM) / height)
    )
    values = pd.concat([pd.to_numeric(rows[name]) for name in POINTS]).dropna()
    axes.set(xlim=(values.min() - 3, 101.5), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    axes.grid(axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(5 if narrow else 8, integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    sns.despine(ax=axes, left=True)
    for y, ((_, row), name) in enumerate(zip(rows.iterrows(), names, strict=True)):
        _draw_rate(axes, y + (0.2 if narrow else 0), row)
        axes.text(
            0.0 if narrow else -0.1 / inner,
            y - 0.22 if narrow else y,
            name,
            transform=axes.get_yaxis_transform(),
            ha="left" if narrow else "right",
            va="center",
            color=INK,
        )


def _draw_rate(axes: Axes, y: float, row: pd.Series) -> None:
    known = [float(row[name]) for name in POINTS if pd.notna(row[name])]
    axes.hlines(y, min(known), max(known), color="#c3ccd4", lw=2, zorder=1)
    if pd.notna(row["base_value"]):
        sns.scatterplot(
            x=[row["base_value"]],
            y=[y],
            ax=axes,
            s=52,
            facecolor="white",
            edgecolor=OTHER,
            linewidth=1.6,
            zorder=3,
            legend=False,
        )
    sns.scatterplot(
        x=[row["value"]], y=[y], ax=axes, s=62, color=FOCUS, linewidth=0, zorder=4, legend=False
    )
    if pd.notna(row["target_value"]):
        axes.plot([row["target_value"]], [y], "x", color=MARK, ms=7, mew=2, zorder=5)
    if pd.notna(row["next_value"]):
        axes.plot([row["next_value"]], [y], "|", color=MARK, ms=13, mew=2, zorder=2)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(colors=SOFT)


def _desc(rows: pd.DataFrame, language: str) -> str:
    told = []
    for _, row in rows.iterrows():
        parts = [
            (pick(language, "此前", "earlier "), "base_"),
            (pick(language, "实际", "actual "), ""),
            (pick(language, "目标", "target "), "target_"),
            (pick(language, "下期目标", "next target "), "next_"),
        ]
        said_parts = [
            label + said(row, language, prefix)
            for label, prefix in parts
            if pd.notna(row[f"{prefix}value"])
        ]
        name = called(row, language)
        told.append(
            pick(
                language,
                f"{name}{'，'.join(said_parts)}",
                f"{lower_first(name)}: {', '.join(said_parts)}",
            )
        )
    return pick(language, f"哑铃图。{'；'.join(told)}。", f"Dumbbell chart. {'; '.join(told)}.")


def _data(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    zh = language == "zh"
    columns = {
        "此前" if zh else "Earlier": "base_",
        "实际" if zh else "Actual": "",
        "目标" if zh else "Target": "target_",
        "下期目标" if zh else "Next target": "next_",
    }
    return pd.DataFrame(
        {
            "指标" if zh else "Indicator": [called(row, language) for _, row in rows.iterrows()],
            **{
                name: [
                    said(row, language, prefix) if pd.notna(row[f"{prefix}value"]) else pd.NA
                    for _, row in rows.iterrows()
                ]
                for name, prefix in columns.items()
            },
            "observation_id": rows["observation_id"].tolist(),
        }
    )
