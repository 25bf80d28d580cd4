"""Small multiples: one panel of dots for each indicator, every panel with its own scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from hrss_analysis.charts.dots import Box, Dot, broken, dots_height, draw_dots
from hrss_analysis.charts.style import INK, NARROW, WIDE

TITLE, LINE, GAP, GUTTER = 0.24, 0.17, 0.16, 0.3  # inches


@dataclass(frozen=True)
class Panel:
    """One panel: what is measured, and its rows."""

    title: str
    dots: tuple[Dot, ...]


def panels_heights(panels: Sequence[Panel]) -> tuple[float, float]:
    """Heights of the wide drawing (two columns) and the narrow one (one column), in inches."""
    return _layout(panels, WIDE)[1], _layout(panels, NARROW)[1]


def draw_panels(figure: Figure, panels: Sequence[Panel]) -> None:
    """Draw the panels in one or two columns, by the width of the figure."""
    width, height = figure.get_size_inches()
    boxes, _ = _layout(panels, width)
    for panel, box in zip(panels, boxes, strict=True):
        lines = broken(panel.title, box.width).split("\n")
        for place, line in enumerate(lines):
            figure.text(
                box.left / width,
                1 - (box.top + TITLE + LINE * place - 0.06) / height,
                line,
                color=INK,
                fontweight="bold",
                va="bottom",
            )
        head = _head(panel, box.width)
        draw_dots(
            figure,
            panel.dots,
            origin=0.0,  # so that the lengths tell how far the values are apart
            box=Box(box.left, box.top + head, box.width, box.height - head),
        )


def _head(panel: Panel, width: float) -> float:
    """Height of a panel's title, which takes two lines where it is wider than the panel."""
    return TITLE + LINE * broken(panel.title, width).count("\n")


def _layout(panels: Sequence[Panel], width: float) -> tuple[list[Box], float]:
    """Boxes in rows from the upper left; each row is as high as its highest panel."""
    columns = 2 if width > 5 and len(panels) > 1 else 1
    each = (width - GUTTER * (columns - 1)) / columns
    boxes: list[Box] = []
    top = 0.02
    for start in range(0, len(panels), columns):
        row = panels[start : start + columns]
        high = max(_head(panel, each) + dots_height(panel.dots, (), each) for panel in row)
        boxes += [Box(i * (each + GUTTER), top, each, high) for i in range(len(row))]
        top += high + GAP
    return boxes, top - GAP + 0.04
