"""Tidy table to one labelled SVG chart with a description.

Rooms: `style` (palette, sizes, fonts), `drawing` (a chart and its SVG), `dots` and `panels` (how
rows of dots are drawn), `dumbbells` (rows of marks), `targets`, `plan` and `pace` (value, target,
completion), `levels` (regions beside each other), `coverage` (how much was reported), `fan`
(projections), `tiles` (schematic maps).
"""

from hrss_analysis.charts.coverage import coverage_chart
from hrss_analysis.charts.drawing import Chart, svg
from hrss_analysis.charts.fan import fan_chart, fan_panels
from hrss_analysis.charts.levels import beside_chart, headline_chart, level_chart, panels_chart
from hrss_analysis.charts.pace import pace_chart
from hrss_analysis.charts.plan import plan_chart
from hrss_analysis.charts.targets import completion_chart, next_targets_chart
from hrss_analysis.charts.tiles import nested_chart, tile_chart

__all__ = [
    "Chart",
    "beside_chart",
    "completion_chart",
    "coverage_chart",
    "fan_chart",
    "fan_panels",
    "headline_chart",
    "level_chart",
    "nested_chart",
    "next_targets_chart",
    "pace_chart",
    "panels_chart",
    "plan_chart",
    "svg",
    "tile_chart",
]
