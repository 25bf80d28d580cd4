"""Numbers and sentences in Chinese and English, computed from tables.

Rooms: `words` (fixed vocabulary), `numbers` and `periods` (how they are written), `parts` (pieces
of text); what a brief speaks of: `scoreboard` (one region), `levels` (regions beside each other),
`outlook` (years ahead) and its `ranges`, `goals` (targets), `progress` (towards them); sentences:
`region`, `targets`, `plan`, `comparison`, `projection`, `mapping`, `contradictions`.
"""

from hrss_analysis.prose.comparison import (
    Comparison,
    beside_points,
    comparability_points,
    comparable_points,
    comparison_cards,
    comparison_facts,
    comparison_head,
    index_points,
    level_points,
)
from hrss_analysis.prose.contradictions import Audited, audited, audited_points
from hrss_analysis.prose.goals import PlanFacts, plan_facts
from hrss_analysis.prose.levels import Levels, levels, region_levels
from hrss_analysis.prose.mapping import (
    Map,
    inside_points,
    map_cards,
    map_facts,
    map_head,
    tile_points,
)
from hrss_analysis.prose.outlook import Outlook, Outlooks, projection_facts
from hrss_analysis.prose.plan import (
    earlier_points,
    plan_cards,
    plan_head,
    plan_points,
)
from hrss_analysis.prose.projection import (
    limit_points,
    projection_cards,
    projection_head,
    projection_points,
)
from hrss_analysis.prose.region import coverage_points, region_cards, region_head
from hrss_analysis.prose.scoreboard import Facts, region_facts
from hrss_analysis.prose.targets import target_points

__all__ = [
    "Audited",
    "Comparison",
    "Facts",
    "Levels",
    "Map",
    "Outlook",
    "Outlooks",
    "PlanFacts",
    "audited",
    "audited_points",
    "beside_points",
    "comparability_points",
    "comparable_points",
    "comparison_cards",
    "comparison_facts",
    "comparison_head",
    "coverage_points",
    "earlier_points",
    "index_points",
    "inside_points",
    "level_points",
    "levels",
    "limit_points",
    "map_cards",
    "map_facts",
    "map_head",
    "plan_cards",
    "plan_facts",
    "plan_head",
    "plan_points",
    "projection_cards",
    "projection_facts",
    "projection_head",
    "projection_points",
    "region_cards",
    "region_facts",
    "region_head",
    "region_levels",
    "target_points",
    "tile_points",
]
