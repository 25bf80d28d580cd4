"""Pairs of regions for each indicator, graded by the comparability gate.

Rooms: `gate` (the table of rules), `views` (a value as a level, an average, per resident, per
insured person or as a share), `build` (which regions are held against which), `around` (one
indicator of many regions around one year).
"""

from hrss_analysis.comparisons.around import around_year, usual_view
from hrss_analysis.comparisons.build import build_comparisons
from hrss_analysis.comparisons.gate import (
    BOUNDS,
    GAP_GRADES,
    GATE,
    LARGER,
    RATIO_GRADES,
    Pair,
    Rule,
    Side,
    grade,
    reason_text,
)

__all__ = [
    "BOUNDS",
    "GAP_GRADES",
    "GATE",
    "LARGER",
    "RATIO_GRADES",
    "Pair",
    "Rule",
    "Side",
    "around_year",
    "build_comparisons",
    "grade",
    "reason_text",
    "usual_view",
]
