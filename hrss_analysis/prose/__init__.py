"""Numbers and sentences in Chinese and English, computed from tables.

Rooms: `words` (fixed vocabulary), `numbers` and `periods` (how they are written), `scoreboard` (what a
region's brief speaks of), `parts` (pieces of text), `region`, `comparison`, `projection` (sentences).
"""

from hrss_analysis.prose.comparison import (
    Comparison,
    beside_points,
    comparability_points,
    comparable_points,
    comparison_cards,
    comparison_facts,
    comparison_head,
    level_points,
)
from hrss_analysis.prose.levels import Levels, levels, region_levels
from hrss_analysis.prose.region import region_cards, region_head, target_points
from hrss_analysis.prose.scoreboard import Facts, region_facts

__all__ = [
    "Comparison",
    "Facts",
    "Levels",
    "beside_points",
    "comparability_points",
    "comparable_points",
    "comparison_cards",
    "comparison_facts",
    "comparison_head",
    "level_points",
    "levels",
    "region_cards",
    "region_facts",
    "region_head",
    "region_levels",
    "target_points",
]
