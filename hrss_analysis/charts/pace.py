"""Targets on one scale: base and latest value as shares of the target."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.style import FOCUS, INK, MARK, OTHER, SOFT, text_inches
from hrss_analysis.prose.goals import PlanFacts
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import called, lower_first, said
from hrss_analysis.prose.words import pick

ROW, TALL_ROW, TOP, BOTTOM = 0.27, 0.44, 0.26, 0.34  # inches
FEWEST = 3
FARTHEST = 300.0  # percent; a dot beyond is drawn at the edge with its number


def pace_chart(facts: PlanFacts, language: str, *, earlier: bool = False) -> Chart | None:
    """Draw base and latest value of each target as a share of the target, a dumbbell each.

    Only targets that are a floor are drawn: for a ceiling less is better. A base over another
    number of years is drawn as its yearly average.

    Args:
        facts: The region's targets.
        language: `zh` or `en`.
        earlier: Draw the targets before the newest plan.

    Returns:
        The chart, or nothing where fewer than three targets have a value.
    """
    rows = _drawn(facts.earlier if earlier else facts.current)
    if len(rows) < FEWEST:
        return None
    names = [called(row, language) for _, row in rows.iterrows()]
    bases, latest = rows["base_share"].notna(), rows["latest_share"].notna()
    years = sorted({int(year) for year in rows["end_year"]})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    period = pick(language, f"{span}年".replace("–", "—"), span)
    return Chart(
        title=_title(rows, period, language),
        subtitle=pick(
            language,
            f"{facts.name('zh')}，目标={period}目标值（100%），只列越高越好的目标",
            f"{facts.name('en')}, share of the target for {period} (100%), targets to reach only",
        ),
        desc=_desc(rows, language),
        data=_data(rows, language),
        draw=lambda figure, narrow: _draw(figure, narrow, rows, names, language),
        heights=(TOP + BOTTOM + len(rows) * ROW, TOP + BOTTOM + len(rows) * TALL_ROW),
        note=_note(bool(bases.any()), bool(latest.any()), rows, language),
    )


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """Floors with a base or a latest value, as shares of the target, the highest first."""
    rows = rows[rows["direction"].eq("floor") & rows["target"].gt(0) & rows["end_year"].notna()]
    rows = rows.copy()
    rows["latest_share"] = 100 * rows["latest"] / rows["target"]
    rows["base_share"] = [100 * _base(row) / row["target"] for _, row in rows.iterrows()]
    rows = rows[rows["latest_share"].notna() | rows["base_share"].notna()]
    leading = rows["latest_share"].fillna(rows["base_share"])
    return rows.assign(leading=leading).sort_values("leading", ascending=False, kind="stable")


def _base(row: pd.Series) -> float:
    if pd.isna(row["base"]):
        return float("nan")
    if row["base_averaged"] != "yes":
        return float(row["base"])
    return (
        float(row["base"])
        * _years(row, "plan_start", "plan_end")
        / _years(row, "base_period_start", "base_period_end")
    )


def _years(row: pd.Series, start: str, end: str) -> int:
    return int(str(row[end])[:4]) - int(str(row[start])[:4]) + 1


def _title(rows: pd.DataFrame, period: str, language: str) -> str:
    judged = rows[rows["latest_share"].notna()]
    if len(judged):
        good = int(judged["verdict"].isin(["met", "on_pace"]).sum())
        paced = judged["verdict"].isin(["on_pace", "behind"]).any()
        done = pick(language, "已完成", "met")
        done += pick(language, "或达到序时进度", " or on pace") if paced else ""
        if good == len(judged):
            return pick(language, f"{good}项目标均{done}", f"All {good} targets drawn are {done}")
        return pick(
            language,
            f"{len(judged)}项目标中{good}项{done}",
            f"{good} of {len(judged)} targets drawn are {done}",
        )
    low = int(rows["base_meets_target"].eq("yes").sum())
    return pick(
        language,
        f"{len(rows)}项{period}目标中，{low}项不高于目标期前已有水平",
        f"{low} of {len(rows)} targets for {period} ask no more than was reached before",
    )


def _note(bases: bool, latest: bool, rows: pd.DataFrame, language: str) -> str:
    parts = []
    if bases:
        parts.append(
            pick(language, "空心点为目标期前的数值", "Hollow dot: value before the period")
        )
    if latest:
        parts.append(
            pick(language, "实心点为目标期内最近数值", "filled dot: latest within the period")
        )
    if rows["base_averaged"].eq("yes").any():
        parts.append(
            pick(
                language,
                "目标期长短不同的按年均数折算",
                "where lengths differ, by the yearly average",
            )
        )
    parts.append(
        pick(language, "竖线为目标。横轴不从0起", "line: target. The axis does not start at zero")
    )
    text = pick(language, "，", "; ").join(parts)
    return (text[:1].upper() + text[1:]) + pick(language, "。", ".")


def _draw(
    figure: Figure, narrow: bool, rows: pd.DataFrame, names: list[str], language: str
) -> None:
    width, height = figure.get_size_inches()
    left = 0.08 if narrow else max(map(text_inches, names)) + 0.2
    inner = width - left - 0.55
    axes = figure.add_axes(
        (left / width, BOTTOM / height, inner / width, 1 - (TOP + BOTTOM) / height)
    )
    values = pd.concat([rows["base_share"], rows["latest_share"]]).dropna().clip(upper=FARTHEST)
    low, high = min(values.min(), 100.0), max(values.max(), 100.0)
    axes.set(xlim=(low - 6, high + 6), ylim=(len(rows) - 0.5, -0.5), yticks=[])
    axes.grid(axis="x")
    axes.xaxis.set_major_locator(MaxNLocator(4 if narrow else 5, integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
    sns.despine(ax=axes, left=True)
    axes.axvline(100, color=MARK, lw=1.6, zorder=1)
    axes.text(
        100,
        1 + 0.05 / (height - TOP - BOTTOM),
        pick(language, "目标", "target"),
        transform=axes.get_xaxis_transform(),
        ha="center",
        va="bottom",
        color=MARK,
    )
    for y, ((_, row), name) in enumerate(zip(rows.iterrows(), names, strict=True)):
        _draw_goal(axes, y + (0.2 if narrow else 0), row)
        axes.text(
            0.0 if narrow else -0.1 / inner,
            y - 0.22 if narrow else y,
            name,
            transform=axes.get_yaxis_transform(),
            ha="left" if narrow else "right",
            va="center",
            color=INK,
        )
    axes.set(xlabel="", ylabel="")
    axes.tick_params(colors=SOFT)


def _draw_goal(axes: Axes, y: float, row: pd.Series) -> None:
    shares = [row[name] for name in ("base_share", "latest_share") if pd.notna(row[name])]
    ends = [min(share, FARTHEST) for share in shares]
    axes.hlines(y, min([*ends, 100]), max([*ends, 100]), color="#c3ccd4", lw=2, zorder=2)
    if pd.notna(row["base_share"]):
        sns.scatterplot(
            x=[min(row["base_share"], FARTHEST)], y=[y], ax=axes, s=52, facecolor="white",
            edgecolor=OTHER, linewidth=1.6, zorder=3, legend=False,
        )  # fmt: skip
    if pd.notna(row["latest_share"]):
        bad = row["verdict"] in ("missed", "behind")
        sns.scatterplot(
            x=[min(row["latest_share"], FARTHEST)], y=[y], ax=axes, s=62,
            color=MARK if bad else FOCUS, linewidth=0, zorder=4, legend=False,
        )  # fmt: skip
    axes.annotate(
        percent(row["leading"], decimals=0),
        (max([*ends, 100]), y),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        color=INK,
    )


def _desc(rows: pd.DataFrame, language: str) -> str:
    told = []
    for _, row in rows.iterrows():
        parts = [pick(language, "目标", "target ") + said(row, language, "target_")]
        for label, prefix in (
            (pick(language, "此前", "before "), "base_"),
            (pick(language, "最近", "latest "), "latest_"),
        ):
            if pd.notna(row[f"{prefix}value"]):
                parts.append(label + said(row, language, prefix))
        share = percent(row["leading"], decimals=0)
        parts.append(pick(language, f"为目标的{share}", f"{share} of the target"))
        name = called(row, language)
        told.append(
            pick(
                language, f"{name}{'，'.join(parts)}", f"{lower_first(name)}: {', '.join(parts)}"
            )  # fmt: skip
        )
    return pick(language, f"哑铃图。{'；'.join(told)}。", f"Dumbbell chart. {'; '.join(told)}.")


def _data(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    zh = language == "zh"
    columns = {
        "目标" if zh else "Target": "target_",
        "此前" if zh else "Before": "base_",
        "最近" if zh else "Latest": "latest_",
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
            "占目标" if zh else "Share of target": [
                percent(value, decimals=0) for value in rows["leading"]
            ],
            "observation_id": rows["target_id"].tolist(),
        }
    )
