"""Projections as fans: known years, gaps, median, 80 % and 95 % ranges, targets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.fan_text import fan_data, fan_desc, fan_kind, fan_note
from hrss_analysis.charts.style import FOCUS, INK, MARK, SOFT, text_inches
from hrss_analysis.prose.numbers import unit_word
from hrss_analysis.prose.outlook import Outlook, Outlooks
from hrss_analysis.prose.ranges import (
    item_name,
    last_value,
    median_text,
    past_forecasts,
    range_text,
    value_text,
)
from hrss_analysis.prose.words import pick

HEIGHT, PANEL, BOTTOM, LEFT, GAP = 2.2, 1.55, 0.3, 0.62, 0.25  # inches
PANELS = 4
LABEL = 0.17  # inches, height of a label
LINE = 0.19  # inches, from line to line above a picture
# A bound points to its free side.
MARKS = {"reported": "o", "low": "^", "high": "v", "doubtful": "X"}
NEAR = 0.18  # share of the axis within which two years cannot both be written


def fan_chart(facts: Outlooks, language: str) -> Chart | None:
    """Draw the first projection of a region.

    Args:
        facts: The region's projections.
        language: `zh` or `en`.

    Returns:
        The chart, or nothing where nothing may be said.
    """
    usable = facts.usable
    return _chart(usable[:1], facts, language) if usable else None


def fan_panels(facts: Outlooks, language: str, *, rest: bool = False) -> Chart | None:
    """Draw the next projections as small multiples with the same years.

    Indicators with one known year stay out: the table tells a lone point with a borrowed range.

    Args:
        facts: The region's projections.
        language: `zh` or `en`.
        rest: Those after the first four.

    Returns:
        The chart, or nothing where none is left.
    """
    told = [item for item in facts.usable[1:] if item.says != "band"]
    told = told[PANELS:] if rest else told[:PANELS]
    note = past_forecasts(told, language) if rest else ""  # told beside the page, not drawn on it
    return _chart(told, facts, language, note) if told else None


def _chart(items: Sequence[Outlook], facts: Outlooks, language: str, note: str = "") -> Chart:
    single = len(items) == 1
    place = facts.name(language)
    first = items[0]
    title = _title(first, language) if single else _panels_title(items, language)
    units = "、".join(dict.fromkeys(unit_word(item.unit, "zh") for item in items))
    units_en = ", ".join(dict.fromkeys(unit_word(item.unit, "en") for item in items))
    until = max(int(item.horizon["year"]) for item in items)
    return Chart(
        title=title,
        subtitle=pick(
            language,
            f"{place}，{_since(items)}—{until}年，单位：{units}",
            f"{place}, {_since(items)} to {until}, {units_en}",
        ),
        desc=pick(language, "", " ").join(fan_desc(item, language) for item in items),
        data=pd.concat([fan_data(item, language) for item in items], ignore_index=True),
        draw=lambda figure, narrow: _draw(figure, items, language),
        heights=(HEIGHT, HEIGHT) if single else (_height(len(items), 2), _height(len(items), 1)),
        note=note or fan_note(items, language),
    )


def _since(items: Sequence[Outlook]) -> int:
    return min(int(item.history["year"].min()) for item in items)


def _height(count: int, columns: int) -> float:
    return -(-count // columns) * (PANEL + GAP)


def _title(item: Outlook, language: str) -> str:
    name, row = item_name(item, language), item.horizon
    inner = range_text(item, row, "80", language)
    return pick(
        language,
        f"{name}{row['year']:.0f}年八成范围{inner}",
        f"{name}: 80% range {inner} in {row['year']:.0f}",
    )


def _panels_title(items: Sequence[Outlook], language: str) -> str:
    count, trends = len(items), sum(item.says == "trend" for item in items)
    zh, en = f"其中{trends}项可判断趋势", f"{trends} with a trend"
    if trends in (0, count):
        zh = "年份太少，都不判断趋势" if not trends else "都可判断趋势"
        en = "none with enough years for a trend" if not trends else "all with a trend"
    return pick(
        language, f"另外{count}项指标的范围，{zh}", f"Ranges of {count} more indicators, {en}"
    )


def _draw(figure: Figure, items: Sequence[Outlook], language: str) -> None:
    width, height = figure.get_size_inches()
    columns = 2 if width > 5 and len(items) > 1 else 1
    rows = -(-len(items) // columns)
    each_w, each_h = width / columns, height / rows
    since = _since(items)
    for place, item in enumerate(items):
        row, column = divmod(place, columns)
        top = 0.1 + LINE * (2 if len(items) > 1 else 1)
        axes = figure.add_axes(
            (
                (column * each_w + LEFT) / width,
                1 - (row * each_h + each_h - BOTTOM) / height,
                (each_w - LEFT - 0.15) / width,
                (each_h - BOTTOM - top) / height,
            )
        )
        _draw_fan(axes, item, since, language, small=len(items) > 1)


def _draw_fan(axes: Axes, item: Outlook, since: int, language: str, *, small: bool) -> None:
    history, ahead = item.history, item.ahead
    last = item.last
    years = np.array([last["year"], *ahead["year"]], dtype=float)
    for level, alpha in (("95", 0.13), ("80", 0.22)):
        low = np.array([last["value"], *ahead[f"lower{level}"]], dtype=float)
        high = np.array([last["value"], *ahead[f"upper{level}"]], dtype=float)
        axes.fill_between(years, low, high, color=FOCUS, alpha=alpha, lw=0)
    kinds = history.apply(fan_kind, axis=1)
    limits = kinds.isin(["low", "high"])
    breaks = history["year"].diff().gt(1) | limits | limits.shift(fill_value=False)
    for _, part in history.groupby(breaks.cumsum()):  # no line over a gap, to or from a bound
        sns.lineplot(
            x=part["year"].astype(float),
            y=part["value"],
            ax=axes,
            color=FOCUS,
            lw=2.2,
            errorbar=None,
            legend=False,
        )
    for kind, part in history.groupby(kinds):
        hollow = kind in ("low", "high")
        axes.scatter(
            part["year"].astype(float),
            part["value"],
            marker=MARKS[str(kind)],
            s=20 if kind == "reported" else 44,
            facecolor="white" if hollow else FOCUS,
            edgecolor=FOCUS if hollow else "white",
            lw=1.3 if hollow else 0.7,
            zorder=3,
        )
    if item.says == "trend":
        middle = np.array([last["value"], *ahead["median"]], dtype=float)
        axes.plot(years, middle, color=FOCUS, lw=1.6, ls=(0, (3, 2)))
    _frame(axes, item, since, language)
    _mark_targets(axes, item, language)
    _label(axes, item, language, small=small)


def _mark_targets(axes: Axes, item: Outlook, language: str) -> None:
    """Short bars, the last of them with its value."""
    if item.targets.empty:
        return
    axes.scatter(item.targets["year"], item.targets["value"], marker="_", s=180, color=MARK, lw=2)
    last = item.targets.iloc[-1]
    bottom, top = axes.get_ylim()
    high = last["value"] > bottom + 0.7 * (top - bottom)  # the range is told up there
    axes.annotate(
        pick(language, "目标", "target ") + value_text(item, last, language),
        (last["year"], last["value"]),
        xytext=(0, -4 if high else 4),
        textcoords="offset points",
        ha="center",
        va="top" if high else "bottom",
        color=MARK,
    )


def _label(axes: Axes, item: Outlook, language: str, *, small: bool) -> None:
    last, end = item.last, item.horizon
    text = last_value(item, language)
    height, below = _free_height(axes, item.history, text_inches(text))
    axes.annotate(
        text,
        (last["year"], height),
        xytext=(-2, -6 if below else 6),
        textcoords="offset points",
        ha="left" if len(item.history) == 1 else "right",
        va="top" if below else "bottom",
        color=FOCUS,
        fontweight="bold",
    )
    told = range_text(item, end, "80", language)
    label = pick(language, f"{end['year']:.0f}年80%：{told}", f"{end['year']:.0f}, 80%: {told}")
    if item.says == "trend":
        middle = median_text(item, end, language)
        label = pick(
            language, f"{end['year']:.0f}年{middle}", f"{end['year']:.0f}: {middle}"
        ) + pick(language, f"（80%：{told}）", f" (80%: {told})")
    name = item_name(item, language)
    for text, line, weight in ((label, 0, "normal"), (name, 1, "bold")):  # above the picture
        if small or text != name:
            axes.annotate(
                text,
                (0, 1),
                xycoords="axes fraction",
                xytext=(-72 * LEFT + 4, 4 + 72 * LINE * line),
                textcoords="offset points",
                color=INK if line else FOCUS,
                fontweight=weight,
            )
    if not small and end["upper95"] - end["upper80"] > 0.1 * np.ptp(axes.get_ylim()):
        for level in ("80", "95"):
            axes.annotate(
                f"{level}%",
                (end["year"], end[f"upper{level}"]),
                xytext=(-3, -3),
                textcoords="offset points",
                ha="right",
                va="top",
                color=SOFT,
            )


def _free_height(axes: Axes, history: pd.DataFrame, inches: float) -> tuple[float, bool]:
    """Where a label that ends at the last year clears the line, and whether that is below it."""
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    dpi = axes.get_figure(root=True).dpi  # type: ignore[union-attr]
    width, height = axes.bbox.width / dpi, axes.bbox.height / dpi
    years, values = history["year"].to_numpy(float), history["value"].to_numpy(float)
    first = years[-1] - inches * (right - left) / width
    line = np.interp(np.linspace(max(first, years[0]), years[-1], 50), years, values)
    last, tall = values[-1], LABEL * (top - bottom) / height
    if not ((line > last + 0.2 * tall) & (line < last + 1.6 * tall)).any():
        return last, False
    crossed = ((line < last - 0.2 * tall) & (line > last - 1.6 * tall)).any()
    if last - 1.6 * tall > bottom and not crossed:
        return last, True
    return float(line.max()), False


def _frame(axes: Axes, item: Outlook, since: int, language: str) -> None:
    history, ahead = item.history, item.ahead
    low = min(history["value"].min(), ahead["lower95"].min())
    high = max(history["value"].max(), ahead["upper95"].max())
    bottom = low - 0.12 * (high - low)
    top = max(high + 0.14 * (high - low), item.last["value"] + 0.32 * (high - low))  # its label
    if item.unit == "percent":
        bottom = max(bottom, 0)
    axes.set(
        xlim=(since - 0.6, float(ahead["year"].max()) + 0.6),
        ylim=(0 if bottom < 0.35 * high and low >= 0 else bottom, top),
        xlabel="",
        ylabel="",
    )
    axes.grid(axis="y")
    ticks = MaxNLocator(4).tick_values(*axes.get_ylim())
    most = top - 0.08 * (top - axes.get_ylim()[0])  # what is above would touch the text there
    most = min(most, 100) if item.unit == "percent" else most  # no rate is marked above 100
    axes.set_yticks([tick for tick in ticks if axes.get_ylim()[0] <= tick <= most])
    scale = _tick_scale(high, item.unit, language)
    axes.yaxis.set_major_formatter(lambda value, _: _tick(value, item.unit, scale))
    ends = [int(history["year"].iloc[0]), int(item.last["year"]), int(ahead["year"].max())]
    if ends[1] - ends[0] < NEAR * (ends[2] - since):
        ends = ends[1:]  # the two labels would touch
    axes.set_xticks(ends)
    axes.tick_params(colors=SOFT)
    sns.despine(ax=axes, left=True)


def _tick_scale(high: float, unit: str, language: str) -> tuple[float, str]:
    """Factor and short name that leave at most three digits before the point, or four Chinese."""
    if unit == "percent":
        return 1, "%"
    steps = {"zh": ((1e8, "亿"), (1e4, "万")), "en": ((1e9, "bn"), (1e6, "m"), (1e3, "k"))}
    return next((step for step in steps[language] if high >= step[0]), (1, ""))


def _tick(value: float, unit: str, scale: tuple[float, str]) -> str:
    factor, name = scale
    return f"{value / factor:.6g}{name}" if value or unit == "percent" else "0"
