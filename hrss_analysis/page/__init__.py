"""The pieces of a brief: cards, figures, tables, coverage.

Rooms: `brief` (the page while it is written), `tables`, `compare`, `outlook`, `plan`, `maps` (the
tables of the kinds of brief), `cells` (of values, linked), `sources` (from a value back to the
characters it was printed as, or to its citation), `sheets` (tables for the workbook), `findings`
(what the audit found), `notes` (methods), `markup` (HTML).
"""

from hrss_analysis.page.brief import Brief, find_processed, page_name
from hrss_analysis.page.compare import comparison_table
from hrss_analysis.page.findings import contradictions
from hrss_analysis.page.maps import map_table
from hrss_analysis.page.notes import methods
from hrss_analysis.page.outlook import projection_table
from hrss_analysis.page.plan import target_table
from hrss_analysis.page.tables import coverage_table, indicator_table, share_table

__all__ = [
    "Brief",
    "comparison_table",
    "contradictions",
    "coverage_table",
    "find_processed",
    "indicator_table",
    "map_table",
    "methods",
    "page_name",
    "projection_table",
    "share_table",
    "target_table",
]
