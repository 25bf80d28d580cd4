"""Rows of dots: values against a target or against the values of parent, province and nation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hrss_analysis.charts.style import FOCUS, INK, MARK, OTHER, SIZE, SOFT, text_inches


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One row: its name, the value (none: not reported) and the text at the dot.

    `own` sets it off as this region's, `hollow` as a value that is not simply reported.
    """

    name: str
    value: float | None
    text: str
    own: bool = False
    hollow: bool = False
    missed: bool = False


@dataclass(frozen=True)
class Reference:
    """A vertical line with its label at the top."""

    value: float
    label: str
    strong: bool = True


ROW_WIDE, ROW_NARROW, TOP, BOTTOM, LINE = 0.27, 0.43, 0.3, 0.06, 0.18  # inches


def dots_heights(count: int, references: int = 1) -> tuple[float, float]:
    """Heights of the wide and the narrow drawing for a number of rows and reference labels."""
    top = _top(references)
    return top + BOTTOM + count * ROW_WIDE, top + BOTTOM + count * ROW_NARROW


def _top(references: int) -> float:
    """Room for the reference labels, one line each."""
    return TOP + LINE * (max(references, 1) - 1)


def draw_dots(
    figure: Figure,
    narrow: bool,
    dots: Sequence[Dot],
    references: Sequence[Reference],
    *,
    stems: bool,
) -> None:
    """Draw rows of dots; on a phone the name stands above its row.

    Args:
        figure: Empty figure of the size given by `dots_heights`.
        narrow: Draw for a phone.
        dots: Rows from top to bottom; those without a value are only named.
        references: Lines across all rows; the first is where stems begin.
        stems: Draw a stem from the first reference to each dot.
    """
    width, height = figure.get_size_inches()
    top = _top(len(references))
    left = 0.1 if narrow else max(text_inches(dot.name) for dot in dots) + 0.2
    ends = max(text_inches(dot.text) for dot in dots if dot.value is not None) + 0.14
    axes = figure.add_axes(
        (left / width, BOTTOM / height, 1 - (left + 0.05) / width, 1 - (top + BOTTOM) / height)
    )
    values = [dot.value for dot in dots if dot.value is not None] + [r.value for r in references]
    low, high = _limits(values, room=ends / (width - left - 0.05))
    axes.set(xlim=(low, high), ylim=(len(dots) - 0.5, -0.5), xticks=[], yticks=[])
    sns.despine(ax=axes, left=True, bottom=True)
    _draw_references(axes, references, len(dots), width - left - 0.05)
    shift = 0.2 if narrow else 0.0  # below the name
    for row, dot in enumerate(dots):
        _draw_row(axes, row + shift, dot, references[0].value if stems else None)
    for row, dot in enumerate(dots):
        x, y = (0.0, row - 0.24) if narrow else (-0.1 / (width - left), row)
        axes.text(
            x,
            y,
            dot.name,
            transform=axes.get_yaxis_transform(),
            ha="left" if narrow else "right",
            va="center",
            color=FOCUS if dot.own else INK,
            fontweight="bold" if dot.own else "normal",
        )


def _limits(values: list[float], room: float) -> tuple[float, float]:
    """Leave room for the text right of the highest and, if need be, left of the lowest dot."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    full = span / max(1 - 2 * room, 0.2)
    return low - full * room, high + full * room


def _draw_references(
    axes: Axes, references: Sequence[Reference], rows: int, inches: float
) -> None:
    low, high = axes.get_xlim()
    height = axes.get_position().height * axes.get_figure().get_size_inches()[1]
    for line, reference in enumerate(references):
        color = MARK if reference.strong else SOFT
        style = "-" if reference.strong else (0, (4, 2))
        axes.vlines(reference.value, -0.5, rows - 0.5, color=color, lw=1.4, linestyles=[style])
        half = text_inches(reference.label) / 2 / inches
        place = (reference.value - low) / (high - low)
        place = min(max(place, half), 1 - half)
        axes.text(
            place,
            1 + (0.03 + LINE * line) / height,
            reference.label,
            transform=axes.transAxes,
            ha="center",
            va="bottom",
            color=color,
            fontsize=SIZE,
            fontweight="bold" if reference.strong else "normal",
        )


def _draw_row(axes: Axes, y: float, dot: Dot, origin: float | None) -> None:
    low, high = axes.get_xlim()
    pad = (high - low) * 0.012
    if dot.value is None:
        x = origin if origin is not None else low
        axes.text(x + pad, y, dot.text, va="center", ha="left", color=SOFT, fontstyle="italic")
        return
    color = MARK if dot.missed else FOCUS if dot.own else OTHER
    if origin is not None:
        axes.hlines(y, origin, dot.value, color=color, lw=2.6 if dot.own else 2)
    sns.scatterplot(
        x=[dot.value],
        y=[y],
        ax=axes,
        s=62,
        marker="D" if dot.missed else "o",
        facecolor="white" if dot.hollow else color,
        edgecolor=color,
        linewidth=1.8,
        zorder=3,
        legend=False,
    )
    axes.set(xlabel="", ylabel="")
    right = origin is None or dot.value >= origin
    axes.text(
        dot.value + (2 * pad if right else -2 * pad),
        y,
        dot.text,
        va="center",
        ha="left" if right else "right",
        color=MARK if dot.missed else FOCUS if dot.own else INK,
        fontweight="bold" if dot.own else "normal",
    )
