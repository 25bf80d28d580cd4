"""The project argues with its numbers: contradictions found by general rules, each in a sentence.

========== =====================================================================
module     what it finds
========== =====================================================================
finding    what a finding is
repeated   one fact stated with values that exclude each other
nearby     parts and totals, rates and quotients among numbers near each other
targets    implied against stated and round targets; targets below the base
related    sums, parts and ratios between indicators (`relations.csv`)
series     jumps, unit slips, years against totals, regions above
========== =====================================================================
"""

from collections.abc import Mapping

import pandas as pd

from hrss_analysis.audit.finding import SEVERITIES, Contradiction, as_table
from hrss_analysis.audit.nearby import nearby
from hrss_analysis.audit.related import related
from hrss_analysis.audit.repeated import repeated
from hrss_analysis.audit.series import above, series
from hrss_analysis.audit.targets import targets

__all__ = ["SEVERITIES", "Contradiction", "as_table", "audit"]


def audit(data: Mapping[str, pd.DataFrame]) -> list[Contradiction]:
    """Return all contradictions and confirmed relations in the tables.

    Args:
        data: The tables readings, observations and regions.

    Returns:
        Findings in the order of the rules; `as_table` sorts them by severity.
    """
    return [
        *repeated(data["readings"]),
        *nearby(data["readings"]),
        *targets(data["observations"]),
        *related(data["observations"]),
        *series(data["observations"]),
        *above(data["observations"], data["regions"]),
    ]
