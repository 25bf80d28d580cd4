"""Rows of dots: values against a target, or against parent, province and nation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from hrss_analysis.charts.style import FOCUS, INK, MARK, OTHER, SOFT, text_inches

ROW, TWO_LINES, TALL_ROW, TALLEST_ROW = 0.27, 0.32, 0.43, 0.58  # inches
TOP, BOTTOM, LINE = 0.3, 0.06, 0.18
NAME = 2.3  # inches; a longer name is broken into two lines
TEXT = 0.75  # share of the drawing; a longer text at a dot is broken, too


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One row: its name, the value (none: not reported) and the text at the dot.

    `own` sets it off as this region's, `hollow` as a value that is not simply reported, `square` as
    the yearly average of a total.
    """

    name: str
    value: float | None
    text: str
    own: bool = False
    hollow: bool = False
    missed: bool = False
    square: bool = False


@dataclass(frozen=True)
class Reference:
    """A vertical line with its label at the top."""

    value: float
    label: str
    strong: bool = True


@dataclass(frozen=True)
class Box:
    """A part of the figure, in inches from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


def row_height(dots: Sequence[Dot], width: float) -> float:
    """Height of a row in inches: taller where a name takes two lines or stands above the dot."""
    above = _names_above(dots, width)
    two = any("\n" in broken(dot.name, _most(width, above)) for dot in dots)
    if above:
        return TALLEST_ROW if two else TALL_ROW
    return TWO_LINES if two else ROW


def _names_above(dots: Sequence[Dot], width: float) -> bool:
    """Where a name takes much of a narrow drawing, alone or with the text behind its dot."""
    name = max(text_inches(dot.name) for dot in dots)
    text = max(text_inches(dot.text) for dot in dots)
    return width < 5 and (name > 0.42 * width or name + text > 0.9 * width)


def _most(width: float, above: bool) -> float:
    """Longest name in inches that stays on one line; Latin letters are narrower than estimated."""
    return 1.1 * width if above else NAME


def broken(name: str, most: float) -> str:
    """Break a name longer than this at the blank nearest to its middle."""
    blanks = [place for place, char in enumerate(name) if char == " "]
    if text_inches(name) <= most or not blanks:
        return name
    middle = min(blanks, key=lambda place: abs(place - len(name) / 2))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


def dots_height(dots: Sequence[Dot], references: Sequence[Reference], width: float) -> float:
    """Height in inches of a set of rows with its reference labels."""
    return _top(references) + BOTTOM + len(dots) * row_height(dots, width)


def _top(references: Sequence[Reference]) -> float:
    """Room for the reference labels, one line each."""
    return TOP + LINE * (len(references) - 1) if references else 0.04


def draw_dots(
    figure: Figure,
    dots: Sequence[Dot],
    references: Sequence[Reference] = (),
    *,
    origin: float | None = None,
    box: Box | None = None,
) -> None:
    """Draw rows of dots, each with its name at the left or, where space is short, above.

    Args:
        figure: The figure.
        dots: Rows from top to bottom; those without a value are only named.
        references: Lines across all rows.
        origin: Draw a stem from this value to each dot; by default none.
        box: Part of the figure; by default all of it, with the height given by `dots_height`.
    """
    width, height = figure.get_size_inches()
    box = box or Box(0, 0, width, height)
    above = _names_above(dots, box.width)
    lines = [line for dot in dots for line in broken(dot.name, NAME).split("\n")]
    left = 0.1 if above else max(map(text_inches, lines)) + 0.2
    inner = box.width - left - 0.05
    top, rows = _top(references), len(dots) * row_height(dots, box.width)
    axes = figure.add_axes(
        (
            (box.left + left) / width,
            1 - (box.top + top + rows) / height,
            inner / width,
            rows / height,
        )
    )
    dots = [replace(dot, text=broken(dot.text, TEXT * inner)) for dot in dots]
    texts = [line for dot in dots if dot.value is not None for line in dot.text.split("\n")]
    ends = max(map(text_inches, texts), default=0) + 0.14
    axes.set(xlim=_limits(dots, references, origin, ends / inner), ylim=(len(dots) - 0.5, -0.5))
    axes.set(xticks=[], yticks=[])
    sns.despine(ax=axes, left=True, bottom=True)
    _draw_references(axes, references, rows, inner)
    for row, dot in enumerate(dots):
        _draw_row(axes, row + (0.26 if above else 0.0), dot, origin)
        _draw_name(axes, row, dot, above, box.width, inner)


def _draw_name(axes: Axes, row: int, dot: Dot, above: bool, width: float, inches: float) -> None:
    lines = broken(dot.name, _most(width, above)).split("\n")
    step = 1.1 * float(mpl.rcParams["font.size"])
    for number, line in enumerate(lines):
        # Line by line: the reader's font sets the width, only an anchored line keeps its edge.
        axes.annotate(
            line,
            (0.0 if above else -0.1 / inches, row - 0.2 if above else row),
            xycoords=axes.get_yaxis_transform(),
            xytext=(0, step * ((len(lines) - 1) / 2 - number)),
            textcoords="offset points",
            ha="left" if above else "right",
            va="center",
            color=FOCUS if dot.own else INK,
            fontweight="bold" if dot.own else "normal",
        )


def _limits(
    dots: Sequence[Dot], references: Sequence[Reference], origin: float | None, room: float
) -> tuple[float, float]:
    """Leave room for the text right of the highest dot."""
    values = [dot.value for dot in dots if dot.value is not None] + [r.value for r in references]
    values += [] if origin is None else [origin]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    full = span / max(0.96 - room, 0.15)
    return low - full * 0.04, high + full * room


def _draw_references(
    axes: Axes, references: Sequence[Reference], height: float, inches: float
) -> None:
    low, high = axes.get_xlim()
    bottom = axes.get_ylim()[0]
    for line, reference in enumerate(references):
        color = MARK if reference.strong else SOFT
        style = "-" if reference.strong else (0, (4, 2))
        axes.vlines(
            reference.value, -0.5, bottom, color=color, lw=1.4, linestyles=cast(Any, [style])
        )
        half = text_inches(reference.label) / 2 / inches
        place = min(max((reference.value - low) / (high - low), half), 1 - half)
        axes.text(
            place,
            1 + (0.03 + LINE * line) / height,
            reference.label,
            transform=axes.transAxes,
            ha="center",
            va="bottom",
            color=color,
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
        marker="D" if dot.missed else "s" if dot.square else "o",
        facecolor="white" if dot.hollow else color,
        edgecolor=color,
        linewidth=1.8,
        zorder=3,
        legend=False,
    )
    axes.set(xlabel="", ylabel="")
    start = dot.value if origin is None else max(dot.value, origin)  # short of it: beyond the line
    axes.annotate(
        dot.text,
        (start, y),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        ha="left",
        color=MARK if dot.missed else FOCUS if dot.own else INK,
        fontweight="bold" if dot.own else "normal",
    )
