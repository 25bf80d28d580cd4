"""Numbers and sentences in Chinese and English, computed from tables.

Rooms: `words` (fixed vocabulary), `numbers` and `periods` (how they are written), `scoreboard` (what a
region's brief speaks of), `parts` (pieces of text), `region`, `comparison`, `projection` (sentences).
"""

from hrss_analysis.prose.region import region_cards, region_head, target_points
from hrss_analysis.prose.scoreboard import Facts, region_facts

__all__ = ["Facts", "region_cards", "region_facts", "region_head", "target_points"]
