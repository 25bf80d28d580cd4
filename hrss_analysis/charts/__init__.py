"""Tidy table to one labelled SVG chart with a description.

Rooms: `style` (palette, sizes, fonts), `drawing` (a chart and its SVG), `dots` (rows of dots),
`targets` (completion and plan charts), `levels` (regions beside each other), `fan` (projections).
"""

from hrss_analysis.charts.drawing import Chart, svg
from hrss_analysis.charts.levels import level_chart
from hrss_analysis.charts.targets import completion_chart, next_targets_chart

__all__ = ["Chart", "completion_chart", "level_chart", "next_targets_chart", "svg"]
