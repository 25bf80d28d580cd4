"""Rows of marks on one percent axis: before, now, target and next target of each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from hrss_analysis.charts.style import FOCUS, INK, MARK, NARROW, OTHER, SOFT, WIDE, text_inches

ROW, TALL_ROW, BOTTOM, LINE, KEY_GAP = 0.28, 0.45, 0.34, 0.24, 0.42  # inches
TICK = 0.55  # inches that a number of the axis needs
STEM = "#c3ccd4"
# kind -> marker, size, face, edge
DOTS = {
    "before": ("o", 130, "white", OTHER),
    "now": ("o", 50, FOCUS, FOCUS),
    "missed": ("D", 50, MARK, MARK),
    "open": ("s", 50, "white", FOCUS),
}


@dataclass(frozen=True)
class Dumbbell:
    """One row: its name, the text behind its last mark, and its marks by kind.

    Kinds: `before` (a wide ring, so that it shows around another mark), `now` (filled), `missed`
    (filled diamond in the colour of a miss), `open` (square, not judged), `target` (cross), `next`
    (bar).
    """

    name: str
    text: str
    marks: dict[str, float]


@dataclass(frozen=True)
class Dumbbells:
    """Rows with the key of their marks; `line` is a target that all rows share, with its label."""

    rows: tuple[Dumbbell, ...]
    key: tuple[tuple[str, str], ...]
    line: tuple[float, str] | None = None

    def heights(self) -> tuple[float, float]:
        """Heights of the wide and the narrow drawing in inches."""
        count = len(self.rows)
        return (
            self._top(WIDE) + BOTTOM + count * ROW,
            self._top(NARROW) + BOTTOM + count * TALL_ROW,
        )

    def _key_lines(self, width: float) -> list[list[tuple[str, str]]]:
        """The key in lines that fit the width."""
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0.0
        for kind, label in self.key:
            need = KEY_GAP + text_inches(label)
            if lines[-1] and used + need > width:
                lines.append([])
                used = 0.0
            lines[-1].append((kind, label))
            used += need
        return lines

    def _top(self, width: float) -> float:
        return LINE * (len(self._key_lines(width)) + (self.line is not None)) + 0.06

    def draw(self, figure: Figure, narrow: bool) -> None:
        """Draw the key, then the rows; names stand above the marks where space is short."""
        width, height = figure.get_size_inches()
        top = self._top(width)
        self._draw_key(figure, width, height)
        left = 0.08 if narrow else max(text_inches(row.name) for row in self.rows) + 0.2
        inner = width - left - 0.08
        axes = figure.add_axes(
            (left / width, BOTTOM / height, inner / width, 1 - (top + BOTTOM) / height)
        )
        self._frame(axes, inner)
        shift = 0.2 if narrow else 0.0
        if self.line:
            self._draw_line(axes, shift, height - top - BOTTOM)
        for y, row in enumerate(self.rows):
            _draw_row(axes, y + shift, row, self.line)
            axes.text(
                0.0 if narrow else -0.1 / inner,
                y - 0.22 if narrow else y,
                row.name,
                transform=axes.get_yaxis_transform(),
                ha="left" if narrow else "right",
                va="center",
                color=INK,
            )
        axes.set(xlabel="", ylabel="")

    def _draw_key(self, figure: Figure, width: float, height: float) -> None:
        lines = self._key_lines(width)
        deep = LINE * len(lines)
        axes = figure.add_axes((0, 1 - deep / height, 1, deep / height))
        axes.set(xlim=(0, width), ylim=(len(lines) - 0.5, -0.5))
        axes.axis("off")
        for y, line in enumerate(lines):
            x = 0.12
            for kind, label in line:
                draw_mark(axes, x, y, kind)
                axes.text(x + 0.12, y, label, va="center", color=SOFT)
                x += KEY_GAP + text_inches(label)

    def _frame(self, axes: Axes, inner: float) -> None:
        """Limits with room for the texts at the right; no tick where only they stand."""
        values = [value for row in self.rows for value in row.marks.values()]
        values += [self.line[0]] if self.line else []
        low, high = min(values), max(values)
        room = (max(text_inches(row.text) for row in self.rows) + 0.2) / inner
        full = (high - low or 1.0) / max(0.96 - room, 0.15)
        axes.set(xlim=(low - 0.04 * full, high + room * full))
        axes.set(ylim=(len(self.rows) - 0.5, -0.5), yticks=[])
        ticks = max(2, int(inner * (high - low) / full / TICK))
        marked = MaxNLocator(ticks, integer=True).tick_values(low, high)
        axes.set_xticks([tick for tick in marked if axes.get_xlim()[0] <= tick <= high])
        axes.grid(axis="x")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}%")
        axes.tick_params(colors=SOFT)
        sns.despine(ax=axes, left=True)

    def _draw_line(self, axes: Axes, shift: float, height: float) -> None:
        """The shared target; where names stand above the marks, it leaves them free."""
        assert self.line is not None
        value, label = self.line
        half = 0.5 - shift
        for y in range(len(self.rows)):
            axes.vlines(value, y + shift - half, y + shift + half, color=MARK, lw=1.6, zorder=1)
        axes.text(
            value,
            1 + 0.05 / height,
            label,
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="bottom",
            color=MARK,
        )


def _draw_row(axes: Axes, y: float, row: Dumbbell, line: tuple[float, str] | None) -> None:
    known = [*row.marks.values(), *([line[0]] if line else [])]
    axes.hlines(y, min(known), max(known), color=STEM, lw=2, zorder=1)
    for kind, value in row.marks.items():
        draw_mark(axes, value, y, kind)
    axes.annotate(
        row.text,
        (max(known), y),
        xytext=(9, 0),
        textcoords="offset points",
        va="center",
        color=INK,
    )


def draw_mark(axes: Axes, x: float, y: float, kind: str) -> None:
    """Draw one mark."""
    if kind == "target":
        axes.plot([x], [y], "x", color=MARK, ms=7, mew=2, zorder=6)
    elif kind == "next":
        axes.plot([x], [y], "|", color=MARK, ms=17, mew=2, zorder=2)
    else:
        shape, size, face, edge = DOTS[kind]
        sns.scatterplot(
            x=[x],
            y=[y],
            ax=axes,
            s=size,
            marker=shape,
            facecolor=face,
            edgecolor=edge,
            linewidth=1.6,
            zorder=3 if kind == "before" else 4,
            legend=False,
        )


def marks_of(row: pd.Series, kinds: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The marks of a row, from (kind, column) pairs; missing values have none."""
    return {kind: float(row[column]) for kind, column in kinds if pd.notna(row[column])}
