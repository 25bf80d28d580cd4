"""The project argues with its numbers: contradictions found by general rules, each in a sentence.

========== =====================================================================
module     what it finds
========== =====================================================================
finding    what a finding is
single     numbers that cannot be as they stand
repeated   one fact stated with values that exclude each other
nearby     parts and totals, rates and quotients among numbers near each other
targets    implied against stated and round targets; stocks meant to fall
related    sums, parts and ratios between indicators (`relations.csv`)
series     jumps, values out of line, years against totals
magnitude  unit slips: values far from all they can be measured against
nested     regions above the region they lie in; numbers counted twice
seeded     planted errors: how many the rules catch
========== =====================================================================
"""

from collections.abc import Mapping

import pandas as pd

from hrss_analysis.audit.finding import SEVERITIES, Contradiction, as_table
from hrss_analysis.audit.magnitude import magnitude
from hrss_analysis.audit.nearby import nearby
from hrss_analysis.audit.nested import nested
from hrss_analysis.audit.related import related
from hrss_analysis.audit.repeated import repeated
from hrss_analysis.audit.series import series
from hrss_analysis.audit.single import single
from hrss_analysis.audit.targets import targets

__all__ = ["SEVERITIES", "Contradiction", "as_table", "audit"]


def audit(data: Mapping[str, pd.DataFrame]) -> list[Contradiction]:
    """Return all contradictions and confirmed relations in the tables.

    Args:
        data: The tables readings, observations, documents, indicators and regions.

    Returns:
        Findings in the order of the rules; `as_table` sorts them by severity. Of findings of one
        kind about the same readings only the first is kept.
    """
    observations = _as_printed(data["observations"], data["readings"])
    found = [
        *single(data["readings"], data["documents"], data["indicators"]),
        *repeated(data["readings"]),
        *nearby(data["readings"]),
        *targets(observations, data["indicators"]),
        *related(observations),
        *series(observations),
        *magnitude(observations),
        *nested(observations, data["regions"]),
    ]
    return list({(item.kind, frozenset(item.reading_ids.split())): item for item in found}.values())


def _as_printed(observations: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Add the literal of the first reading that an observation names, but for corrected values."""
    literal = readings.set_index("reading_id")["literal"]
    first = observations["reading_ids"].str.split().str[0]
    as_it_stands = observations["status"] != "corrected"
    return observations.assign(literal=first.map(literal).where(as_it_stands))
